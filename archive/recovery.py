"""Files that a run left open: whole records are kept, the torn tail is dropped, the file gets its name."""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from archive.reader import records
from archive.writer import OPEN, name_finally, sync_folder

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Recovered:
    """What became of one file."""

    path: Path
    """Its name now; a file without one whole record is gone."""
    records: int
    dropped: int
    """Bytes of the torn tail."""


def recover(folder: Path) -> list[Recovered]:
    """Close every `*.open` file of a folder that nobody is writing (whoever writes one holds a lock on it)."""
    recovered = (_recover(path) for path in sorted(folder.glob(f"*{OPEN}")))
    return [one for one in recovered if one]


def _recover(path: Path) -> Recovered | None:
    with path.open("r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        return _close(path, file)


def _close(path: Path, file: IO[bytes]) -> Recovered:
    whole = count = 0
    for record in records(path):
        if record.offset != whole:
            break  # only what stands without a gap from the beginning
        whole, count = record.offset + record.length, count + 1
    size = path.stat().st_size
    final = path.with_name(path.name.removesuffix(OPEN))
    if count == 0:
        path.unlink()
        sync_folder(path.parent)
    else:
        os.ftruncate(file.fileno(), whole)
        os.fsync(file.fileno())
        name_finally(path)
    return Recovered(path=final, records=count, dropped=size - whole)
