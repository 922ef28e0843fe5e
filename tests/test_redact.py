"""Removal with a trace: what is to go is gone everywhere, all else is as it was, and it says so for good."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from byhand import FIELDS, NOT_MODIFIED, PLAIN, ByHand, Made
from fastwarc.warc import ArchiveIterator as FastIterator
from walk import RECORDS, differences, rebuilt, rows, walk
from warcio.archiveiterator import ArchiveIterator

from archive import cdxj, seal
from archive.digest import sha1
from archive.http import Message
from archive.members import members
from archive.reader import Record, records
from archive.rewrite import REWRITING, sha256
from archive.tombstone import tombstone_of
from crawler import redact as redacting
from crawler.archive_folder import ArchiveFolder
from crawler.demo.server import DemoSite
from crawler.errors import Exit, ReadmoreError
from crawler.redaction import Redaction
from crawler.reread import reread
from pipelines.normalise.urls import url_key
from pipelines.store import Store
from pipelines.store.redactions import READ_FROM_WARC
from spiders import profile as profiles
from spiders.profile import Profile

NOW = datetime(2026, 7, 1, 12, 0, 0, 5, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[1]
NOT_CHANGED = b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def small(site: DemoSite) -> Profile:
    """One tag of the built-in site, with its feeds."""
    start = {"start": ["http://demo.localhost/news/view/tags-School"], "stay": True}
    stated = profiles.find("demo").model_dump(mode="json", exclude_unset=True)
    return Profile.model_validate({**stated, **start}).at(site.url)


def at(second: int) -> str:
    return f"2026-01-01T00:00:{second:02}.000000Z"


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("crawled")
    with DemoSite("divs") as site:
        walk(small(site), folder)
    return folder


@pytest.fixture
def folder(crawled: Path, tmp_path: Path) -> Path:
    """A crawled archive of one's own."""
    return shutil.copytree(crawled, tmp_path / "archive")


def redact(folder: Path, *urls: str, reason: str = "court order 5", now: datetime = NOW) -> Redaction:
    archive = ArchiveFolder(folder)
    with archive.held():
        store = archive.open_store()
        try:
            return redacting.redact(archive, store, urls, reason, now)
        finally:
            store.close()


def readmore(*words: object) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "crawler", *map(str, words)]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )


def all_records(folder: Path) -> list[Record]:
    return [record for path in sorted((folder / "warc").glob("*.warc.gz")) for record in records(path)]


def contents(folder: Path) -> Iterator[bytes]:
    """Every block of an archive, and what it holds without chunks and compression."""
    for record in all_records(folder):
        yield record.block
        if (record.header("Content-Type") or "").startswith("application/http"):
            yield Message.parse(record.block).decoded(2**24)[0]


def answers(folder: Path) -> dict[str | None, Record]:
    return {record.header("WARC-Record-ID"): record for record in all_records(folder)}


def article(folder: Path) -> tuple[str, str]:
    """The address of an article, and a paragraph that stands nowhere else."""
    texts = rows(folder, "SELECT c.url, t.body FROM texts t JOIN captures c ON c.id = t.capture_id ORDER BY c.url")
    paragraphs = [paragraph for row in texts for paragraph in row["body"].split("\n\n")]
    url, body = texts[len(texts) // 3]
    return url, next(p for p in body.split("\n\n")[1:] if paragraphs.count(p) == 1)


def assert_strictly_whole(folder: Path) -> None:
    """Every byte of every file belongs to a whole member with one record, whose digests are right."""
    ids = set()
    for path in (folder / "warc").iterdir():
        assert path.name.endswith(".warc.gz")
        with path.open("rb") as file:
            found = list(members(file))
        assert [member.problem for member in found] == [None] * len(found)
        whole = list(records(path))
        assert len(whole) == len(found)
        assert whole[0].header("WARC-Filename") == path.name
        for record in whole:
            assert record.header("WARC-Block-Digest") == sha1([record.block])
            if record.header("WARC-Type") == "response":
                assert record.header("WARC-Payload-Digest") == sha1([Message.parse(record.block).entity])
            ids.add(record.header("WARC-Record-ID"))
        with path.open("rb") as file:
            assert sum(1 for _ in ArchiveIterator(file, check_digests=False)) == len(found)
        with path.open("rb") as file:
            assert sum(1 for _ in FastIterator(file)) == len(found)
    for record in all_records(folder):
        for name in ("WARC-Refers-To", "WARC-Concurrent-To", "WARC-Warcinfo-ID"):
            assert record.header(name) in {None, *ids}


def faults(folder: Path) -> list[str]:
    """What `readmore verify` finds wrong with an archive."""
    found = json.loads(readmore("verify", "--json", "--archive", folder).stdout)["findings"]
    return [f"{finding['file']}: {finding['message']}" for finding in found if finding["level"] == "error"]


# -- what goes --------------------------------------------------------------------------------------------------------


def test_the_text_is_gone_from_every_record_and_every_table(folder: Path) -> None:
    url, paragraph = article(folder)
    assert any(paragraph.encode() in content for content in contents(folder))
    redact(folder, url)
    assert not any(paragraph.encode() in content for content in contents(folder))
    with sqlite3.connect(folder / "readmore.db") as db:
        assert not any(paragraph in line for line in db.iterdump())
    gone = {"captures": "url = ?", "texts": "capture_id NOT IN (SELECT id FROM captures) OR body = ?"}
    for table, condition in gone.items():
        assert not rows(folder, f"SELECT * FROM {table} WHERE {condition}", url), table
    for table in ("texts", "revisions", "provenance", "article_tags", "listing_items"):
        assert not rows(folder, f"SELECT 1 FROM {table} WHERE capture_id NOT IN (SELECT id FROM captures)"), table


def test_nothing_of_it_is_left_in_any_file(tmp_path: Path) -> None:
    """Neither in what SQLite keeps of deleted rows, nor in a log, an index or a journal."""
    secret = "Pavlopetri"
    page = f"<html><body><h1>A headline of some length</h1><p>2022-06-15</p><p>{'Long text. ' * 40}{secret}</p>"
    file = ByHand(tmp_path / "warc", "a")
    file.response("http://demo.localhost/news/display/7", at(1), page.encode())
    file.response("http://demo.localhost/news/display/8", at(2), page.replace(secret, "Atlit").encode())
    rebuilt(tmp_path, tmp_path)
    assert secret in rows(tmp_path, "SELECT body FROM texts ORDER BY edition_id")[0][0]
    assert any(secret.encode() in path.read_bytes() for path in tmp_path.glob("readmore.db*"))
    redact(tmp_path, "http://demo.localhost/news/display/7")
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or secret.encode() not in path.read_bytes(), path
    assert not any(secret.encode() in content for content in contents(tmp_path))
    assert any(b"Atlit" in content for content in contents(tmp_path))
    assert "Atlit" in rows(tmp_path, "SELECT body FROM texts")[0][0]


def test_all_other_records_are_the_same_compressed_bytes(folder: Path) -> None:
    url, _ = article(folder)
    path = next((folder / "warc").iterdir())
    before, data = list(records(path)), path.read_bytes()
    redact(folder, url)
    kept = [data[r.offset : r.offset + r.length] for r in before if r.header("WARC-Target-URI") != url]
    after, data = list(records(path)), path.read_bytes()
    assert [data[r.offset : r.offset + r.length] for r in after if not tombstone_of(r)] == kept
    assert len(kept) < len(before)
    assert_strictly_whole(folder)


def test_a_tombstone_says_what_went_when_and_why(folder: Path) -> None:
    url, _ = article(folder)
    before = [record for record in all_records(folder) if record.header("WARC-Target-URI") == url]
    done = redact(folder, url, reason=" court\n order 5 ")
    [record] = [record for record in all_records(folder) if record.header("WARC-Target-URI") == url]
    tombstone = tombstone_of(record)
    assert tombstone
    assert record.header("WARC-Date") == before[0].header("WARC-Date")
    assert (tombstone.removed_at, tombstone.reason, tombstone.run_id) == (NOW, "court order 5", done.run)
    assert list(tombstone.records) == [record.header("WARC-Record-ID") for record in before]
    said = record.block + str(record.headers).encode()
    for gone in before:
        digest = gone.header("WARC-Payload-Digest")
        assert digest is None or digest.partition(":")[2].encode() not in said


def test_everything_of_every_spelling_goes_and_nothing_else(tmp_path: Path) -> None:
    file = ByHand(tmp_path / "warc", "a")
    for second, url in enumerate(["http://www.example.org/x/", "https://example.org/x", "http://example.org/x?y=1"]):
        file.response(url, at(second), b"%d" % second)
    file.record("metadata", "http://example.org:80/x", at(5), b"failure: dns\r\nreason: no address\r\n", FIELDS)
    of = file.response("http://example.org/x?utm_source=z", at(6), b"seven")
    refers = ("WARC-Refers-To", of.record_id)
    file.record("conversion", of.url, at(7), b"the text of it", "text/plain", refers)
    file.record("conversion", "http://example.org/other", at(8), b"made of it", "text/plain", refers)
    later = ByHand(tmp_path / "warc", "b")
    later.record("conversion", "http://example.org/x/", at(9), b"its text, in the next file", "text/plain", refers)
    file.record("resource", "urn:readmore:run:log", at(9), b"a log", "text/plain")
    done = redact(tmp_path, "https://www.example.org/x")
    stay = [r for r in all_records(tmp_path) if r.header("WARC-Type") != "warcinfo" and not tombstone_of(r)]
    assert {r.header("WARC-Target-URI") for r in stay} == {"http://example.org/x?y=1", "urn:readmore:run:log"}
    assert len(stay) == 4
    assert [capture.records for capture in done.removed] == [3, 3, 1, 5, 1]
    assert_strictly_whole(tmp_path)


def test_several_addresses_in_one_go(folder: Path) -> None:
    urls = [row["url"] for row in rows(folder, "SELECT url FROM captures WHERE url LIKE '%display%' LIMIT 3")]
    done = redact(folder, *urls)
    assert {capture.url for capture in done.removed} == set(urls)
    assert not rows(folder, f"SELECT 1 FROM captures WHERE url IN ({', '.join('???')})", *urls)


# -- what stays -------------------------------------------------------------------------------------------------------


def test_the_records_are_those_that_the_files_give(folder: Path, tmp_path: Path) -> None:
    url, _ = article(folder)
    redact(folder, url)
    rebuilt(folder, tmp_path / "again")
    assert differences(folder, tmp_path / "again") == {}
    for archive in (folder, tmp_path / "again"):
        [row] = rows(archive, "SELECT * FROM redactions")
        assert (row["url"], row["reason"], row["source_id"], row["records"]) == (url, "court order 5", "demo", 4)
    both = [rows(archive, "SELECT * FROM redactions")[0] for archive in (folder, tmp_path / "again")]
    assert tuple(both[0]) == tuple(both[1])


def test_every_table_is_read_out_of_warc_files_or_said_not_to_be(tmp_path: Path) -> None:
    """A new table has to decide what becomes of it when something is redacted."""
    Store(tmp_path / "readmore.db").close()
    tables = {row[0] for row in rows(tmp_path, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    tables = {name for name in tables if not name.startswith(("_", "sqlite_"))}
    assert tables - set(READ_FROM_WARC) == {"sources", "runs", "frontier", "seals"}
    assert set(RECORDS) - {"sources"} <= set(READ_FROM_WARC)


def test_what_still_names_it_is_named(folder: Path) -> None:
    row = rows(folder, "SELECT i.listing_url, i.url FROM listing_items i JOIN captures c ON c.url = i.url LIMIT 1")[0]
    listings = rows(folder, "SELECT DISTINCT listing_url FROM listing_items WHERE url = ?", row["url"])
    done = redact(folder, row["url"])
    assert {listing["listing_url"] for listing in listings} <= set(done.named_by)
    assert any("rss" in url for url in done.named_by)
    assert row["url"] not in done.named_by
    assert not any("tags-" in url and url not in {r["url"] for r in rows(folder, "SELECT url FROM captures")}
                   for url in done.named_by)  # fmt: skip


def test_a_page_that_names_a_similar_address_is_not_named(tmp_path: Path) -> None:
    file = ByHand(tmp_path / "warc", "a")
    file.response("http://example.org/news/1", at(1), b"<p>one</p>")
    file.response("http://example.org/list", at(2), b'<a href="/news/12">12</a> <a href="/ka/news/1">ka</a>')
    file.response("http://example.org/other", at(3), b'<a href="news/1/?utm_source=x">1</a>')
    file.response("http://example.org/moved", at(4), b"", b"HTTP/1.1 302 Found\r\nLocation: /news/1\r\n\r\n")
    file.response("http://example.org/empty", at(5), b"<!-- nothing but this -->")
    listing = file.response("http://example.org/tag", at(6), b'<a href="http://[::1]/">odd</a> <a href="/news/1">1</a>')
    file.revisit("http://example.org/tag?again", at(7), listing, PLAIN % 60)
    named = ("moved", "other", "tag", "tag?again")
    assert redact(tmp_path, "http://example.org/news/1").named_by == tuple(f"http://example.org/{n}" for n in named)


def test_no_later_run_asks_for_it_also_where_the_database_was_lost(tmp_path: Path) -> None:
    archive = tmp_path / "a"
    with DemoSite("divs") as site:
        profile = small(site)
        walk(profile, archive)
        url, _ = article(archive)
        picture = rows(archive, "SELECT url FROM frontier WHERE kind = 'requisite' AND state = 'done'")[0]["url"]
        redact(archive, url, picture)
        lost = shutil.copytree(archive, tmp_path / "lost")
        for left in lost.glob("readmore.db*"):
            left.unlink()
        rebuilt(lost, lost)
        for folder in (archive, lost):
            asked = len(site.requests)
            assert walk(profile, folder, full=True).exit_code == Exit.DONE
            targets = [request.target for request in site.requests[asked:]]
            assert len(targets) > 30
            for gone in (url, picture):
                assert gone.removeprefix(site.url) not in targets
                [row] = rows(folder, "SELECT state, error FROM frontier WHERE url_key = ?", url_key(gone))
                assert tuple(row) == ("excluded", "redacted: court order 5")


def test_between_crawls_that_keep_what_is_unchanged_as_revisits(tmp_path: Path) -> None:
    archive = tmp_path / "a"
    with DemoSite("divs") as site:
        for _ in range(2):
            walk(small(site), archive)
        assert rows(archive, "SELECT 1 FROM captures WHERE revisit_of IS NOT NULL")
        url, paragraph = article(archive)
        known = len(rows(archive, "SELECT 1 FROM captures WHERE url = ?", url))
        assert len(redact(archive, url).removed) == known > 1
        assert not any(paragraph.encode() in content for content in contents(archive))
        assert faults(archive) == []
        walk(small(site), archive)
    assert faults(archive) == []
    assert_strictly_whole(archive)
    assert not rows(archive, "SELECT 1 FROM captures WHERE revisit_of NOT IN (SELECT id FROM captures)")
    rebuilt(archive, tmp_path / "again")
    assert differences(archive, tmp_path / "again") == {}


@pytest.mark.parametrize("first", ["the tombstones", "the copy", "both at once"])
def test_a_copy_of_an_old_file_does_not_bring_it_back(tmp_path: Path, first: str) -> None:
    file = ByHand(tmp_path / "warc", "b")
    file.response("http://example.org/x", at(1), b"x")
    file.response("http://example.org/y", at(2), b"y")
    copy = shutil.copy(file.path, tmp_path / "a-copy.warc.gz")
    redact(tmp_path, "http://example.org/x")
    store = Store(tmp_path / "fresh" / "readmore.db")
    order = {
        "the tombstones": [[file.path], [copy]],
        "the copy": [[copy, file.path]],
        "both at once": [[file.path, copy]],
    }
    for files in order[first]:
        reread(files, store)
    assert [row["url"] for row in store.query("SELECT url FROM captures")] == ["http://example.org/y"]
    store.close()


# -- revisits ---------------------------------------------------------------------------------------------------------


def revisited(folder: Path, place: str) -> tuple[Made, bytes]:
    """A page, and other pages that gave the same: in one file, in later files, or in files that sort before."""
    names = {"one file": ["a", "a", "a"], "later files": ["a", "b", "c"], "files before": ["c", "b", "a"]}[place]
    files = {name: ByHand(folder / "warc", name) for name in sorted(set(names))}
    body = "<p>ერთი და იგივე</p>".encode()
    original = files[names[0]].response("http://example.org/x", at(1), body)
    files[names[2]].response("http://example.org/else", at(2), b"else")
    files[names[2]].revisit("http://example.org/late", at(9), original, PLAIN % len(body))
    files[names[1]].revisit("http://example.org/oldest", at(5), original, CHUNKED)
    files[names[2]].revisit("http://example.org/said-so", at(7), original, NOT_CHANGED, NOT_MODIFIED)
    files[names[1]].revisit("http://example.org/x", at(8), original, NOT_CHANGED, NOT_MODIFIED)
    return original, body


@pytest.mark.parametrize("place", ["one file", "later files", "files before"])
def test_the_oldest_revisit_becomes_whole_and_the_others_refer_to_it(tmp_path: Path, place: str) -> None:
    original, body = revisited(tmp_path, place)
    before = answers(tmp_path)
    done = redact(tmp_path, "http://example.org/x")
    assert (done.made_whole, done.repointed) == (1, 2)
    assert done.copies == tuple(f"http://example.org/{name}" for name in ("late", "oldest", "said-so"))
    after = answers(tmp_path)
    assert original.record_id not in after
    [heir] = [r for r in after.values() if r.header("WARC-Target-URI") == "http://example.org/oldest"
              and r.header("WARC-Type") == "response"]  # fmt: skip
    assert heir.header("WARC-Record-ID") not in before
    assert heir.block.startswith(CHUNKED)
    assert Message.parse(heir.block).entity == body
    for name in ("WARC-Profile", "WARC-Truncated", "WARC-Refers-To", "WARC-Refers-To-Date"):
        assert heir.header(name) is None
    others = [r for r in after.values() if r.header("WARC-Type") == "revisit"]
    assert {r.header("WARC-Target-URI") for r in others} == {"http://example.org/late", "http://example.org/said-so"}
    for revisit in others:
        assert revisit.header("WARC-Refers-To") == heir.header("WARC-Record-ID")
        assert revisit.header("WARC-Refers-To-Target-URI") == "http://example.org/oldest"
        assert revisit.header("WARC-Refers-To-Date") == at(5)
        was = before[revisit.header("WARC-Record-ID")]
        assert (revisit.block, revisit.header("WARC-Profile")) == (was.block, was.header("WARC-Profile"))
    assert faults(tmp_path) == []
    assert_strictly_whole(tmp_path)


def test_an_answer_of_not_modified_can_be_the_heir(tmp_path: Path) -> None:
    file = ByHand(tmp_path / "warc", "a")
    original = file.response("http://example.org/x", at(1), b"<p>it</p>")
    file.revisit("http://example.org/y", at(2), original, NOT_CHANGED, NOT_MODIFIED)
    redact(tmp_path, "http://example.org/x")
    [heir] = [record for record in all_records(tmp_path) if record.header("WARC-Type") == "response"]
    assert heir.block == PLAIN % 9 + b"<p>it</p>"
    assert_strictly_whole(tmp_path)


def test_a_revisit_that_goes_leaves_its_original(tmp_path: Path) -> None:
    file = ByHand(tmp_path / "warc", "a")
    original = file.response("http://example.org/x", at(1), b"<p>it</p>")
    file.revisit("http://example.org/y", at(2), original, PLAIN % 9)
    done = redact(tmp_path, "http://example.org/y")
    assert (done.made_whole, done.repointed, done.copies) == (0, 0, ("http://example.org/x",))
    assert original.record_id in answers(tmp_path)


def test_two_pages_that_stand_for_each_others_removed_captures(tmp_path: Path) -> None:
    """Neither file can be rewritten and named before the other one is."""
    one, other = ByHand(tmp_path / "warc", "a"), ByHand(tmp_path / "warc", "b")
    first = one.response("http://example.org/x", at(1), b"<p>first</p>")
    second = other.response("http://example.org/x", at(2), b"<p>second</p>")
    one.revisit("http://example.org/y", at(3), second, PLAIN % 13)
    other.revisit("http://example.org/z", at(4), first, PLAIN % 12)
    redact(tmp_path, "http://example.org/x")
    bodies = {r.header("WARC-Target-URI"): Message.parse(r.block).entity for r in all_records(tmp_path)
              if r.header("WARC-Type") == "response"}  # fmt: skip
    assert bodies == {"http://example.org/y": b"<p>second</p>", "http://example.org/z": b"<p>first</p>"}
    assert_strictly_whole(tmp_path)


def test_a_revisit_whose_original_is_not_what_it_says_is_not_guessed_at(tmp_path: Path) -> None:
    file = ByHand(tmp_path / "warc", "a")
    original = file.response("http://example.org/x", at(1), b"<p>it</p>")
    wrong = Made(original.record_id, original.url, original.date, sha1([b"something else"]))
    file.revisit("http://example.org/y", at(2), wrong, PLAIN % 9)
    before = file.path.read_bytes()
    with pytest.raises(ReadmoreError, match="another payload") as caught:
        redact(tmp_path, "http://example.org/x")
    assert caught.value.exit_code == Exit.DAMAGE
    assert file.path.read_bytes() == before
    assert [path.name for path in (tmp_path / "warc").iterdir()] == ["a.warc.gz"]


# -- the ledger -------------------------------------------------------------------------------------------------------


def test_the_run_says_what_it_replaced(folder: Path) -> None:
    url, _ = article(folder)
    path = next((folder / "warc").iterdir())
    old = sha256(path)
    done = redact(folder, url)
    [file] = json.loads((folder / "runs" / done.run / "redaction.json").read_text())["files"]
    assert file == {"name": path.name, "old": old, "new": sha256(path)}
    log = (folder / "runs" / done.run / "log.jsonl").read_text()
    assert url in log
    assert "court order 5" in log
    [run] = rows(folder, "SELECT * FROM runs WHERE id = ?", done.run)
    assert (run["exit_code"], run["source_id"]) == (0, "demo")
    assert json.loads(run["options"]) == {"redact": [url], "reason": "court order 5"}
    assert json.loads(run["counts"]) == {"captures": 1, "records": 4, "files": 1}


def test_the_index_is_that_of_the_new_files_and_the_seal_holds(folder: Path) -> None:
    def sealed(run: str) -> None:
        seal.write_manifest(folder, run, seal.unsealed(folder), software="a test", now=NOW)

    [path] = (folder / "warc").iterdir()
    cdxj.write(path, folder / "index")
    sealed("a-crawl")
    url, _ = article(folder)
    done = redact(folder, url)
    [index] = (folder / "index").iterdir()
    assert index.read_text().splitlines() == cdxj.lines(path)
    assert url not in index.read_text()
    manifest = json.loads((folder / "runs" / done.run / "manifest.json").read_text())
    assert {file["path"] for file in manifest["replaced"]} == {f"warc/{path.name}", f"index/{index.name}"}
    assert {file["why"] for file in manifest["replaced"]} == {"redacted: court order 5"}
    assert manifest["replaced"][1]["was"] == done.files[0].old
    assert list(seal.check(folder)) == []
    path.write_bytes(path.read_bytes()[:-1])
    assert [finding.file for finding in seal.check(folder)] == [f"warc/{path.name}"]


# -- what is refused --------------------------------------------------------------------------------------------------


def digests(folder: Path) -> dict[str, str]:
    """Everything in an archive, but for the lock; of the database what it says, not how."""
    ours = (p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(("readmore.db", "lock")))
    found = {str(path.relative_to(folder)): sha256(path) for path in ours}
    with sqlite3.connect(folder / "readmore.db") as db:
        return found | {"readmore.db": "\n".join(db.iterdump())}


def test_a_dry_run_says_the_same_and_changes_nothing(folder: Path) -> None:
    url, _ = article(folder)
    before = digests(folder)
    said = json.loads(readmore("redact", url, "--reason", "r", "--dry-run", "--json", "--archive", folder).stdout)
    assert digests(folder) == before
    done = json.loads(readmore("redact", url, "--reason", "r", "--json", "--archive", folder).stdout)
    assert (said["dry_run"], done["dry_run"]) == (True, False)
    for key in ("removed", "named_by", "copies", "made_whole", "repointed"):
        assert said[key] == done[key], key
    assert said["removed"]


def test_a_second_time_there_is_nothing_left(folder: Path) -> None:
    url, _ = article(folder)
    redact(folder, url)
    before = digests(folder)
    again = readmore("redact", url + "/", "--reason", "again", "--archive", folder)
    assert again.returncode == Exit.USAGE
    assert "was redacted at 2026-07-01T12:00:00.000005Z (court order 5)" in again.stderr
    assert digests(folder) == before


def test_a_mistyped_address_is_told_what_there_is(folder: Path) -> None:
    url, _ = article(folder)
    before = digests(folder)
    done = readmore("redact", url, url + "9", "--reason", "r", "--archive", folder)
    assert done.returncode == Exit.USAGE
    assert url in done.stderr.partition("there is ")[2].strip().split(", ")
    assert digests(folder) == before


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["http://x.org/"], "--reason"),
        (["--reason", "r"], "URL"),
        (["http://x.org/", "--reason", " \n "], "say why"),
        (["x.org/a", "--reason", "r"], "no http(s) URL"),
        (["mailto:a@x.org", "--reason", "r"], "no http(s) URL"),
    ],
)
def test_wrong_use_is_told(tmp_path: Path, words: list[str], says: str) -> None:
    ByHand(tmp_path / "warc", "a").response("http://example.org/x", at(1), b"x")
    done = readmore("redact", *words, "--archive", tmp_path)
    assert done.returncode == Exit.USAGE
    assert says in done.stderr


def test_a_folder_without_an_archive_is_left_alone(tmp_path: Path) -> None:
    done = readmore("redact", "http://example.org/", "--reason", "r", "--archive", tmp_path / "typo")
    assert done.returncode == Exit.USAGE
    assert "there is no archive" in done.stderr
    assert not (tmp_path / "typo").exists()


@pytest.mark.parametrize("damage", ["flipped", "cut"])
def test_a_damaged_file_stops_it_before_anything_is_changed(folder: Path, damage: str) -> None:
    url, _ = article(folder)
    path = next((folder / "warc").iterdir())
    data = bytearray(path.read_bytes())
    record = list(records(path))[20]
    data[record.offset + record.length // 2] ^= 4
    path.write_bytes(data if damage == "flipped" else data[:-5])
    before = digests(folder)
    with pytest.raises(ReadmoreError, match=f"{path.name} at .* nothing was changed") as caught:
        redact(folder, url)
    assert caught.value.exit_code == Exit.DAMAGE
    assert digests(folder) == before


def test_a_file_that_is_not_what_was_sealed_is_not_sealed_anew(tmp_path: Path) -> None:
    file = ByHand(tmp_path / "warc", "a")
    file.response("http://example.org/x", at(1), b"x")
    seal.write_manifest(tmp_path, "a-crawl", [file.path], software="a test", now=NOW)
    file.response("http://example.org/forged", at(2), b"slipped in")
    rebuilt(tmp_path, tmp_path)
    before = digests(tmp_path)
    with pytest.raises(ReadmoreError, match=r"a\.warc\.gz is not what was sealed") as caught:
        redact(tmp_path, "http://example.org/x")
    assert caught.value.exit_code == Exit.DAMAGE
    assert digests(tmp_path) == before


def test_records_of_files_that_are_gone_are_not_lost(folder: Path, tmp_path: Path) -> None:
    elsewhere = ByHand(tmp_path / "elsewhere", "b")
    elsewhere.response("http://example.org/news/display/7", at(1), b"<h1>x</h1>")
    assert readmore("read", elsewhere.path, "--archive", folder).returncode == 0
    (folder / "warc" / "b.warc.gz").unlink()
    before = digests(folder)
    with pytest.raises(ReadmoreError, match=r"rest on b\.warc\.gz") as caught:
        redact(folder, article(folder)[0])
    assert caught.value.exit_code == Exit.USAGE
    assert digests(folder) == before
    shutil.copy(elsewhere.path, folder / "warc")
    redact(folder, article(folder)[0])
    assert rows(folder, "SELECT 1 FROM captures WHERE warc_file = 'b.warc.gz'")


def test_too_little_space_is_told_before_anything_is_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = digests(folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(2**40, 2**40, 2**20))
    with pytest.raises(ReadmoreError, match="MiB are needed") as caught:
        redact(folder, article(folder)[0])
    assert caught.value.exit_code == Exit.DISK
    assert digests(folder) == before


def test_a_held_archive_is_refused(folder: Path) -> None:
    with ArchiveFolder(folder).held():
        done = readmore("redact", article(folder)[0], "--reason", "r", "--archive", folder)
    assert done.returncode == Exit.LOCKED


def test_a_reader_that_holds_on_to_deleted_text_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.store.database.BUSY_TIMEOUT", 0.1)
    url, paragraph = article(folder)
    with sqlite3.connect(folder / "readmore.db", isolation_level=None) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM texts").fetchone()
        with pytest.raises(ReadmoreError, match="another process is reading") as caught:
            redact(folder, url)
        assert caught.value.exit_code == Exit.LOCKED
        # It still sees what was there when it began to read.
        assert reader.execute("SELECT count(*) FROM captures WHERE url = ?", (url,)).fetchone()[0] == 1
        reader.execute("COMMIT")
    reader.close()
    redact(folder, url)
    for path in folder.glob("readmore.db*"):
        assert paragraph.encode() not in path.read_bytes()


# -- death at any moment ----------------------------------------------------------------------------------------------


def shape(folder: Path) -> list[tuple]:
    """What the files say, but for ids and moments of the redaction itself."""
    known = answers(folder)

    def named(value: str | None) -> tuple[str | None, str | None] | None:
        other = known.get(value)
        return other and (other.header("WARC-Target-URI"), other.header("WARC-Date"))

    said = []
    for path in sorted((folder / "warc").iterdir()):
        for record in records(path):
            stone = tombstone_of(record)
            block = (stone.reason, stone.records) if stone else record.block
            facts = tuple(record.header(f"WARC-{name}") for name in ("Type", "Target-URI", "Date", "Profile"))
            said.append((path.name, *facts, named(record.header("WARC-Refers-To")), block))
    return said


def dying(number: int, folder: Path) -> None:
    """Redact, and die by SIGKILL just before or in the middle of the step of that number."""
    steps = iter(range(number))

    def mortal(real: Callable, *, writing: bool = False) -> Callable:
        def step(*args: object, **more: object) -> object:
            reads = writing and "w" not in str(args[1:])
            if not reads and next(steps, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **more)

        return step

    os.fsync = mortal(os.fsync)
    Path.replace = mortal(Path.replace)
    Path.open = mortal(Path.open, writing=True)
    Store.keep = mortal(Store.keep)
    Store.redact = mortal(Store.redact)
    Store.ran = mortal(Store.ran)
    Store.scrub = mortal(Store.scrub)
    redact(folder, "http://example.org/x")


def test_death_at_any_step_loses_nothing_and_is_made_good(tmp_path: Path) -> None:
    revisited(tmp_path / "before", "later files")
    rebuilt(tmp_path / "before", tmp_path / "before")
    files = [*(tmp_path / "before" / "warc").iterdir()]
    seal.write_manifest(tmp_path / "before", "a-crawl", files, software="a test", now=NOW)
    undisturbed = shutil.copytree(tmp_path / "before", tmp_path / "undisturbed")
    redact(undisturbed, "http://example.org/x")
    wanted = shape(undisturbed)
    assert wanted != shape(tmp_path / "before")
    old = {path.name: sha256(path) for path in (tmp_path / "before" / "warc").iterdir()}
    deaths = 0
    for number in range(1000):
        folder = shutil.copytree(tmp_path / "before", tmp_path / str(number))
        process = multiprocessing.get_context("fork").Process(target=dying, args=(number, folder))
        process.start()
        process.join(30)
        if process.exitcode == 0:
            break
        assert process.exitcode == -signal.SIGKILL
        deaths += 1
        if [path.name for path in folder.glob("runs/*/redaction*.json")] != ["redaction.json"]:
            redact(folder, "http://example.org/x")
        [ended] = folder.glob("runs/*/redaction*")
        done = Redaction.from_dict(json.loads(ended.read_text()))
        assert ended.name == "redaction.json"
        assert shape(folder) == wanted, number
        assert_strictly_whole(folder)
        assert {file.name: file.old for file in done.files} == old
        assert {file.name: file.new for file in done.files} == {p.name: sha256(p) for p in (folder / "warc").iterdir()}
        assert list(seal.check(folder)) == []
        for path in (folder / "warc").iterdir():
            assert (folder / "index" / cdxj.index_name(path)).read_text().splitlines() == cdxj.lines(path)
        rebuilt(folder, folder / "again")
        assert differences(folder, folder / "again") == {}
        assert len(rows(folder, "SELECT * FROM redactions")) == 2
    assert deaths > 20


def test_an_interrupted_redaction_is_ended_by_whatever_comes_next(tmp_path: Path) -> None:
    revisited(tmp_path, "later files")
    rebuilt(tmp_path, tmp_path)
    process = multiprocessing.get_context("fork").Process(target=dying, args=(10**6, tmp_path))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "anew", lambda store: os.kill(os.getpid(), signal.SIGKILL))
        process.start()
        process.join(30)
    assert process.exitcode == -signal.SIGKILL
    assert list(tmp_path.glob("runs/*/redaction.pending.json"))
    assert rows(tmp_path, "SELECT 1 FROM captures WHERE url = 'http://example.org/x'")
    assert "a redaction was begun and is not ended" in readmore("verify", "--archive", tmp_path).stdout
    assert readmore("read", "--archive", tmp_path).returncode == 0
    assert not list(tmp_path.glob("runs/*/redaction.pending.json"))
    assert not rows(tmp_path, "SELECT 1 FROM captures WHERE url = 'http://example.org/x'")


def test_files_that_never_became_part_of_a_redaction_are_removed_by_the_next_one(folder: Path) -> None:
    url, _ = article(folder)
    path = next((folder / "warc").iterdir())
    left = path.with_name(path.name + REWRITING)
    left.write_bytes(b"half a file")
    redact(folder, url)
    assert not left.exists()
    assert_strictly_whole(folder)
    left.write_bytes(b"half a file")
    assert readmore("read", "--archive", folder).returncode == 0
    assert not left.exists()


def test_a_rewritten_file_that_is_not_what_was_written_is_not_put_in_place(tmp_path: Path) -> None:
    revisited(tmp_path, "later files")
    rebuilt(tmp_path, tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", lambda old, new: old.rename(new) if old.suffix == ".part" else os._exit(9))
        process = multiprocessing.get_context("fork").Process(target=redact, args=(tmp_path, "http://example.org/x"))
        process.start()
        process.join(30)
    assert process.exitcode == 9
    new = sorted((tmp_path / "warc").glob(f"*{REWRITING}"))[1]
    new.write_bytes(new.read_bytes()[:-1])
    old = new.with_name(new.name.removesuffix(REWRITING)).read_bytes()
    with pytest.raises(ReadmoreError, match="not the file that was written"):
        redact(tmp_path, "http://example.org/x")
    assert new.with_name(new.name.removesuffix(REWRITING)).read_bytes() == old


@pytest.mark.parametrize("seed", range(3))
def test_kill_9_at_a_random_moment(folder: Path, tmp_path: Path, seed: int) -> None:
    url, paragraph = article(folder)
    count = len(all_records(folder))
    command = [sys.executable, "-m", "crawler", "redact", url, "--reason", "r", "--archive", str(folder), "--quiet"]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)})
    time.sleep(random.Random(seed).uniform(0.4, 1.6))
    process.kill()
    process.wait()
    done = readmore("redact", url, "--reason", "r", "--archive", folder)
    assert done.returncode == 0 or "was redacted at" in done.stderr
    assert len(all_records(folder)) == count - 3
    assert not any(paragraph.encode() in content for content in contents(folder))
    assert_strictly_whole(folder)
    rebuilt(folder, tmp_path / "again")
    assert differences(folder, tmp_path / "again") == {}
    assert not list(folder.glob("runs/*/*pending*"))
