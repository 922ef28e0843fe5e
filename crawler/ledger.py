"""What goes along with every change of an archive's WARC files: their index, and the run's sealed manifest."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from archive import cdxj, seal
from archive.seal.chain import digest, ledger, place, read_chain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from archive.rewrite import Rewritten
    from crawler.archive_folder import ArchiveFolder


def index(archive: ArchiveFolder, names: Iterable[str]) -> list[Path]:
    """Make the index of WARC files anew. Returns where it is. Raises `OSError`."""
    return [cdxj.write(archive.warc / name, archive.index) for name in names]


def not_as_sealed(archive: ArchiveFolder, files: Iterable[Rewritten]) -> list[str]:
    """Names of files that were, before they were rewritten, not what was sealed."""
    words = ledger(read_chain(archive.path).links).words
    sealed = {path: digest(word.said) for path, word in words.items()}
    return [file.name for file in files if sealed.get(f"warc/{file.name}", file.old) != file.old]


def is_sealed(archive: ArchiveFolder, run_id: str) -> bool:
    """Whether a run has its manifest."""
    return (archive.path / place(run_id)).exists()


def seal_replaced(
    archive: ArchiveFolder, run_id: str, files: Iterable[Path], why: str, papers: Iterable[Path], now: datetime
) -> None:
    """Seal what a run replaced, and what it wrote of that. Raises `WriteError`."""
    reasons = dict.fromkeys(files, why)
    software = f"readmore/{version('readmore')}"
    seal.write_manifest(archive.path, run_id, papers, replaced=reasons, software=software, now=now)
