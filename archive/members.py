"""The gzip members of a file, strictly, going on behind damage."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What a gzip member begins with (RFC 1952 section 2.3.1); deflate is the only method there is.
MAGIC = b"\x1f\x8b\x08"
#: What a WARC record begins with.
WARC = b"WARC/"

_READ = 1024 * 1024
#: The same, where a single member is wanted.
_READ_ONE = 128 * 1024
#: So much of a file is looked at ahead, where there is so much.
_AHEAD = 64 * 1024
#: A member is handed on in pieces of at least this size, but for the last one.
_PIECE = 1024 * 1024
_HEADER = 10
#: The last byte of the compressed data, and the checksum and size behind it.
_END = 9
#: Enough compressed bytes to see what a member begins with.
_TASTE = 512
#: So often a gzip header within a member is taken for the next one's, before the member is read in another way.
_GUESSES = 8


@dataclass(frozen=True)
class Member:
    """One stretch of a file: a whole gzip member, or damage."""

    offset: int
    length: int
    data: bytes
    """What the member holds; nothing for damage."""
    problem: str | None = None
    """What is wrong, in words; None for a whole member that holds a WARC record."""


def members(file: BinaryIO, at: int = 0) -> Iterator[Member]:
    """Every stretch of a file, from an offset at which one begins to its end.

    A member is whole when its stream ends and its checksum is right (RFC 1952) and it begins as a WARC record does.
    Behind damage the next member that holds a record is looked for. One member at a time is held in memory.
    """
    for stretch in stretches(file, at):
        yield _member(stretch)


def member_at(file: BinaryIO, at: int) -> Member:
    """The member that begins at an offset, or the damage there and how far it reaches."""
    return _member(Stretch(_Window(file, _READ_ONE), at))


def _member(stretch: Stretch) -> Member:
    data = b"".join(stretch.pieces())
    return Member(stretch.offset, stretch.length, b"" if stretch.problem else data, stretch.problem)


def stretches(file: BinaryIO, at: int = 0) -> Iterator[Stretch]:
    """The same, each to be read in pieces, before the next is asked for: a member of any size fits in memory."""
    window = _Window(file)
    while window.reaches(at):
        stretch = Stretch(window, at)
        yield stretch
        for _ in stretch.pieces():  # what the caller left unread
            pass
        at += stretch.length


class Stretch:
    """One stretch of a file that is being read. What it was is known once its pieces are."""

    def __init__(self, window: _Window, offset: int) -> None:
        self.offset = offset
        self.length = 0
        self.problem: str | None = None
        """What is wrong, in words; None for a whole member that holds a WARC record."""
        self.cut = False
        """Whether the file ends within it."""
        self.padded = False
        """Whether bits are set that the format leaves unused: behind the end of the compressed data."""
        self.header = b""
        """The fixed part of the gzip header (RFC 1952 section 2.3.1)."""
        self._window = window
        self._reading: Iterator[bytes] | None = None

    def pieces(self) -> Iterator[bytes]:
        """What the member holds. A problem may show only behind the last piece."""
        if self._reading is None:
            whole = self._whole()
            self._reading = self._read() if whole is None else iter((whole,))
        return self._reading

    def _whole(self) -> bytes | None:
        """All of a small member in which all is well, as nearly all are; None for any other: it is read in pieces."""
        data, start = self._window.at(self.offset)
        try:
            found = _at_once(data, start, self._window.likely_ends(start))
        except zlib.error:
            return None
        if found is None or not found[0].startswith(WARC):
            return None
        content, self.length, self.padded = found
        self.header = data[start : start + _HEADER]
        return content

    def _read(self) -> Iterator[bytes]:
        parts: list[bytes] = []
        size = 0
        begins_well = None
        try:
            for part in self._inflate():
                parts.append(part)
                size += len(part)
                if size >= _PIECE:
                    yield (piece := b"".join(parts))
                    begins_well = piece.startswith(WARC) if begins_well is None else begins_well
                    parts, size = [], 0
        except zlib.error as error:
            self.problem = f"corrupt: {error}"
        if self.problem is None:
            last = b"".join(parts)
            if not (last.startswith(WARC) if begins_well is None else begins_well):
                self.problem = "no WARC record"
            elif last:
                yield last
        if self.problem:
            self.length = self._window.next_record(self.offset + 1) - self.offset

    def _inflate(self) -> Iterator[bytes]:
        """The member's content; sets `length`, or `problem`.

        A member mostly ends where the next one begins or the file does. Its last bytes are fed apart, so that the
        unused bits before the checksum, which zlib passes over, can be looked at.
        """
        window, at = self._window, self.offset
        data, start = window.at(at)
        self.header = data[start : start + _HEADER]
        if not self.header.startswith(MAGIC):
            self.problem = "not a gzip member"
            return
        inflate = zlib.decompressobj(31)
        while not inflate.eof:
            data, start = window.at(at)
            if start == len(data):
                self.problem, self.cut = "cut short", True
                return
            stop, likely = window.likely_end(at if at > self.offset else at + _HEADER, start)
            hold = stop - _END if likely and stop - _END > start else stop
            yield from _inflated(inflate, data[start:hold])
            spare = None
            if not inflate.eof and hold < stop:
                spare = inflate.copy() if data[hold] else None
                yield from _inflated(inflate, data[hold:stop])
                hold = stop
            at += hold - start
        self.length = at - len(inflate.unused_data) - self.offset
        if spare and not inflate.unused_data:
            self.padded = _has_unused_bits(spare, data[stop - _END : stop])


def _at_once(data: bytes, start: int, ends: Iterator[int]) -> tuple[bytes, int, bool] | None:
    """What `Stretch._inflate` finds, without its generators: content, length, and whether unused bits are set.

    None where the member does not end at one of `ends`, or holds much. Raises `zlib.error`.
    """
    inflate = zlib.decompressobj(31)
    content, at = b"", start
    for end in ends:
        hold = end - _END
        if hold < at:
            return None
        content += inflate.decompress(data[at:hold], _PIECE)
        if inflate.eof or inflate.unconsumed_tail:
            return None
        spare = inflate.copy() if data[hold] else None
        content += inflate.decompress(data[hold:end])
        if inflate.eof:
            padded = spare is not None and _has_unused_bits(spare, data[hold:end])
            return None if inflate.unused_data else (content, end - start, padded)
        at = end
    return None


def _inflated(inflate: zlib._Decompress, data: bytes) -> Iterator[bytes]:
    while part := inflate.decompress(data, _PIECE):
        yield part
        if len(part) < _PIECE:
            return
        data = inflate.unconsumed_tail


def _has_unused_bits(inflate: zlib._Decompress, end: bytes) -> bool:
    """Whether the highest bit of the last byte that is set can be cleared, and nothing changes.

    Every packer leaves the unused bits clear (RFC 1951 section 3.1.1 fills bytes from the lowest bit).
    """
    cleared = end[0] ^ 1 << end[0].bit_length() - 1
    try:
        inflate.decompress(bytes([cleared]) + end[1:])
    except zlib.error:
        return False
    return inflate.eof


class _Window:
    """A file's bytes around the place that is being read."""

    def __init__(self, file: BinaryIO, read: int = _READ) -> None:
        self._file = file
        self._read = read
        self._data = b""
        self._start = 0
        self._ended = False
        self._header = b""

    def at(self, at: int) -> tuple[bytes, int]:
        """Bytes of the file, and where in them an offset stands; some way ahead, or up to the file's end."""
        place = at - self._start
        if not 0 <= place <= len(self._data) or (len(self._data) - place < _AHEAD and not self._ended):
            self._fill(at)
            place = 0
        return self._data, place

    def reaches(self, at: int) -> bool:
        """Whether the file has a byte there."""
        data, place = self.at(at)
        return place < len(data)

    def likely_ends(self, start: int) -> Iterator[int]:
        """Places in the bytes at hand where the member that begins at `start` in them may end, in order: a few.

        Where the member before had the same header the next one will have it too, and ten bytes are found several
        times faster than three; nor is a gzipped page in the member taken for the next.
        """
        header = self._data[start : start + _HEADER]
        mark, self._header = header if header == self._header else MAGIC, header
        end = start
        for _ in range(_GUESSES):
            end = self._data.find(mark, end + 1)
            if end < 0:
                if self._ended:
                    yield len(self._data)
                return
            yield end

    def likely_end(self, after: int, start: int) -> tuple[int, bool]:
        """A place in the bytes at hand where a member may end, and whether one is likely to end there."""
        found = self._data.find(MAGIC, max(after - self._start, start + 1))
        if found >= 0:
            return found, True
        if self._ended:
            return len(self._data), True
        return max(len(self._data) - 2 * _END, start + 1), False

    def next_record(self, at: int) -> int:
        """The offset of the next member, from `at` on, that begins as a WARC record does; else the file's end."""
        while True:
            data, start = self.at(at)
            found = data.find(MAGIC, start)
            if found < 0 and self._ended:
                return self._start + len(data)
            if found < 0:
                at = self._start + len(data) - len(MAGIC) + 1
                continue
            at = self._start + found
            data, start = self.at(at)
            if _begins_record(data[start : start + _TASTE]):
                return at
            at += 1

    def _fill(self, at: int) -> None:
        place = at - self._start
        kept = self._data[place:] if 0 <= place <= len(self._data) else b""
        self._file.seek(at + len(kept))
        more = self._file.read(self._read)
        self._start, self._data, self._ended = at, kept + more, not more or len(more) < self._read


def _begins_record(packed: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(packed, len(WARC)) == WARC
    except zlib.error:
        return False
