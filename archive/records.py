"""WARC 1.1 records of exchanges, blocks verbatim. References are to the WARC 1.1 specification."""

from __future__ import annotations

import platform
import re
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from typing import IO, TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit, urlunsplit

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.digest import sha1

if TYPE_CHECKING:
    from archive.exchange import Exchange

#: Section 8.
FIELDS = "application/warc-fields"

Headers = list[tuple[str, str]]


class RecordWriter(WARCWriter):  # type: ignore[misc]
    """Writes records to a file, one gzip member each (Annex D)."""

    #: warcio would give these a digest of a payload that they do not have (section 5.9).
    NO_PAYLOAD_DIGEST_TYPES = ("warcinfo", "revisit", "metadata", "request")

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file, gzip=True, warc_version="WARC/1.1")


class CaptureRecords(NamedTuple):
    """The records of one exchange, in the order in which they are written."""

    request: ArcWarcRecord
    response: ArcWarcRecord
    metadata: ArcWarcRecord
    record_id: str
    """Of the response."""
    payload_digest: str


def warc_date(when: datetime) -> str:
    """W3C profile of ISO 8601, UTC, microseconds (section 5.4)."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def target_uri(url: str) -> str:
    """The URL as WARC-Target-URI (section 5.14): without fragment, and without credentials."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(fragment="", netloc=parts.netloc.rpartition("@")[2]))


def new_id() -> str:
    """A WARC-Record-ID (section 5.2): random, so that it tells nothing of machine or time."""
    return f"<urn:uuid:{uuid.uuid4()}>"


def warcinfo(filename: str, facts: Iterable[tuple[str, str]], now: datetime) -> tuple[ArcWarcRecord, str]:
    """The record that a file begins with (section 6.2), and its id."""
    record_id = new_id()
    own = [
        (
            "software",
            f"readmore/{version('readmore')} warcio/{version('warcio')} Python/{platform.python_version()}",
        ),
        ("format", "WARC File Format 1.1"),
        ("conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
        ("hostname", platform.node()),
    ]
    block = fields([*own, *facts])
    headers = [
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", record_id),
        ("WARC-Date", warc_date(now)),
        ("WARC-Filename", filename),
    ]
    return _record(headers, [block], FIELDS), record_id


def capture(exchange: Exchange, warcinfo_id: str) -> CaptureRecords:
    """The records of one exchange (sections 6.3, 6.5, 6.6), blocks as they crossed the wire."""
    request_id, response_id = new_id(), new_id()
    message = exchange.message
    payload_digest = sha1([message.entity])
    common: Headers = [
        ("WARC-Target-URI", target_uri(exchange.url)),
        ("WARC-Date", warc_date(exchange.started_at)),
        ("WARC-Warcinfo-ID", warcinfo_id),
    ]
    wire: Headers = [("WARC-IP-Address", exchange.peer)] if exchange.peer else []
    wire += [("WARC-Protocol", protocol) for protocol in exchange.protocols]
    wire += [("WARC-Cipher-Suite", exchange.cipher)] if exchange.cipher else []
    # The request stands first and is referred to: a file cut between the two has no dangling reference.
    request = [("WARC-Type", "request"), ("WARC-Record-ID", request_id), *common, *wire]
    response = [
        ("WARC-Type", "response"),
        ("WARC-Record-ID", response_id),
        *common,
        *wire,
        ("WARC-Concurrent-To", request_id),
        ("WARC-Payload-Digest", payload_digest),
    ]
    if exchange.truncated:
        response.append(("WARC-Truncated", exchange.truncated))
    metadata = [
        ("WARC-Type", "metadata"),
        ("WARC-Record-ID", new_id()),
        *common,
        ("WARC-Concurrent-To", response_id),
    ]
    return CaptureRecords(
        _record(request, [exchange.request], "application/http;msgtype=request"),
        _record(response, exchange.response.chunks(), "application/http;msgtype=response"),
        _record(metadata, [fields(_metadata(exchange))], FIELDS),
        response_id,
        payload_digest,
    )


def _metadata(exchange: Exchange) -> Iterator[tuple[str, str]]:
    """What is known of an exchange and stands in neither block (section 6.6)."""
    yield from exchange.notes.items()
    yield "fetchTimeMs", str(round(exchange.elapsed * 1000))
    for head in exchange.interim:
        yield "interimResponse", head.decode("latin-1").strip().replace("\r\n", " | ")
    if exchange.malformed:
        yield "malformed", exchange.malformed
    if exchange.excess:
        yield "bytesBehindResponse", str(exchange.excess)
    if exchange.verified is False:
        yield "certificate", "not verified"
    if exchange.message.head and re.search(rb"\n[0-9A-Fa-f]+[ \t]*;[^\r\n]*\r?\n", _first_bytes(exchange)):
        yield "chunkExtensions", "some replay software shows these as text"


def _first_bytes(exchange: Exchange) -> bytes:
    """Enough of a chunked body to see whether its chunks have extensions."""
    head = exchange.message.head
    return next(exchange.response.chunks(), b"") if head and head.chunked else b""


def fields(pairs: Iterable[tuple[str, str]]) -> bytes:
    """Named fields (section 8, `application/warc-fields`); a value is one line."""
    lines = (f"{name}: {' '.join(value.split())}\r\n" for name, value in pairs if value)
    return "".join(lines).encode("utf-8")


def _record(headers: Headers, block: Iterable[bytes], content_type: str) -> ArcWarcRecord:
    """A record whose block warcio writes as it is: one without parsed HTTP headers."""
    stream = tempfile.SpooledTemporaryFile(max_size=8 * 2**20)  # noqa: SIM115 -- closed by whoever writes it
    pieces = 0
    for piece in block:
        stream.write(piece)
        pieces += len(piece)
    stream.seek(0)
    digest = sha1(iter(lambda: stream.read(65536), b""))
    stream.seek(0)
    head = StatusAndHeaders("", [*headers, ("WARC-Block-Digest", digest)], protocol="WARC/1.1")
    kind = dict(headers)["WARC-Type"]
    return ArcWarcRecord("warc", kind, head, stream, None, content_type, pieces, payload_length=pieces)
