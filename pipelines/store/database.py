"""Opening an archive's database: pragmas, schema, migrations."""

from __future__ import annotations

import sqlite3
from importlib import resources
from typing import TYPE_CHECKING

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

#: Seconds that a writer waits for another process's transaction to end.
BUSY_TIMEOUT = 30


class NewerArchiveError(Exception):
    """The database was written by a newer readmore."""


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection that keeps DESIGN.md's order of durability (WAL, `synchronous=FULL`), for use from any thread."""
    if read_only:
        connection = sqlite3.connect(
            f"file:{path}?mode=ro",
            uri=True,
            timeout=BUSY_TIMEOUT,
            check_same_thread=False,
            isolation_level=None,
        )
    else:
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT, check_same_thread=False, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    connection.row_factory = sqlite3.Row
    return connection


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a database to this version's schema. Raises `NewerArchiveError` where it is beyond it."""
    migrations = Migrations("readmore")
    for file in schema_files():
        _register(migrations, file)
    database = Database(connection)
    known = {file.name.removesuffix(".sql") for file in schema_files()}
    unknown = {applied.name for applied in migrations.applied(database)} - known
    if unknown:
        raise NewerArchiveError(
            f"this archive was written by a newer readmore (its database has {', '.join(sorted(unknown))});"
            " update readmore, or give another --archive folder"
        )
    migrations.apply(database)


def schema_files() -> list[Traversable]:
    """The schema as numbered SQL files, in order."""
    folder = resources.files("pipelines").joinpath("schema")
    return sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)


def _register(migrations: Migrations, file: Traversable) -> None:
    @migrations(name=file.name.removesuffix(".sql"))
    def run(database: Database) -> None:
        for statement in _statements(file.read_text("utf-8")):
            database.execute(statement)


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
