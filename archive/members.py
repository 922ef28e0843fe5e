"""The gzip members of a file, strictly, going on behind damage."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAGIC = b"\x1f\x8b\x08"
_PIECE = 1024 * 1024


@dataclass(frozen=True)
class Member:
    """One stretch of a file: a whole gzip member, or damage."""

    offset: int
    length: int
    data: bytes
    """What the member holds; nothing for damage."""
    problem: str | None = None
    """What is wrong, in words; None for a whole member that holds a WARC record."""


def members(file: BinaryIO) -> Iterator[Member]:
    """Every stretch of a file, from its beginning to its end.

    A member is whole when its stream ends and its checksum is right (RFC 1952) and it begins as a WARC record does.
    Behind damage the next member is looked for by its magic number. One member at a time is held in memory.
    """
    at = 0
    end = file.seek(0, 2)
    while at < end:
        member = member_at(file, at, end)
        yield member
        at += member.length


def member_at(file: BinaryIO, at: int, end: int | None = None) -> Member:
    """The member that begins at an offset, or the damage there and how far it reaches."""
    length, data, problem = _inflated(file, at)
    if problem:
        length = _next_magic(file, at + 1, file.seek(0, 2) if end is None else end) - at
    return Member(at, length, data, problem)


def _inflated(file: BinaryIO, at: int) -> tuple[int, bytes, str | None]:
    file.seek(at)
    inflate = zlib.decompressobj(31)
    parts: list[bytes] = []
    read = 0
    while not inflate.eof:
        piece = file.read(_PIECE)
        if read == 0 and not piece.startswith(_MAGIC):
            return 0, b"", "not a gzip member"
        if not piece:
            return 0, b"", "cut short"
        read += len(piece)
        try:
            parts.append(inflate.decompress(piece))
        except zlib.error as error:
            return 0, b"", f"corrupt: {error}"
    data = b"".join(parts)
    return read - len(inflate.unused_data), data, None if data.startswith(b"WARC/") else "no WARC record"


def _next_magic(file: BinaryIO, at: int, end: int) -> int:
    """The offset of the next magic number from `at` on, else the file's end."""
    file.seek(at)
    tail = b""
    while piece := file.read(_PIECE):
        window = tail + piece
        found = window.find(_MAGIC)
        if found >= 0:
            return at - len(tail) + found
        at += len(piece)
        tail = window[-2:]
    return end
