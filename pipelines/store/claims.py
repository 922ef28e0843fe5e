"""Fields of which the best statement alone is kept, and `provenance`, which says how each field is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipelines.items import Claim
from pipelines.store.rows import insert_rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

#: Fields that may be claimed. Names of tables and columns reach SQL from here alone.
CLAIMABLE = {
    "articles": {"section", "native_id"},
    "editions": {"lang", "url", "headline", "excerpt", "author", "availability"},
}
#: Characters of a raw text that are kept: the bytes have all of it.
RAW_LENGTH = 500
_COLUMNS = '"table", row, field, capture_id, method, place, raw, rank, stated_at'
_NEW = ", ".join(f"{name} = excluded.{name}" for name in ("capture_id", "method", "place", "raw", "rank", "stated_at"))


class Statement(NamedTuple):
    """A claim, and the exchange that makes it."""

    row: str
    """Id of the row that it is of, by now: an article may have moved."""
    claim: Claim
    capture_id: str
    stated_at: str


class Proof(NamedTuple):
    """A row of `provenance`."""

    table: str
    row: str
    field: str
    capture_id: str
    method: str
    place: str
    raw: str
    rank: int
    stated_at: str


def claim(db: sqlite3.Connection, statements: Sequence[Statement]) -> None:
    """Set fields, unless better statements stand there: of a higher rank, or later ones of the same."""
    best: dict[tuple[str, str, str], Statement] = {}
    for statement in statements:
        stated = statement.claim
        if stated.field not in CLAIMABLE[stated.table]:
            raise ValueError(f"{stated.table}.{stated.field} cannot be claimed")
        key = (stated.table, statement.row, stated.field)
        if key not in best or stated.rank > best[key].claim.rank:
            best[key] = statement
    stand = insert_rows(
        db,
        f"INSERT INTO provenance ({_COLUMNS})",
        [(*key, s.capture_id, *_told(s.claim), s.claim.rank, s.stated_at) for key, s in best.items()],
        f'ON CONFLICT ("table", row, field) DO UPDATE SET {_NEW}'
        " WHERE (excluded.rank, excluded.stated_at, excluded.capture_id) >= (rank, stated_at, capture_id)"
        ' RETURNING "table", row, field',
    )
    _set(db, [best[table, row, field] for table, row, field in stand])


def prove(db: sqlite3.Connection, proofs: Sequence[Proof]) -> None:
    """Say how fields are known, instead of what was said before."""
    rows = [proof._replace(raw=proof.raw[:RAW_LENGTH]) for proof in proofs]
    insert_rows(
        db, f"INSERT INTO provenance ({_COLUMNS})", rows, f'ON CONFLICT ("table", row, field) DO UPDATE SET {_NEW}'
    )


def reclaim(db: sqlite3.Connection, table: str, old: str, new: str) -> None:
    """Statements on one row become statements on another, by the same rules."""
    values = db.execute(f"SELECT * FROM {table} WHERE id = ?", (old,)).fetchone()  # noqa: S608
    proofs = db.execute('SELECT * FROM provenance WHERE "table" = ? AND row = ?', (table, old)).fetchall()
    db.execute('DELETE FROM provenance WHERE "table" = ? AND row = ?', (table, old))
    stated = [proof for proof in proofs if proof["field"] in CLAIMABLE[table]]
    claim(db, [Statement(new, _stated(table, new, values, p), p["capture_id"], p["stated_at"]) for p in stated])


def _told(claim: Claim) -> tuple[str, str, str]:
    return claim.method, claim.place, claim.raw[:RAW_LENGTH]


def _set(db: sqlite3.Connection, statements: Sequence[Statement]) -> None:
    changes: dict[tuple[str, str], dict[str, str]] = {}
    for statement in statements:
        fields = changes.setdefault((statement.claim.table, statement.row), {})
        fields[statement.claim.field] = statement.claim.value
        if statement.claim.field == "availability":
            fields["capture_id"] = statement.capture_id
    for (table, row), fields in changes.items():
        settings = ", ".join(f"{field} = ?" for field in fields)
        db.execute(f"UPDATE {table} SET {settings} WHERE id = ?", (*fields.values(), row))  # noqa: S608


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
