"""Fetches addresses with Scrapy and scrapy-webarchive, in their environment: `python by_scrapy.py URLS.txt OUT.wacz`.

Settings are those of scrapy-webarchive's documentation; further ones only see to it that every answer is taken as it
comes, once, and within seconds.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import scrapy
from scrapy.crawler import CrawlerProcess

_SETTINGS = {
    "EXTENSIONS": {"scrapy_webarchive.extensions.WaczExporter": 543},
    "SW_EXPORT_URI": sys.argv[2],
    "DOWNLOAD_TIMEOUT": 3,
    "DOWNLOAD_FAIL_ON_DATALOSS": False,
    "HTTPERROR_ALLOW_ALL": True,
    "REDIRECT_ENABLED": False,
    "RETRY_ENABLED": False,
}


class Asker(scrapy.Spider):
    """Asks for each address and drops the answer."""

    name = "asker"

    def start_requests(self) -> Iterator[scrapy.Request]:
        for url in Path(sys.argv[1]).read_text("utf-8").split():
            yield scrapy.Request(url, dont_filter=True)

    def parse(self, response: scrapy.http.Response) -> None:
        del response


if __name__ == "__main__":
    process = CrawlerProcess(_SETTINGS)
    process.crawl(Asker)
    process.start()
