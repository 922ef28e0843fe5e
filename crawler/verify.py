"""Verification of an archive: its WARC files, and that rows, index and seal say the same as they do."""

from __future__ import annotations

import tempfile
import zipfile
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from shutil import copyfileobj
from typing import TYPE_CHECKING

from archive import cdxj, seal
from archive.errors import StampError
from archive.rewrite import REWRITING
from archive.verify.checks import Level
from archive.verify.files import Input, Summary, verify_files
from archive.verify.findings import Finding
from archive.wacz import check_wacz
from archive.writer import OPEN
from crawler.download import download, is_address
from crawler.errors import Exit, ReadmoreError
from crawler.origin import is_foreign
from crawler.redaction import Journal
from crawler.verify_database import database_findings, manifest_findings, stray_findings
from crawler.verify_fields import field_findings
from crawler.verify_rows import Rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from crawler.archive_folder import ArchiveFolder

_WACZ = ".wacz"
_BLOCK_DIGEST = "17"


def verify_given(given: Sequence[str], summary: Summary) -> Iterator[Finding]:
    """Findings in WARC files and WACZ packages given by path or http(s) URL; the WARC files are one archive.

    What a record refers to may also stand in another WARC file of the same folder. Raises `ReadmoreError` for an
    address that cannot be had.
    """
    with ExitStack() as stack:
        inputs = [_input(each, stack) for each in given]
        warcs = [each for each in inputs if not each.name.endswith(_WACZ)]
        yield from verify_files(warcs, summary, beside=_beside(warcs))
        for each in inputs:
            if each.name.endswith(_WACZ):
                yield from _package(each)
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="readmore-")))
                yield from verify_files(_unpacked(each, folder), summary)


def verify_archive(folder: ArchiveFolder, summary: Summary, tsa_roots: Path | None = None) -> Iterator[Finding]:
    """Findings in an archive: its WARC files, then rows, index and seal. Raises `ReadmoreError` where there is none.

    `tsa_roots` is a PEM file with the certificates of time stamp authorities that are trusted.
    """
    if not folder.warc.is_dir():
        if not folder.database.exists():
            raise ReadmoreError(f"{folder.path} holds no archive; give another --archive, or WARC files", Exit.USAGE)
        yield _error(str(folder.warc), 0, "the WARC files are gone", check="file")
    closed = sorted(folder.warc.glob("*.warc.gz"))
    paths = closed + sorted(folder.warc.glob(f"*.warc.gz{OPEN}"))
    for pending in Journal(folder).places():
        said = "a redaction was begun and is not ended, so that files and rows may differ; `readmore read` ends it"
        yield _finding(Level.WARNING, str(pending), 0, said, "row")
    rows = Rows(folder.database)
    yield from _as_taken_in(verify_files(map(Input.of, paths), summary, rows.see), paths)
    for stray in sorted(set(folder.warc.glob("*")) - set(paths)):
        if not stray.name.endswith((REWRITING, ".part")):  # what a killed redaction leaves, and the next run clears
            yield _error(str(stray), 0, "is no WARC file of this archive; move it away", check="file")
    unsealed = seal.unsealed(folder.path)
    yield from rows.findings(paths, unsealed)
    yield from _database(folder, paths)
    yield from stray_findings(folder, unsealed)
    yield from _index(folder.index, closed, unsealed)
    yield from _seal(folder, tsa_roots)


def _as_taken_in(found: Iterable[Finding], paths: list[Path]) -> Iterator[Finding]:
    """What another tool's file breaks of the rules is how it was taken in: no damage, of which alone a night run tells.

    Damage are broken gzip members, unreadable files and blocks that are not what they were (check 17).
    """
    foreign = {str(path) for path in paths if is_foreign(path)}
    for each in found:
        is_habit = each.file in foreign and each.check.isdigit() and each.check != _BLOCK_DIGEST
        yield replace(each, level=Level.WARNING) if is_habit else each


def _database(folder: ArchiveFolder, paths: list[Path]) -> Iterator[Finding]:
    """The database itself; and, where it can be read, whether its fields are what the files give."""
    found = list(database_findings(folder))
    yield from found
    if not any(each.level is Level.ERROR and each.file == str(folder.database) for each in found):
        yield from field_findings(folder, paths)


def _seal(folder: ArchiveFolder, tsa_roots: Path | None) -> Iterator[Finding]:
    try:
        found = list(seal.check(folder.path, tsa_roots))
    except StampError as error:
        raise ReadmoreError(f"--tsa-roots: {error}", Exit.USAGE) from error
    yield from found
    yield from manifest_findings(folder, {finding.file for finding in found})


def _beside(given: Iterable[Input]) -> Iterator[Path]:
    """The other WARC files of the folders in which files were given."""
    paths = {each.path.resolve() for each in given if each.name == str(each.path)}
    for folder in sorted({path.parent for path in paths}):
        yield from (path for path in sorted(folder.glob("*.warc.gz")) if path.resolve() not in paths)


def _index(folder: Path, paths: Iterable[Path], unsealed: Collection[Path]) -> Iterator[Finding]:
    """Whether each file's index is what indexing gives, and no index is of a file that is not there.

    A file is sealed with its index: one that is neither is of a run that goes on or was killed.
    """
    expected = set()
    for path in paths:
        index = folder / cdxj.index_name(path)
        expected.add(index.name)
        if not index.exists():
            yield _missing(index, path, unsealed)
            continue
        try:
            found, right = index.read_bytes(), "".join(f"{line}\n" for line in cdxj.lines(path))
        except OSError as error:
            yield _error(str(index), 0, f"cannot be read: {error.strerror or error}")
            continue
        if found != right.encode("utf-8", "surrogateescape"):
            yield _error(str(index), _first_difference(found, right), f"is not what indexing {path.name} gives")
    for stray in sorted(folder.glob("*.cdxj")):
        if stray.name not in expected:
            yield _error(str(stray), 0, "is the index of a WARC file that is not there")


def _missing(index: Path, path: Path, unsealed: Collection[Path]) -> Finding:
    if path in unsealed:
        return _finding(Level.WARNING, str(index), 0, f"{path.name} is not indexed yet; the next run does it", "index")
    return _error(str(index), 0, f"the index of {path.name} is not there")


def _first_difference(found: bytes, right: str) -> int:
    """Where two texts part, in bytes."""
    wanted = right.encode("utf-8", "surrogateescape")
    pairs = zip(found, wanted, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(found), len(wanted)))


def _package(given: Input) -> Iterator[Finding]:
    """Findings in a package, under the name that it was given by."""
    try:
        for found in check_wacz(given.path):
            yield replace(found, file=found.file.replace(str(given.path), given.name, 1))
    except OSError as error:
        yield _error(given.name, 0, f"cannot be read: {error.strerror or error}", check="file")


def _unpacked(package: Input, folder: Path) -> Iterator[Input]:
    """The WARC files of a package, one after the other, each gone when the next one is asked for.

    Only those that are stored as they are, as they have to be: nothing grows on its way to the disk.
    """
    try:
        opened = zipfile.ZipFile(package.path)
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError):
        return  # told by the checks of the package itself
    with opened:
        for number, info in enumerate(opened.infolist()):
            if info.filename.startswith("archive/") and not info.is_dir() and info.compress_type == zipfile.ZIP_STORED:
                path = folder / str(number)
                with suppress(zipfile.BadZipFile, EOFError), opened.open(info) as source, path.open("wb") as target:
                    copyfileobj(source, target)
                yield Input(path=path, name=f"{package.name}!/{info.filename}")
                path.unlink()


def _input(given: str, stack: ExitStack) -> Input:
    if not is_address(given):
        return _file(Path(given))
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="readmore-"))
    path = Path(folder) / "file"
    with path.open("wb") as file:
        download(given, file)
    return Input(path=path, name=given)


def _file(path: Path) -> Input:
    if path.is_dir():
        raise ReadmoreError(f"{path} is a folder; `readmore verify --archive {path}` verifies an archive", Exit.USAGE)
    return Input.of(path)


def _error(file: str, offset: int, message: str, check: str = "index") -> Finding:
    return _finding(Level.ERROR, file, offset, message, check)


def _finding(level: Level, file: str, offset: int, message: str, check: str) -> Finding:
    return Finding(check=check, level=level, file=file, offset=offset, record=None, message=message)
