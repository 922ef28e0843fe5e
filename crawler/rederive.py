"""What an archive's WARC files give, beside what its database says: field by field, and nothing is written."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.errors import Exit, ReadmoreError
from crawler.reread import reread
from pipelines.store import Comparison, NewerArchiveError, Store, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archive.errors import DamageError
    from crawler.archive_folder import ArchiveFolder
    from crawler.origin import FileOrigin
    from pipelines.store import Difference


def differences(
    folder: ArchiveFolder,
    origins: Mapping[Path, FileOrigin],
    damage: list[DamageError],
    *,
    all_captures: bool = True,
) -> Iterator[Difference]:
    """Where the records are not what reading these files now, by these profiles, would make of them.

    Without `all_captures` only those count that stand in the database: what a crawl did not come to store is no
    difference; nor is what rests on a record that cannot be read by now, which is added to `damage`. Raises
    `ReadmoreError` where the database cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="readmore-") as scratch:
        derived = Path(scratch) / "readmore.db"
        try:
            with closing(Store(derived, durable=False)) as store, Comparison(folder.database, derived) as both:
                takes = None if all_captures else both.has_capture
                damage += reread(tuple(origins), store, origins, takes=takes).damage
                yield from (each for each in both.differences() if each.place is None or each.place.is_read)
        except (sqlite3.Error, StoreError, NewerArchiveError) as error:
            raise ReadmoreError(f"the database {folder.database} cannot be compared: {error}", Exit.DAMAGE) from error
