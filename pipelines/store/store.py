"""The store of one archive."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from archive.batch import BatchThread
from pipelines.store import frontier, records
from pipelines.store.database import connect, migrate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from pipelines.items import AskRow, Kept

T = TypeVar("T")


class StoreError(Exception):
    """Something could not be stored; nothing of its transaction was."""


class Store:
    """Records and frontier of one archive (`readmore.db`).

    Everything that is written goes through one thread; what waits there together is committed together. After an
    error of the database itself (a full disk) nothing more is written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = connect(path)
            migrate(self._db)
            self._reader = connect(path, read_only=True)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"cannot open the database {path}: {error}") from error
        self._broken: StoreError | None = None
        self._thread: BatchThread[Callable[[sqlite3.Connection], Any], Any] = BatchThread("store", self._work)

    async def keep(self, kept: Kept) -> str:
        """Store a page, and settle its address, in one transaction.

        Returns `new`, `changed`, `unchanged` or `nothing`: what became of the edition that the page is about.
        Raises `StoreError`.
        """
        return await asyncio.wrap_future(self.submit(kept))

    def submit(self, kept: Kept) -> Future[str]:
        """The same for whoever has no event loop."""
        return self._thread.submit(lambda db: _keep(db, kept))

    def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do something in a transaction of the writing thread, and wait for it. Raises `StoreError`."""
        result: T = self._thread.submit(work).result()
        return result

    def frontier(self, source_id: str) -> frontier.Frontier:
        """The addresses of a source, for the run that holds the archive."""
        return frontier.Frontier(self._reader, source_id)

    def known(self, source_id: str) -> int:
        """How many addresses of a source are known."""
        return frontier.count(self._reader, source_id)

    def pending(self, source_id: str) -> int:
        """How many addresses of a source are still to be asked."""
        return frontier.count(self._reader, source_id, pending=True)

    def all_older(self, listing_url: str, since: str) -> bool:
        """Whether every article of a listing page is known to be older than a date (ISO 8601)."""
        return frontier.all_older(self._reader, listing_url, since)

    def article_ids(self, listing_url: str) -> set[str]:
        """The articles that a listing page shows."""
        return frontier.article_ids(self._reader, listing_url)

    def begin(self, source: dict[str, Any], run: dict[str, Any], start: Iterable[AskRow]) -> bool:
        """Begin a run. Returns False where it goes on with an interrupted round."""

        def work(db: sqlite3.Connection) -> bool:
            _upsert(db, "sources", source)
            _upsert(db, "runs", run)
            return frontier.begin_round(db, source["id"], start)

        return self.run(work)

    def know(self, source: dict[str, Any], run: dict[str, Any]) -> None:
        """Add a source and a run that are read out of WARC files, unless they are known."""

        def work(db: sqlite3.Connection) -> None:
            _insert(db, "sources", source)
            _insert(db, "runs", run)

        self.run(work)

    def end(self, run_id: str, *, finished_at: str, exit_code: int, reason: str, counts: dict[str, Any]) -> None:
        """Write down how a run ended."""
        self.run(
            lambda db: db.execute(
                "UPDATE runs SET finished_at = ?, exit_code = ?, reason = ?, counts = ? WHERE id = ?",
                (finished_at, exit_code, reason, json.dumps(counts), run_id),
            )
        )

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[sqlite3.Row]:
        """Rows that are committed; for this package's functions and for tests."""
        return self._reader.execute(sql, parameters).fetchall()

    def close(self) -> None:
        """Write what is queued, then close."""
        self._thread.close()
        self._reader.close()
        self._db.close()

    def _work(self, pieces: Sequence[Callable[[sqlite3.Connection], Any]]) -> list[Any]:
        if self._broken:
            raise self._broken
        try:
            with _transaction(self._db):
                return [self._do(piece) for piece in pieces]
        except sqlite3.OperationalError as error:  # disk full, I/O error, locked for too long
            self._broken = StoreError(f"cannot write the database {self.path}: {error}")
            raise self._broken from error

    def _do(self, piece: Callable[[sqlite3.Connection], Any]) -> Any:
        """One piece of work, undone where it fails: the others of its transaction are none the worse."""
        self._db.execute("SAVEPOINT piece")
        try:
            result = piece(self._db)
        except sqlite3.OperationalError:
            raise
        except Exception as error:  # noqa: BLE001 -- handed to whoever waits for the piece
            self._db.execute("ROLLBACK TO piece")
            result = error
        self._db.execute("RELEASE piece")
        return result


def _keep(db: sqlite3.Connection, kept: Kept) -> str:
    result = records.save(db, kept)
    frontier.add(db, kept.source_id, kept.asks)
    if kept.outcome:
        capture = kept.capture
        capture_id, status = (capture.id, capture.status) if capture else (None, None)
        frontier.settle(db, kept.source_id, kept.outcome, capture_id, kept.run_id, status)
    return result


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    """One that takes the write lock at once: a read that turns into a write would not wait its turn."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:  # a full disk has rolled back by itself
            db.execute("ROLLBACK")
        raise


def _insert(db: sqlite3.Connection, table: str, row: dict[str, Any], on_conflict: str = "DO NOTHING") -> None:
    columns = ", ".join(row)
    marks = ", ".join("?" * len(row))
    db.execute(
        f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT (id) {on_conflict}",  # noqa: S608
        tuple(row.values()),
    )


def _upsert(db: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    _insert(db, table, row, "DO UPDATE SET " + ", ".join(f"{name} = excluded.{name}" for name in row))
