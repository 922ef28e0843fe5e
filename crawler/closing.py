"""The end of a run: what it leaves beside its captures — report, its own papers as WARC records, index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.durable import replacing
from archive.records import Manifest, Resource
from crawler.report import encode, report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archive.writer import WarcWriter
    from crawler.archive_folder import ArchiveFolder
    from crawler.run import Result
    from pipelines.store import Store
    from spiders.profile import Profile


def close_run(folder: ArchiveFolder, store: Store, profile: Profile, result: Result, writer: WarcWriter) -> None:
    """Write down how a run went, close its WARC file, and index it. The archive must be held, the run's log closed.

    Raises `OSError`, `archive.errors.WriteError`; the next run then closes and indexes what was not.
    """
    papers = folder.run(result.run)
    papers.mkdir(parents=True, exist_ok=True)
    with replacing(papers / "report.json") as file:
        file.write(encode(report(store.run(profile.name, result.run), result)))
    for paper in _papers(papers, profile, result.run):
        writer.add(paper)
    writer.add(Manifest(uri=f"urn:readmore:{result.run}:manifest", files=writer.written.files))
    writer.close()
    folder.index_new()


def _papers(folder: Path, profile: Profile, run_id: str) -> Iterator[Resource]:
    """What the run was told, what it logged, and what it reports (IIPC recommendation R8)."""
    config = profile.model_dump_json(indent=1).encode("utf-8")
    yield Resource(uri=f"urn:readmore:{run_id}:config", content=config, content_type="application/json")
    for name, kind in (("log.jsonl", "application/jsonl"), ("report.json", "application/json")):
        path = folder / name
        if path.exists():
            uri = f"urn:readmore:{run_id}:{path.stem}"
            yield Resource(uri=uri, content=path.read_bytes(), content_type=kind)
