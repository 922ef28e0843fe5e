"""Records in a stream of bytes: of one gzip member, or of a file that is not compressed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archive.verify.headers import MAX_HEADER, end_of_header

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_RECORD = re.compile(rb"(?:(?<=\n)|^)WARC/\d\.\d+\r?\n(?:WARC-|Content-)", re.IGNORECASE)
#: A record's first line may stand across two pieces.
_OVERLAP = 64


class RecordStream:
    """Hands out headers and blocks. `position` counts from the stream's beginning."""

    def __init__(self, pieces: Iterator[bytes], reopen: Callable[[int], Iterator[bytes]] | None = None) -> None:
        self._pieces = pieces
        self._reopen = reopen
        self._data = b""
        self._at = 0
        self._base = 0

    @property
    def position(self) -> int:
        """Where the next byte stands."""
        return self._base + self._at

    def peek(self, count: int) -> bytes:
        """The next bytes, fewer at the end."""
        while len(peeked := self._data[self._at : self._at + count]) < count and self._more():
            pass
        return peeked

    def head(self) -> bytes | None:
        """A record's header with its empty line; None where none ends."""
        seen = 0
        while (end := end_of_header(self._data, self._at + seen)) < 0:
            seen = max(len(self._data) - self._at - 2, 0)
            if seen > MAX_HEADER or not self._more():
                return None
        head = self._data[self._at : end]
        self._at = end
        return head

    def take(self, count: int) -> Iterator[memoryview]:
        """So many bytes, fewer at the end."""
        while count > 0 and (self._at < len(self._data) or self._more()):
            piece = memoryview(self._data)[self._at : self._at + count]
            self._at += len(piece)
            count -= len(piece)
            yield piece

    def skip(self, count: int) -> None:
        """Pass over bytes that were peeked at."""
        self._at += count

    def recover(self, position: int) -> bool:
        """Go to the next record behind a place: whether there is one.

        A stream that cannot be opened again goes on from where it stands.
        """
        if self._reopen:
            self._pieces = self._reopen(position)
            self._data, self._at, self._base = b"", 0, position
        while not (found := _RECORD.search(self._data, self._at)):
            self._at = max(len(self._data) - _OVERLAP, self._at)
            if not self._more():
                return False
        self._at = found.start()
        return True

    def _more(self) -> bool:
        """Read a piece more."""
        piece = next(self._pieces, b"")
        if piece:
            self._base += self._at
            self._data = self._data[self._at :] + piece
            self._at = 0
        return bool(piece)
