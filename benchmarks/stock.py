"""Stock Scrapy on the benchmark's site, as its tutorial would do it: `python -m benchmarks.stock URL`.

Default settings, but for 16 requests at once to one host. Items are made and not exported: nothing is kept.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response


class StockSpider(scrapy.Spider):
    """Follows the listing's links and takes title, date and text by CSS."""

    name = "stock"

    def parse(self, response: Response, **_: Any) -> Iterator[Any]:
        yield from response.follow_all(css=".item h2 a", callback=self.parse_article)
        yield from response.follow_all(css=".pages a", callback=self.parse)

    def parse_article(self, response: Response) -> dict[str, Any]:
        return {
            "url": response.url,
            "title": response.css("h1::text").get(),
            "date": response.css(".date::text").get(),
            "text": "\n".join(response.css(".text p::text").getall()),
        }


if __name__ == "__main__":
    settings = {"CONCURRENT_REQUESTS": 16, "CONCURRENT_REQUESTS_PER_DOMAIN": 16}
    process = CrawlerProcess(settings)
    process.crawl(StockSpider, start_urls=[sys.argv[1]])
    process.start()
