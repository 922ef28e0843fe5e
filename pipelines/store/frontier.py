"""The frontier: what is still to be asked, in the database, so that no death of the process loses any of it.

One run holds the archive, so what is being asked right now (leased) is known in memory only: after a kill it is
pending, as it was before. An address is settled in the transaction that stores what its page said.

A round asks every address of a source once. It ends when nothing is pending; a run that was interrupted leaves
its round open, and the next run goes on with it. Requisites are asked where a page of the round names them, and
once no page is pending.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from pipelines.items import REQUISITE, REQUISITES_FROM, AskRow, Lease, Outcome, State
from pipelines.store.captures import COLUMNS, IS_WHOLE, original
from pipelines.store.rows import insert_rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from pipelines.items import CaptureRow


#: Addresses that are taken from the database at once; they are handed out one by one.
_BATCH = 100


class Frontier:
    """One source's addresses, for the run that holds the archive.

    With `articles_first` no listing is turned before the articles of the page before it have been asked: for a run
    that will not ask everything.
    """

    def __init__(self, db: sqlite3.Connection, source_id: str, *, articles_first: bool = False) -> None:
        self._db = db
        self._order = "f.kind = 'listing' AND f.depth > 0, f.priority" if articles_first else "f.priority, f.due_at"
        self._source_id = source_id
        self._taken: deque[Lease] = deque()
        self._out: set[str] = set()

    @property
    def leased(self) -> int:
        """How many addresses are being asked."""
        return len(self._out) - len(self._taken)

    def lease(self, wanted: int, now: str) -> list[Lease]:
        """Take up to `wanted` addresses that are due, the most urgent first."""
        if len(self._taken) < wanted:
            self._take(max(wanted, _BATCH), now)
        return [self._taken.popleft() for _ in range(min(wanted, len(self._taken)))]

    def release(self, url_key: str) -> None:
        """The address is settled, or was given up."""
        self._out.discard(url_key)

    def next_due(self) -> str | None:
        """When the next pending address that is not being asked is due; None where there is none."""
        if self._taken:
            return ""
        rows = self._db.execute(
            "SELECT url_key, due_at FROM frontier WHERE source_id = ? AND state = 'pending'"  # noqa: S608
            f" AND {self._phase()} ORDER BY due_at LIMIT ?",
            (self._source_id, len(self._out) + 1),
        )
        return next((row["due_at"] for row in rows if row["url_key"] not in self._out), None)

    def _take(self, wanted: int, now: str) -> None:
        rows = self._db.execute(
            _LEASES.format(phase=self._phase(), order=self._order), (self._source_id, now, wanted + len(self._out))
        ).fetchall()
        for row in rows:
            if row["url_key"] not in self._out:
                self._out.add(row["url_key"])
                self._taken.append(_lease(row))

    def _phase(self) -> str:
        """Which addresses have their turn: pages, and requisites once no page is pending, be it asked or waiting."""
        pages = f"priority < {REQUISITES_FROM}"
        sql = f"SELECT 1 FROM frontier WHERE source_id = ? AND state = 'pending' AND {pages} LIMIT 1"  # noqa: S608
        return pages if self._db.execute(sql, (self._source_id,)).fetchone() else f"priority >= {REQUISITES_FROM}"


_FIELDS = ("url_key", "kind", "via", "depth", "page", "optional", "attempts", "hops", "etag", "last_modified")
#: Pending addresses, with the whole response that their validators came with: a revisit leads on to its original.
_LEASES = f"""
    SELECT f.url AS ask, {", ".join(f"f.{name}" for name in _FIELDS)}, {", ".join(f"o.{name}" for name in COLUMNS)}
    FROM frontier f
    LEFT JOIN captures c ON c.id = f.capture_id
    LEFT JOIN captures o ON o.id = coalesce(c.revisit_of, c.id) AND {IS_WHOLE.format("o")} AND o.status = 200
        AND o.url = f.url AND (f.etag IS NOT NULL OR f.last_modified IS NOT NULL)
    WHERE f.source_id = ? AND f.state = 'pending' AND f.due_at <= ? AND {{phase}} ORDER BY {{order}} LIMIT ?
"""  # noqa: S608 -- names of columns only


def _lease(row: sqlite3.Row) -> Lease:
    values = {name: row[name] for name in _FIELDS}
    known = original(row) if row["record_id"] else None
    return Lease(**values | {"url": row["ask"], "optional": bool(row["optional"]), "original": known})


#: The host that an address's key begins with.
_HOST = "substr(url_key, 1, instr(replace(url_key, '?', '/') || '/', '/') - 1)"


def begin_round(
    db: sqlite3.Connection,
    source_id: str,
    start: Iterable[AskRow],
    hosts: Iterable[str],
    *,
    full: bool = False,
    requisites: bool = True,
) -> bool:
    """Make everything pending again, unless an interrupted round is open. Returns whether a round was begun.

    `full` begins one in any case. Pages of other hosts than these, from when the source was asked elsewhere,
    are left out. Requisites wait until a page names them, and without `requisites` for good.
    """
    elsewhere = (
        f"source_id = ? AND kind <> '{REQUISITE}' AND {_HOST} NOT IN ({', '.join('?' * len(hosts := tuple(hosts)))})"
    )
    moved = db.execute(
        "UPDATE frontier SET state = 'excluded', error = 'the source is asked at another address now'"  # noqa: S608
        f" WHERE state <> 'excluded' AND {elsewhere}",
        (source_id, *hosts),
    ).rowcount
    if full or moved or not requisites:
        _forget_requisites(db, source_id)
    pending = db.execute("SELECT 1 FROM frontier WHERE source_id = ? AND state = 'pending'", (source_id,)).fetchone()
    if full or not pending:
        db.execute(
            "UPDATE frontier SET state = 'pending', due_at = '', attempts = 0, hops = 0, error = NULL"  # noqa: S608
            f" WHERE source_id = ? AND NOT ({elsewhere})",
            (source_id, source_id, *hosts),
        )
        _forget_requisites(db, source_id)
    add(db, source_id, start)
    return full or not pending


def _forget_requisites(db: sqlite3.Connection, source_id: str) -> None:
    """They are asked once a page of the round names them; what is known of their last answer stays."""
    db.execute(
        "UPDATE frontier SET state = ?, due_at = '', attempts = 0, error = NULL WHERE source_id = ? AND kind = ?",
        (State.UNNAMED, source_id, REQUISITE),
    )


#: A requisite that a page names again, or that turns out to be a page of its own.
_ANEW = f"(state = 'unnamed' OR kind = '{REQUISITE}' AND excluded.kind <> kind)"
_ON_CONFLICT = ", ".join(
    [
        f"state = iif({_ANEW}, 'pending', state)",
        *(f"{column} = iif({_ANEW}, excluded.{column}, {column})" for column in ("url", "kind", "via", "hops")),
        *(
            f"{column} = iif({_ANEW}, excluded.{column}, min({column}, excluded.{column}))"
            for column in ("priority", "depth", "page", "optional")
        ),
    ]
)


def add(db: sqlite3.Connection, source_id: str, asks: Iterable[AskRow]) -> None:
    """Add addresses that are not known yet; of a known one the shortest way to it is kept."""
    insert_rows(
        db,
        "INSERT INTO frontier (source_id, url_key, url, kind, via, priority, depth, page, optional, hops)",
        [(source_id, a.url_key, a.url, a.kind, a.via, a.priority, a.depth, a.page, a.optional, a.hops) for a in asks],
        f"ON CONFLICT DO UPDATE SET {_ON_CONFLICT}"
        f" WHERE excluded.priority < priority OR excluded.optional < optional OR state = '{State.UNNAMED}'",
    )


def count(db: sqlite3.Connection, source_id: str, *, pending: bool = False) -> int:
    """How many pages of a source are known, or how many addresses are still to be asked."""
    condition = " AND state = 'pending'" if pending else f" AND kind <> '{REQUISITE}'"
    sql = f"SELECT count(*) FROM frontier WHERE source_id = ?{condition}"  # noqa: S608
    return int(db.execute(sql, (source_id,)).fetchone()[0])


def requisites(db: sqlite3.Connection, source_id: str) -> set[str]:
    """The keys of the requisites that pages of this round have named."""
    sql = "SELECT url_key FROM frontier WHERE source_id = ? AND kind = ? AND state <> ?"
    return {row["url_key"] for row in db.execute(sql, (source_id, REQUISITE, State.UNNAMED))}


def settle(
    db: sqlite3.Connection, source_id: str, outcome: Outcome, capture: CaptureRow | None, run_id: str | None
) -> None:
    """Write down what became of an address."""
    db.execute(
        "UPDATE frontier SET state = ?, error = ?, capture_id = coalesce(?, capture_id), run_id = ?, status = ?,"
        " url = coalesce(?, url), hops = hops + ?, attempts = attempts + 1, due_at = coalesce(?, due_at),"
        " etag = ?, last_modified = ? WHERE source_id = ? AND url_key = ?",
        (
            State.PENDING if outcome.again else outcome.state,
            outcome.error,
            capture.id if capture else None,
            run_id,
            capture.status if capture else None,
            outcome.moved_to,
            outcome.moved_to is not None,
            outcome.retry_at,
            outcome.etag,
            outcome.last_modified,
            source_id,
            outcome.url_key,
        ),
    )


def all_older(db: sqlite3.Connection, listing_url: str, since: str) -> bool:
    """Whether every article of a listing page is known to be older than a date."""
    row = db.execute(
        "SELECT count(*) AS items, sum(a.date_published < ?) AS older FROM listing_items i"
        " JOIN articles a ON a.id = i.article_id WHERE i.listing_url = ?",
        (since, listing_url),
    ).fetchone()
    return bool(row["items"]) and row["items"] == row["older"]


def article_ids(db: sqlite3.Connection, listing_url: str) -> set[str]:
    """The articles that a listing page shows."""
    rows = db.execute("SELECT article_id FROM listing_items WHERE listing_url = ?", (listing_url,))
    return {row["article_id"] for row in rows}
