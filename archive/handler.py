"""Scrapy's download handler on our own client: every exchange is kept before Scrapy sees the response.

It implements the interface that Scrapy documents for download handlers (`lazy`, `download_request`, `close`)
and leans on nothing else of Scrapy's inside; `tests/test_contract.py` says so.
"""

from __future__ import annotations

import ipaddress
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
from archive.errors import ConnectError, ExchangeError, ResolveError, TimeoutExceeded, WriteError
from archive.exchange import Ask
from archive.writer import TARGET_SIZE, WarcWriter

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from archive.exchange import Exchange

_SCRAPY_ERRORS: tuple[tuple[type[ExchangeError], type[Exception]], ...] = (
    (ResolveError, CannotResolveHostError),
    (ConnectError, DownloadConnectionRefusedError),
    (TimeoutExceeded, DownloadTimeoutError),
    (ExchangeError, DownloadFailedError),
)


_HANDLERS: WeakKeyDictionary[Crawler, WireHandler] = WeakKeyDictionary()


class WireHandler:
    """Downloads http and https, and writes what crossed the wire to WARC files.

    Settings: `WARC_DIR` (folder, required), `WARC_PREFIX` (of file names), `WARC_TARGET_SIZE` (bytes a file),
    `WARC_FACTS` (fields of the warcinfo record); Scrapy's `DOWNLOAD_TIMEOUT`, `DOWNLOAD_MAXSIZE`,
    `DOWNLOAD_VERIFY_CERTIFICATES`, `DOWNLOAD_FAIL_ON_DATALOSS` and their `meta` keys.

    Each response's `meta` gets `exchange` (`archive.exchange.Exchange`) and `capture` (`archive.writer.Address`).
    `meta["warc_notes"]` goes into the capture's metadata record.
    """

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        if not settings.get("WARC_DIR"):
            raise NotConfigured("WARC_DIR names no folder to write WARC files to")
        self._limits = Limits(
            max_body=settings.getint("DOWNLOAD_MAXSIZE") or 2**63,
            timeout=settings.getfloat("DOWNLOAD_TIMEOUT"),
        )
        self._fail_on_dataloss = settings.getbool("DOWNLOAD_FAIL_ON_DATALOSS")
        self._client = Client(self._limits, verify_tls=settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES"))
        user_agent = settings.get("USER_AGENT", "")
        self.writer = WarcWriter(
            Path(settings["WARC_DIR"]),
            prefix=settings.get("WARC_PREFIX") or settings.get("BOT_NAME") or "crawl",
            facts=[*settings.getdict("WARC_FACTS").items(), ("http-header-user-agent", user_agent)],
            target_size=settings.getint("WARC_TARGET_SIZE", TARGET_SIZE),
        )
        self._stats = crawler.stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> WireHandler:
        """One for all schemes of a crawl: Scrapy makes a handler for each, but there is one archive to write."""
        if crawler not in _HANDLERS:
            _HANDLERS[crawler] = cls(crawler)
        return _HANDLERS[crawler]

    async def download_request(self, request: Request) -> Response:
        """Ask, keep, and only then answer. Raises what Scrapy's own handlers raise, and `WriteError`."""
        try:
            exchange = await self._client.fetch(_ask(request), self._limits_of(request))
        except ExchangeError as error:
            kind = next(ours for theirs, ours in _SCRAPY_ERRORS if isinstance(error, theirs))
            raise kind(str(error)) from error
        exchange.notes.update(request.meta.get("warc_notes", {}))
        request.meta["exchange"] = exchange
        request.meta["capture"] = await self.writer.keep(exchange)
        request.meta["download_latency"] = exchange.elapsed
        return self._response(request, exchange)

    async def close(self) -> None:
        """Close connections, write what is queued, and give the WARC file its name.

        Scrapy only logs what is raised here, so a failure also stands in the stats as `warc/trouble` (a `WriteError`).
        """
        await self._client.close()
        try:
            self.writer.close()
        except OSError as error:
            trouble = WriteError(f"cannot close the WARC file: {error}", path=self.writer.folder, errno=error.errno)
            if self._stats:
                self._stats.set_value("warc/trouble", trouble)
            raise trouble from error
        if self._stats:
            self._stats.set_value("warc/files", self.writer.written.files)
            self._stats.set_value("warc/bytes", self.writer.written.bytes)

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


def _ask(request: Request) -> Ask:
    fields = tuple((name, value) for name, values in request.headers.items() for value in values)
    # Without this a server may compress as it likes, and with more than readers of WARC files expect.
    if b"Accept-Encoding" not in request.headers:
        fields += ((b"Accept-Encoding", b"gzip"),)
    return Ask(url=request.url, method=request.method, headers=fields, body=request.body)
