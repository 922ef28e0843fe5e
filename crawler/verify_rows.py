"""Whether the rows of an archive's captures say what its WARC records say."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.records import target_uri
from archive.verify.checks import Level
from archive.verify.findings import Finding
from archive.writer import OPEN
from pipelines.items import capture_id
from pipelines.store.stated import stated_captures, stated_files

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from archive.verify.files import Seen
    from pipelines.store.stated import StatedCapture


class Rows:
    """The rows of `captures`, compared with the records as these are read."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._file = ""
        self._stated: dict[int, StatedCapture] = {}
        self._ids: set[str] = set()
        self._found: list[Finding] = []
        self._done: set[str] = set()
        self._without_row: Counter[str] = Counter()

    def see(self, record: Seen) -> None:
        """Take note of a record."""
        if record.file != self._file:
            self._turn_to(record.file)
        row = self._stated.pop(record.offset, None)
        if row is None:
            # The same answer twice at one moment, as clocks that tell seconds have it, is one capture.
            if capture_id("GET", record.url, record.date, record.payload_digest) not in self._ids:
                self._without_row[record.file] += 1
            return
        if differing := [name for name, said, found in _pairs(row, record) if said != found]:
            message = f"the row of capture {row.id} and its record differ in {', '.join(differing)}"
            self._found.append(_error(record.file, record.offset, message, record.record_id))

    def findings(self, paths: Iterable[Path], unsealed: Collection[Path]) -> Iterator[Finding]:
        """What is wrong, once all files were read.

        A file that is not sealed is of a run that goes on, or was killed.
        """
        self._turn_to("")
        if not self._database.exists():
            yield from self._without_database()
            return
        for path in paths:
            if _final_name(str(path)) not in self._done:
                self._turn_to(str(path))
        self._turn_to("")
        yield from self._found
        for name in self._read(stated_files):
            if name not in self._done:
                yield _error(str(self._database), 0, f"captures stand in {name}, which is not there")
        for file, count in self._without_row.items():
            is_open = file.endswith(OPEN) or Path(file) in unsealed
            who = "the next crawl or `readmore read`" if is_open else "`readmore read`"
            said = f"{count} of its answers have no row; {who} makes them"
            yield _warning(file, said) if is_open else _error(file, 0, said)

    def _without_database(self) -> Iterator[Finding]:
        """A crawl leaves one, in which stands what is still to be asked; only WARC files that were put together
        have none."""
        if any((self._database.parent / "runs").glob("*/")):
            yield _error(str(self._database), 0, "the database is gone; `readmore read` makes its records anew")
        else:
            yield _warning(str(self._database), "there is no database beside the WARC files")

    def _turn_to(self, file: str) -> None:
        """Close the file before: rows that are left have no record."""
        for row in self._stated.values():
            message = f"the row of capture {row.id} names a record that is not there"
            self._found.append(_error(self._file, row.warc_offset, message, row.record_id))
        self._file, self._stated = file, {}
        if file:
            self._done.add(_final_name(file))
            self._stated = {row.warc_offset: row for row in self._read(stated_captures, _final_name(file))}
            self._ids = {row.id for row in self._stated.values()}

    def _read(self, query: Any, *arguments: str) -> list[Any]:
        if not self._database.exists():
            return []
        try:
            return list(query(self._database, *arguments))
        except sqlite3.Error as error:
            finding = _error(str(self._database), 0, f"the database cannot be read: {error}")
            self._found += [finding] if finding not in self._found else []
            return []


def _pairs(row: StatedCapture, record: Seen) -> Iterator[tuple[str, object, object]]:
    """What a row says, beside what its record says."""
    yield "length", row.warc_length, record.length
    yield "record id", row.record_id, record.record_id
    yield "URL", target_uri(row.url), record.url
    yield "date", row.fetched_at, record.date
    yield "payload digest", row.payload_digest, record.payload_digest
    yield "status", row.status, record.status
    yield "truncation", row.truncated, record.truncated
    if record.refers_to != ("", ""):  # a revisit that names none: which it is was found by its payload
        original = record.refers_to and capture_id(row.method, *record.refers_to, row.payload_digest)
        yield "what it is a revisit of", row.revisit_of, original
    # A method, which stands in another record, shows in the id.
    yield "id", row.id, capture_id(row.method, record.url, record.date, row.payload_digest)


def _final_name(file: str) -> str:
    return Path(file).name.removesuffix(OPEN)


def _error(file: str, offset: int, message: str, record: str | None = None) -> Finding:
    return Finding(check="row", level=Level.ERROR, file=file, offset=offset, record=record, message=message)


def _warning(file: str, message: str) -> Finding:
    return Finding(check="row", level=Level.WARNING, file=file, offset=0, record=None, message=message)
