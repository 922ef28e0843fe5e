"""A WARC file written anew without certain records. The old file stays until the new one has its name.

Records that stay are copied as the compressed bytes that they are. Nothing is appended and nothing is changed in
place: a death at any moment leaves the old file or the new one.
"""

from __future__ import annotations

import gzip
import hashlib
import os
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from warcio.statusandheaders import StatusAndHeaders

from archive.digest import sha1
from archive.errors import DamageError
from archive.http import Message
from archive.members import members
from archive.reader import record_at, records
from archive.removal import Place, Removed, Repointed
from archive.whole import whole_response
from archive.writer import sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from archive.reader import Record
    from archive.records import Headers
    from archive.removal import Edit, Whole

#: Suffix of a file that is to take the place of another one.
REWRITING = ".rewriting"
_PIECE = 1024 * 1024
#: What a gzip header says of how, when and where the data was compressed; it changes nothing.
_STATED = range(4, 10)


@dataclass(frozen=True, kw_only=True)
class Rewritten:
    """A file, before and after."""

    name: str
    old: str
    """sha256 of the file that goes, in hexadecimal."""
    new: str
    """Of the one that takes its place."""


def rewrite(path: Path, edits: Mapping[int, Edit]) -> Rewritten:
    """Write `NAME.rewriting` beside a file, durably, and read it again to see that it is whole.

    Raises `DamageError` where either file is not what it should be, and `OSError`.
    """
    new = path.with_name(path.name + REWRITING)
    written = hashlib.sha256()
    with new.open("wb") as file:
        for piece in _pieces(path, edits):
            file.write(piece)
            written.update(piece)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)
    _check(new, written.hexdigest())
    return Rewritten(name=path.name, old=sha256(path), new=written.hexdigest())


def put_in_place(folder: Path, files: Iterable[Rewritten]) -> None:
    """Give rewritten files their names, those that have them already left alone. Raises `DamageError`, `OSError`."""
    for file in files:
        new = folder / (file.name + REWRITING)
        if new.exists():
            if sha256(new) != file.new:
                raise DamageError("not the file that was written", path=new, offset=0)
            new.replace(folder / file.name)
        elif sha256(folder / file.name) != file.new:
            raise DamageError("the file that was to take its place is gone", path=folder / file.name, offset=0)
    sync_folder(folder)


def clear(folder: Path) -> list[Path]:
    """Remove rewritten files that were never to be put in place: a run died before all of them were whole."""
    left = sorted(folder.glob(f"*{REWRITING}"))
    for path in left:
        path.unlink()
    return left


def sha256(path: Path) -> str:
    """Of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _check(path: Path, written: str) -> None:
    """Read a file again, strictly: it is what was written, and nothing in it is damaged."""
    if sha256(path) != written:
        raise DamageError("what was read is not what was written", path=path, offset=0)
    damage: list[DamageError] = []
    for _ in records(path, damage):
        pass
    if damage:
        raise damage[0]


def _pieces(path: Path, edits: Mapping[int, Edit]) -> Iterator[bytes]:
    """The new file's bytes."""
    with path.open("rb") as scanned, path.open("rb") as copied:
        for member in members(scanned):
            if member.problem:
                raise DamageError(member.problem, path=path, offset=member.offset)
            edit = edits.get(member.offset)
            if edit is None:
                copied.seek(member.offset)
                yield from _copy(copied, member.length)
            else:
                yield _edited(Place(path=path, offset=member.offset), edit)


def _copy(file: IO[bytes], length: int) -> Iterator[bytes]:
    while length:
        piece = file.read(min(length, _PIECE))
        yield piece
        length -= len(piece)


def _edited(place: Place, edit: Edit) -> bytes:
    old = record_at(place.path, place.offset)
    if isinstance(edit, Removed):
        stone = edit.tombstone
        return _member(place, old, stone.headers(), stone.block()) if stone else b""
    if isinstance(edit, Repointed):
        return _member(place, old, edit.headers, old.block)
    return _whole(place, old, edit)


def _whole(place: Place, revisit: Record, edit: Whole) -> bytes:
    block = whole_response(revisit, record_at(edit.original.path, edit.original.offset))
    if sha1([Message.parse(block).entity]) != revisit.header("WARC-Payload-Digest"):
        why = "cannot be written out whole: what it refers to has another payload"
        raise DamageError(why, path=place.path, offset=place.offset)
    return _member(place, revisit, [*edit.headers, ("WARC-Block-Digest", sha1([block]))], block)


def _member(place: Place, old: Record, headers: Headers, block: bytes) -> bytes:
    """A record as one gzip member (WARC 1.1 section 4, Annex D).

    It is of the version, and says of its compression what the record in whose place it stands does: a file has one
    version, and a header that is unlike all others looks like damage (RFC 1952 section 2.3.1).
    """
    fields = StatusAndHeaders("", headers, protocol=old.headers.protocol)
    fields.replace_header("Content-Length", str(len(block)))
    packed = gzip.compress(fields.to_bytes(encoding="utf-8") + block + b"\r\n\r\n", mtime=0)
    with place.path.open("rb") as file:
        file.seek(place.offset + _STATED.start)
        return packed[: _STATED.start] + file.read(_STATED.stop - _STATED.start) + packed[_STATED.stop :]
