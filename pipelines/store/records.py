"""Writing what a page says: upserts only, so that twice is once, and so that order does not matter.

Where several pages speak of one field, the statement of the highest rank stands, and of one rank the latest
(`provenance` keeps which it was); moments of first and last sight are the extremes of all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.items import Claim
from pipelines.store.rows import insert_rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from pipelines.items import CaptureRow, Kept, ListingRow, TagRow, TextRow

#: Fields that may be claimed. Names of tables and columns reach SQL from here alone.
_CLAIMABLE = {
    "articles": {"date_published", "date_published_edtf", "date_source"},
    "editions": {"url", "headline", "excerpt", "author", "availability"},
}
_RAW_LENGTH = 500


class Records:
    """Writes records through one connection, inside the caller's transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.forget()

    def forget(self) -> None:
        """Look again which articles are redirected: a transaction that said so may have been undone."""
        self._moved = _Moved(self._db)

    def save(self, kept: Kept) -> str:
        """Write everything that one exchange says. Returns `new`, `changed`, `unchanged` or `nothing` (no text)."""
        db, capture, moved = self._db, kept.capture, self._moved
        if capture is None:
            return "nothing"
        _save_capture(db, kept, capture)
        if kept.redirected:
            _redirect(db, moved, *kept.redirected, capture.id)
        seen = [(moved[a.id], kept.source_id, a.section, a.native_id) for a in kept.articles]
        _see_articles(db, seen, capture.seen_at)
        editions = [(moved[e.article_id], e.lang) for e in kept.editions]
        _add_editions(db, editions)
        statements = [(moved.row(claim.row), claim, capture.id, capture.seen_at) for claim in kept.claims]
        _claim(db, statements)
        for tag in kept.tags:
            _save_tag(db, tag, moved, capture)
        if kept.listing:
            _save_listing(db, kept.listing, moved, kept.run_id, capture)
        return _save_text(db, kept.text, moved, capture) if kept.text else "nothing"


class _Moved:
    """Article ids, led on where an article's address redirects to another article."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._to = {
            row["id"]: row["article_id"] for row in db.execute("SELECT id, article_id FROM redirected_articles")
        }

    def __getitem__(self, article_id: str) -> str:
        for _ in range(10):
            if article_id not in self._to:
                break
            article_id = self._to[article_id]
        return article_id

    def add(self, old: str, new: str) -> None:
        """From now on the one is the other."""
        self._to[old] = new

    def row(self, row_id: str) -> str:
        """The same for the id of an article or an edition."""
        if not self._to:
            return row_id
        moved = self[row_id]
        if moved != row_id:
            return moved
        article_id, colon, lang = row_id.rpartition(":")
        return f"{self[article_id]}:{lang}" if colon else row_id


def _save_capture(db: sqlite3.Connection, kept: Kept, capture: CaptureRow) -> None:
    address = capture.address
    db.execute(
        "INSERT INTO captures (id, run_id, source_id, url, method, status, mime, fetched_at, payload_digest, truncated,"
        " warc_file, warc_offset, warc_length, record_id, revisit_of)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET warc_file = excluded.warc_file, warc_offset = excluded.warc_offset,"
        " warc_length = excluded.warc_length, record_id = excluded.record_id",
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
        ),
    )


def _see_articles(
    db: sqlite3.Connection, articles: Sequence[tuple[str, str, str | None, str | None]], seen_at: str
) -> None:
    insert_rows(
        db,
        "INSERT INTO articles (id, source_id, section, native_id, first_seen, last_seen)",
        [(*article, seen_at, seen_at) for article in articles],
        "ON CONFLICT (id) DO UPDATE SET first_seen = min(first_seen, excluded.first_seen),"
        " last_seen = max(last_seen, excluded.last_seen)",
    )


def _add_editions(db: sqlite3.Connection, editions: Sequence[tuple[str, str]]) -> None:
    rows = [(f"{article_id}:{lang}", article_id, lang) for article_id, lang in editions]
    insert_rows(db, "INSERT INTO editions (id, article_id, lang)", rows, "ON CONFLICT DO NOTHING")


_Statement = tuple[str, Claim, str, str]
"""The row that a claim is of, the claim, the capture's id, and its moment."""


def _claim(db: sqlite3.Connection, statements: Sequence[_Statement]) -> None:
    """Set fields, unless better statements stand there."""
    best: dict[tuple[str, str, str], _Statement] = {}
    for statement in statements:
        row, claim, _, _ = statement
        if claim.field not in _CLAIMABLE[claim.table]:
            raise ValueError(f"{claim.table}.{claim.field} cannot be claimed")
        key = (claim.table, row, claim.field)
        if key not in best or claim.rank > best[key][1].rank:
            best[key] = statement
    stand = insert_rows(
        db,
        'INSERT INTO provenance ("table", row, field, capture_id, method, place, raw, rank, stated_at)',
        [
            (*key, capture_id, c.method, c.place, c.raw[:_RAW_LENGTH], c.rank, seen_at)
            for key, (_, c, capture_id, seen_at) in best.items()
        ],
        'ON CONFLICT ("table", row, field) DO UPDATE SET capture_id = excluded.capture_id, method = excluded.method,'
        " place = excluded.place, raw = excluded.raw, rank = excluded.rank, stated_at = excluded.stated_at"
        " WHERE (excluded.rank, excluded.stated_at, excluded.capture_id) >= (rank, stated_at, capture_id)"
        ' RETURNING "table", row, field',
    )
    changes: dict[tuple[str, str], dict[str, str]] = {}
    for table, row, field in stand:
        _, claim, capture_id, _ = best[table, row, field]
        fields = changes.setdefault((table, row), {})
        fields[field] = claim.value
        if field == "availability":
            fields["capture_id"] = capture_id
    for (table, row), fields in changes.items():
        settings = ", ".join(f"{field} = ?" for field in fields)
        db.execute(f"UPDATE {table} SET {settings} WHERE id = ?", (*fields.values(), row))  # noqa: S608


def _save_tag(db: sqlite3.Connection, tag: TagRow, moved: _Moved, capture: CaptureRow) -> None:
    db.execute("INSERT INTO tags (id, slug) VALUES (?, ?) ON CONFLICT DO NOTHING", (tag.slug, tag.slug))
    # Of several spellings the one that sorts first is kept: no order of arrival shows.
    db.execute(
        "INSERT INTO tag_labels (tag_id, lang, label) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET label = min(label, excluded.label)",
        (tag.slug, tag.lang, tag.label),
    )
    insert_rows(
        db,
        "INSERT INTO article_tags (article_id, tag_id, method, capture_id)",
        [(moved[article_id], tag.slug, tag.method, capture.id) for article_id in tag.article_ids],
        "ON CONFLICT DO UPDATE SET method = excluded.method, capture_id = excluded.capture_id"
        " WHERE (excluded.method, excluded.capture_id) < (method, capture_id)",
    )


def _save_listing(
    db: sqlite3.Connection, listing: ListingRow, moved: _Moved, run_id: str | None, capture: CaptureRow
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


def _save_text(db: sqlite3.Connection, text: TextRow, moved: _Moved, capture: CaptureRow) -> str:
    edition_id = moved.row(text.edition_id)
    db.execute(
        "INSERT INTO texts (edition_id, body, capture_id, seen_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET body = excluded.body, capture_id = excluded.capture_id, seen_at = excluded.seen_at"
        " WHERE (excluded.seen_at, excluded.capture_id) > (seen_at, capture_id)",
        (edition_id, text.body, capture.id, capture.seen_at),
    )
    before = db.execute(
        "SELECT content_digest FROM revisions WHERE edition_id = ? AND seen_at <= ?"
        " ORDER BY seen_at DESC, capture_id DESC",
        (edition_id, capture.seen_at),
    ).fetchone()
    if before and before[0] == text.content_digest:
        return "unchanged"
    db.execute(
        "INSERT INTO revisions (edition_id, capture_id, seen_at, content_digest, headline, body)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (edition_id, capture.id, capture.seen_at, text.content_digest, text.headline, text.body),
    )
    return "changed" if before else "new"


def _redirect(db: sqlite3.Connection, moved: _Moved, old: str, new: str, capture_id: str) -> None:
    """Everything that was said of one article is now said of the article that its address leads to."""
    new = moved[new]
    if old == new:
        return
    db.execute(
        "INSERT INTO redirected_articles (id, article_id, capture_id) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET article_id = excluded.article_id",
        (old, new, capture_id),
    )
    moved.add(old, new)
    article = db.execute("SELECT * FROM articles WHERE id = ?", (old,)).fetchone()
    if article is None:
        return
    for seen_at in (article["first_seen"], article["last_seen"]):
        _see_articles(db, [(new, article["source_id"], *_split_id(new))], seen_at)
    for edition in db.execute("SELECT id, lang FROM editions WHERE article_id = ?", (old,)).fetchall():
        _add_editions(db, [(new, edition["lang"])])
        _reclaim(db, "editions", edition["id"], f"{new}:{edition['lang']}")
        for table in ("texts", "revisions", "mentions"):
            db.execute(
                f"UPDATE OR IGNORE {table} SET edition_id = ? WHERE edition_id = ?",  # noqa: S608
                (f"{new}:{edition['lang']}", edition["id"]),
            )
            db.execute(f"DELETE FROM {table} WHERE edition_id = ?", (edition["id"],))  # noqa: S608
    _reclaim(db, "articles", old, new)
    db.execute("UPDATE listing_items SET article_id = ? WHERE article_id = ?", (new, old))
    db.execute("UPDATE OR IGNORE article_tags SET article_id = ? WHERE article_id = ?", (new, old))
    db.execute("DELETE FROM article_tags WHERE article_id = ?", (old,))
    db.execute("DELETE FROM editions WHERE article_id = ?", (old,))
    db.execute("DELETE FROM articles WHERE id = ?", (old,))


def _split_id(article_id: str) -> tuple[str | None, str | None]:
    """Section and native id out of an article's id (`source:section:native_id`)."""
    parts = article_id.split(":")
    return (parts[1], parts[2]) if len(parts) == 3 else (None, parts[-1])


def _reclaim(db: sqlite3.Connection, table: str, old: str, new: str) -> None:
    """Statements on one row become statements on another, by the same rules."""
    values = db.execute(f"SELECT * FROM {table} WHERE id = ?", (old,)).fetchone()  # noqa: S608
    proofs = db.execute('SELECT * FROM provenance WHERE "table" = ? AND row = ?', (table, old)).fetchall()
    db.execute('DELETE FROM provenance WHERE "table" = ? AND row = ?', (table, old))
    _claim(db, [(new, _stated(table, new, values, p), p["capture_id"], p["stated_at"]) for p in proofs])


def _stated(table: str, row: str, values: sqlite3.Row, proof: sqlite3.Row) -> Claim:
    """The claim that a row of provenance was made from."""
    return Claim(
        table=table,
        row=row,
        field=proof["field"],
        value=values[proof["field"]],
        method=proof["method"],
        place=proof["place"],
        raw=proof["raw"],
        rank=proof["rank"],
    )
