"""What was removed from the archive: the rows that say so, and that nothing asks for it again."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from pipelines.normalise.urls import url_key
from pipelines.store.rows import insert_rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

#: Tables whose rows are read out of WARC files, and out of nothing else.
READ_FROM_WARC = (
    "redirected_articles",
    "provenance",
    "mentions",
    "statements",
    "checks",
    "listing_items",
    "article_tags",
    "tag_labels",
    "tags",
    "revisions",
    "texts",
    "editions",
    "articles",
    "captures",
    "redactions",
)


@dataclass(frozen=True, kw_only=True)
class RedactionRow:
    """A row of `redactions`, its fields in the order of the columns (pipelines/schema/0003_redactions.sql)."""

    id: str
    url_key: str
    url: str
    source_id: str
    captured_at: str
    reason: str
    redacted_at: str
    run_id: str
    records: int


def forget(db: sqlite3.Connection) -> None:
    """Delete every row that is read out of WARC files."""
    for table in READ_FROM_WARC:
        db.execute(f"DELETE FROM {table}")  # noqa: S608 -- names of ours


def add(db: sqlite3.Connection, rows: Sequence[RedactionRow]) -> None:
    """Add what is not known yet, and let nothing ask for it again."""
    insert_rows(
        db,
        "INSERT INTO redactions (id, url_key, url, source_id, captured_at, reason, redacted_at, run_id, records)",
        [astuple(row) for row in rows],
        "ON CONFLICT DO NOTHING",
    )
    for (source_id,) in db.execute("SELECT id FROM sources").fetchall():
        exclude(db, source_id)


def is_redacted(db: sqlite3.Connection, url: str) -> bool:
    """Whether captures of an address were removed: what a copy of an old file says of it is not taken in again."""
    if db.execute("SELECT 1 FROM redactions LIMIT 1").fetchone() is None:
        return False
    return db.execute("SELECT 1 FROM redactions WHERE url_key = ?", (url_key(url),)).fetchone() is not None


def exclude(db: sqlite3.Connection, source_id: str) -> None:
    """Take the addresses of what was removed, by whichever source it was asked, out of a source's frontier."""
    db.execute(
        "UPDATE frontier SET state = 'excluded', due_at = '', capture_id = NULL, etag = NULL, last_modified = NULL,"
        " error = 'redacted: ' || (SELECT reason FROM redactions r WHERE r.url_key = frontier.url_key"
        " ORDER BY redacted_at DESC, id LIMIT 1)"
        " WHERE source_id = ? AND url_key IN (SELECT url_key FROM redactions)"
        " AND (state <> 'excluded' OR coalesce(error, '') NOT LIKE 'redacted: %')",
        (source_id,),
    )
