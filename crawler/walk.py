"""The walk of one source: Scrapy, its settings, and the signals that end it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.settings import Settings

from crawler.agent import contact, headers, user_agent
from pipelines.store import StoredOriginals
from spiders.source import SourceSpider

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scrapy.crawler import Crawler

    from crawler.run import Options
    from pipelines.items import Recorded
    from pipelines.store import Store
    from spiders.profile import Profile
    from spiders.recorder import Recorder

#: Seconds that what is under way may take after the first signal.
_GRACE = 7.0
#: Requests at once to a server on this machine, where the profile does not say.
_LOOPBACK_CONCURRENCY = 8


@dataclass(kw_only=True)
class Ending:
    """How a walk ended."""

    trouble: BaseException | None = None
    interrupted: bool = False
    bytes: int = 0
    files: dict[str, str] = field(default_factory=dict)
    """Ids of the WARC files' warcinfo records, by file name."""


async def walk(
    profile: Profile,
    warc: Path,
    store: Store,
    recorder: Recorder,
    run_id: str,
    options: Options,
    progress: Callable[[Recorded], None],
) -> Ending:
    """Ask what the frontier holds until nothing is pending, or until a signal or an error ends it."""
    delay, concurrency = pace(profile)
    runner = AsyncCrawlerRunner(_settings(profile, warc, store.path, run_id, concurrency))
    crawler = runner.create_crawler(SourceSpider)
    crawler.signals.connect(_on_item(progress), signals.item_scraped, weak=False)
    ending = Ending()
    with _stopped_by_signals(crawler, ending):
        task = runner.crawl(
            crawler,
            profile=profile,
            store=store,
            recorder=recorder,
            run_id=run_id,
            delay=delay,
            concurrency=concurrency,
            limit=options.limit,
            since=options.since,
        )
        try:
            await task
        except asyncio.CancelledError:
            ending.interrupted = True
    spider = crawler.spider
    if isinstance(spider, SourceSpider):
        ending.trouble = spider.trouble
    if crawler.stats:
        ending.bytes = crawler.stats.get_value("warc/bytes", 0)
        ending.files = crawler.stats.get_value("warc/files", {})
        ending.trouble = ending.trouble or crawler.stats.get_value("warc/trouble")
    return ending


def pace(profile: Profile) -> tuple[float, int]:
    """Seconds between requests, and requests at once. A server on this machine is nobody's burden, unless its
    profile says how it is to be asked."""
    delay, concurrency = profile.crawl.delay, profile.crawl.concurrency
    if all(_is_loopback(url) for url in profile.start_urls):
        stated = profile.crawl.model_fields_set
        if "delay" not in stated:
            delay = 0.0
        if "concurrency" not in stated and not delay:
            concurrency = _LOOPBACK_CONCURRENCY
    return delay, concurrency


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _settings(profile: Profile, warc: Path, database: Path, run_id: str, concurrency: int) -> Settings:
    settings = Settings()
    settings.setmodule("crawler.settings")
    settings.setdict(
        {
            "WARC_DIR": str(warc),
            "WARC_PREFIX": profile.name,
            "WARC_ORIGINALS": StoredOriginals(database),
            "WARC_FACTS": {
                "operator": os.environ.get("READMORE_OPERATOR") or contact(),
                "isPartOf": run_id,
                "description": f"{profile.title or profile.name}: tag listings, and the articles they lead to",
                "robots": "obey",
                "readmore-profile": profile.model_dump_json(exclude_unset=True),
            },
            "USER_AGENT": user_agent(),
            "DEFAULT_REQUEST_HEADERS": headers(),
            "DOWNLOAD_TIMEOUT": profile.crawl.timeout,
            "DOWNLOAD_MAXSIZE": profile.crawl.max_body,
            "DOWNLOAD_VERIFY_CERTIFICATES": profile.crawl.verify_tls,
            "CONCURRENT_REQUESTS": concurrency,
            "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency,
        },
        priority="cmdline",
    )
    return settings


def _on_item(progress: Callable[[Recorded], None]) -> Callable[[Recorded], None]:
    def settled(item: Recorded) -> None:
        progress(item)

    return settled


@contextlib.contextmanager
def _stopped_by_signals(crawler: Crawler, ending: Ending) -> Any:
    """The first SIGINT or SIGTERM finishes what is under way, if it does not take long; the second one ends at once."""
    loop = asyncio.get_running_loop()
    current = asyncio.current_task()

    def stop() -> None:
        if ending.interrupted and current:
            current.cancel()
            return
        ending.interrupted = True
        if isinstance(crawler.spider, SourceSpider):
            crawler.spider.stop()
        tasks.append(loop.create_task(crawler.stop_async()))
        loop.call_later(_GRACE, stop)

    tasks: list[asyncio.Task[None]] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
