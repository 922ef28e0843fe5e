"""What the rows say of captures, for whoever compares them with the WARC files. Nothing is written."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from pipelines.store.captures import IS_WHOLE
from pipelines.store.database import connect_anywhere

if TYPE_CHECKING:
    from pathlib import Path

#: So many damaged places of a database are told.
_MOST = 20
_WRONG_REVISITS = f"""
    SELECT c.id, c.revisit_of, c.warc_file, c.warc_offset, c.record_id,
        CASE WHEN o.id IS NULL THEN 'not there'
            WHEN o.payload_digest <> c.payload_digest THEN 'of another payload'
            ELSE 'no whole response' END AS why
    FROM captures c LEFT JOIN captures o ON o.id = c.revisit_of
    WHERE c.revisit_of IS NOT NULL
        AND (o.id IS NULL OR o.payload_digest <> c.payload_digest OR NOT ({IS_WHOLE.format("o")}))
    ORDER BY c.warc_file, c.warc_offset
"""  # noqa: S608 -- our own condition


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


class WrongRevisit(NamedTuple):
    """A row that stands for another one, which is none to be stood for."""

    id: str
    revisit_of: str
    warc_file: str
    warc_offset: int
    record_id: str
    why: str
    """What the other one is."""


def stated_captures(database: Path, warc_file: str) -> list[StatedCapture]:
    """The captures that one WARC file is said to hold, by offset. Raises `sqlite3.Error`."""
    columns = ", ".join(StatedCapture._fields)
    with closing(connect_anywhere(database)) as db:
        sql = f"SELECT {columns} FROM captures WHERE warc_file = ? ORDER BY warc_offset"  # noqa: S608 -- our own names
        return [StatedCapture(*row) for row in db.execute(sql, (warc_file,))]


def stated_files(database: Path) -> list[str]:
    """The WARC files that captures are said to stand in, by name. Raises `sqlite3.Error`."""
    with closing(connect_anywhere(database)) as db:
        return [row[0] for row in db.execute("SELECT DISTINCT warc_file FROM captures ORDER BY warc_file")]


def runs(database: Path) -> set[str]:
    """The runs that are known. Raises `sqlite3.Error`."""
    with closing(connect_anywhere(database)) as db:
        return {row[0] for row in db.execute("SELECT id FROM runs")}


def broken_pages(database: Path) -> list[str]:
    """What SQLite finds damaged, in its words. Reads all of the database. Raises `sqlite3.Error`."""
    with closing(connect_anywhere(database)) as db:
        return [row[0] for row in db.execute(f"PRAGMA integrity_check({_MOST})") if row[0] != "ok"]


def dangling(database: Path) -> list[tuple[str, str, int]]:
    """Tables, the tables that they refer to, and how many rows refer to none. Raises `sqlite3.Error`."""
    with closing(connect_anywhere(database)) as db:
        found = Counter((row["table"], row["parent"]) for row in db.execute("PRAGMA foreign_key_check"))
    return [(table, parent, count) for (table, parent), count in sorted(found.items())]


def wrong_revisits(database: Path) -> list[WrongRevisit]:
    """Revisits whose original is gone, cut, a revisit itself, or another payload's. Raises `sqlite3.Error`."""
    with closing(connect_anywhere(database)) as db:
        return [WrongRevisit(**dict(row)) for row in db.execute(_WRONG_REVISITS)]


def seals(database: Path) -> dict[str, str]:
    """SHA-256 of the manifests of runs that ended, by run; none where they were not written down yet. Raises
    `sqlite3.Error`."""
    with closing(connect_anywhere(database)) as db:
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'seals'").fetchone():
            return {}
        return dict(map(tuple, db.execute("SELECT run_id, sha256 FROM seals")))
