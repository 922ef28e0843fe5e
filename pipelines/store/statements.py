"""What several places say of one field of an article, and what stands in the record because of it.

What an origin says later takes the place of all that it said of this article's field before; what different origins say
stands side by side. So a tag that a page no longer states goes, and no order of arrival shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pipelines.items import Rank, Stated
from pipelines.published import Said, published
from pipelines.store.claims import RAW_LENGTH, Proof, prove
from pipelines.store.rows import insert_rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

#: Ids that one query asks for; SQLite binds at most 32,766 values.
_MOST = 500


class Row(NamedTuple):
    """A row of `statements`, its fields in the order of the columns."""

    article_id: str
    field: str
    origin: str
    method: str
    value: str
    place: str
    raw: str
    rank: int
    capture_id: str
    stated_at: str

    @property
    def said_by(self) -> tuple[str, str, str]:
        """Of what, and who says it."""
        return self.article_id, self.field, self.origin

    @property
    def moment(self) -> tuple[str, str]:
        """When it was said."""
        return self.stated_at, self.capture_id


_COLUMNS = ", ".join(Row._fields)


def add(db: sqlite3.Connection, rows: Sequence[Row]) -> set[tuple[str, str]]:
    """Add statements of one exchange. Returns the articles and fields that are to be settled because of it."""
    known = _newest(db, {row.article_id for row in rows})
    fresh = [row for row in rows if known.get(row.said_by, ("", "")) <= row.moment]
    for said_by in {row.said_by for row in fresh} & known.keys():
        db.execute("DELETE FROM statements WHERE article_id = ? AND field = ? AND origin = ?", said_by)
    cut = [row._replace(raw=row.raw[:RAW_LENGTH]) for row in fresh]
    insert_rows(db, f"INSERT INTO statements ({_COLUMNS})", cut, "ON CONFLICT DO NOTHING")
    return {(row.article_id, row.field) for row in fresh}


def _newest(db: sqlite3.Connection, article_ids: Iterable[str]) -> dict[tuple[str, str, str], tuple[str, str]]:
    """The moment of the last statement of each origin on each field of these articles."""
    sql = (
        "SELECT article_id, field, origin, max(stated_at), capture_id FROM statements"
        " WHERE article_id IN ({}) GROUP BY 1, 2, 3"
    )
    return {(row[0], row[1], row[2]): (row[3], row[4]) for row in _of(db, sql, article_ids)}


def _of(db: sqlite3.Connection, sql: str, article_ids: Iterable[str]) -> Iterable[tuple[Any, ...]]:
    ids = sorted(article_ids)
    for at in range(0, len(ids), _MOST):
        part = ids[at : at + _MOST]
        yield from map(tuple, db.execute(sql.format(", ".join("?" * len(part))), part))


#: A tag that a listing gave once, where the article's own page has since stated others and not this one, and the
#: listing has since been read without the article, or is gone.
_STALE = """
    DELETE FROM statements WHERE article_id = :article AND field = 'tag' AND rank < :page
        AND stated_at < (SELECT max(p.stated_at) FROM statements p
            WHERE p.article_id = :article AND p.field = 'tag' AND p.rank >= :page)
        AND value NOT IN (SELECT p.value FROM statements p
            WHERE p.article_id = :article AND p.field = 'tag' AND p.rank >= :page)
        AND (EXISTS (SELECT 1 FROM listing_items i WHERE i.listing_url = origin AND i.seen_at > stated_at)
            OR EXISTS (SELECT 1 FROM captures c WHERE c.url = origin AND c.status IN (404, 410)
                AND c.fetched_at > stated_at))
"""


def left_out(db: sqlite3.Connection, listing_url: str, seen_at: str) -> set[tuple[str, str]]:
    """The articles that a listing gave its tag before a moment, and not since. To be settled."""
    sql = "SELECT DISTINCT article_id FROM statements WHERE origin = ? AND field = 'tag' AND stated_at < ?"
    return {(row[0], Stated.TAG) for row in db.execute(sql, (listing_url, seen_at))}


def settle(db: sqlite3.Connection, touched: Iterable[tuple[str, str]]) -> set[str]:
    """Bring the record to what the statements say by now. Returns the articles whose date is another one."""
    by_field: dict[str, set[str]] = {}
    for article_id, field in touched:
        by_field.setdefault(field, set()).add(article_id)
    _settle_tags(db, by_field.get(Stated.TAG, set()))
    return _settle_dates(db, by_field.get(Stated.DATE, set()))


def _settle_dates(db: sqlite3.Connection, article_ids: set[str]) -> set[str]:
    said: dict[str, list[Said]] = {}
    sql = (
        "SELECT article_id, value, rank, origin, method, place, raw, capture_id, stated_at FROM statements"
        " WHERE field = 'date_published' AND article_id IN ({})"
    )
    for article_id, *statement in _of(db, sql, article_ids):
        said.setdefault(article_id, []).append(Said(*statement))
    return {article_id for article_id, statements in said.items() if _set_date(db, article_id, statements)}


def _set_date(db: sqlite3.Connection, article_id: str, statements: Sequence[Said]) -> bool:
    """Write down an article's date and how it is known. Returns whether it is another one than before."""
    chosen = published(statements)
    if chosen is None:
        return False
    said = chosen.said
    before = db.execute("SELECT date_published FROM articles WHERE id = ?", (article_id,)).fetchone()
    db.execute(
        "UPDATE articles SET date_published = ?, date_published_edtf = ?, date_source = ?, date_agreement = ?"
        " WHERE id = ?",
        (said.value, said.value, said.method, chosen.agreement, article_id),
    )
    told = (said.capture_id, said.method, said.place, said.raw, said.rank, said.stated_at)
    fields = ("date_published", "date_published_edtf", "date_source")
    prove(db, [Proof("articles", article_id, field, *told) for field in fields])
    return before is None or before["date_published"] != said.value


def _settle_tags(db: sqlite3.Connection, article_ids: set[str]) -> None:
    sql = (
        "SELECT article_id, value, method, capture_id, place, raw, rank, stated_at FROM statements"
        " WHERE field = 'tag' AND article_id IN ({}) ORDER BY rank, origin DESC"
    )
    best: dict[tuple[str, str], tuple[Any, ...]] = {}
    for article_id in article_ids:
        db.execute(_STALE, {"article": article_id, "page": Rank.PAGE})
    for article_id, tag_id, *proof in _of(db, sql, article_ids):
        best[article_id, tag_id] = tuple(proof)  # the last one stands
    _drop_tags(db, article_ids, best.keys())
    insert_rows(
        db,
        "INSERT INTO article_tags (article_id, tag_id, method, capture_id)",
        [(*key, _kind(rank), capture_id) for key, (_, capture_id, _, _, rank, _) in best.items()],
        "ON CONFLICT DO UPDATE SET method = excluded.method, capture_id = excluded.capture_id",
    )
    prove(
        db,
        [
            Proof("article_tags", f"{article_id} {tag_id}", "tag_id", capture_id, method, place, raw, rank, stated_at)
            for (article_id, tag_id), (method, capture_id, place, raw, rank, stated_at) in best.items()
        ],
    )


def _kind(rank: int) -> str:
    """Who gives an article a tag: it does itself, or a listing does."""
    return "article" if rank >= Rank.PAGE else "listing"


def _drop_tags(db: sqlite3.Connection, article_ids: set[str], stated: Iterable[tuple[str, str]]) -> None:
    """Tags that nobody gives to these articles any more."""
    sql = "SELECT article_id, tag_id FROM article_tags WHERE article_id IN ({})"
    for article_id, tag_id in set(_of(db, sql, article_ids)).difference(stated):
        db.execute("DELETE FROM article_tags WHERE article_id = ? AND tag_id = ?", (article_id, tag_id))
        db.execute("DELETE FROM provenance WHERE \"table\" = 'article_tags' AND row = ?", (f"{article_id} {tag_id}",))


def move(db: sqlite3.Connection, old: str, new: str, rename: dict[str, str]) -> set[tuple[str, str]]:
    """What was said of one article is said of another one; `rename` has its editions' ids. Returns what to settle."""
    sql = f"SELECT {_COLUMNS} FROM statements WHERE article_id = ?"  # noqa: S608 -- our own names
    rows = [Row(*row) for row in db.execute(sql, (old,))]
    db.execute("DELETE FROM statements WHERE article_id = ?", (old,))
    touched: set[tuple[str, str]] = set()
    moments: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        moved = row._replace(article_id=new, origin=rename.get(row.origin, row.origin))
        moments.setdefault(row.moment, []).append(moved)
    for _, group in sorted(moments.items()):
        touched |= add(db, group)
    return touched
