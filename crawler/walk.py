"""The walk of one source: Scrapy, its settings, and the signals that end it."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.settings import Settings

from archive.handler import write_with
from crawler.agent import headers, user_agent
from crawler.signals import ENDING
from spiders.source import SourceSpider

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import Crawler

    from archive.writer import WarcWriter
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


async def walk(
    profile: Profile,
    store: Store,
    recorder: Recorder,
    writer: WarcWriter,
    run_id: str,
    options: Options,
    progress: Callable[[Recorded], None],
) -> Ending:
    """Ask what the frontier holds until nothing is pending, or until a signal or an error ends it."""
    delay, concurrency = pace(profile)
    crawler = AsyncCrawlerRunner(_settings(profile, concurrency)).create_crawler(SourceSpider)
    crawler.signals.connect(_on_item(progress), signals.item_scraped, weak=False)
    write_with(crawler, writer)
    ending = Ending()
    with _stopped_by_signals(crawler, ending):
        task = crawler.crawl_async(
            profile=profile,
            store=store,
            recorder=recorder,
            writer=writer,
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
    if isinstance(crawler.spider, SourceSpider):
        ending.trouble = crawler.spider.trouble
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


def _settings(profile: Profile, concurrency: int) -> Settings:
    settings = Settings()
    settings.setmodule("crawler.settings")
    settings.setdict(
        {
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
    before = {number: signal.getsignal(number) for number in ENDING}
    for number in ENDING:
        loop.add_signal_handler(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            loop.remove_signal_handler(number)
            signal.signal(number, handler)
