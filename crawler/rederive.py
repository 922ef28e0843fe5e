"""What an archive's WARC files give, beside what its database says: field by field, and nothing is written."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.errors import Exit, ReadmoreError
from crawler.origin import origin_of
from crawler.reread import reread
from pipelines.store import Comparison, NewerArchiveError, Store, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.archive_folder import ArchiveFolder
    from pipelines.store import Difference
    from spiders.profile import Profile


def differences(
    folder: ArchiveFolder, files: Sequence[Path], *, profile: Profile | None = None, all_captures: bool = True
) -> Iterator[Difference]:
    """Where the records are not what reading the files now would make of them, with another profile if one is given.

    Without `all_captures` only those count that stand in the database: what a crawl did not come to store is no
    difference. Raises `ReadmoreError` where the database cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="readmore-") as scratch:
        derived = Path(scratch) / "readmore.db"
        try:
            with closing(Store(derived, durable=False)) as store, Comparison(folder.database, derived) as both:
                origins = {path: origin_of(path).read_by(profile) for path in files}
                reread(files, store, origins, takes=None if all_captures else both.has_capture)
                yield from both.differences()
        except (sqlite3.Error, StoreError, NewerArchiveError) as error:
            raise ReadmoreError(f"the database {folder.database} cannot be compared: {error}", Exit.DAMAGE) from error
