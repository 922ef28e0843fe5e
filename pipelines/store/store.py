"""The store of one archive."""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from pipelines.store import captures, frontier, pages, redactions
from pipelines.store.database import connect, connect_anywhere, migrate
from pipelines.store.records import Records
from pipelines.store.runs import RunRows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from archive.address import Original
    from pipelines.items import AskRow, Kept
    from pipelines.store.redactions import RedactionRow

T = TypeVar("T")


class StoreError(Exception):
    """Something could not be stored; nothing of its transaction was."""


class Store:
    """Records and frontier of one archive (`readmore.db`), in the thread that opened it.

    Several processes may have it open; a transaction waits its turn.
    """

    def __init__(self, path: Path, *, read_only: bool = False, durable: bool = True) -> None:
        """`read_only` opens a store that is there already, also where nothing can be written; without `durable` it is
        one to be thrown away. Raises `StoreError`.
        """
        self.path = path
        try:
            if read_only:
                self._db = connect_anywhere(path)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._db = connect(path, durable=durable)
            migrate(self._db)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"cannot open the database {path}: {error}") from error
        self._records = Records(self._db)

    def keep(self, kept: Sequence[Kept]) -> list[str | Exception]:
        """Store pages and settle their addresses, in one transaction.

        For each: `new`, `changed`, `unchanged` or `nothing`, what became of the text of the edition that the page is
        about; or the error where that page, and only that, could not be stored. Raises `StoreError`.
        """
        with self._transaction():
            return [self._keep_one(page) for page in kept]

    def frontier(self, source_id: str, *, articles_first: bool = False) -> frontier.Frontier:
        """The addresses of a source, for the run that holds the archive."""
        return frontier.Frontier(self._db, source_id, articles_first=articles_first)

    def known(self, source_id: str) -> int:
        """How many pages of a source are known."""
        return frontier.count(self._db, source_id)

    def requisites(self, source_id: str) -> set[str]:
        """The keys of the requisites that pages of this round have named."""
        return frontier.requisites(self._db, source_id)

    def pending(self, source_id: str) -> int:
        """How many addresses of a source are still to be asked."""
        return frontier.count(self._db, source_id, pending=True)

    def all_older(self, listing_url: str, since: str) -> bool:
        """Whether every article of a listing page is known to be older than a date (ISO 8601)."""
        return frontier.all_older(self._db, listing_url, since)

    def article_ids(self, listing_url: str) -> set[str]:
        """The articles that a listing page shows."""
        return frontier.article_ids(self._db, listing_url)

    def tag_listings(self, warc_files: Collection[str]) -> Iterator[pages.SeenPage]:
        """The pages of the tags' listings that these WARC files show."""
        return pages.tag_listings(self._db, warc_files)

    def full_editions(self, warc_files: Collection[str]) -> Iterator[pages.SeenPage]:
        """The editions with a full text that these WARC files show."""
        return pages.full_editions(self._db, warc_files)

    def has_capture(self, capture_id: str) -> bool:
        """Whether a capture has a row."""
        return self._db.execute("SELECT 1 FROM captures WHERE id = ?", (capture_id,)).fetchone() is not None

    def is_of_old(self) -> bool:
        """Whether captures were read by a readmore that did not write down who it was (before schema 0006)."""
        return bool(self._db.execute("SELECT 1 FROM captures WHERE read_by IS NULL LIMIT 1").fetchone())

    def leave_old(self) -> None:
        """What could not be read again stays as an unknown readmore read it. Raises `StoreError`."""
        with self._transaction():
            self._db.execute("UPDATE captures SET read_by = 'unknown' WHERE read_by IS NULL")

    def in_trouble(self) -> set[str]:
        """The newest run of each source, where it did not end as it should: killed, out of space, or by an error."""
        sql = (
            "SELECT id FROM runs r WHERE coalesce(exit_code, 1) IN (1, 16) AND started_at ="
            " (SELECT max(started_at) FROM runs n WHERE n.source_id = r.source_id)"
        )
        return {row["id"] for row in self._db.execute(sql)}

    def original(self, capture_id: str) -> Original | None:
        """The whole response with that capture's id, to be read again; None where there is none."""
        return captures.by_id(self._db, capture_id)

    def original_of(self, url: str, payload_digest: str, before: str) -> Original | None:
        """The newest whole response with a payload, up to a moment: of an address, else of any."""
        return captures.of_payload(self._db, url, payload_digest, before)

    def latest(self, url: str, before: str) -> Original | None:
        """The newest whole page of an address, up to a moment; None where there is none."""
        return captures.of_address(self._db, url, before)

    def begin(
        self,
        source: dict[str, Any],
        run: dict[str, Any],
        start: Iterable[AskRow],
        hosts: Iterable[str],
        *,
        full: bool = False,
        requisites: bool = True,
    ) -> bool:
        """Begin a run that asks these hosts. Returns False where it goes on with an interrupted round.

        Raises `StoreError`.
        """
        with self._transaction():
            _insert(self._db, "sources", source, replace=True)
            _insert(self._db, "runs", run, replace=True)
            return frontier.begin_round(self._db, source["id"], start, hosts, full=full, requisites=requisites)

    def know(self, source: dict[str, Any], run: dict[str, Any]) -> None:
        """Add a source and a run that are read out of WARC files, unless they are known. Raises `StoreError`."""
        with self._transaction():
            _insert(self._db, "sources", source)
            _insert(self._db, "runs", run)

    def end(self, run_id: str, *, finished_at: str, exit_code: int, reason: str, counts: dict[str, Any]) -> None:
        """Write down how a run ended. Raises `StoreError`."""
        with self._transaction():
            self._db.execute(
                "UPDATE runs SET finished_at = ?, exit_code = ?, reason = ?, counts = ? WHERE id = ?",
                (finished_at, exit_code, reason, json.dumps(counts), run_id),
            )

    def sealed(self, run_id: str, sha256: str) -> None:
        """Write down the SHA-256 of a run's manifest. Raises `StoreError`."""
        with self._transaction():
            self._db.execute("INSERT OR REPLACE INTO seals (run_id, sha256) VALUES (?, ?)", (run_id, sha256))

    @contextmanager
    def anew(self) -> Iterator[None]:
        """Forget all that was read out of WARC files, to read it again, in one transaction with the block.

        Whoever reads meanwhile sees what was there before; so does everybody where the block raises.
        Raises `StoreError`.
        """
        with self._transaction():
            redactions.forget(self._db)
            self._records.forget()
            yield

    def redact(self, rows: Sequence[RedactionRow]) -> None:
        """Write down what was removed from the WARC files, and let no run ask for it again. Raises `StoreError`."""
        with self._transaction():
            redactions.add(self._db, rows)

    def is_read_by(self, source: dict[str, Any]) -> None:
        """Write down the profile by which a source is read from now on. Raises `StoreError`."""
        with self._transaction():
            _insert(self._db, "sources", source, replace=True)

    def ran(self, run: dict[str, Any]) -> None:
        """Write down a run that has ended. Raises `StoreError`."""
        with self._transaction():
            _insert(self._db, "runs", run, replace=True)

    def scrub(self) -> bool:
        """Leave nothing of deleted rows in the database's files. Raises `StoreError`.

        Returns False where another process is reading: what it reads stays in the write-ahead log until it ends.
        """
        try:
            self._db.execute("VACUUM")
            return not self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()["busy"]
        except sqlite3.OperationalError as error:
            raise StoreError(f"cannot write the database {self.path}: {error}") from error

    def warc_files(self) -> list[str]:
        """Names of the WARC files in which captures stand."""
        return [row[0] for row in self._db.execute("SELECT DISTINCT warc_file FROM captures ORDER BY warc_file")]

    def run(self, source_id: str, run_id: str) -> RunRows:
        """What a run did."""
        return RunRows(self._db, source_id, run_id)

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[sqlite3.Row]:
        """Rows that are committed."""
        return self._db.execute(sql, parameters).fetchall()

    def close(self) -> None:
        """Let go of the database."""
        self._db.close()

    def _keep_one(self, page: Kept) -> str | Exception:
        """One page, undone where it fails: the others of its transaction are none the worse."""
        self._db.execute("SAVEPOINT page")
        result: str | Exception
        try:
            gone = page.capture and redactions.is_redacted(self._db, page.capture.url)
            result = "nothing" if gone else self._records.save(page)
            frontier.add(self._db, page.source_id, page.asks)
            if page.outcome:
                frontier.settle(self._db, page.source_id, page.outcome, page.capture, page.run_id)
        except sqlite3.OperationalError:
            raise
        except Exception as error:  # noqa: BLE001 -- handed to whoever asked for the page to be stored
            self._db.execute("ROLLBACK TO page")
            self._records.forget()
            result = error
        self._db.execute("RELEASE page")
        return result

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """One that takes the write lock at once: a read that turns into a write would not wait its turn.

        Within another one it is a part of that.
        """
        if self._db.in_transaction:
            yield
            return
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except BaseException as error:
            if self._db.in_transaction:  # a full disk has rolled back by itself
                self._db.execute("ROLLBACK")
            self._records.forget()
            if isinstance(error, sqlite3.OperationalError):  # disk full, I/O error, locked for too long
                raise StoreError(f"cannot write the database {self.path}: {error}") from error
            raise


def _insert(db: sqlite3.Connection, table: str, row: dict[str, Any], *, replace: bool = False) -> None:
    columns, marks = ", ".join(row), ", ".join("?" * len(row))
    changes = "UPDATE SET " + ", ".join(f"{name} = excluded.{name}" for name in row) if replace else "NOTHING"
    db.execute(
        f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT (id) DO {changes}",  # noqa: S608
        tuple(row.values()),
    )
