"""Verification of an archive: its WARC files, and that rows, index and seal say the same as they do."""

from __future__ import annotations

import tempfile
import urllib.error
import urllib.request
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from shutil import copyfileobj
from typing import IO, TYPE_CHECKING, Any

from archive import cdxj, seal
from archive.verify.checks import Level
from archive.verify.files import Input, Summary, verify_files
from archive.verify.findings import Finding
from archive.writer import OPEN
from crawler.agent import user_agent
from crawler.errors import Exit, ReadmoreError
from crawler.verify_rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crawler.archive_folder import ArchiveFolder

#: Seconds without a byte after which a server is given up.
_PATIENCE = 60
_WACZ = ".wacz"


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
    rows = Rows(folder.database)
    yield from verify_files(map(Input.of, paths), summary, rows.see)
    yield from rows.findings(paths)
    yield from _index(folder.path / "index", closed)
    yield from _translated(seal.check(folder.path), None)


def _index(folder: Path, paths: Iterable[Path]) -> Iterator[Finding]:
    """Whether each file's index is what indexing gives, and no index is of a file that is not there."""
    expected = set()
    for path in paths:
        index = folder / cdxj.index_name(path)
        expected.add(index.name)
        if not index.exists():
            yield _error(str(index), 0, f"the index of {path.name} is not there")
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
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="readmore-"))
    path = Path(folder) / "file"
    with path.open("wb") as file:
        _download(given, file)
    return Input(path=path, name=given)


def _download(url: str, file: IO[bytes]) -> None:
    request = urllib.request.Request(url, headers={"User-Agent": user_agent()})  # noqa: S310 -- http(s): see `_input`
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:  # noqa: S310
            copyfileobj(answer, file)
    except (OSError, urllib.error.URLError) as error:
        raise ReadmoreError(f"{url} cannot be had: {error}", Exit.USAGE) from error


def _error(file: str, offset: int, message: str) -> Finding:
    return Finding(check="index", level=Level.ERROR, file=file, offset=offset, record=None, message=message)
