"""Articles whose address only leads to another article's: what is said of the one is said of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

#: Articles that are led on from one to the next at the most.
_MOST = 10


class Moved:
    """Article ids, led on where an article's address redirects to another article."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._to = {
            row["id"]: row["article_id"] for row in db.execute("SELECT id, article_id FROM redirected_articles")
        }

    def __getitem__(self, article_id: str) -> str:
        for _ in range(_MOST):
            if article_id not in self._to:
                break
            article_id = self._to[article_id]
        return article_id

    def add(self, old: str, new: str) -> None:
        """From now on the one is the other."""
        self._to[old] = new

    def row(self, row_id: str) -> str:
        """The same for the id of an article or an edition, and for an address, which stays what it is."""
        if not self._to or "://" in row_id:
            return row_id
        moved = self[row_id]
        if moved != row_id:
            return moved
        article_id, colon, lang = row_id.rpartition(":")
        return f"{self[article_id]}:{lang}" if colon else row_id
