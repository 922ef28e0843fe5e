"""The Scrapy item pipeline: answers into the archive's records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from scrapy.exceptions import NotConfigured

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from pipelines.items import Answer, Kept, Recorded


class Records(Protocol):
    """Whatever reads and stores."""

    async def record(self, work: Answer | Kept) -> Recorded:
        """What became of it, once it is on disk."""


class KeepPipeline:
    """Hands each item to the spider's recorder, and hands on what became of it."""

    def __init__(self, recorder: Records) -> None:
        self._recorder = recorder

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> KeepPipeline:
        recorder = getattr(crawler.spider, "recorder", None)
        if recorder is None:
            raise NotConfigured("the spider has no recorder")
        return cls(recorder)

    async def process_item(self, item: Answer | Kept) -> Recorded:
        """Returns once the item is on disk. Raises `pipelines.store.StoreError`."""
        return await self._recorder.record(item)
