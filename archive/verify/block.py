"""A record's block, in pieces: its digest, and the HTTP message or fields in it. Nothing large is held in memory."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archive.http import MAX_HEAD, Framing
from archive.verify.digests import stated
from archive.verify.entity import Entity
from archive.verify.headers import end_of_header

if TYPE_CHECKING:
    from archive.verify.entity import Bytes
    from archive.verify.headers import Header

_LEADING_LINES = re.compile(rb"[\r\n]*")
#: Of a head in lower case.
_FIELD = re.compile(
    rb"\n(content-length|content-encoding|transfer-encoding|host|x-(?:archive-)?orig-content-encoding)[ \t]*:"
    rb"[ \t]*([^\r\n]*)"
)
_STATUS = re.compile(rb"[\r\n]*(?:HTTP/\d+(?:\.\d+)?|HTTP|ICY)[ \t]+(\d{3})(?!\d)", re.IGNORECASE)
#: So much of a block that is no HTTP message is kept to be looked at.
_KEPT = 1024 * 1024


class Block:
    """Reads a block, piece by piece."""

    # Defaults of the class, and not set for each block: there is one a record.
    size = 0
    head: bytes | None = None
    """The head of the HTTP message, with the empty line; None where it does not end, or there is none."""
    kept = b""
    """The block's beginning, where it has no HTTP head."""
    status: int | None = None
    content_length: int | None = None
    """As `archive.http.Head` reads it: the largest length that is stated."""
    entity: Entity | None = None
    """The HTTP message's body."""

    def __init__(self, header: Header) -> None:
        fields, kind = header.fields, header.kind
        self.values: dict[bytes, list[bytes]] = {}
        """The HTTP fields that rules ask for, such as say how the body is framed and coded; all in lower case."""
        text = fields.get("warc-block-digest")
        self.block_digest = stated(text) if text else None
        self.block_hash = self.block_digest and self.block_digest.hasher()
        text = fields.get("warc-payload-digest")
        self.payload_digest = stated(text) if text else None
        self.payload_hash = self.payload_digest and self.payload_digest.hasher()
        self._response = kind in ("response", "revisit")
        self._http = header.is_http and (self._response or kind == "request")

    def feed(self, data: Bytes) -> None:
        """Take the next bytes."""
        self.size += len(data)
        if self.block_hash:
            self.block_hash.update(data)
        if self.entity:
            self.entity.feed(data)
        elif self._http:
            self._feed_head(data)
        else:
            self._feed_other(data)

    def finish(self) -> None:
        """The block ends here."""
        if self.entity:
            self.entity.finish()
        elif self._http:
            # No head: all of it is payload, as `archive.http.Message` reads it; a head that was cut has none.
            status = _STATUS.match(self.kept) if self._response else None
            self.status = int(status[1]) if status else None
            if self.payload_hash and self._response and not status:
                self.payload_hash.update(self.kept)

    def first(self, name: bytes) -> bytes:
        """The first value of an HTTP field, in lower case; empty where there is none."""
        return self.values.get(name, _NONE)[0]

    def _feed_other(self, data: Bytes) -> None:
        if self.payload_hash:
            self.payload_hash.update(data)
        if len(self.kept) < _KEPT:
            self.kept += bytes(data[: _KEPT - len(self.kept)])

    def _feed_head(self, data: Bytes) -> None:
        whole = self.kept + data if self.kept else bytes(data)
        leading = _LEADING_LINES.match(whole)
        status = _STATUS.match(whole) if self._response else None
        may_end = status or not self._response
        end = end_of_header(whole, leading.end() if leading else 0, MAX_HEAD) if may_end else -1
        if end > 0:
            self.status = int(status[1]) if status else None
            self._begin_body(whole[:end])
            assert self.entity
            self.kept = b""
            self.entity.feed(memoryview(whole)[end:])
        elif len(whole) > MAX_HEAD:
            self._http, self.kept = False, b""
            self._feed_other(whole)
        else:
            self.kept = whole

    def _begin_body(self, head: bytes) -> None:
        self.head = head
        values = self.values
        for name, value in _FIELD.findall(head.lower()):
            values.setdefault(name, []).append(value.strip())
        if lengths := values.get(b"content-length"):
            self.content_length = _largest(lengths)
        framing = self._framing()
        self.entity = Entity(framing, self.content_length if framing is Framing.LENGTH else None, self.payload_hash)

    def _framing(self) -> Framing:
        """What ends the body (RFC 9112 section 6.3); that a HEAD request was asked is not known here."""
        if self.status is not None and (self.status in (204, 304) or self.status < 200):
            return Framing.NONE
        codings = self.values.get(b"transfer-encoding")
        if codings and b",".join(codings).rpartition(b",")[2].strip() == b"chunked":
            return Framing.CHUNKED
        if self.content_length is not None:
            return Framing.LENGTH
        return Framing.CLOSE if self._response else Framing.NONE


_NONE = [b""]


def _largest(stated: list[bytes]) -> int | None:
    parts = b",".join(stated).split(b",")
    lengths = [int(part) for part in map(bytes.strip, parts) if part.isdigit() and len(part) < 19]
    return max(lengths, default=None)
