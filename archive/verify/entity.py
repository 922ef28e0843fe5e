"""The body of an HTTP message, in pieces: what of it is entity, and whether its framing is whole.

The entity is the body de-chunked and not decompressed: what WARC-Payload-Digest is of (WARC 1.1 section 6.3.2). What is
accepted as chunk framing is what `archive.http` accepts (RFC 9112 section 7.1, and what browsers read beyond it).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archive.http import Framing

if TYPE_CHECKING:
    import hashlib
    from collections.abc import Callable

#: So much of an entity's beginning is kept.
_TASTE = 1024
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\n]*)?\r?\n")
#: A chunk-size or trailer line longer than this is none.
_MAX_LINE = 64 * 1024

Bytes = bytes | memoryview


class Entity:
    """Reads a body, piece by piece."""

    # Defaults of the class, and not set for each body: there is one a message.
    length = 0
    """Bytes of the entity."""
    size = 0
    """Bytes of the body, with its framing."""
    excess = 0
    """Bytes behind the message's end."""
    start = b""
    """What the entity begins with."""
    end = b""
    """What the body's last piece ends with."""
    problem: str | None = None
    """What is wrong with the chunk framing."""
    last_line_lacks = False
    """Whether all chunks are there, but not the empty line behind them."""

    def __init__(self, framing: Framing, length: int | None, hashed: hashlib._Hash | None) -> None:
        self.framing = framing
        self._declared = length
        self._hashed = hashed
        self._chunks = _Chunks(self._take) if framing is Framing.CHUNKED else None

    def feed(self, data: Bytes) -> None:
        """Take the next bytes of the body."""
        self.size += len(data)
        self.end = bytes(data[-8:])
        if self._chunks:
            self._chunks.feed(data)
        elif self.framing is Framing.NONE:
            self.excess += len(data)
        elif self._declared is None:
            self._take(data)
        else:
            left = self._declared - self.length
            self._take(data[:left])
            self.excess += max(len(data) - left, 0)

    def finish(self) -> None:
        """The body's bytes end here."""
        if self._chunks:
            self._chunks.finish()
            self.excess, self.problem = self._chunks.excess, self._chunks.problem
            self.last_line_lacks = self._chunks.in_trailer and not self._chunks.ended

    @property
    def missing(self) -> int:
        """Bytes that the body's Content-Length announces, and that are not there."""
        return self._declared - self.length if self.framing is Framing.LENGTH and self._declared is not None else 0

    def _take(self, data: Bytes) -> None:
        if len(self.start) < _TASTE:
            self.start += bytes(data[: _TASTE - len(self.start)])
        self.length += len(data)
        if self._hashed:
            self._hashed.update(data)


class _Chunks:
    """Takes chunk framing apart."""

    def __init__(self, take: Callable[[Bytes], None]) -> None:
        self._take = take
        self.problem: str | None = None
        self.in_trailer = False
        self.ended = False
        """Whether the empty line behind the last chunk was there, or the framing broke off."""
        self.excess = 0
        self._unframed = False
        self._any = False
        self._left = 0
        self._carry = b""

    def feed(self, data: Bytes) -> None:
        """Take the next bytes."""
        whole = self._carry + data if self._carry else bytes(data)
        self._carry = b""
        at = 0
        while at < len(whole) and not self.ended:
            if self._left:
                step = min(self._left, len(whole) - at)
                self._take(memoryview(whole)[at : at + step])
                self._left -= step
                at += step
            elif end := whole.find(b"\n", at) + 1:
                at = self._line(whole, at, end)
            elif len(whole) - at > _MAX_LINE:
                at = self._break_off(at)
            else:
                self._carry = whole[at:]
                return
        self._behind(memoryview(whole)[at:])

    def finish(self) -> None:
        """The body's bytes end here."""
        if self._carry and not self._any and not self.in_trailer:
            self._break_off(0)
            self._behind(self._carry)
        elif not self.in_trailer and not self.problem:
            self.problem = "the last chunk lacks"

    def _line(self, data: bytes, at: int, end: int) -> int:
        """Take a line that is not a chunk's data; returns where it ends."""
        line = data[at:end]
        if self.in_trailer:
            self.ended = not line.strip()
        elif line.strip():
            size = _CHUNK_SIZE.fullmatch(line)
            if not size:
                return self._break_off(at)
            self._left = int(size[1], 16)
            self._any = True
            self.in_trailer = self._left == 0
        return end

    def _break_off(self, at: int) -> int:
        self.problem = "a chunk has no valid size" if self._any else "the body is not chunk-framed"
        self._unframed = not self._any
        self.ended = True
        return at

    def _behind(self, data: Bytes) -> None:
        """Bytes behind the end: entity, where there is no framing; nothing, where it broke off; else excess."""
        if self._unframed:
            self._take(data)
        elif not self.problem:
            self.excess += len(data)
