"""What the wire handler leans on in Scrapy. A new minor version is admitted (pyproject.toml) once this passes on it."""

from __future__ import annotations

import inspect

import scrapy
from packaging.version import Version
from scrapy.core.downloader.handlers import DownloadHandlerProtocol
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.responsetypes import responsetypes
from scrapy.settings import default_settings

from archive.handler import WireHandler


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
