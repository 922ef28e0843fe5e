"""WARC files in any packing, made into what an archive keeps: one gzip member a record (WARC 1.1 Annex D)."""

from __future__ import annotations

import gzip
import re
import zlib
from typing import IO, TYPE_CHECKING, Protocol

from archive.coding import ZSTD, zstd
from archive.errors import DamageError
from archive.members import MAGIC, WARC, stretches
from archive.verify.stream import RecordStream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from archive.members import Stretch

_PIECE = 64 * 1024
#: So much is shown of what is no record.
_SHOWN = 20
_ENDING = b"\r\n\r\n"
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
#: A skippable frame at the beginning of a .warc.zst file holds the dictionary of all its records
#: (iipc.github.io/warc-specifications/specifications/warc-zstd).
_DICTIONARY = b"\x5d\x2a\x4d\x18"
_MOST_DICTIONARY = 2**26


class _Decompressor(Protocol):
    """What `zlib` and `zstd` have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


def is_by_record(path: Path) -> bool:
    """Whether a file is gzip, and each whole member of it one record; what is damaged in it does not count.

    Reads all of it. Raises `OSError`.
    """
    whole = 0
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            return False
        for stretch in stretches(file):
            if _goes_on(stretch):
                return False
            whole += stretch.problem is None
    return whole > 0


def repack(path: Path, file: IO[bytes]) -> list[DamageError]:
    """Write every whole record of a file, as the bytes that it is, into a member of its own; returns what is damaged.

    Compressed data cannot be read behind damage. Behind damage within plain text the next record is looked for.
    Raises `OSError`.
    """
    damage: list[DamageError] = []
    with path.open("rb") as source:
        stream = RecordStream(_until_damage(source, path, damage))
        for raw in _records(stream, path, damage):
            file.write(gzip.compress(raw, 6, mtime=0))
    return damage


def _goes_on(stretch: Stretch) -> bool:
    """Whether another record follows the first one within a member."""
    stream = RecordStream(stretch.pieces())
    length = _length(stream.head())
    if length is None:
        found = False
    else:
        for _ in stream.take(length):
            pass
        _skip_line_ends(stream)
        found = stream.peek(len(WARC)) == WARC
    for _ in stretch.pieces():
        pass
    return found


def _length(head: bytes | None) -> int | None:
    found = _LENGTH.search(head) if head and head.startswith(WARC) else None
    return int(found[1]) if found else None


def _records(stream: RecordStream, path: Path, damage: list[DamageError]) -> Iterator[bytes]:
    _skip_line_ends(stream)
    while start := stream.peek(_SHOWN):
        at = stream.position
        head = (stream.head() if start.startswith(WARC) else None) or b""
        length = _length(head)
        if length is None:
            _note(damage, path, at, f"no WARC record, but {start!r}")
            stream.skip(not head)  # or the same would be found again
            if not stream.recover(at + 1):
                return
            continue
        block = b"".join(stream.take(length))
        if len(block) < length:
            _note(damage, path, at, "the record is cut short")
            return
        yield head + block + _ENDING
        _skip_line_ends(stream)


def _skip_line_ends(stream: RecordStream) -> None:
    """Pass over what parts two records: two line ends by the standard, other numbers of them by other tools."""
    while stream.peek(1) in (b"\r", b"\n"):
        stream.skip(1)


def _note(damage: list[DamageError], path: Path, at: int, why: str) -> None:
    """Say what is wrong, but for what is so because the compressed data ended too early."""
    if not damage or not damage[-1].args[0].endswith(_TORN):
        damage.append(DamageError(why, path=path, offset=at))


_TORN = "nothing behind that can be read"


def _until_damage(file: IO[bytes], path: Path, damage: list[DamageError]) -> Iterator[bytes]:
    """A file's records in one stream, however they are packed, as far as that can be read."""
    start = file.read(len(ZSTD))
    file.seek(0)
    if start.startswith(MAGIC):
        pieces = _unpacked(file, lambda: zlib.decompressobj(31))
    elif start in (ZSTD, _DICTIONARY):
        pieces = _unpacked(file, _unzstd(file))
    else:
        pieces = iter(lambda: file.read(_PIECE), b"")
    try:
        yield from pieces
    except (zlib.error, zstd.ZstdError, EOFError) as error:
        damage.append(DamageError(f"{error}; {_TORN}", path=path, offset=file.tell()))


def _unpacked(file: IO[bytes], new: Callable[[], _Decompressor]) -> Iterator[bytes]:
    """What stands in a file of any number of members, or frames."""
    stream, data = new(), b""
    while data := data or file.read(_PIECE):
        if stream.eof:
            stream = new()
        yield stream.decompress(data)
        data = stream.unused_data if stream.eof else b""
    if not stream.eof:
        raise EOFError("the compressed data is cut short")


def _unzstd(file: IO[bytes]) -> Callable[[], _Decompressor]:
    """A maker of decompressors with the dictionary that a file begins with, where it begins with one."""
    if file.read(len(_DICTIONARY)) != _DICTIONARY:
        file.seek(0)
        return zstd.ZstdDecompressor
    data = file.read(min(int.from_bytes(file.read(4), "little"), _MOST_DICTIONARY))
    if data.startswith(ZSTD):
        data = zstd.ZstdDecompressor().decompress(data, _MOST_DICTIONARY)
    dictionary = zstd.ZstdDict(data)
    return lambda: zstd.ZstdDecompressor(zstd_dict=dictionary)
