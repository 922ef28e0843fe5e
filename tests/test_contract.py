"""What the wire handler leans on in Scrapy. A new minor version is admitted (pyproject.toml) once this passes on it."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import scrapy
from packaging.version import Version
from rawserver import RawServer, Script
from scrapy.core.downloader.handlers import DownloadHandlerProtocol
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.responsetypes import responsetypes
from scrapy.settings import default_settings

from archive.handler import WireHandler
from archive.reader import captures


def test_this_is_the_scrapy_that_was_checked() -> None:
    assert Version("2.19") <= Version(scrapy.__version__) < Version("2.20")


def test_a_download_handler_is_what_it_was() -> None:
    protocol = DownloadHandlerProtocol
    public = {name for name in vars(protocol) if not name.startswith("_")} | set(protocol.__annotations__)
    assert public == {"lazy", "download_request", "close"}
    for name in ("download_request", "close"):
        theirs = inspect.signature(getattr(DownloadHandlerProtocol, name))
        assert list(inspect.signature(getattr(WireHandler, name)).parameters) == list(theirs.parameters)
        assert inspect.iscoroutinefunction(getattr(WireHandler, name))


def test_the_parts_that_a_run_is_made_of_are_there() -> None:
    assert inspect.iscoroutinefunction(Crawler.stop_async)
    assert "TWISTED_REACTOR_ENABLED" in vars(default_settings)
    assert {"crawl", "create_crawler"} <= set(dir(AsyncCrawlerRunner))
    assert responsetypes.from_args(headers={}, url="http://x/", body=b"<html>").__name__ == "HtmlResponse"


PROJECT = """
import asyncio, sys
from scrapy import Spider, Request
from scrapy.crawler import AsyncCrawlerRunner

class Any(Spider):
    name = "any"
    async def start(self):
        yield Request(sys.argv[1], meta={"handle_httpstatus_all": True})
    async def parse(self, response):
        file, cookies = response.meta["capture"].warc_file, response.headers.getlist("Set-Cookie")
        print(response.status, response.text, file, cookies)

async def main():
    runner = AsyncCrawlerRunner({
        "ADDONS": {"archive.addon.WarcAddon": 500}, "TWISTED_REACTOR_ENABLED": False, "REMOTE_CONTROL_ENABLED": False,
    })
    await runner.crawl(Any)
asyncio.run(main())
"""


def test_any_scrapy_project_gets_byte_exact_files_from_the_add_on(tmp_path: Path) -> None:
    cookies = b"set-COOKIE: a=1\r\nSet-Cookie: b=2\r\n"
    sent = b"HTTP/1.1 200 Ja\r\n" + cookies + b"Content-Type: text/html\r\nContent-Length: 5\r\n\r\nhello"
    with RawServer({"x": Script(answer=sent)}) as server:
        done = subprocess.run(
            [sys.executable, "-c", PROJECT, server.url("x")], cwd=tmp_path, capture_output=True, text=True, timeout=60
        )
    assert done.returncode == 0, done.stderr
    status, text, name, *seen = done.stdout.split(maxsplit=3)
    assert (status, text) == ("200", "hello")
    assert "a=1" in seen[0]
    capture = next(captures(tmp_path / "warc" / name))
    assert capture.message.head
    assert capture.message.head.reason == b"Ja"
    assert capture.message.head.all(b"set-cookie") == (b"a=1", b"b=2")
