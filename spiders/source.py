"""The one spider: walks a source, from its frontier in the database to its records."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import scrapy
from scrapy import signals
from scrapy.exceptions import CloseSpider

from archive.errors import WriteError
from archive.records import warc_date
from pipelines.items import AskRow, CaptureRow, Kept, Outcome, State
from pipelines.normalise.urls import url_key
from pipelines.store import StoreError
from spiders.links import Position, links
from spiders.pace import Pace
from spiders.page import Page
from spiders.robots import Answer, Robots
from spiders.statements import redirect_target, statements, unusable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response
    from twisted.python.failure import Failure

    from archive.exchange import Exchange
    from pipelines.store import Store
    from pipelines.store.frontier import Lease
    from spiders.profile import Profile

#: Times that an address is asked before it counts as failed.
MAX_ATTEMPTS = 3
#: Redirects that are followed in a row.
MAX_HOPS = 10
#: Seconds before the second attempt; each further one waits four times as long.
RETRY_DELAY = 1.0
#: A longer Retry-After is not waited for within one run.
MAX_RETRY_AFTER = 300.0


class SourceSpider(scrapy.Spider):
    """Asks what the frontier holds, and yields what each page adds (`pipelines.items.Kept`).

    Scrapy's own scheduler holds no more than is being asked: `start` hands out a lease whenever another address
    has been settled, and ends when nothing is pending.
    """

    name = "source"

    def __init__(
        self,
        profile: Profile,
        store: Store,
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
        self.run_id = run_id
        self.limit = limit
        self.since = since
        self.asked = 0
        self.frontier = store.frontier(profile.name)
        self.pace = Pace(delay)
        # Paced requests must begin when it is their turn; without a pace a few more wait in line.
        self.window = concurrency if delay else concurrency * 3
        self._known = store.known(profile.name)
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

    robots: Robots

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
        room = self.window - len(self.frontier.leased)
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
        if now or len(self.frontier.leased) > len(leases):
            for lease in later:
                self.frontier.release(lease.url_key)
            return now
        return later

    async def _wait(self) -> bool:
        """Wait until there may be something to ask. Returns False when there never will be."""
        if self.limit is not None and self.asked >= self.limit and not self.frontier.leased:
            return False
        if len(self.frontier.leased) >= self.window or (self.limit is not None and self.asked >= self.limit):
            timeout = None
        elif (due := self.frontier.next_due()) is not None:
            timeout = max(0.0, (datetime.fromisoformat(due) - datetime.now(UTC)).total_seconds()) if due else 0.0
        elif self.frontier.leased:
            timeout = None
        else:
            return False
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), timeout)
        return True

    async def _may_ask(self, lease: Lease) -> bool:
        rules = await self.robots.rules(lease.url)
        self.pace.slow_down(rules.crawl_delay)
        if rules.allows(lease.url):
            if self.since and lease.via and lease.kind == "listing" and lease.page > 1:
                return await self._is_recent(lease, self.since)
            return True
        if rules.trouble:
            await self._settle(lease, Outcome(url_key=lease.url_key, state=State.FAILED, error=rules.trouble))
        else:
            await self._exclude(lease, "robots.txt forbids it")
        return False

    async def _is_recent(self, lease: Lease, since: str) -> bool:
        if not self.store.all_older(str(lease.via), since):
            return True
        await self._exclude(lease, f"the page before it has nothing since {since}")
        return False

    def _request(self, lease: Lease) -> Request:
        return scrapy.Request(
            lease.url,
            callback=self.parse,
            errback=self.failed,
            dont_filter=True,
            cb_kwargs={"lease": lease},
            meta={"handle_httpstatus_all": True, "warc_notes": _notes(lease)},
        )

    async def fetch_robots(self, url: str) -> Answer:
        """Ask for a robots.txt, over redirects (RFC 9309 section 2.3.1.2), and keep each exchange."""
        assert self.crawler.engine
        for _ in range(6):
            request = scrapy.Request(url, meta={"handle_httpstatus_all": True})
            try:
                response = await self.crawler.engine.download_async(request)
            except Exception as error:  # noqa: BLE001 -- whatever it was, nobody may be asked without the rules
                return Answer(error=str(error))
            page, capture = _page(request.meta["exchange"]), _capture(request)
            await self.store.keep(Kept(source_id=self.profile.name, run_id=self.run_id, capture=capture))
            target = redirect_target(page)
            if not target:
                return Answer(status=response.status, body=page.content)
            url = urljoin(url, target)
        return Answer(status=404)

    # What came back

    async def parse(self, response: Response, lease: Lease) -> AsyncIterator[Kept]:
        """What a page adds to the records and to the frontier."""
        assert response.request
        request = response.request
        exchange: Exchange = request.meta["exchange"]
        capture = _capture(request)
        page = _page(exchange)
        kept = Kept(source_id=self.profile.name, run_id=self.run_id, capture=capture)
        trouble = unusable(page, capture)
        if trouble:
            for_good = capture.truncated == "length" or "cannot decode" in trouble
            outcome = self._again_or_failed(lease, trouble, retry_after=_retry_after(page), for_good=for_good)
            kept = replace(kept, outcome=outcome)
        else:
            try:
                kept = self._read(page, capture, lease)
            except Exception as error:  # one page that cannot be read must not end the crawl; its bytes are kept
                self.logger.exception("cannot read %s", page.url)
                why = f"cannot be read: {type(error).__name__}: {error}"
                kept = replace(kept, outcome=Outcome(url_key=lease.url_key, state=State.FAILED, error=why))
        exchange.response.close()
        yield kept

    def _read(self, page: Page, capture: CaptureRow, lease: Lease) -> Kept:
        kept, reading = statements(page, self.profile, capture)
        kept = replace(kept, run_id=self.run_id)
        if 300 <= page.status < 400:
            return self._redirected(kept, page, lease)
        asks = (
            () if reading is None else links(page, self.profile, reading, Position(depth=lease.depth, page=lease.page))
        )
        if lease.page > 1 and kept.listing and self._repeats(kept, lease):
            asks = tuple(ask for ask in asks if ask.page <= lease.page)
        outcome = Outcome(
            url_key=lease.url_key,
            state=_state(page.status, lease),
            error=None if page.status == 200 else f"status {page.status}",
            etag=page.headers.get("etag"),
            last_modified=page.headers.get("last-modified"),
        )
        return replace(kept, outcome=outcome, asks=self._within_bounds(asks))

    def _redirected(self, kept: Kept, page: Page, lease: Lease) -> Kept:
        target = redirect_target(page)
        target = self.profile.rebase(target) if target else None
        done = Outcome(url_key=lease.url_key, state=State.DONE)
        if target is None:
            return replace(kept, outcome=replace(done, state=State.FAILED, error=f"status {page.status} leads nowhere"))
        if not self.profile.owns(target):
            return replace(kept, outcome=replace(done, state=State.EXCLUDED, error=f"leads to another site: {target}"))
        if lease.hops >= MAX_HOPS:
            return replace(kept, outcome=replace(done, state=State.FAILED, error="redirects in a circle"))
        if url_key(target) == lease.url_key:
            return replace(kept, outcome=replace(done, moved_to=target))
        return replace(kept, outcome=done, asks=self._within_bounds((_follow(lease, target),)))

    def _repeats(self, kept: Kept, lease: Lease) -> bool:
        """Whether a further page of a listing shows what the page before showed: a trap without end."""
        assert kept.listing
        shown = {item.article_id for item in kept.listing.items}
        return bool(lease.via) and shown == self.store.article_ids(str(lease.via))

    def _within_bounds(self, asks: tuple[AskRow, ...]) -> tuple[AskRow, ...]:
        if asks and self.store.known(self.profile.name) >= self.profile.crawl.max_pages:
            self.logger.warning(
                "%s: more than %d addresses; no more are followed", self.profile.name, self.profile.crawl.max_pages
            )
            return ()
        return asks

    async def failed(self, failure: Failure) -> AsyncIterator[Kept]:
        """A request that got no answer, or whose answer could not be kept."""
        error = failure.value
        request: Request = failure.request  # type: ignore[attr-defined]
        lease: Lease = request.cb_kwargs["lease"]
        if isinstance(error, WriteError | StoreError):
            self._give_up(error)
        outcome = self._again_or_failed(lease, str(error) or type(error).__name__)
        capture = _capture(request) if "capture" in request.meta else None
        yield Kept(source_id=self.profile.name, run_id=self.run_id, capture=capture, outcome=outcome)

    def _again_or_failed(
        self, lease: Lease, why: str, *, retry_after: float | None = None, for_good: bool = False
    ) -> Outcome:
        if for_good or lease.attempts + 1 >= MAX_ATTEMPTS:
            state = State.MISSING if lease.optional else State.FAILED
            return Outcome(url_key=lease.url_key, state=state, error=why)
        wait = retry_after if retry_after is not None else RETRY_DELAY * 4**lease.attempts
        retry_at = warc_date(datetime.now(UTC) + timedelta(seconds=min(wait, MAX_RETRY_AFTER)))
        return Outcome(url_key=lease.url_key, state=State.PENDING, error=why, retry_at=retry_at)

    # What became of it

    async def _settle(self, lease: Lease, outcome: Outcome) -> None:
        await self.store.keep(Kept(source_id=self.profile.name, run_id=self.run_id, outcome=outcome))
        self._release(lease.url_key)

    async def _exclude(self, lease: Lease, why: str) -> None:
        await self._settle(lease, Outcome(url_key=lease.url_key, state=State.EXCLUDED, error=why))

    def item_settled(self, item: Kept) -> None:
        """Scrapy's signal that an item is stored."""
        if item.outcome:
            self._release(item.outcome.url_key)

    def item_failed(self, item: Kept, failure: Failure) -> None:
        """Scrapy's signal that an item could not be stored: that page is lost, or nothing can be stored any more."""
        error = failure.value
        self.logger.error("cannot store %s: %s", item.capture.url if item.capture else "an outcome", error)
        if isinstance(error, StoreError):
            self.trouble = self.trouble or error
            self.stop()
        elif item.outcome:
            why = f"cannot be stored: {type(error).__name__}: {error}"
            outcome = Outcome(url_key=item.outcome.url_key, state=State.FAILED, error=why)
            self.store.submit(
                Kept(source_id=self.profile.name, run_id=self.run_id, capture=item.capture, outcome=outcome)
            )
        if item.outcome:
            self._release(item.outcome.url_key)

    def _release(self, key: str) -> None:
        self.frontier.release(key)
        self._changed.set()

    def _give_up(self, error: Exception) -> None:
        """Nothing can be kept any more: end the crawl, and leave what was under way pending."""
        self.trouble = self.trouble or error
        self.stop()
        raise CloseSpider("cannot_keep") from error


def _notes(lease: Lease) -> dict[str, str]:
    """What a capture's metadata record says of the walk (WARC 1.1 section 6.6, Heritrix' names)."""
    notes = {"via": lease.via} if lease.via else {}
    # One letter a hop; how a page was found before the last hop is not kept, so all of them are links.
    return notes | {"hopsFromSeed": "L" * (lease.depth - lease.hops) + "R" * lease.hops} if lease.depth else notes


def _capture(request: Request) -> CaptureRow:
    exchange: Exchange = request.meta["exchange"]
    head = exchange.message.head
    mime = (head.first(b"content-type") or b"").decode("latin-1").partition(";")[0].strip().lower() if head else ""
    return CaptureRow(
        url=exchange.url,
        method=exchange.method,
        status=head.status if head else None,
        mime=mime or None,
        fetched_at=exchange.started_at,
        truncated=exchange.truncated,
        address=request.meta["capture"],
    )


def _page(exchange: Exchange) -> Page:
    return Page.of(exchange.url, exchange.message, exchange.started_at, truncated=exchange.truncated)


def _state(status: int, lease: Lease) -> State:
    if status == 200 or 200 < status < 300:
        return State.DONE
    if status in (404, 410) or lease.optional:
        return State.MISSING
    return State.FAILED


def _retry_after(page: Page) -> float | None:
    """Seconds that the server asks us to wait (RFC 9110 section 10.2.3: seconds, or a date)."""
    value = page.headers.get("retry-after", "").strip()
    if value.isdigit():
        return float(value[:6])
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds()) if value else None
    except (TypeError, ValueError):
        return None


def _follow(lease: Lease, target: str) -> AskRow:
    return AskRow(
        url_key=url_key(target),
        url=target,
        kind=lease.kind,
        via=lease.url,
        depth=lease.depth,
        page=lease.page,
        optional=lease.optional,
        hops=lease.hops + 1,
    )


def _now() -> str:
    return warc_date(datetime.now(UTC))
