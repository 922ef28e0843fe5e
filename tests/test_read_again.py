"""`readmore read`: records made anew, by another profile where one is given; and what that would change, first."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from exchanges import BEGAN
from walk import RECORDS, differences, rebuilt, rows, walk

from archive.reader import captures
from crawler.archive_folder import ArchiveFolder
from crawler.catching_up import make_anew
from crawler.demo.server import DemoSite
from crawler.origin import origin_of
from crawler.reread import _row, reread
from crawler.rows import run_row, source_row
from pipelines.items import Kept
from pipelines.store import Store
from spiders import profile as profiles
from spiders.page import Page
from spiders.requisites import is_requisite
from spiders.statements import statements


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("again") / "archive"
    with DemoSite("divs") as site:
        walk(profiles.find("demo").at(site.url), folder, limit=60)
    return folder


@pytest.fixture
def archive(crawled: Path, tmp_path: Path) -> Path:
    shutil.copytree(crawled, tmp_path / "archive")
    return tmp_path / "archive"


def readmore(folder: Path, *arguments: str, command: str = "read") -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "crawler", command, *arguments, "--archive", str(folder)]
    return subprocess.run(line, capture_output=True, text=True, check=False)


def change(folder: Path, sql: str) -> None:
    with sqlite3.connect(folder / "readmore.db") as db:
        db.execute(sql)


def records(folder: Path) -> dict[str, list]:
    return {table: sorted(map(repr, map(tuple, rows(folder, f"SELECT * FROM {table}")))) for table in RECORDS}


def test_what_somebody_changed_is_read_anew(archive: Path) -> None:
    before = records(archive)
    change(archive, "UPDATE editions SET headline = 'x'")
    change(archive, "DELETE FROM texts")
    change(archive, "INSERT INTO tags (id, slug) VALUES ('made-up', 'made-up')")
    change(archive, "UPDATE articles SET date_published = '1999'")
    assert readmore(archive).returncode == 0
    assert records(archive) == before


def test_the_frontier_stays_as_it_is(archive: Path) -> None:
    before = sorted(map(tuple, rows(archive, "SELECT * FROM frontier")))
    assert readmore(archive).returncode == 0
    assert sorted(map(tuple, rows(archive, "SELECT * FROM frontier"))) == before


def test_where_a_file_is_damaged_nothing_that_was_known_is_forgotten(archive: Path) -> None:
    before = records(archive)
    (file,) = (archive / "warc").glob("*.warc.gz")
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    assert readmore(archive).returncode == 6
    assert records(archive) == before


PROFILE = """
name = "demo"
title = "Tetrimta Chronicle"
start = ["http://demo.localhost/news", "http://demo.localhost/monthly-review", "http://demo.localhost/about-project"]
languages = ["en", "ka"]
timezone = "Asia/Tbilisi"
[urls]
listing = ["/{section}/view/tags-{tag}/page/{page}", "/{section}/view/tags-{tag}", "/news", "/monthly-review"]
article = ["/{section}/display/{native_id}"]
page = ["/about-project"]
prefix = { en = "", ka = "/ge" }
[tags.woods]
labels = { en = "Woods" }
aliases = ["Forest", "ტყე"]
"""


def test_what_another_profile_would_change_is_shown_and_then_done(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "new.toml").write_text(PROFILE, "utf-8")
    before = records(archive)
    assert readmore(archive, "--diff").stdout == "nothing would change\n"
    shown = readmore(archive, "--diff", "--source", str(tmp_path / "new.toml"))
    assert shown.returncode == 0
    assert "tags forest\n  - " in shown.stdout
    assert "tags woods\n  + " in shown.stdout
    assert "nothing was written" in shown.stdout
    found = json.loads(readmore(archive, "--diff", "--source", str(tmp_path / "new.toml"), "--json").stdout)
    assert {(c["table"], c["row"]) for c in found["changes"]} >= {("tags", "forest"), ("tags", "woods")}
    assert records(archive) == before
    assert readmore(archive, "--source", str(tmp_path / "new.toml")).returncode == 0
    assert [r["label"] for r in rows(archive, "SELECT * FROM tag_labels WHERE tag_id = 'woods' AND lang = 'en'")] == [
        "Woods"
    ]
    assert not rows(archive, "SELECT * FROM article_tags WHERE tag_id = 'forest'")
    verified = readmore(archive, command="verify")
    assert verified.returncode == 0, verified.stdout
    assert readmore(archive, "--diff").stdout == "nothing would change\n", "it is read so from now on"


def test_what_is_crawled_later_is_read_by_the_profile_of_its_crawl(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "new.toml").write_text(PROFILE, "utf-8")
    assert readmore(archive, "--source", str(tmp_path / "new.toml")).returncode == 0
    with DemoSite("divs") as site:
        walk(profiles.find("demo").at(site.url), archive, limit=60, full=True)
    assert readmore(archive, "--diff").stdout == "nothing would change\n"
    assert {"woods", "forest"} <= {r["tag_id"] for r in rows(archive, "SELECT DISTINCT tag_id FROM article_tags")}


def test_records_of_an_earlier_readmore_are_made_anew_by_the_next_crawl(archive: Path) -> None:
    before = records(archive)
    change(archive, "UPDATE captures SET read_by = NULL")
    change(archive, "DELETE FROM checks")
    change(archive, "UPDATE revisions SET digests = '{}', changed = '[]'")
    folder = ArchiveFolder(archive)
    with folder.held():
        store = folder.open_store()
        assert make_anew(folder, store, BEGAN)
        assert not make_anew(folder, store, BEGAN)
        store.close()
    assert records(archive) == before


def test_a_database_of_an_earlier_readmore_is_named(archive: Path) -> None:
    change(archive, "ALTER TABLE captures DROP COLUMN read_by")
    verified = readmore(archive, command="verify")
    assert verified.returncode == 0
    assert "an earlier readmore made these records" in verified.stdout
    for command, word in (("show", "demo:news:1257"), ("read", "--diff")):
        done = readmore(archive, word, command=command)
        assert (done.returncode, "`readmore read` makes its records anew" in done.stderr) == (2, True)


def test_of_a_source_that_is_not_there(archive: Path, tmp_path: Path) -> None:
    done = readmore(archive, "--source", "kremlin-roadmap")
    assert done.returncode == 2
    assert "there is: demo" in done.stderr
    assert readmore(archive, "--diff", str(archive / "warc" / "x.warc.gz")).returncode == 2


def test_the_order_of_the_files_does_not_show(archive: Path, tmp_path: Path) -> None:
    """Also where a later run's file is read first, and twice."""
    with DemoSite("divs") as site:
        walk(profiles.find("demo").at(site.url), archive, limit=40, full=True)
    rebuilt(archive, tmp_path / "one")
    store = Store(tmp_path / "two" / "readmore.db")
    files = sorted((archive / "warc").glob("*.warc.gz"), reverse=True)
    reread(files, store)
    reread(files[:1], store)
    store.close()
    assert differences(tmp_path / "one", tmp_path / "two") == {}


def test_other_frames_are_no_revisions(tmp_path: Path) -> None:
    """The same articles in other markups: menus, frames, tags at other places."""
    for name in ("divs", "cells", "flat", "headlines"):
        with DemoSite(name) as site:
            walk(profiles.find("demo").at(site.url), tmp_path, full=True)
    changed = rows(tmp_path, "SELECT edition_id, changed FROM revisions GROUP BY edition_id HAVING count(*) > 1")
    assert list(map(tuple, changed)) == []
    assert rows(tmp_path, "SELECT max(n) FROM (SELECT count(*) n FROM checks GROUP BY edition_id)")[0][0] >= 4


@pytest.mark.parametrize("seed", range(4))
def test_the_order_in_which_pages_arrive_does_not_show(archive: Path, tmp_path: Path, seed: int) -> None:
    """Two crawls' pages, in the order of the crawl and in any other, one by one."""
    with DemoSite("divs") as site:
        walk(profiles.find("demo").at(site.url), archive, limit=90, full=True)
    pages = list(said(archive))
    shuffled = random.Random(seed).sample(pages, len(pages))
    for name, order in (("one", pages), ("two", shuffled)):
        store = Store(tmp_path / name / "readmore.db")
        store.know(source_row(profiles.find("demo")), run_row(profiles.find("demo"), "r", BEGAN, {}))
        for page in order:
            assert not isinstance(store.keep([page])[0], Exception)
        store.close()
    assert differences(tmp_path / "one", tmp_path / "two") == {}


def said(archive: Path) -> Iterator[Kept]:
    """What each page of an archive says; revisits are left out."""
    for file in sorted((archive / "warc").glob("*.warc.gz")):
        profile = origin_of(file).main.profile
        for capture in captures(file):
            row = _row(capture)
            page = Page.of(capture.url, capture.message, capture.fetched_at)
            if not row.revisit_of and not page.is_robots and not is_requisite(capture.hops):
                yield replace(statements(page, profile, row)[0], run_id="r")
