"""Sealing: the manifest of a run, written when its files are finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.errors import ManifestError, WriteError
from archive.records import warc_date
from archive.seal.chain import digest, ledger, place, read_chain
from archive.seal.files import size_and_sha256, write_durably
from archive.seal.manifest import STAMP, Manifest, Previous, Removed, Replaced, Sealed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from archive.seal.chain import Ledger, Link

#: What a finished archive file is called. The stamp of a run is sealed by the run after it.
FINISHED = ("warc/*.warc.gz", "warc/*.warc", "index/*.cdxj", f"runs/*/{STAMP}")


def unsealed(archive: Path) -> list[Path]:
    """Finished files that no manifest names yet: those of the run that just ended, and of runs that were killed."""
    book = ledger(read_chain(archive).links)
    return [path for path in finished(archive) if _name(archive, path) not in book.words]


def finished(archive: Path) -> Iterator[Path]:
    """The files of an archive that are not written to any more."""
    for pattern in FINISHED:
        yield from sorted(path for path in archive.glob(pattern) if path.is_file())


def write_manifest(
    archive: Path,
    run_id: str,
    files: Iterable[Path],
    *,
    replaced: Mapping[Path, str] | None = None,
    removed: Mapping[Path, str] | None = None,
    software: str,
    now: datetime,
) -> Path:
    """Seal the finished files of a run, and return its manifest. The caller holds the archive.

    Files that are sealed already are passed over unread. `replaced` and `removed` say why a sealed file was
    rewritten or taken away; one that was never sealed is sealed now, or passed over. Raises `WriteError` where a
    file cannot be read or the manifest not be written, and `ManifestError` where the run has its manifest already.
    """
    target = archive / place(run_id)
    if target.exists():
        raise ManifestError(f"{target} is there already: a run is sealed once")
    chain = read_chain(archive)
    book = ledger(chain.links)
    try:
        manifest = Manifest(
            run=run_id,
            number=chain.end.manifest.number + 1 if chain.end else 1,
            created=warc_date(now),
            software=software,
            previous=_previous(chain.end),
            files=tuple(_sealed(archive, {*files, *(replaced or {})}, book)),
            replaced=tuple(_replaced(archive, replaced or {}, book)),
            removed=tuple(_removed(archive, removed or {}, book)),
        )
        write_durably(target, manifest.encode())
    except OSError as error:
        path = error.filename or target
        message = f"cannot seal run {run_id}: {path}: {error.strerror or error}; the next run seals its files"
        raise WriteError(message, path=target, errno=error.errno) from error
    return target


def _previous(end: Link | None) -> Previous | None:
    return Previous(run=end.manifest.run, sha256=end.sha256) if end else None


def _sealed(archive: Path, files: set[Path], book: Ledger) -> Iterator[Sealed]:
    for path in sorted(files):
        name = _name(archive, path)
        if name not in book.words:
            size, sha256 = size_and_sha256(path)
            yield Sealed(path=name, bytes=size, sha256=sha256)


def _replaced(archive: Path, reasons: Mapping[Path, str], book: Ledger) -> Iterator[Replaced]:
    for path, why in sorted(reasons.items()):
        word = book.words.get(_name(archive, path))
        was = digest(word.said) if word else None
        if was is None:
            continue
        size, sha256 = size_and_sha256(path)
        if sha256 != was:
            yield Replaced(path=_name(archive, path), was=was, bytes=size, sha256=sha256, why=why)


def _removed(archive: Path, reasons: Mapping[Path, str], book: Ledger) -> Iterator[Removed]:
    for path, why in sorted(reasons.items()):
        word = book.words.get(_name(archive, path))
        was = digest(word.said) if word else None
        if was is not None:
            yield Removed(path=_name(archive, path), was=was, why=why)


def _name(archive: Path, path: Path) -> str:
    return path.relative_to(archive).as_posix()
