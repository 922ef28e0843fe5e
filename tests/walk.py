"""Crawling in tests: the real thing, in this process."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from crawler.archive_folder import ArchiveFolder
from crawler.reread import reread
from crawler.run import Options, Result, crawl
from pipelines.store import Store
from spiders.profile import Profile

#: Tables that reading the WARC files again must give once more; the others tell of runs.
RECORDS = (
    "sources",
    "captures",
    "articles",
    "editions",
    "texts",
    "revisions",
    "tags",
    "tag_labels",
    "article_tags",
    "listing_items",
    "mentions",
    "statements",
    "checks",
    "provenance",
    "redirected_articles",
)


def walk(profile: Profile, folder: Path, **options: object) -> Result:
    """One run."""
    archive = ArchiveFolder(folder)
    with archive.held():
        archive.recover()
        store = archive.open_store()
        try:
            return crawl(profile, archive, store, Options(**options), lambda kept: None)  # type: ignore[arg-type]
        finally:
            store.close()


def rows(folder: Path, sql: str, *parameters: object) -> list[sqlite3.Row]:
    """Rows of an archive's database."""
    with sqlite3.connect(f"file:{folder / 'readmore.db'}?mode=ro", uri=True) as db:
        db.row_factory = sqlite3.Row
        return db.execute(sql, parameters).fetchall()


def rebuilt(folder: Path, into: Path) -> None:
    """A database made from the WARC files of an archive alone."""
    store = Store(into / "readmore.db")
    try:
        result = reread(sorted((folder / "warc").glob("*.warc.gz")), store)
    finally:
        store.close()
    assert not result.damage


def differences(one: Path, other: Path) -> dict[str, tuple[set[str], set[str]]]:
    """What two archives' records do not have in common, by table."""
    found = {}
    for table in RECORDS:
        here, there = (set(map(repr, map(tuple, rows(f, f"SELECT * FROM {table}")))) for f in (one, other))
        if here != there:
            found[table] = (here - there, there - here)
    return found
