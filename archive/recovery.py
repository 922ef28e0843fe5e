"""Files that a run left open: whole records are kept, the torn tail is dropped, the file gets its name."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.reader import records
from archive.writer import OPEN, sync_folder

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
    """Close every `*.open` file of a folder. The caller holds the archive: no other run may be writing."""
    return [_recover(path) for path in sorted(folder.glob(f"*{OPEN}"))]


def _recover(path: Path) -> Recovered:
    whole = count = 0
    for record in records(path):
        # Only what stands without a gap from the beginning: a later record's offset must stay what it was.
        whole, count = record.offset + record.length, count + 1
    size = path.stat().st_size
    final = path.with_name(path.name.removesuffix(OPEN))
    if count == 0:
        path.unlink()
    else:
        os.truncate(path, whole)
        with path.open("rb") as file:
            os.fsync(file.fileno())
        path.rename(final)
    sync_folder(path.parent)
    return Recovered(path=final, records=count, dropped=size - whole)
