"""Reading what a killed run kept and did not come to store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive import seal
from crawler.errors import ReadmoreError
from crawler.origin import origin_of, run_of
from crawler.rebuild import rebuild
from crawler.reread import reread

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from crawler.archive_folder import ArchiveFolder
    from crawler.origin import FileOrigin
    from pipelines.store import Store


def catch_up(archive: ArchiveFolder, store: Store) -> int:
    """Read captures of files that no run has sealed, or whose run could not store everything, as far as they have no
    row. Returns how many there were.

    The archive must be held, and what was left open be closed.
    """
    paths = {*seal.unsealed(archive.path), *_of_runs(archive, store.in_trouble())}
    origins = {path: origin for path in sorted(paths) if (origin := _origin(archive, path))}
    return reread(tuple(origins), store, origins, takes=lambda name: not store.has_capture(name)).captures


def make_anew(archive: ArchiveFolder, store: Store, now: datetime) -> bool:
    """Make the records anew where an earlier readmore, with other columns, had made them. Returns whether it did."""
    if not store.is_of_old():
        return False
    try:
        rebuild(archive, store, None, now)
    except ReadmoreError:  # of a file it cannot be told which source it is of: `verify` names it
        return False
    store.leave_old()
    return True


def _of_runs(archive: ArchiveFolder, runs: set[str]) -> list[Path]:
    return [path for path in archive.warc_files() if run_of(path) in runs] if runs else []


def _origin(archive: ArchiveFolder, path: Path) -> FileOrigin | None:
    """Of which source a WARC file is; None for other files, and where damage hides it, which `verify` tells."""
    if path.parent != archive.warc or not path.name.endswith(".warc.gz"):
        return None
    try:
        return origin_of(path)
    except (OSError, ReadmoreError):
        return None
