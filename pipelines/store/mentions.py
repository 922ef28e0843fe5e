"""The dates that texts state, as their articles' publication dates make them clear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.normalise.dates import find_dates
from pipelines.store.rows import insert_rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

_TEXT = (
    "SELECT t.body, e.lang, a.date_published FROM texts t JOIN editions e ON e.id = t.edition_id"
    " JOIN articles a ON a.id = e.article_id WHERE t.edition_id = ?"
)


def refresh(db: sqlite3.Connection, edition_ids: Iterable[str]) -> None:
    """Find the dates of these editions' texts anew: a text or a publication date is another one than before."""
    for edition_id in edition_ids:
        db.execute("DELETE FROM mentions WHERE edition_id = ?", (edition_id,))
        text = db.execute(_TEXT, (edition_id,)).fetchone()
        if text is None:
            continue
        found = find_dates(text["body"], text["lang"], text["date_published"])
        insert_rows(
            db,
            'INSERT INTO mentions (edition_id, start, "end", text, edtf, earliest, latest, basis)',
            [(edition_id, d.start, d.end, d.text, d.edtf, d.earliest, d.latest, d.basis) for d in found],
            "",
        )


def of_articles(db: sqlite3.Connection, article_ids: Iterable[str]) -> set[str]:
    """The editions of these articles that have a text."""
    sql = "SELECT t.edition_id FROM texts t JOIN editions e ON e.id = t.edition_id WHERE e.article_id = ?"
    return {row[0] for article_id in article_ids for row in db.execute(sql, (article_id,))}
