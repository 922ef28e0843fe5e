"""Many rows in one statement: each statement costs the same, however many rows it carries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

#: SQLite binds at most 32,766 values; larger statements are also not worth caching.
_MOST = 250


def insert_rows(
    db: sqlite3.Connection, insert: str, rows: Sequence[tuple[Any, ...]], conflict: str
) -> list[sqlite3.Row]:
    """`insert` … VALUES all rows … `conflict`. Returns the rows that `conflict` returns, where it does."""
    returned: list[sqlite3.Row] = []
    for at in range(0, len(rows), _MOST):
        part = rows[at : at + _MOST]
        marks = ", ".join(["(" + ", ".join("?" * len(part[0])) + ")"] * len(part))
        values = [value for row in part for value in row]
        returned += db.execute(f"{insert} VALUES {marks} {conflict}", values).fetchall()
    return returned
