"""What goes along with every change of an archive's WARC files: their index, and the run's sealed manifest."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from archive.rewrite import Rewritten
    from crawler.archive_folder import ArchiveFolder


def index(archive: ArchiveFolder, names: Iterable[str]) -> None:
    """Make the index of WARC files anew."""
    if find_spec("archive.cdxj"):
        cdxj = import_module("archive.cdxj")
        for name in names:
            cdxj.write(archive.warc / name, archive.path / "index")


def seal_replaced(archive: ArchiveFolder, run_id: str, files: Iterable[Rewritten], why: str, now: datetime) -> None:
    """Write down which files a run replaced, chained to the manifest before."""
    if find_spec("archive.seal"):
        replaced = [
            {"path": f"warc/{file.name}", "old sha256": file.old, "new sha256": file.new, "why": why} for file in files
        ]
        import_module("archive.seal").write_manifest(archive.path, run_id, [], replaced=replaced, now=now)
