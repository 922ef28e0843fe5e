"""Writing what a page says: upserts only, so that twice is once, and so that order does not matter.

Where several pages speak of one field, the statement of the highest rank stands, and of one rank the latest
(`provenance` keeps which it was); moments of first and last sight are the extremes of all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.items import Claim

if TYPE_CHECKING:
    import sqlite3

    from pipelines.items import CaptureRow, Kept, ListingRow, TagRow, TextRow

#: Fields that may be claimed. Names of tables and columns reach SQL from here alone.
_CLAIMABLE = {
    "articles": {"date_published", "date_published_edtf", "date_source"},
    "editions": {"url", "headline", "excerpt", "author", "availability"},
}
_RAW_LENGTH = 500


def save(db: sqlite3.Connection, kept: Kept) -> str:
    """Write everything that one exchange says. Returns `new`, `changed`, `unchanged` or `nothing` (no text)."""
    capture = kept.capture
    if capture is None:
        return "nothing"
    _save_capture(db, kept, capture)
    if kept.redirected:
        _redirect(db, *kept.redirected, capture.id)
    moved = _Moved(db)
    for article in kept.articles:
        _see_article(db, moved[article.id], kept.source_id, article.section, article.native_id, capture.seen_at)
    for edition in kept.editions:
        article_id = moved[edition.article_id]
        db.execute(
            "INSERT INTO editions (id, article_id, lang) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (f"{article_id}:{edition.lang}", article_id, edition.lang),
        )
    for claim in kept.claims:
        _claim(db, claim, moved.row(claim.row), capture.id, capture.seen_at)
    for tag in kept.tags:
        _save_tag(db, tag, moved, capture)
    if kept.listing:
        _save_listing(db, kept.listing, moved, kept.run_id, capture)
    return _save_text(db, kept.text, moved, capture) if kept.text else "nothing"


class _Moved:
    """Article ids, led on where an article's address redirects to another article."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __getitem__(self, article_id: str) -> str:
        sql = "SELECT article_id FROM redirected_articles WHERE id = ?"
        for _ in range(10):
            row = self._db.execute(sql, (article_id,)).fetchone()
            if row is None:
                break
            article_id = row[0]
        return article_id

    def row(self, row_id: str) -> str:
        """The same for the id of an article or an edition."""
        moved = self[row_id]
        if moved != row_id:
            return moved
        article_id, colon, lang = row_id.rpartition(":")
        return f"{self[article_id]}:{lang}" if colon else row_id


def _save_capture(db: sqlite3.Connection, kept: Kept, capture: CaptureRow) -> None:
    address = capture.address
    db.execute(
        "INSERT INTO captures (id, run_id, source_id, url, method, status, mime, fetched_at, payload_digest, truncated,"
        " warc_file, warc_offset, warc_length, record_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
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
        ),
    )


def _see_article(
    db: sqlite3.Connection,
    article_id: str,
    source_id: str,
    section: str | None,
    native_id: str | None,
    seen_at: str,
) -> None:
    db.execute(
        "INSERT INTO articles (id, source_id, section, native_id, first_seen, last_seen) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET first_seen = min(first_seen, excluded.first_seen),"
        " last_seen = max(last_seen, excluded.last_seen)",
        (article_id, source_id, section, native_id, seen_at, seen_at),
    )


def _claim(db: sqlite3.Connection, claim: Claim, row: str, capture_id: str, seen_at: str) -> None:
    """Set a field, unless a better statement stands there."""
    if claim.field not in _CLAIMABLE[claim.table]:
        raise ValueError(f"{claim.table}.{claim.field} cannot be claimed")
    stands = db.execute(
        'INSERT INTO provenance ("table", row, field, capture_id, method, place, raw, rank, stated_at)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        ' ON CONFLICT ("table", row, field) DO UPDATE SET capture_id = excluded.capture_id, method = excluded.method,'
        " place = excluded.place, raw = excluded.raw, rank = excluded.rank, stated_at = excluded.stated_at"
        " WHERE (excluded.rank, excluded.stated_at, excluded.capture_id) >= (rank, stated_at, capture_id)",
        (
            claim.table,
            row,
            claim.field,
            capture_id,
            claim.method,
            claim.place,
            claim.raw[:_RAW_LENGTH],
            claim.rank,
            seen_at,
        ),
    ).rowcount
    if not stands:
        return
    db.execute(f"UPDATE {claim.table} SET {claim.field} = ? WHERE id = ?", (claim.value, row))  # noqa: S608
    if claim.field == "availability":
        db.execute("UPDATE editions SET capture_id = ? WHERE id = ?", (capture_id, row))


def _save_tag(db: sqlite3.Connection, tag: TagRow, moved: _Moved, capture: CaptureRow) -> None:
    db.execute("INSERT INTO tags (id, slug) VALUES (?, ?) ON CONFLICT DO NOTHING", (tag.slug, tag.slug))
    # Of several spellings the one that sorts first is kept: no order of arrival shows.
    db.execute(
        "INSERT INTO tag_labels (tag_id, lang, label) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET label = min(label, excluded.label)",
        (tag.slug, tag.lang, tag.label),
    )
    db.executemany(
        "INSERT INTO article_tags (article_id, tag_id, method, capture_id) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET method = excluded.method, capture_id = excluded.capture_id"
        " WHERE (excluded.method, excluded.capture_id) < (method, capture_id)",
        [(moved[article_id], tag.slug, tag.method, capture.id) for article_id in tag.article_ids],
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
    db.executemany(
        "INSERT INTO listing_items (listing_url, position, article_id, run_id, capture_id, seen_at, url, title,"
        " excerpt, tag_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
        "SELECT content_digest FROM revisions WHERE edition_id = ? AND seen_at <= ? ORDER BY seen_at DESC, capture_id DESC",
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


def _redirect(db: sqlite3.Connection, old: str, new: str, capture_id: str) -> None:
    """Everything that was said of one article is now said of the article that its address leads to."""
    moved = _Moved(db)
    new = moved[new]
    if old == new:
        return
    db.execute(
        "INSERT INTO redirected_articles (id, article_id, capture_id) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET article_id = excluded.article_id",
        (old, new, capture_id),
    )
    article = db.execute("SELECT * FROM articles WHERE id = ?", (old,)).fetchone()
    if article is None:
        return
    section, native_id = _split_id(new)
    _see_article(db, new, article["source_id"], section, native_id, article["first_seen"])
    _see_article(db, new, article["source_id"], section, native_id, article["last_seen"])
    for edition in db.execute("SELECT id, lang FROM editions WHERE article_id = ?", (old,)).fetchall():
        db.execute(
            "INSERT INTO editions (id, article_id, lang) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (f"{new}:{edition['lang']}", new, edition["lang"]),
        )
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
    for proof in proofs:
        claim = Claim(
            table=table,
            row=new,
            field=proof["field"],
            value=values[proof["field"]],
            method=proof["method"],
            place=proof["place"],
            raw=proof["raw"],
            rank=proof["rank"],
        )
        _claim(db, claim, new, proof["capture_id"], proof["stated_at"])
