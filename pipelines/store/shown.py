"""One article's records, with the proof of each field, for whoever shows them. Nothing is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pipelines.normalise.urls import url_key
from pipelines.store.database import connect_anywhere

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path
    from types import TracebackType
    from typing import Self

_PROOFS = (
    "SELECT field, capture_id AS capture, method, place, raw FROM provenance"
    ' WHERE "table" = ? AND row = ? ORDER BY field'
)
_TAGS = (
    "SELECT a.tag_id AS id, p.capture_id AS capture, p.method, p.place, p.raw FROM article_tags a"
    " LEFT JOIN provenance p ON p.\"table\" = 'article_tags' AND p.row = a.article_id || ' ' || a.tag_id"
    " WHERE a.article_id = ? ORDER BY a.tag_id"
)
_DATES = (
    "SELECT value, method, origin, place, raw, capture_id AS capture FROM statements"
    " WHERE article_id = ? AND field = 'date_published' ORDER BY rank DESC, origin, method"
)
_MENTIONS = 'SELECT start, "end", text, edtf, earliest, latest, basis FROM mentions WHERE edition_id = ? ORDER BY start'
_CAPTURE = (
    "SELECT id, url, method, status, fetched_at, payload_digest, warc_file, warc_offset, warc_length, record_id,"
    " revisit_of, read_by FROM captures WHERE id = ?"
)
_BEFORE = "SELECT max(warc_offset + warc_length) FROM captures WHERE warc_file = ? AND warc_offset < ?"

Row = dict[str, Any]


class Shown:
    """What an archive's database says of articles."""

    def __init__(self, database: Path) -> None:
        """Raises `sqlite3.Error`."""
        self._db: sqlite3.Connection = connect_anywhere(database)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._db.close()

    def named(self, name: str) -> list[str]:
        """The articles that a name can mean: an id of an article or an edition, an address, a number of the site."""
        for sql, parameters in _meanings(name):
            if found := [row[0] for row in self._db.execute(sql, parameters)]:
                return sorted(set(found))
        key = url_key(name) if "://" in name else None
        rows = self._db.execute("SELECT article_id, url FROM editions WHERE url IS NOT NULL") if key else ()
        return sorted({row["article_id"] for row in rows if url_key(row["url"]) == key})

    def lang_at(self, article_id: str, url: str) -> str | None:
        """The language of an article's edition that stands at an address; None where none does."""
        key = url_key(url)
        editions = self._rows("SELECT lang, url FROM editions WHERE article_id = ? AND url NOT NULL", article_id)
        return next((edition["lang"] for edition in editions if url_key(edition["url"]) == key), None)

    def ids(self) -> list[str]:
        """Every article's id."""
        return [row[0] for row in self._db.execute("SELECT id FROM articles ORDER BY id")]

    def article(self, article_id: str) -> Row:
        """A row of `articles`."""
        return self._rows("SELECT * FROM articles WHERE id = ?", article_id)[0]

    def languages(self, source_id: str) -> list[str]:
        """The languages of a source, the main one first."""
        rows = self._rows("SELECT languages FROM sources WHERE id = ?", source_id)
        return list(json.loads(rows[0]["languages"])) if rows else []

    def editions(self, article_id: str) -> list[Row]:
        """The rows of `editions`, by language."""
        return self._rows("SELECT * FROM editions WHERE article_id = ? ORDER BY lang", article_id)

    def proofs(self, table: str, row: str) -> dict[str, Row]:
        """How each field of a row is known."""
        return {proof.pop("field"): proof for proof in self._rows(_PROOFS, table, row)}

    def dates(self, article_id: str) -> list[Row]:
        """All that is said of an article's publication date, the best statement first."""
        return self._rows(_DATES, article_id)

    def tags(self, article_id: str) -> list[Row]:
        """An article's tags, with their labels by language."""
        tags = self._rows(_TAGS, article_id)
        for tag in tags:
            labels = self._rows("SELECT lang, label FROM tag_labels WHERE tag_id = ? ORDER BY lang", tag["id"])
            tag["labels"] = {row["lang"]: row["label"] for row in labels}
        return tags

    def text(self, edition_id: str) -> str | None:
        """An edition's text."""
        rows = self._rows("SELECT body FROM texts WHERE edition_id = ?", edition_id)
        return str(rows[0]["body"]) if rows else None

    def mentions(self, edition_id: str) -> list[Row]:
        """The dates in an edition's text."""
        return self._rows(_MENTIONS, edition_id)

    def revisions(self, edition_id: str) -> list[Row]:
        """The states of an edition's content, the first one first."""
        sql = (
            "SELECT capture_id AS capture, seen_at, changed, headline, date_published, tags, body FROM revisions"
            " WHERE edition_id = ? ORDER BY seen_at, capture_id"
        )
        rows = self._rows(sql, edition_id)
        return [
            {**row, "changed": json.loads(row["changed"]), "tags": json.loads(row["tags"] or "null")} for row in rows
        ]

    def checks(self, edition_id: str) -> list[Row]:
        """What each look at an edition's address found, the first one first."""
        sql = (
            "SELECT capture_id AS capture, seen_at, found, method, place, raw FROM checks"
            " WHERE edition_id = ? ORDER BY seen_at, capture_id"
        )
        return self._rows(sql, edition_id)

    def capture(self, capture_id: str) -> Row | None:
        """Where an exchange stands."""
        return next(iter(self._rows(_CAPTURE, capture_id)), None)

    def end_before(self, capture: Row) -> int:
        """Where, in its WARC file, the capture before one ends; 0 where there is none."""
        return int(self._db.execute(_BEFORE, (capture["warc_file"], capture["warc_offset"])).fetchone()[0] or 0)

    def _rows(self, sql: str, *parameters: object) -> list[Row]:
        return [dict(row) for row in self._db.execute(sql, parameters)]


def _meanings(name: str) -> list[tuple[str, tuple[str, ...]]]:
    """What a name can mean, the most exact first."""
    section, _, number = name.replace(":", "/").rpartition("/")
    by_number = "SELECT id FROM articles WHERE native_id = ?"
    return [
        ("SELECT id FROM articles WHERE id = ?", (name,)),
        ("SELECT article_id FROM editions WHERE id = ?", (name,)),
        ("SELECT article_id FROM redirected_articles WHERE id = ?", (name,)),
        ("SELECT article_id FROM editions WHERE url = ?", (name,)),
        (f"{by_number} AND section = ?", (number, section)),
        (by_number, (name,)),
    ]
