"""What the rows say of captures, for whoever compares them with the WARC files. Nothing is written."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from pipelines.store.database import connect

if TYPE_CHECKING:
    from pathlib import Path


class StatedCapture(NamedTuple):
    """A row of `captures`, as far as a WARC record can confirm it."""

    id: str
    warc_offset: int
    warc_length: int
    record_id: str
    url: str
    fetched_at: str
    status: int | None
    payload_digest: str
    revisit_of: str | None


def stated_captures(database: Path, warc_file: str) -> list[StatedCapture]:
    """The captures that one WARC file is said to hold, by offset. Raises `sqlite3.Error`."""
    columns = ", ".join(StatedCapture._fields)
    with closing(connect(database, read_only=True)) as db:
        sql = f"SELECT {columns} FROM captures WHERE warc_file = ? ORDER BY warc_offset"  # noqa: S608 -- our own names
        return [StatedCapture(*row) for row in db.execute(sql, (warc_file,))]


def stated_files(database: Path) -> list[str]:
    """The WARC files that captures are said to stand in, by name. Raises `sqlite3.Error`."""
    with closing(connect(database, read_only=True)) as db:
        return [row[0] for row in db.execute("SELECT DISTINCT warc_file FROM captures ORDER BY warc_file")]
