"""The add-on in somebody else's project, made by `scrapy startproject`: the same archive, with one line of settings."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from known_bytes import GEORGIAN, chunked, lines, ok
from rawserver import End, RawServer, Script

from archive.dedup import IDENTICAL
from archive.reader import captures, records
from archive.verify.checks import Level
from archive.verify.files import Input, Summary, verify_files

ADDON = 'ADDONS = {"archive.addon.WarcAddon": 500}\nDOWNLOAD_DELAY = 0\nRETRY_ENABLED = False\nROBOTSTXT_OBEY = False\n'
SPIDER = """
import scrapy

class Any(scrapy.Spider):
    name = "any"

    def __init__(self, urls, **kwargs):
        super().__init__(**kwargs)
        self.urls = urls.split()

    async def start(self):
        for url in self.urls:
            yield scrapy.Request(url, meta={"handle_httpstatus_all": True}, errback=self.failed)

    def parse(self, response):
        capture = response.meta["capture"]
        yield {"url": response.url, "status": response.status, "file": capture.warc_file,
               "offset": capture.warc_offset, "record": capture.record_id}
        for href in response.css("a::attr(href)").getall():
            yield response.follow(href, self.parse)

    def failed(self, failure):
        yield {"error": repr(failure.value)}
"""
#: Answers that Scrapy's own handlers change, or refuse.
ANSWERS = {
    "page": Script(answer=ok(b"Content-Type: text/html", body=b'<p>hello <a href="/odd">on</a></p>')),
    "odd": Script(answer=ok(b"sErVeR:nGiNx", b"Set-Cookie: a=1", b"set-cookie: b=2", b"X: caf\xe9 " + GEORGIAN)),
    "reason": Script(answer=lines(b"HTTP/1.1 200 All Is Well", b"Content-Length: 5", body=b"hello")),
    "chunks": Script(answer=chunked(body=b"2;a=b\r\nhe\r\n3\r\nllo\r\n", tail=b"0\r\nX-Sum: 42\r\n\r\n")),
    "gone": Script(answer=lines(b"HTTP/1.1 404 Not Here", b"Content-Length: 0")),
    "silent": Script(answer=b"", end=End.CLOSE),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A fresh project with the add-on and one spider."""
    scrapy("startproject", "shop", ".", folder=tmp_path)
    with (tmp_path / "shop" / "settings.py").open("a") as file:
        file.write(ADDON)
    (tmp_path / "shop" / "spiders" / "any.py").write_text(SPIDER)
    return tmp_path


def scrapy(*arguments: str, folder: Path, most: int = resource.RLIM_INFINITY) -> str:
    """Run a command of Scrapy's; no file may become larger than `most` bytes. Returns what it logged."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    path = os.pathsep.join(filter(None, sys.path))
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=90,
        preexec_fn=limited,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


def crawl(server: RawServer, project: Path, names: list[str], **options: int) -> tuple[list[dict], str]:
    """The items of a crawl of these scripts, and its log."""
    urls = " ".join(map(server.url, names))
    log = scrapy("crawl", "any", "-a", f"urls={urls}", "-O", "items.json", folder=project, **options)
    return json.loads((project / "items.json").read_text() or "[]"), log


def test_every_byte_is_kept_and_each_response_says_where(project: Path) -> None:
    with RawServer(ANSWERS) as server:
        items, _ = crawl(server, project, ["page", "reason", "chunks", "gone", "silent"])
        turns = {turn.script: turn for turn in server.turns}
    files = list((project / "warc").glob("*"))
    assert [path.suffixes for path in files] == [[".warc", ".gz"]]
    found = {r.header("WARC-Record-ID"): r for r in records(files[0])}
    answered = {item["url"].rpartition("/")[2]: item for item in items if "url" in item}
    assert set(answered) == set(ANSWERS) - {"silent"}
    for name, item in answered.items():
        record = found[item["record"]]
        assert (record.offset, files[0].name) == (item["offset"], item["file"])
        assert record.block == bytes(turns[name].sent)
        assert found[record.header("WARC-Concurrent-To")].block == turns[name].received
    errors = [f for f in verify_files([Input.of(files[0])], Summary()) if f.level is Level.ERROR]
    assert errors == []


def test_the_way_and_the_failures_stand_in_metadata(project: Path) -> None:
    with RawServer(ANSWERS) as server:
        crawl(server, project, ["page", "silent"])
        said = {
            r.header("WARC-Target-URI"): r.block.decode()
            for path in (project / "warc").iterdir()
            for r in records(path)
            if r.header("WARC-Type") == "metadata"
        }
        assert f"via: {server.url('page')}\r\nhopsFromSeed: L\r\n" in said[server.url("odd")]
        assert f"outlink: {server.url('odd')} L a/@href\r\n" in said[server.url("page")]
        assert "failure: no-answer\r\nreason: the server closed" in said[server.url("silent")]


def test_a_second_crawl_keeps_revisits_where_dedup_is_on(project: Path) -> None:
    with (project / "shop" / "settings.py").open("a") as file:
        file.write('WARC_INDEX_DIR = "index"\nWARC_DEDUP = True\n')
    with RawServer(ANSWERS) as server:
        for _ in range(3):
            crawl(server, project, ["page", "gone"])
    files = sorted((project / "warc").iterdir())
    kinds = [[capture.profile for capture in captures(path)] for path in files]
    assert [sorted(map(str, kind)) for kind in kinds[1:]] == [sorted([IDENTICAL, IDENTICAL, "None"])] * 2
    errors = [f for f in verify_files(map(Input.of, files), Summary()) if f.level is Level.ERROR]
    assert errors == []
    assert len(list((project / "index").iterdir())) == 3


def test_dedup_without_an_index_is_refused(project: Path) -> None:
    with (project / "shop" / "settings.py").open("a") as file:
        file.write("WARC_DEDUP = True\n")
    with RawServer(ANSWERS) as server:
        _, log = crawl(server, project, ["page"])
        assert "WARC_DEDUP needs WARC_INDEX_DIR" in log
        assert not server.turns, "nothing is asked that cannot be kept as wished"


def test_what_a_killed_crawl_left_open_is_closed_by_the_next(project: Path) -> None:
    with RawServer(ANSWERS) as server:
        crawl(server, project, ["page"])
        whole = next((project / "warc").iterdir())
        left = whole.rename(whole.with_name(whole.name + ".open"))
        with left.open("ab") as file:
            file.write(b"\x1f\x8b\x08torn")
        crawl(server, project, ["page"])
    assert {path.suffix for path in (project / "warc").iterdir()} == {".gz"}
    assert [c.url.rpartition("/")[2] for c in captures(whole)] == ["page", "odd"]


def test_a_write_that_fails_ends_the_crawl(project: Path) -> None:
    many = {f"p{n}": Script(answer=ok(body=os.urandom(20_000))) for n in range(40)}
    with RawServer(many) as server:
        items, log = crawl(server, project, list(many), most=200_000)
        asked = len(server.turns)
    assert "'finish_reason': 'warc_write_failed'" in log
    assert "cannot write" in log
    assert asked < 40
    kept = [c.url for path in (project / "warc").glob("*.warc.gz") for c in captures(path)]
    assert {item["url"] for item in items if "url" in item} <= set(kept)
