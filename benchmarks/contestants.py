"""Who is measured, and how each is told to fetch the whole site from its listing."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PROFILE = """\
name = "bench"
start = ["http://bench.invalid/news"]
languages = ["en"]

[urls]
listing = ["/news", "/news/page/{page}"]
article = ["/news/display/{native_id}"]

[crawl]
delay = 0
concurrency = 16
"""


@dataclass(frozen=True, kw_only=True)
class Contestant:
    """A program that can walk a site."""

    name: str
    command: Callable[[str, Path], list[str]]
    """From the site's address and an empty folder."""
    records: Callable[[Path], int] | None = None
    """How many articles stand in what it left, where it leaves records."""
    present: Callable[[], bool] = lambda: True


def _readmore(base: str, folder: Path) -> list[str]:
    profile = folder / "bench.toml"
    profile.write_text(PROFILE, "utf-8")
    options = ["--base-url", base, "--archive", str(folder / "archive"), "--quiet"]
    return [sys.executable, "-m", "crawler", "crawl", str(profile), *options]


def _articles(folder: Path) -> int:
    # Only editions whose text was read: a row alone would not show that the page was.
    query = "select count(*) from editions join texts on texts.edition_id = editions.id where length(body) > 5000"
    with sqlite3.connect(folder / "archive" / "readmore.db") as database:
        return int(database.execute(query).fetchone()[0])


def _stock(base: str, folder: Path) -> list[str]:
    del folder  # it keeps nothing
    return [sys.executable, "-m", "benchmarks.stock", f"{base}/news"]


def _wget(base: str, folder: Path) -> list[str]:
    options = ["--recursive", "--level=inf", "--no-verbose", "--execute=robots=off", "--delete-after"]
    return ["wget", *options, f"--warc-file={folder / 'wget'}", f"--directory-prefix={folder}", f"{base}/news"]


CONTESTANTS = (
    Contestant(name="readmore", command=_readmore, records=_articles),
    Contestant(name="stock Scrapy, nothing kept", command=_stock),
    Contestant(name="wget --warc-file", command=_wget, present=lambda: shutil.which("wget") is not None),
)
