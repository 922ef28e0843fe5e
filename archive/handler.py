"""Scrapy's download handler on our own client: every exchange is kept before Scrapy sees the response.

It implements the interface that Scrapy documents for download handlers (`lazy`, `download_request`, `close`)
and leans on nothing else of Scrapy's inside; `tests/test_contract.py` says so.
"""

from __future__ import annotations

import ipaddress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotConfigured,
    ResponseDataLossError,
)
from scrapy.http import Headers
from scrapy.responsetypes import responsetypes

from archive.client import Client, Limits
from archive.errors import (
    ConnectError,
    ExchangeError,
    NoAnswerError,
    ResolveError,
    TimeoutExceeded,
    TlsError,
)
from archive.exchange import Ask, FailedRequest, FailureKind
from archive.writer import TARGET_SIZE, WarcWriter

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings

    from archive.exchange import Exchange

#: What each of our errors is to Scrapy, and what it is called in the archive; the first that fits counts.
_ERRORS: tuple[tuple[type[ExchangeError], type[Exception], FailureKind], ...] = (
    (ResolveError, CannotResolveHostError, FailureKind.DNS),
    (ConnectError, DownloadConnectionRefusedError, FailureKind.REFUSED),
    (TlsError, DownloadFailedError, FailureKind.TLS),
    (TimeoutExceeded, DownloadTimeoutError, FailureKind.TIMEOUT),
    (NoAnswerError, DownloadFailedError, FailureKind.NO_ANSWER),
)

_HANDLERS: WeakKeyDictionary[Crawler, WireHandler] = WeakKeyDictionary()
_WRITERS: WeakKeyDictionary[Crawler, WarcWriter] = WeakKeyDictionary()


def write_with(crawler: Crawler, writer: WarcWriter) -> None:
    """Have a crawl write with this writer, which the caller closes: for records that come after the crawl."""
    _WRITERS[crawler] = writer


class WireHandler:
    """Downloads http and https, and writes what crossed the wire to WARC files.

    Settings: `WARC_DIR` (folder, required), `WARC_PREFIX` (of file names), `WARC_TARGET_SIZE` (bytes a file),
    `WARC_FACTS` (fields of the warcinfo record, a dict); Scrapy's `DOWNLOAD_TIMEOUT`, `DOWNLOAD_MAXSIZE`,
    `DOWNLOAD_VERIFY_CERTIFICATES`, `DOWNLOAD_FAIL_ON_DATALOSS` and their `meta` keys.

    Each response's `meta` gets `exchange` (`archive.exchange.Exchange`) and `capture` (`archive.address.Address`).
    `meta["warc_notes"]` (a dict) goes into the capture's metadata record; `meta["warc_revalidates"]` is the
    `archive.address.Original` whose validators the request carries, so that a 304 is kept as its revisit.
    A request that gets no answer is kept as a metadata record.
    """

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        if not settings.get("WARC_DIR") and crawler not in _WRITERS:
            raise NotConfigured("WARC_DIR names no folder to write WARC files to")
        self._limits = Limits(
            max_body=settings.getint("DOWNLOAD_MAXSIZE") or 2**63,
            timeout=settings.getfloat("DOWNLOAD_TIMEOUT"),
        )
        self._fail_on_dataloss = settings.getbool("DOWNLOAD_FAIL_ON_DATALOSS")
        self._client = Client(self._limits, verify_tls=settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES"))
        lent = _WRITERS.get(crawler)
        self._owns_writer = lent is None
        self.writer = lent or _writer(settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> WireHandler:
        """One for all schemes of a crawl: Scrapy makes a handler for each, but there is one archive to write."""
        if crawler not in _HANDLERS:
            _HANDLERS[crawler] = cls(crawler)
        return _HANDLERS[crawler]

    async def download_request(self, request: Request) -> Response:
        """Ask, keep, and only then answer. Raises what Scrapy's own handlers raise, and `WriteError`."""
        notes = dict(request.meta.get("warc_notes", {}))
        try:
            exchange = await self._client.fetch(_ask(request), self._limits_of(request))
        except ExchangeError as error:
            raised, kind = next((theirs, kind) for ours, theirs, kind in _ERRORS if isinstance(error, ours))
            await self.writer.keep(_failure(error, kind, notes))
            raise raised(str(error)) from error
        exchange = replace(exchange, notes=notes, revalidates=request.meta.get("warc_revalidates"))
        request.meta["exchange"] = exchange
        request.meta["capture"] = await self.writer.keep(exchange)
        request.meta["download_latency"] = exchange.elapsed
        return self._response(request, exchange)

    async def close(self) -> None:
        """Close connections, write what is queued, and give the WARC file its name. Raises `WriteError`."""
        await self._client.close()
        if self._owns_writer:
            self.writer.close()

    def _limits_of(self, request: Request) -> Limits:
        maxsize = request.meta.get("download_maxsize", self._limits.max_body)
        timeout = request.meta.get("download_timeout", self._limits.timeout)
        return Limits(max_body=maxsize or 2**63, timeout=timeout)

    def _response(self, request: Request, exchange: Exchange) -> Response:
        message = exchange.message
        if message.head is None:
            raise DownloadFailedError(f"the answer of {request.url} is not HTTP; its bytes are kept")
        lost = exchange.truncated is not None or not message.complete
        if lost and request.meta.get("download_fail_on_dataloss", self._fail_on_dataloss):
            raise ResponseDataLossError(
                f"the answer of {request.url} was cut ({exchange.truncated}); its bytes are kept"
            )
        headers = Headers(list(message.head.headers))
        kind = responsetypes.from_args(headers=headers, url=request.url, body=message.entity)
        return kind(
            url=request.url,
            status=message.head.status,
            headers=headers,
            body=message.entity,
            flags=["dataloss"] if lost else [],
            ip_address=ipaddress.ip_address(exchange.peer) if exchange.peer else None,
            protocol="HTTP/1.1",
        )


def _facts(settings: BaseSettings) -> list[tuple[str, str]]:
    """What the warcinfo record says of this crawl (WARC 1.1 section 6.2); `WARC_FACTS` says it better."""
    bot = settings.get("BOT_NAME") or "crawl"
    sender = Headers(settings.getdict("DEFAULT_REQUEST_HEADERS")).get("From") or b""
    facts = {
        "operator": bot,
        "isPartOf": bot,
        "description": f"crawl by {bot}",
        "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
        "http-header-user-agent": settings.get("USER_AGENT", ""),
        "http-header-from": sender.decode("latin-1"),
    }
    return list((facts | settings.getdict("WARC_FACTS")).items())


def _writer(settings: BaseSettings) -> WarcWriter:
    return WarcWriter(
        Path(settings["WARC_DIR"]),
        prefix=settings.get("WARC_PREFIX") or settings.get("BOT_NAME") or "crawl",
        facts=_facts(settings),
        target_size=settings.getint("WARC_TARGET_SIZE", TARGET_SIZE),
    )


def _failure(error: ExchangeError, kind: FailureKind, notes: dict[str, str]) -> FailedRequest:
    return FailedRequest(
        url=error.url,
        started_at=error.started_at,
        kind=kind,
        reason=str(error),
        elapsed=error.elapsed,
        notes=notes,
    )


def _ask(request: Request) -> Ask:
    fields = tuple((name, value) for name, values in request.headers.items() for value in values)
    # Without this a server may compress as it likes, and with more than readers of WARC files expect.
    if b"Accept-Encoding" not in request.headers:
        fields += ((b"Accept-Encoding", b"gzip"),)
    return Ask(url=request.url, method=request.method, headers=fields, body=request.body)
