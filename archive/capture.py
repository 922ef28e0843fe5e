"""The WARC 1.1 records of one exchange, blocks as they crossed the wire. References are to the specification.

All references point backwards, from the response to the request that stands before it, so that a file which is
torn anywhere has none that leads nowhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archive.dedup import IDENTICAL
from archive.outlinks import MAX_DOCUMENT, names_others, outlinks
from archive.records import FIELDS, fields, new_id, record, target_uri, warc_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warcio.recordloader import ArcWarcRecord

    from archive.dedup import Revisit
    from archive.exchange import Exchange, FailedRequest
    from archive.outlinks import Outlink
    from archive.records import Headers

_CHUNK_EXTENSION = re.compile(rb"\n[0-9A-Fa-f]+[ \t]*;[^\r\n]*\r?\n")


def capture(exchange: Exchange, warcinfo_id: str, revisit: Revisit | None = None) -> tuple[ArcWarcRecord, ...]:
    """The records of one exchange, in the order in which they are written: request, metadata, response or revisit.

    Sections 6.5, 6.6, 6.3 and 6.7.
    """
    request_id = new_id()
    common: Headers = [
        ("WARC-Target-URI", target_uri(exchange.url)),
        ("WARC-Date", warc_date(exchange.started_at)),
        ("WARC-Warcinfo-ID", warcinfo_id),
    ]
    concurrent = ("WARC-Concurrent-To", request_id)
    request = [("WARC-Record-ID", request_id), *common, *_wire(exchange)]
    metadata = [("WARC-Record-ID", new_id()), *common, concurrent]
    answer = [("WARC-Record-ID", new_id()), *common, *_wire(exchange), concurrent]
    return (
        record("request", request, exchange.request, "application/http;msgtype=request"),
        record("metadata", metadata, fields(_metadata(exchange, revisit)), FIELDS),
        _revisit(answer, exchange, revisit) if revisit else _response(answer, exchange),
    )


def failure(failed: FailedRequest, warcinfo_id: str) -> ArcWarcRecord:
    """A request that got no answer, as a metadata record that stands alone."""
    headers = [
        ("WARC-Record-ID", new_id()),
        ("WARC-Target-URI", target_uri(failed.url)),
        ("WARC-Date", warc_date(failed.started_at)),
        ("WARC-Warcinfo-ID", warcinfo_id),
    ]
    said = {"failure": failed.kind, "reason": failed.reason, **failed.notes}
    took = ("fetchTimeMs", str(round(failed.elapsed * 1000)))
    return record("metadata", headers, fields([*said.items(), took]), FIELDS)


def _wire(exchange: Exchange) -> Headers:
    """What is known of the connection: the peer's address (section 5.10), WARC-Protocol, WARC-Cipher-Suite."""
    wire: Headers = [("WARC-IP-Address", exchange.peer)] if exchange.peer else []
    wire += [("WARC-Protocol", protocol) for protocol in exchange.protocols]
    return wire + ([("WARC-Cipher-Suite", exchange.cipher)] if exchange.cipher else [])


def _response(headers: Headers, exchange: Exchange) -> ArcWarcRecord:
    headers = [*headers, ("WARC-Payload-Digest", exchange.payload_digest)]
    if exchange.truncated:
        headers.append(("WARC-Truncated", exchange.truncated))
    return record("response", headers, exchange.response.read(), "application/http;msgtype=response")


def _revisit(headers: Headers, exchange: Exchange, revisit: Revisit) -> ArcWarcRecord:
    """The head alone; what it stands for is named by id, URL and date (sections 6.7.2, 6.7.3)."""
    original = revisit.original
    headers = [
        *headers,
        ("WARC-Payload-Digest", original.address.payload_digest),
        ("WARC-Profile", revisit.profile),
        ("WARC-Refers-To", original.address.record_id),
        ("WARC-Refers-To-Target-URI", target_uri(original.url)),
        ("WARC-Refers-To-Date", warc_date(original.fetched_at)),
    ]
    if revisit.profile == IDENTICAL:
        headers.append(("WARC-Truncated", "length"))
    return record("revisit", headers, exchange.head, "application/http;msgtype=response")


def _metadata(exchange: Exchange, revisit: Revisit | None) -> Iterator[tuple[str, str]]:
    """What is known of an exchange and stands in neither block (section 6.6), in Heritrix' words."""
    yield from exchange.notes.items()
    yield "fetchTimeMs", str(round(exchange.elapsed * 1000))
    for head in exchange.interim:
        yield "interimResponse", head.decode("latin-1").strip().replace("\r\n", " | ")
    if exchange.malformed:
        yield "malformed", exchange.malformed
    if exchange.message.miscoded:
        yield "contentCoding", f"says {exchange.message.miscoded}, and is not"
    if exchange.excess:
        yield "bytesBehindResponse", str(exchange.excess)
    if exchange.verified is False:
        yield "certificate", "not verified"
    answer = exchange.message.head
    if answer and answer.chunked and _CHUNK_EXTENSION.search(next(exchange.response.chunks(), b"")):
        yield "chunkExtensions", "some replay software shows these as text"
    if not revisit:
        yield from (("outlink", str(link)) for link in _outlinks(exchange))


def _outlinks(exchange: Exchange) -> tuple[Outlink, ...]:
    head = exchange.message.head
    mime = (head and head.first(b"content-type")) or b""
    if not head or head.status != 200 or not names_others(mime.decode("latin-1")):
        return ()
    document, _ = exchange.message.decoded(MAX_DOCUMENT)
    return outlinks(document, exchange.url, mime.decode("latin-1"))
