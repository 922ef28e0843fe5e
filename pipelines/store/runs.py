"""What one run did, as the database has it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from pipelines.items import REQUISITE, State

if TYPE_CHECKING:
    import sqlite3

_CHANGED = (
    "SELECT count(*) FROM revisions r JOIN captures c ON c.id = r.capture_id WHERE c.run_id = ? AND {} EXISTS"
    " (SELECT 1 FROM revisions b WHERE b.edition_id = r.edition_id AND b.seen_at < r.seen_at)"
)
_PAGES = (
    "SELECT count(*) FROM captures WHERE run_id = ? AND id NOT IN"
    " (SELECT capture_id FROM frontier WHERE run_id = ? AND kind = ? AND capture_id IS NOT NULL)"
)
_EDITIONS = (
    "SELECT count(*) FROM editions e JOIN articles a ON a.id = e.article_id"
    " WHERE a.source_id = ? AND e.availability = 'full'"
)
_ADDRESSES = "SELECT url, kind, status, error AS why FROM frontier WHERE run_id = ? AND state = ? ORDER BY url LIMIT ?"
_STARTS = (
    "SELECT url, state, error FROM frontier WHERE run_id = ? AND depth = 0 AND NOT optional AND kind <> ? ORDER BY url"
)
_LISTS = "SELECT 1 FROM listing_items i JOIN articles a ON a.id = i.article_id WHERE a.source_id = ? LIMIT 1"


class RunRows:
    """The rows of one run of one source."""

    def __init__(self, db: sqlite3.Connection, source_id: str, run_id: str) -> None:
        self._db = db
        self._source_id = source_id
        self._run_id = run_id

    def counts(self, since: str) -> dict[str, int]:
        """What the run did; `since` is the moment at which it began."""
        run, source = self._run_id, self._source_id
        pages, needs = self._by_state("<>"), self._by_state("=")
        return {
            "pages": self._one(_PAGES, run, run, REQUISITE),
            "unchanged": self._one("SELECT count(*) FROM captures WHERE run_id = ? AND revisit_of IS NOT NULL", run),
            "articles": self._one("SELECT count(*) FROM articles WHERE source_id = ?", source),
            "editions": self._one(_EDITIONS, source),
            "articles_new": self._one(
                "SELECT count(*) FROM articles WHERE source_id = ? AND first_seen >= ?", source, since
            ),
            "new": self._one(_CHANGED.format("NOT"), run),
            "changed": self._one(_CHANGED.format(""), run),
            "failed": pages[State.FAILED],
            "missing": pages[State.MISSING],
            "excluded": pages[State.EXCLUDED],
            "requisites": needs[State.DONE],
            "requisites_missing": needs[State.MISSING] + needs[State.EXCLUDED] + needs[State.FAILED],
            "pending": self._one("SELECT count(*) FROM frontier WHERE source_id = ? AND state = 'pending'", source),
        }

    def addresses(self, state: State, most: int = -1) -> list[dict[str, Any]]:
        """Addresses that the run left in a state: `url`, `kind`, `status`, `why`; all of them where `most` is -1."""
        return self._rows(_ADDRESSES, self._run_id, state, most)

    def truncated(self, most: int) -> list[dict[str, Any]]:
        """Answers that were cut: `url`, and `why` as in WARC-Truncated."""
        sql = "SELECT url, truncated AS why FROM captures WHERE run_id = ? AND truncated NOT NULL ORDER BY url LIMIT ?"
        return self._rows(sql, self._run_id, most)

    def starts(self) -> list[dict[str, Any]]:
        """Where the walk began: `url`, `state`, `error`."""
        return self._rows(_STARTS, self._run_id, REQUISITE)

    def source_lists_something(self) -> bool:
        """Whether any listing of the source shows an article."""
        return bool(self._rows(_LISTS, self._source_id))

    def _by_state(self, operator: str) -> Counter[str]:
        sql = f"SELECT state, count(*) FROM frontier WHERE run_id = ? AND kind {operator} ? GROUP BY state"  # noqa: S608
        return Counter({row[0]: row[1] for row in self._db.execute(sql, (self._run_id, REQUISITE))})

    def _one(self, sql: str, *parameters: object) -> int:
        return int(self._db.execute(sql, parameters).fetchone()[0])

    def _rows(self, sql: str, *parameters: object) -> list[dict[str, Any]]:
        return [dict(row) for row in self._db.execute(sql, parameters)]
