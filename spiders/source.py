"""The one spider: asks what the frontier holds, and hands on what comes back."""

from __future__ import annotations

import asyncio
import contextlib
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import scrapy
from scrapy import signals
from scrapy.exceptions import CloseSpider

from archive.errors import WriteError
from archive.exchange import FailedRequest, FailureKind
from archive.records import warc_date
from pipelines.items import Answer, CaptureRow, Kept, Outcome, Recorded, State
from spiders.pace import Pace
from spiders.page import Page
from spiders.requisites import hops_from_seed, least_delay, may_ask
from spiders.retry import again_or_failed
from spiders.robots import Answer as RobotsAnswer
from spiders.robots import Robots

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response
    from twisted.python.failure import Failure

    from archive.exchange import Exchange
    from archive.writer import WarcWriter
    from pipelines.items import Lease
    from pipelines.store import Store
    from spiders.profile import Profile
    from spiders.recorder import Recorder

#: What a server said is sent back to it only where that cannot mean something else: a line end or a NUL would end the
#: field, `*` is any state of the page, a comma makes a list, and bytes above 0x7F may have been of several encodings.
_SAFE = {
    "If-None-Match": re.compile(r'(?:W/)?(?:"[ !#-~]*"|[!#-)+\-.-~]+)'),
    "If-Modified-Since": re.compile(r"[ -~]+"),
}


class SourceSpider(scrapy.Spider):
    """Asks what the frontier holds, and yields each answer (`pipelines.items.Answer`).

    Scrapy's own scheduler holds no more than is being asked: `start` hands out a lease whenever another address
    has been settled, and ends when nothing is pending.
    """

    name = "source"
    robots: Robots

    def __init__(
        self,
        profile: Profile,
        store: Store,
        recorder: Recorder,
        writer: WarcWriter,
        run_id: str,
        *,
        delay: float,
        concurrency: int,
        limit: int | None = None,
        since: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.profile = profile
        self.store = store
        self.recorder = recorder
        self.writer = writer
        self.run_id = run_id
        self.limit = limit
        self.since = since
        self.asked = 0
        self.frontier = store.frontier(profile.name, articles_first=limit is not None or since is not None)
        self.pace = Pace(delay)
        # Paced requests must begin when it is their turn; without a pace a few more wait in line.
        self.window = concurrency if delay else concurrency * 12
        self._changed = asyncio.Event()
        self._stopping = False
        self.trouble: BaseException | None = None
        """What ended the run early: nothing could be written any more."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> SourceSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.item_settled, signals.item_scraped)
        crawler.signals.connect(spider.item_failed, signals.item_error)
        spider.robots = Robots(spider.fetch_robots, str(crawler.settings["USER_AGENT"]))
        return spider

    # What is asked

    async def start(self) -> AsyncIterator[Request]:
        """Requests for what is pending, never more at once than the window."""
        try:
            while not self._stopping:
                self._changed.clear()
                for lease in self._lease():
                    if await self._may_ask(lease):
                        await self.pace.turn(urlsplit(lease.url).netloc)
                        if self._stopping:
                            return
                        yield self._request(lease)
                if not await self._wait():
                    return
        except Exception as error:
            self.trouble = self.trouble or error
            raise

    def stop(self) -> None:
        """Hand out nothing more; what is under way is finished."""
        self._stopping = True
        self._changed.set()

    def _lease(self) -> list[Lease]:
        room = self.window - self.frontier.leased
        if self.limit is not None:
            room = min(room, self.limit - self.asked)
        if room <= 0:
            return []
        leases = self.frontier.lease(room, _now())
        if self.since:
            leases = self._without_early_listings(leases)
        self.asked += len(leases)
        return leases

    def _without_early_listings(self, leases: list[Lease]) -> list[Lease]:
        """With `since`, a listing's next page waits until the dates of the page before it are known."""
        later = [lease for lease in leases if lease.kind == "listing" and lease.page > 1]
        now = [lease for lease in leases if lease not in later]
        if now or self.frontier.leased > len(leases):
            for lease in later:
                self.frontier.release(lease.url_key)
            return now
        return later

    async def _wait(self) -> bool:
        """Wait until there may be something to ask. Returns False when there never will be."""
        spent = self.limit is not None and self.asked >= self.limit
        under_way = self.frontier.leased
        if spent and not under_way:
            return False
        timeout = None
        if not spent and under_way < self.window:
            due = self.frontier.next_due()
            if due is not None:
                timeout = max(0.0, (datetime.fromisoformat(due) - datetime.now(UTC)).total_seconds()) if due else 0.0
            elif not under_way:
                return False
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), timeout)
        return True

    async def _may_ask(self, lease: Lease) -> bool:
        rules = await self.robots.rules(lease.url, hops_from_seed(lease))
        self.pace.slow_down(urlsplit(lease.url).netloc, max(rules.crawl_delay, least_delay(lease, self.profile)))
        if rules.trouble:
            await self._refuse(lease, State.MISSING if lease.optional else State.FAILED, rules.trouble)
        elif not rules.allows(lease.url):
            await self._refuse(lease, State.EXCLUDED, "robots.txt forbids it")
        elif self._is_too_old(lease):
            await self._settle(lease, State.EXCLUDED, f"the page before it has nothing since {self.since}")
        else:
            return True
        return False

    def _is_too_old(self, lease: Lease) -> bool:
        is_next = lease.kind == "listing" and lease.page > 1 and lease.via is not None
        return bool(self.since and is_next and self.store.all_older(str(lease.via), self.since))

    def _request(self, lease: Lease) -> Request:
        validators = _validators(lease)
        return scrapy.Request(
            lease.url,
            callback=self.parse,
            errback=self.failed,
            dont_filter=True,
            headers=validators,
            cb_kwargs={"lease": lease},
            meta={"warc_notes": _notes(lease), "warc_revalidates": lease.original if validators else None},
        )

    async def fetch_robots(self, url: str, via: str, hops: str) -> RobotsAnswer:
        """Ask for a robots.txt, over redirects (RFC 9309 section 2.3.1.2), and keep each exchange.

        `via` is the page that cannot be asked before, met by `hops`; to Heritrix the file is its prerequisite, `P`.
        """
        assert self.crawler.engine
        for redirects in range(6):
            notes = {"via": via, "hopsFromSeed": f"{hops}P{'R' * redirects}"}
            request = scrapy.Request(url, meta={"warc_notes": notes})
            try:
                await self.crawler.engine.download_async(request)
            except Exception as error:  # noqa: BLE001 -- whatever it was, nobody may be asked without the rules
                self._note(error)
                return RobotsAnswer(error=str(error))
            exchange: Exchange = request.meta["exchange"]
            page = Page.of(url, exchange.message, exchange.started_at, truncated=exchange.truncated)
            await self.recorder.record(Answer(capture=_capture(request), block=b""))
            target = page.redirects_to
            if not target or not may_ask(target, self.profile):
                return RobotsAnswer(status=page.status, body=page.content)
            url, via = urljoin(url, target), url
        return RobotsAnswer(status=404)

    # What came back

    async def parse(self, response: Response, lease: Lease) -> AsyncIterator[Answer]:
        """The answer, to be read and stored."""
        assert response.request
        exchange: Exchange = response.request.meta["exchange"]
        capture = _capture(response.request)
        original = lease.original if capture.status == 304 and capture.revisit_of else None
        yield Answer(capture=capture, block=exchange.response.read(), lease=lease, original=original)
        exchange.response.close()

    async def failed(self, failure: Failure) -> AsyncIterator[Kept]:
        """A request that got no answer, or whose answer could not be kept."""
        request: Request = failure.request  # type: ignore[attr-defined]
        error: BaseException = failure.value  # type: ignore[assignment]
        if self._note(error):
            raise CloseSpider("cannot_keep")
        lease: Lease = request.cb_kwargs["lease"]
        why = str(error) or type(error).__name__
        outcome = again_or_failed(lease, why, datetime.now(UTC))
        capture = _capture(request) if "capture" in request.meta else None
        yield Kept(source_id=self.profile.name, run_id=self.run_id, capture=capture, outcome=outcome)

    def _note(self, error: BaseException) -> bool:
        """Whether an error means that nothing can be kept any more; then what was under way stays pending."""
        if isinstance(error, WriteError):
            self.trouble = self.trouble or error
            self.stop()
        return isinstance(error, WriteError)

    # What became of it

    async def _refuse(self, lease: Lease, state: State, why: str) -> None:
        """An address that robots.txt keeps us from; the archive says so."""
        failure = FailedRequest(
            url=lease.url, started_at=datetime.now(UTC), kind=FailureKind.ROBOTS, reason=why, notes=_notes(lease)
        )
        await self.writer.keep(failure)
        await self._settle(lease, state, why)

    async def _settle(self, lease: Lease, state: State, why: str) -> None:
        outcome = Outcome(url_key=lease.url_key, state=state, error=why)
        await self.recorder.record(Kept(source_id=self.profile.name, run_id=self.run_id, outcome=outcome))
        self._release(lease.url_key)

    def item_settled(self, item: Recorded) -> None:
        """Scrapy's signal that an item is recorded."""
        if item.conversion:
            self.writer.add(item.conversion)
        if item.url_key:
            self._release(item.url_key)

    def item_failed(self, failure: Failure) -> None:
        """Scrapy's signal that an item could not be recorded: nothing can be any more."""
        self.trouble = self.trouble or failure.value
        self.stop()

    def _release(self, key: str) -> None:
        self.frontier.release(key)
        self._changed.set()


def _notes(lease: Lease) -> dict[str, str]:
    """What a capture's metadata record says of the walk (WARC 1.1 section 6.6, Heritrix' names)."""
    notes = {"via": lease.via} if lease.via else {}
    return notes | {"hopsFromSeed": hops} if (hops := hops_from_seed(lease)) else notes


def _capture(request: Request) -> CaptureRow:
    exchange: Exchange = request.meta["exchange"]
    return CaptureRow.of(
        url=exchange.url,
        method=exchange.method,
        head=exchange.message.head,
        fetched_at=exchange.started_at,
        truncated=exchange.truncated,
        address=request.meta["capture"],
    )


def _validators(lease: Lease) -> dict[str, bytes]:
    """What makes a request conditional (RFC 9110 section 13.1), where the answer it speaks of is still here."""
    if not lease.original:
        return {}
    stated = {"If-None-Match": lease.etag, "If-Modified-Since": lease.last_modified}
    return {name: value.encode("ascii") for name, value in stated.items() if value and _SAFE[name].fullmatch(value)}


def _now() -> str:
    return warc_date(datetime.now(UTC))
