"""Articles that are another one: their address only leads there, or their page is an edition of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

#: How it is known that one article is another: its address leads there; its page is an edition of it.
REDIRECT, EDITION = "redirect", "edition"
#: Articles that are led on from one to the next at the most.
_MOST = 10


class Moved:
    """Article ids, led on where an article's address redirects to another article."""

    def __init__(self, db: sqlite3.Connection) -> None:
        rows = db.execute("SELECT id, article_id, method FROM redirected_articles").fetchall()
        self._to = {row["id"]: row["article_id"] for row in rows}
        self._by_address = {row["id"] for row in rows if row["method"] == REDIRECT}

    def __getitem__(self, article_id: str) -> str:
        for _ in range(_MOST):
            if article_id not in self._to:
                break
            article_id = self._to[article_id]
        return article_id

    def add(self, old: str, new: str, method: str) -> None:
        """From now on the one is the other."""
        self._to[old] = new
        if method == REDIRECT:
            self._by_address.add(old)

    def is_an_edition(self, article_id: str) -> bool:
        """Whether an article's page is an edition of another one: wherever its address leads later, it stays that."""
        return article_id in self._to and article_id not in self._by_address

    def is_only_led_on(self, article_id: str) -> bool:
        """Whether an article is another one because its address leads there, and for no other reason."""
        return article_id in self._by_address

    def drop(self, article_id: str) -> None:
        """An article is itself."""
        del self._to[article_id]
        self._by_address.discard(article_id)

    def row(self, row_id: str) -> str:
        """The same for the id of an article or an edition, and for an address, which stays what it is."""
        if not self._to or "://" in row_id:
            return row_id
        moved = self[row_id]
        if moved != row_id:
            return moved
        article_id, colon, lang = row_id.rpartition(":")
        return f"{self[article_id]}:{lang}" if colon else row_id
