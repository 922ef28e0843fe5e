"""Opening an archive's database: pragmas, schema, migrations."""

from __future__ import annotations

import sqlite3
from importlib import resources
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from sqlite_utils import Database

#: Seconds that a writer waits for another process's transaction to end.
BUSY_TIMEOUT = 30


class NewerArchiveError(Exception):
    """The database was written by a newer readmore."""


def connect(path: Path, *, read_only: bool = False, durable: bool = True) -> sqlite3.Connection:
    """A connection that keeps DESIGN.md's order of durability (WAL, `synchronous=FULL`), for use from any thread.

    `durable=False` is for what is thrown away again.
    """
    if read_only:
        connection = _connect_to_read(path, "mode=ro")
    else:
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT, check_same_thread=False, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}")
    connection.row_factory = sqlite3.Row
    return connection


def connect_anywhere(path: Path) -> sqlite3.Connection:
    """A connection that only reads, also on a full disk or one that cannot be written to.

    There SQLite cannot make the files that go with a write-ahead log; without a log it needs none, as nobody writes.
    """
    connection = connect(path, read_only=True)
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        log = path.with_name(f"{path.name}-wal")
        if log.exists() and log.stat().st_size:
            raise
        connection = _connect_to_read(path, "immutable=1")
        connection.row_factory = sqlite3.Row
    return connection


def attach(connection: sqlite3.Connection, path: Path, name: str) -> None:
    """Give a connection another database to read, under a name. Raises `sqlite3.Error`."""
    connection.execute("ATTACH ? AS " + name, (_uri(path, "mode=ro"),))


def _connect_to_read(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(
        _uri(path, how), uri=True, timeout=BUSY_TIMEOUT, check_same_thread=False, isolation_level=None
    )


def _uri(path: Path, how: str) -> str:
    return f"file:{quote(str(path))}?{how}"


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a database to this version's schema. Raises `NewerArchiveError` where it is beyond it."""
    known = [file.name.removesuffix(".sql") for file in schema_files()]
    applied = _applied(connection)
    if unknown := sorted(applied - set(known)):
        raise NewerArchiveError(
            f"this archive was written by a newer readmore (its database has {', '.join(unknown)});"
            " update readmore, or give another --archive folder"
        )
    if applied != set(known):
        _apply(connection)


def _applied(connection: sqlite3.Connection) -> set[str]:
    """Names of the migrations that a database has."""
    table = connection.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone()
    sql = "SELECT name FROM _sqlite_migrations WHERE migration_set = 'readmore'"
    return {row["name"] for row in connection.execute(sql)} if table else set()


def _apply(connection: sqlite3.Connection) -> None:
    # Imported here: it takes a third of a second, and is needed once in an archive's life.
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

    migrations = Migrations("readmore")
    for file in schema_files():
        migrations(name=file.name.removesuffix(".sql"))(_runner(file))
    migrations.apply(Database(connection))


def schema_files() -> list[Traversable]:
    """The schema as numbered SQL files, in order."""
    folder = resources.files("pipelines").joinpath("schema")
    return sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)


def _runner(file: Traversable) -> Callable[[Database], None]:
    def run(database: Database) -> None:
        for statement in _statements(file.read_text("utf-8")):
            database.execute(statement)

    return run


def _statements(script: str) -> list[str]:
    """A script's statements: `executescript` would commit the migration's transaction first."""
    statements: list[str] = []
    part = ""
    for line in script.splitlines(keepends=True):
        part += line
        if sqlite3.complete_statement(part):
            statements.append(part)
            part = ""
    return statements
