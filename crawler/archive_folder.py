"""An archive folder: its parts, its lock, and what must be right before anything is asked."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from archive import cdxj
from archive.durable import clear_unfinished
from archive.recovery import recover
from crawler.errors import Exit, ReadmoreError, is_full
from pipelines.store import NewerArchiveError, Store, StoreError, is_comparable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archive.recovery import Recovered

#: Less free space than this, and nothing is asked.
MIN_FREE = 128 * 2**20


@dataclass(frozen=True)
class ArchiveFolder:
    """The folder that holds one archive (DESIGN.md, “An archive directory”)."""

    path: Path

    @property
    def warc(self) -> Path:
        """WARC files."""
        return self.path / "warc"

    @property
    def index(self) -> Path:
        """A CDXJ file for each WARC file."""
        return self.path / "index"

    @property
    def database(self) -> Path:
        """Records."""
        return self.path / "readmore.db"

    def warc_files(self) -> tuple[Path, ...]:
        """The finished WARC files, in order."""
        return tuple(sorted(self.warc.glob("*.warc.gz")))

    def run(self, run_id: str) -> Path:
        """What one run leaves beside its records: log, report."""
        return self.path / "runs" / run_id

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the archive: no other run may write. The lock ends with the process, however it ends."""
        self._make()
        lock = FileLock(self.path / "lock")
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            message = f"another run holds the archive {self.path}; wait for it, or give another --archive"
            raise ReadmoreError(message, Exit.LOCKED) from error
        except OSError as error:
            raise unusable(self.path, error) from error
        try:
            yield
        finally:
            lock.release()

    def recover(self) -> list[Recovered]:
        """Close what a killed run left open, and clear away what it had not finished. The archive must be held."""
        try:
            for part in (self.warc, self.index, *self.path.glob("runs/*/")):
                clear_unfinished(part)
            recovered = recover(self.warc)
            self.index_new()
        except OSError as error:
            raise unusable(self.warc, error) from error
        return recovered

    def index_new(self) -> None:
        """Index every closed WARC file that has no index yet. Raises `OSError`."""
        self.index.mkdir(parents=True, exist_ok=True)
        for path in sorted(self.warc.glob("*.warc.gz")):
            if not (self.index / cdxj.index_name(path)).exists():
                cdxj.write(path, self.index)

    def open_store(self, *, read_only: bool = False) -> Store:
        """The archive's records. Raises `ReadmoreError` where they cannot be written, or are of a newer version."""
        try:
            return Store(self.database, read_only=read_only)
        except (StoreError, NewerArchiveError) as error:
            raise ReadmoreError(str(error), Exit.DISK if is_full(error) else Exit.USAGE) from error

    def check_exists(self) -> None:
        """Raise `ReadmoreError` where there is no archive, for what makes sense in an old one only."""
        if not self.warc.is_dir():
            raise ReadmoreError(f"there is no archive in {self.path}; give another --archive", Exit.USAGE)

    def check_database(self) -> None:
        """Raise `ReadmoreError` where there are no records to be looked at."""
        if not self.database.is_file():
            message = f"there is no {self.database.name} in {self.path}; give another --archive"
            hint = ", or make it: `readmore read`" if self.warc.is_dir() else ""
            raise ReadmoreError(message + hint, Exit.USAGE)
        try:
            is_of_now = is_comparable(self.database)
        except sqlite3.Error as error:
            raise ReadmoreError(f"the database {self.database} cannot be read: {error}", Exit.DAMAGE) from error
        if not is_of_now:
            message = f"an earlier readmore made {self.database}; `readmore read` makes its records anew"
            raise ReadmoreError(message, Exit.USAGE)

    def check_disk(self, needed: int = 0) -> None:
        """Raise `ReadmoreError` where there is too little space to begin, or for so many bytes more."""
        free = shutil.disk_usage(self.path).free
        if free < MIN_FREE + needed:
            least = (MIN_FREE + needed) // 2**20
            message = (
                f"only {free // 2**20} MiB are free where {self.path} is; at least {least} MiB are needed."
                " Free some space, or give another --archive."
            )
            raise ReadmoreError(message, Exit.DISK)

    def _make(self) -> None:
        try:
            self.warc.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unusable(self.path, error) from error
        for folder in (self.path, self.warc):
            if not os.access(folder, os.W_OK | os.X_OK):
                raise unusable(folder, PermissionError(13, "Permission denied"))


def unusable(path: Path, error: OSError) -> ReadmoreError:
    """The error for whoever asked for something that an archive folder does not allow."""
    return ReadmoreError(
        f"cannot write to the archive folder {path}: {error.strerror or error}."
        f" {'Free some space' if is_full(error) else 'Change its permissions'}, or give another --archive.",
        Exit.DISK if is_full(error) else Exit.USAGE,
    )
