"""Sealing a run: its manifest, and a time stamp of that where one is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

from archive.errors import StampError
from archive.seal import unsealed, write_manifest
from archive.seal.manifest import NAME
from archive.seal.post import check_url
from crawler.errors import Exit, ReadmoreError

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from crawler.archive_folder import ArchiveFolder


@dataclass(frozen=True, kw_only=True)
class Seal:
    """How a run was sealed."""

    manifest: Path
    stamp: Path | None = None
    """The time stamp beside it."""
    warning: str | None = None
    """Why there is no time stamp, though one was asked for, and what to do."""


def seal_run(folder: ArchiveFolder, run_id: str, *, authority: str | None = None, now: datetime) -> Seal:
    """Seal what a run finished, and what killed runs before it left. The archive must be held, the log closed.

    `authority` is the URL of a time stamp authority; one that is of no use costs the stamp only. Raises `WriteError`
    where the manifest cannot be written; the next run then seals all of it.
    """
    files = [*unsealed(folder.path), *_papers(folder)]
    manifest = write_manifest(folder.path, run_id, files, software=f"readmore/{version('readmore')}", now=now)
    if authority is None:
        return Seal(manifest=manifest)
    try:
        from archive.seal.timestamp import stamp

        return Seal(manifest=manifest, stamp=stamp(manifest, authority))
    except (StampError, ImportError, OSError) as error:
        warning = f"run {run_id} is sealed, but has no time stamp: {error}. The stamp of a later run covers it too."
        return Seal(manifest=manifest, warning=warning)


def _papers(folder: ArchiveFolder) -> list[Path]:
    """Log and report of this run, and of killed ones, which have no manifest either."""
    runs = [run for run in folder.path.glob("runs/*/") if not (run / NAME).exists()]
    return [path for run in runs for path in run.iterdir() if path.is_file()]


def check_authority(url: str | None) -> None:
    """Raise `ReadmoreError` where time stamps are asked for that cannot be had: before anything is crawled."""
    if url is None:
        return
    try:
        check_url(url)
        import archive.seal.timestamp  # noqa: F401 -- whether the extra is installed
    except (StampError, ImportError) as error:
        raise ReadmoreError(f"--timestamp: {error}", Exit.USAGE) from error
