"""Whether an archive's database is whole in itself, and whether each run that ended has the manifest that it left."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from archive.seal import finding as seal_finding
from archive.seal.chain import place
from archive.seal.files import size_and_sha256
from archive.verify.checks import Level
from archive.verify.findings import Finding
from crawler.origin import run_of
from pipelines.store import stated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from crawler.archive_folder import ArchiveFolder


def database_findings(folder: ArchiveFolder) -> Iterator[Finding]:
    """Damaged pages, rows that refer to none, and revisits whose original is none (WARC 1.1 section 6.7)."""
    database = folder.database
    if not database.exists():
        return
    try:
        for problem in stated.broken_pages(database):
            yield _error(str(database), f"the database is damaged: {problem}")
        for table, parent, count in stated.dangling(database):
            yield _error(str(database), f"{count} rows of {table} refer to rows of {parent} that are not there")
        for row in stated.wrong_revisits(database):
            message = f"the row of capture {row.id} says that it is a revisit of {row.revisit_of}, which is {row.why}"
            yield _error(str(folder.warc / row.warc_file), message, row.warc_offset, row.record_id)
    except sqlite3.Error as error:
        yield _error(str(database), f"the database cannot be read: {error}")


def manifest_findings(folder: ArchiveFolder, told: set[str]) -> Iterator[Finding]:
    """Manifests that are not as their runs left them, but for those of which that is told already.

    The chain sees this of every manifest but the newest one.
    """
    try:
        sealed = stated.seals(folder.database) if folder.database.exists() else {}
    except sqlite3.Error:
        return  # told by `database_findings`
    for run, sha256 in sorted(sealed.items()):
        file = place(run)
        path = folder.path / file
        if file in told:
            continue
        if not path.is_file():
            yield seal_finding.error(file, "this manifest is gone; the database says that the run was sealed")
        elif size_and_sha256(path)[1] != sha256:
            yield seal_finding.error(file, f"was changed: the run left one with SHA-256 {sha256}")


def stray_findings(folder: ArchiveFolder, unsealed: Iterable[Path]) -> Iterator[Finding]:
    """WARC files that somebody put into the archive: of a run that was none of its own."""
    try:
        runs = stated.runs(folder.database) if folder.database.exists() else None
        read = stated.stated_files(folder.database) if runs is not None else []
    except sqlite3.Error:
        return  # told by `database_findings`
    for path in unsealed:
        if runs is None or path.name in read or path.parent != folder.warc or not path.name.endswith(".gz"):
            continue
        try:
            run = run_of(path)
        except OSError:
            continue  # told by whoever reads the file
        if run not in runs:
            why = "it is of no run of this archive; `readmore read` takes it in, else move it away"
            yield _error(str(path), why)


def _error(file: str, message: str, offset: int = 0, record: str | None = None) -> Finding:
    return Finding(check="row", level=Level.ERROR, file=file, offset=offset, record=record, message=message)
