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

    from crawler.archive_folder import ArchiveFolder
    from crawler.origin import FileOrigin
    from pipelines.store import Difference


def differences(
    folder: ArchiveFolder, origins: Mapping[Path, FileOrigin], *, all_captures: bool = True
) -> Iterator[Difference]:
    """Where the records are not what reading these files now, by these profiles, would make of them.

    Without `all_captures` only those count that stand in the database: what a crawl did not come to store is no
    difference. Raises `ReadmoreError` where the database cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="readmore-") as scratch:
        derived = Path(scratch) / "readmore.db"
        try:
            with closing(Store(derived, durable=False)) as store, Comparison(folder.database, derived) as both:
                reread(tuple(origins), store, origins, takes=None if all_captures else both.has_capture)
                yield from both.differences()
        except (sqlite3.Error, StoreError, NewerArchiveError) as error:
            raise ReadmoreError(f"the database {folder.database} cannot be compared: {error}", Exit.DAMAGE) from error
