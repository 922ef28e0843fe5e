"""Writing what a page says: upserts only, so that twice is once, and so that order does not matter.

Where several pages speak of one field of an edition, the statement of the highest rank stands, and of one rank the
latest (`claims`); what they say of an article's date and tags is kept side by side (`statements`); what looks at an
edition's address found makes its history (`checks`). Moments of first and last sight are the extremes of all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING

from pipelines.store import captures, checks, claims, labels, mentions, statements
from pipelines.store.moved import EDITION, REDIRECT, Moved
from pipelines.store.rows import insert_rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from pipelines.items import CaptureRow, CheckRow, Kept, ListingRow

#: Which readmore reads, as it stands beside each capture.
_READ_BY = f"readmore/{version('readmore')}"


class Records:
    """Writes records through one connection, inside the caller's transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.forget()

    def forget(self) -> None:
        """Look again which articles are redirected: a transaction that said so may have been undone."""
        self._moved = Moved(self._db)

    def save(self, kept: Kept) -> str:
        """Write everything that one exchange says. Returns `new`, `changed`, `unchanged` or `nothing` (no text)."""
        capture = kept.capture
        if capture is None:
            return "nothing"
        _save_capture(self._db, kept, capture)
        touched = _Touched()
        for old, new in kept.joined:
            self._join(old, new, EDITION, capture.id, touched)
        if kept.moved and not self._moved.is_an_edition(kept.moved[0]) and not self._had_a_text(kept.moved[0]):
            self._join(*kept.moved, REDIRECT, capture.id, touched)
        for check in kept.checks:
            self._is_itself(check)
        self._save_claimed(kept, capture)
        touched.fields |= self._state(kept, capture)
        for label in kept.labels:
            labels.add(self._db, label, capture)
        if kept.listing:
            _save_listing(self._db, kept.listing, self._moved, kept.run_id, capture)
        if kept.listing or kept.absent:
            touched.fields |= statements.left_out(self._db, capture.url, capture.seen_at)
        novelty = self._check(kept, capture, touched)
        dated = statements.settle(self._db, touched.fields)
        mentions.refresh(self._db, touched.texts | mentions.of_articles(self._db, dated))
        return novelty

    def _save_claimed(self, kept: Kept, capture: CaptureRow) -> None:
        moved = self._moved
        # The number of an article that has moved is not that of the article which it is now.
        own = {a.id: (a.section, a.native_id) for a in kept.articles if moved[a.id] == a.id}
        seen = [(moved[a.id], kept.source_id, *own.get(a.id, (None, None))) for a in kept.articles]
        # That there is none is no sight of an article.
        last_seen = capture.seen_at if any(check.is_there for check in kept.checks) or not kept.checks else ""
        _see_articles(self._db, seen, capture.seen_at, last_seen)
        _add_editions(self._db, [(moved[e.article_id], e.lang) for e in kept.editions])
        claimed = [claims.Statement(moved.row(c.row), c, capture.id, capture.seen_at) for c in kept.claims]
        claims.claim(self._db, [s for s in claimed if s.claim.table != "articles" or s.row == s.claim.row])

    def _state(self, kept: Kept, capture: CaptureRow) -> set[tuple[str, str]]:
        moved = self._moved
        rows = [
            statements.Row(
                moved[said.article_id],
                said.field,
                moved.row(said.origin),
                said.method,
                said.value,
                said.place,
                said.raw,
                said.rank,
                capture.id,
                capture.seen_at,
            )
            for said in kept.statements
        ]
        return statements.add(self._db, rows) if rows else set()

    def _check(self, kept: Kept, capture: CaptureRow, touched: _Touched) -> str:
        """What a look at an edition's address found. Returns what became of the text."""
        novelty = "nothing"
        for check in kept.checks:
            edition_id = self._moved.row(check.edition_id)
            added = checks.add(self._db, edition_id, check, capture.id, capture.seen_at)
            if added.is_other_text:
                touched.texts.add(edition_id)
            novelty = added.novelty if check.content else novelty
        if kept.absent:
            sql = "SELECT id FROM editions WHERE url = :url AND :article IN ('', article_id)"
            place = {"url": capture.url, "article": kept.absent.edition_id}
            for (edition_id,) in self._db.execute(sql, place).fetchall():
                checks.add(self._db, edition_id, kept.absent, capture.id, capture.seen_at)
        self._catch_up(kept)
        return novelty

    def _catch_up(self, kept: Kept) -> None:
        """That there was no page at an edition's address, where that was stored before anybody named the edition."""
        named = {c.value: c.row for c in kept.claims if c.field == "url" and self._moved.row(c.row) == c.row}
        for late in captures.absences(self._db, named):
            checks.add(self._db, named[late.url], late.check, late.capture_id, late.seen_at)

    def _had_a_text(self, article_id: str) -> bool:
        """Whether an article ever showed a text or a notice of its own: then it stays one, wherever it leads now."""
        sql = (
            "SELECT 1 FROM editions e JOIN checks k ON k.edition_id = e.id"
            " WHERE e.article_id = ? AND k.found IN ('full', 'notice')"
        )
        return self._db.execute(sql, (article_id,)).fetchone() is not None

    def _is_itself(self, check: CheckRow) -> None:
        """Where an address that led to another article shows a text of its own, its article is none other."""
        article_id = check.edition_id.rpartition(":")[0]
        if check.is_there and self._moved.is_only_led_on(article_id):
            self._moved.drop(article_id)
            self._db.execute("DELETE FROM redirected_articles WHERE id = ?", (article_id,))

    def _join(self, old: str, new: str, method: str, capture_id: str, touched: _Touched) -> None:
        """Everything that was said of one article is now said of another one, which it is."""
        db, new = self._db, self._moved[new]
        if old == new:
            return
        db.execute(
            "INSERT INTO redirected_articles (id, article_id, method, capture_id) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET article_id = excluded.article_id, method = min(method, excluded.method),"
            " capture_id = excluded.capture_id WHERE excluded.capture_id > capture_id",  # it begins with the moment
            (old, new, method, capture_id),
        )
        self._moved.add(old, new, method)
        article = db.execute("SELECT * FROM articles WHERE id = ?", (old,)).fetchone()
        if article is None:
            return
        _see_articles(db, [(new, article["source_id"], None, None)], article["first_seen"], article["last_seen"])
        editions = {
            row["id"]: f"{new}:{row['lang']}"
            for row in db.execute("SELECT id, lang FROM editions WHERE article_id = ?", (old,)).fetchall()
        }
        _add_editions(db, [(new, edition_id.rpartition(":")[2]) for edition_id in editions.values()])
        for was, becomes in editions.items():
            claims.reclaim(db, "editions", was, becomes)
            db.execute("DELETE FROM mentions WHERE edition_id = ?", (was,))
            checks.move(db, was, becomes)
        touched.texts |= set(editions.values())
        touched.fields |= statements.move(db, old, new, editions)
        db.execute("UPDATE listing_items SET article_id = ? WHERE article_id = ?", (new, old))
        _forget_article(db, old)


@dataclass
class _Touched:
    """What is to be brought up to date because of an exchange."""

    fields: set[tuple[str, str]] = field(default_factory=set)
    """Articles, and which of their fields."""
    texts: set[str] = field(default_factory=set)
    """Editions."""


def _save_capture(db: sqlite3.Connection, kept: Kept, capture: CaptureRow) -> None:
    address = capture.address
    db.execute(
        "INSERT INTO captures (id, run_id, source_id, url, method, status, mime, fetched_at, payload_digest, truncated,"
        " warc_file, warc_offset, warc_length, record_id, revisit_of, read_by)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET warc_file = excluded.warc_file, warc_offset = excluded.warc_offset,"
        " warc_length = excluded.warc_length, record_id = excluded.record_id, read_by = excluded.read_by",
        (
            capture.id,
            kept.run_id,
            kept.source_id,
            capture.url,
            capture.method,
            capture.status,
            capture.mime,
            capture.seen_at,
            address.payload_digest,
            capture.truncated,
            address.warc_file,
            address.warc_offset,
            address.warc_length,
            address.record_id,
            capture.revisit_of,
            _READ_BY,
        ),
    )


def _see_articles(
    db: sqlite3.Connection,
    articles: Sequence[tuple[str, str, str | None, str | None]],
    first_seen: str,
    last_seen: str,
) -> None:
    insert_rows(
        db,
        "INSERT INTO articles (id, source_id, section, native_id, first_seen, last_seen)",
        [(*article, first_seen, last_seen) for article in articles],
        "ON CONFLICT (id) DO UPDATE SET first_seen = min(first_seen, excluded.first_seen),"
        " last_seen = max(last_seen, excluded.last_seen), section = coalesce(section, excluded.section),"
        " native_id = coalesce(native_id, excluded.native_id)",
    )


def _add_editions(db: sqlite3.Connection, editions: Sequence[tuple[str, str]]) -> None:
    rows = [(f"{article_id}:{lang}", article_id, lang) for article_id, lang in editions]
    insert_rows(db, "INSERT INTO editions (id, article_id, lang)", rows, "ON CONFLICT DO NOTHING")


def _save_listing(
    db: sqlite3.Connection, listing: ListingRow, moved: Moved, run_id: str | None, capture: CaptureRow
) -> None:
    newer = db.execute(
        "SELECT 1 FROM listing_items WHERE listing_url = ? AND seen_at > ?", (listing.url, capture.seen_at)
    ).fetchone()
    if newer:
        return
    db.execute("DELETE FROM listing_items WHERE listing_url = ?", (listing.url,))
    insert_rows(
        db,
        "INSERT INTO listing_items (listing_url, position, article_id, run_id, capture_id, seen_at, url, title,"
        " excerpt, tag_id)",
        [
            (
                listing.url,
                item.position,
                moved[item.article_id],
                run_id,
                capture.id,
                capture.seen_at,
                item.url,
                item.title,
                item.excerpt,
                listing.tag_slug,
            )
            for item in listing.items
        ],
        "",
    )


def _forget_article(db: sqlite3.Connection, article_id: str) -> None:
    """Nothing is said of an article any more."""
    db.execute("DELETE FROM article_tags WHERE article_id = ?", (article_id,))
    db.execute("DELETE FROM provenance WHERE \"table\" = 'articles' AND row = ?", (article_id,))
    db.execute(
        "DELETE FROM provenance WHERE \"table\" = 'article_tags' AND row >= ? AND row < ?",
        (f"{article_id} ", f"{article_id}!"),
    )
    db.execute("DELETE FROM editions WHERE article_id = ?", (article_id,))
    db.execute("DELETE FROM articles WHERE id = ?", (article_id,))
