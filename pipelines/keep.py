"""The Scrapy item pipeline: what a page adds, into the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import NotConfigured

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from pipelines.items import Kept
    from pipelines.store import Store


class KeepPipeline:
    """Stores each item in one transaction, and counts what became of it."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> KeepPipeline:
        if not hasattr(crawler.spider, "store"):
            raise NotConfigured("the spider has no store")
        return cls(crawler)

    async def process_item(self, item: Kept) -> Kept:
        """Returns once the item is on disk. Raises `pipelines.store.StoreError`."""
        store: Store = self._crawler.spider.store  # type: ignore[union-attr]
        result = await store.keep(item)
        if self._crawler.stats:
            self._crawler.stats.inc_value(f"readmore/{result}")
        return item
