"""A record's block, in pieces: its digest, and the HTTP message or fields in it. Nothing large is held in memory."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archive.http import MAX_HEAD, Framing
from archive.verify.digests import stated
from archive.verify.entity import Entity
from archive.verify.headers import end_of_header

if TYPE_CHECKING:
    import hashlib

    from archive.verify.digests import Stated
    from archive.verify.entity import Bytes
    from archive.verify.headers import Header

_LEADING_LINES = re.compile(rb"[\r\n]*")
_FRAMING_FIELD = re.compile(
    rb"^(transfer-encoding|content-length|content-encoding)[ \t]*:[ \t]*([^\r\n]*)", re.IGNORECASE | re.MULTILINE
)
_STATUS = re.compile(rb"[\r\n]*(?:HTTP/\d+(?:\.\d+)?|HTTP|ICY)[ \t]+(\d{3})(?!\d)", re.IGNORECASE)
#: So much of a block that is no HTTP message is kept to be looked at.
_KEPT = 1024 * 1024


class Block:
    """Reads a block, piece by piece."""

    def __init__(self, header: Header) -> None:
        self.size = 0
        self.head: bytes | None = None
        """The head of the HTTP message, with the empty line; None where it does not end, or there is none."""
        self.kept = b""
        """The block's beginning, where it has no HTTP head."""
        self.status: int | None = None
        self.values: dict[bytes, list[bytes]] = {}
        """The HTTP fields that say how the body is framed and coded; names in lower case."""
        self.entity: Entity | None = None
        """The HTTP message's body."""
        self.block_digest = _stated(header, "warc-block-digest")
        self.payload_digest = _stated(header, "warc-payload-digest")
        self.block_hash = _hasher(self.block_digest)
        self.payload_hash = _hasher(self.payload_digest)
        self._response = header.kind in ("response", "revisit")
        self._http = header.is_http and header.kind in ("response", "revisit", "request")

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
        """The first value of a framing field, in lower case; empty where there is none."""
        return self.values.get(name, [b""])[0].lower()

    def _feed_other(self, data: Bytes) -> None:
        if self.payload_hash:
            self.payload_hash.update(data)
        if len(self.kept) < _KEPT:
            self.kept += bytes(data[: _KEPT - len(self.kept)])

    def _feed_head(self, data: Bytes) -> None:
        whole = self.kept + data if self.kept else bytes(data)
        leading = _LEADING_LINES.match(whole)
        status = _STATUS.match(whole) if self._response else True
        end = end_of_header(whole, leading.end() if leading else 0, MAX_HEAD) if status else -1
        if end > 0:
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
        for name, value in _FRAMING_FIELD.findall(head):
            self.values.setdefault(name.lower(), []).append(value.strip())
        status = _STATUS.match(head)
        self.status = int(status[1]) if status and self._response else None
        framing = self._framing()
        length = self.content_length if framing is Framing.LENGTH else None
        self.entity = Entity(framing, length, self.payload_hash)

    def _framing(self) -> Framing:
        """What ends the body (RFC 9112 section 6.3); that a HEAD request was asked is not known here."""
        if self.status is not None and (self.status in (204, 304) or self.status < 200):
            return Framing.NONE
        codings = b",".join(self.values.get(b"transfer-encoding", ())).lower()
        if codings.rpartition(b",")[2].strip() == b"chunked":
            return Framing.CHUNKED
        if self.content_length is not None:
            return Framing.LENGTH
        return Framing.CLOSE if self._response else Framing.NONE

    @property
    def content_length(self) -> int | None:
        """As `archive.http.Head` reads it: the largest length that is stated."""
        parts = b",".join(self.values.get(b"content-length", ())).split(b",")
        lengths = [int(part) for part in map(bytes.strip, parts) if part.isdigit() and len(part) < 19]
        return max(lengths, default=None)


def _stated(header: Header, name: str) -> Stated | None:
    text = header.fields.get(name)
    return stated(text) if text else None


def _hasher(digest: Stated | None) -> hashlib._Hash | None:
    return digest.hasher() if digest and digest.known and digest.value is not None else None
