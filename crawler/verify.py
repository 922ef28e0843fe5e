"""Verification of an archive: its WARC files, and that rows, index and seal say the same as they do."""

from __future__ import annotations

import sqlite3
import tempfile
import urllib.error
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from shutil import copyfileobj
from typing import IO, TYPE_CHECKING, Any

from archive import cdxj, seal
from archive.records import target_uri
from archive.verify.checks import Level
from archive.verify.files import Input, Summary, verify_files
from archive.verify.findings import Finding
from archive.writer import OPEN
from crawler.agent import user_agent
from crawler.errors import Exit, ReadmoreError
from pipelines.store.stated import stated_captures, stated_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from archive.verify.files import Seen
    from crawler.archive_folder import ArchiveFolder
    from pipelines.store.stated import StatedCapture

#: Seconds without a byte after which a server is given up.
_PATIENCE = 60
_WACZ = ".wacz"
#: So many findings are shown to people.
_SHOWN = 200


def verify_given(given: Sequence[str], summary: Summary) -> Iterator[Finding]:
    """Findings in WARC files and WACZ packages given by path or http(s) URL; the WARC files are one archive.

    Raises `ReadmoreError` for an address that cannot be had.
    """
    with ExitStack() as stack:
        inputs = [_input(each, stack) for each in given]
        yield from verify_files([each for each in inputs if not each.name.endswith(_WACZ)], summary)
        for each in inputs:
            if each.name.endswith(_WACZ):
                summary.files += 1
                yield from _translated(import_module("archive.wacz").check_wacz(each.path), each.name)


def verify_archive(folder: ArchiveFolder, summary: Summary) -> Iterator[Finding]:
    """Findings in an archive: its WARC files, then rows, index and seal. Raises `ReadmoreError` where there is none."""
    if not folder.warc.is_dir():
        raise ReadmoreError(f"{folder.path} holds no archive; give another --archive, or WARC files", Exit.USAGE)
    closed = sorted(folder.warc.glob("*.warc.gz"))
    paths = closed + sorted(folder.warc.glob(f"*.warc.gz{OPEN}"))
    rows = _Rows(folder.database)
    yield from verify_files(map(Input.of, paths), summary, rows.see)
    yield from rows.findings(paths)
    yield from _index(folder.path / "index", closed)
    yield from _translated(seal.check(folder.path), None)


class _Rows:
    """The rows of `captures`, compared with the records as these are read."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._file = ""
        self._stated: dict[int, StatedCapture] = {}
        self._found: list[Finding] = []
        self._done: set[str] = set()
        self._without_row = 0

    def see(self, record: Seen) -> None:
        """Take note of a record."""
        if record.file != self._file:
            self._turn_to(record.file)
        row = self._stated.pop(record.offset, None)
        if row is None:
            self._without_row += 1
            return
        if differing := [name for name, said, found in _pairs(row, record) if said != found]:
            message = f"the row of capture {row.id} and its record differ in {', '.join(differing)}"
            self._found.append(_error("row", record.file, record.offset, message, record.record_id))

    def findings(self, paths: Iterable[Path]) -> Iterator[Finding]:
        """What is wrong, once all files were read."""
        self._turn_to("")
        if not self._database.exists():
            yield _warning("row", str(self._database), "there is no database beside the WARC files")
            return
        for path in paths:
            if _final_name(str(path)) not in self._done:
                self._turn_to(str(path))
        self._turn_to("")
        yield from self._found
        for name in self._read(stated_files):
            if name not in self._done:
                yield _error("row", str(self._database), 0, f"captures stand in {name}, which is not there")
        if self._without_row:
            said = f"{self._without_row} answers in the WARC files have no row; `readmore read` makes them"
            yield _warning("row", str(self._database), said)

    def _turn_to(self, file: str) -> None:
        """Close the file before: rows that are left have no record."""
        for row in self._stated.values():
            message = f"the row of capture {row.id} names a record that is not there"
            self._found.append(_error("row", self._file, row.warc_offset, message, row.record_id))
        self._file, self._stated = file, {}
        if file:
            self._done.add(_final_name(file))
            self._stated = {row.warc_offset: row for row in self._read(stated_captures, _final_name(file))}

    def _read(self, query: Any, *arguments: str) -> list[Any]:
        if not self._database.exists():
            return []
        try:
            return list(query(self._database, *arguments))
        except sqlite3.Error as error:
            self._found.append(_error("row", str(self._database), 0, f"the database cannot be read: {error}"))
            return []


def _pairs(row: StatedCapture, record: Seen) -> Iterator[tuple[str, object, object]]:
    """What a row says, beside what its record says."""
    yield "length", row.warc_length, record.length
    yield "record id", row.record_id, record.record_id
    yield "URL", target_uri(row.url), record.url
    yield "date", row.fetched_at, record.date
    yield "payload digest", row.payload_digest, record.payload_digest
    if row.revisit_of is None:  # a revisit's row may tell the status of what it stands for
        yield "status", row.status, record.status


def _index(folder: Path, paths: Iterable[Path]) -> Iterator[Finding]:
    """Whether each file's index is what indexing gives, and no index is of a file that is not there."""
    expected = set()
    for path in paths:
        index = folder / cdxj.index_name(path)
        expected.add(index.name)
        if not index.exists():
            yield _error("index", str(index), 0, f"the index of {path.name} is not there")
            continue
        try:
            found, right = index.read_bytes(), "".join(f"{line}\n" for line in cdxj.lines(path))
        except OSError as error:
            yield _error("index", str(index), 0, f"cannot be read: {error.strerror or error}")
            continue
        if found != right.encode("utf-8", "surrogateescape"):
            yield _error("index", str(index), _first_difference(found, right), f"is not what indexing {path.name} gives")
    for stray in sorted(folder.glob("*.cdxj")):
        if stray.name not in expected:
            yield _error("index", str(stray), 0, "is the index of a WARC file that is not there")


def _first_difference(found: bytes, right: str) -> int:
    """Where two texts part, in bytes."""
    wanted = right.encode("utf-8", "surrogateescape")
    pairs = zip(found, wanted, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(found), len(wanted)))


def _translated(findings: Iterable[Any], name: str | None) -> Iterator[Finding]:
    """Findings of other modules, whose form is the same, as findings of this one."""
    for found in findings:
        yield Finding(
            check=found.check,
            level=Level(found.level),
            file=name or found.file,
            offset=found.offset or 0,
            record=found.record,
            message=found.message if name is None or found.file == name else f"{found.file}: {found.message}",
        )


def _input(given: str, stack: ExitStack) -> Input:
    if not given.startswith(("http://", "https://")):
        return Input.of(Path(given))
    file = stack.enter_context(tempfile.NamedTemporaryFile(prefix="readmore-", suffix=".warc"))
    _download(given, file)
    return Input(path=Path(file.name), name=given)


def _download(url: str, file: IO[bytes]) -> None:
    request = urllib.request.Request(url, headers={"User-Agent": user_agent()})  # noqa: S310 -- http(s): see `_input`
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
            copyfileobj(answer, file)
    except (OSError, urllib.error.URLError) as error:
        raise ReadmoreError(f"{url} cannot be had: {error}", Exit.USAGE) from error
    file.flush()


def _final_name(file: str) -> str:
    return Path(file).name.removesuffix(OPEN)


def _error(check: str, file: str, offset: int, message: str, record: str | None = None) -> Finding:
    return Finding(check=check, level=Level.ERROR, file=file, offset=offset, record=record, message=message)


def _warning(check: str, file: str, message: str) -> Finding:
    return Finding(check=check, level=Level.WARNING, file=file, offset=0, record=None, message=message)


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What came of it."""

    findings: list[Finding]
    summary: Summary

    @classmethod
    def of(cls, findings: Iterable[Finding], summary: Summary) -> Verified:
        """Run to the end."""
        return cls(findings=list(findings), summary=summary)

    @property
    def ok(self) -> bool:
        """Whether there is no error."""
        return all(finding.level is not Level.ERROR for finding in self.findings)

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        read = self.summary
        counts = {"files": read.files, "records": read.records, "bytes": read.bytes, "captures": read.captures}
        return {"ok": self.ok, **counts, "findings": [finding.as_dict() for finding in self.findings]}

    def lines(self) -> Iterator[str]:
        """For people: errors before warnings, each a line, and the sum."""
        ordered = sorted(self.findings, key=lambda found: (found.level, found.file, found.offset))
        yield from map(str, ordered[:_SHOWN])
        if len(ordered) > _SHOWN:
            yield f"… and {len(ordered) - _SHOWN} more; --json has all"
        errors = sum(finding.level is Level.ERROR for finding in self.findings)
        read = self.summary
        yield (
            f"{read.files} files, {read.records:,} records, {read.captures:,} captures, {read.bytes / 1e6:,.1f} MB:"
            f" {errors} errors, {len(self.findings) - errors} warnings"
        )
