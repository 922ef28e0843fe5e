"""Serves the built-in site on loopback: a small HTTP/1.1 server in a thread of its own."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, time
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Self

from crawler.demo.markups import markup as find_markup
from crawler.demo.site import Reply, Site

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from collections.abc import Callable, Mapping
    from types import TracebackType

    Answer = Callable[[str, str], Reply | None]

HOST = "127.0.0.1"
_MAX_HEAD = 64 * 1024
_IDLE = 30.0
_COMPRESSED = ("text/html", "text/css", "application/rss+xml", "image/svg+xml")


@dataclass(frozen=True, kw_only=True)
class Request:
    """One request, as the server read it, and how it was answered."""

    method: str
    target: str
    headers: Mapping[str, str]
    """Names in lower case."""
    status: int


class DemoSite:
    """The built-in site, running while the `with` block does.

    >>> with DemoSite("cards") as site:
    ...     print(site.url.startswith("http://127.0.0.1:"))
    True
    """

    def __init__(self, markup: str | int = 1, port: int = 0, *, answer: Answer | None = None) -> None:
        """`markup` is a name or a number of `markups.MARKUPS`; port 0 takes a free one.

        `answer` serves something else than the site's own content: given target and origin, it returns a reply,
        or None for what the site itself shall answer.
        """
        self.markup = find_markup(markup)
        self._site = Site(self.markup)
        self._other = answer
        self.requests: list[Request] = []
        """What was asked so far, in order."""
        self._port = port
        self._ready = threading.Event()
        self._failure: OSError | None = None
        self._thread = threading.Thread(target=self._run, name="demo-site", daemon=True)
        self._render = lru_cache(maxsize=2048)(self._reply)
        self._encode = lru_cache(maxsize=2048)(_encoded)

    @property
    def url(self) -> str:
        """Where the site is, without a slash at the end."""
        return f"http://{HOST}:{self._port}"

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        if self._failure:
            raise self._failure
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _reply(self, target: str, origin: str) -> Reply:
        other = self._other(target, origin) if self._other else None
        return other or self._site.answer(target, origin)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except OSError as error:  # the port is taken: told to whoever opened the site
            self._failure = error
            self._ready.set()

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._connection, HOST, self._port, limit=_MAX_HEAD)
        self._port = server.sockets[0].getsockname()[1]
        self._ready.set()
        async with server:
            await self._stop.wait()

    async def _connection(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Answers one request after the other until the client has had enough."""
        try:
            while await self._exchange(reader, writer):
                await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, TimeoutError, ValueError):
            pass  # the client went away or speaks no HTTP: there is nobody to tell
        finally:
            writer.close()

    async def _exchange(self, reader: StreamReader, writer: StreamWriter) -> bool:
        """One request and its answer; whether the connection stays open."""
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _IDLE)
        method, target, version, headers = _parse(head.decode("latin-1"))
        await reader.readexactly(int(headers.get("content-length", "0")))
        wanted = headers.get("connection", "").lower()
        keep = wanted == "keep-alive" if version == "HTTP/1.0" else wanted != "close"
        status, fields, body = self._answer(method, target, headers)
        self.requests.append(Request(method=method, target=target, headers=headers, status=status))
        fields["Connection"] = "keep-alive" if keep else "close"
        lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", *(f"{k}: {v}" for k, v in fields.items())]
        writer.write("\r\n".join([*lines, "", ""]).encode("latin-1") + (b"" if method == "HEAD" else body))
        return keep

    def _answer(self, method: str, target: str, headers: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
        """Status, header fields and body of the answer."""
        fields = {"Date": format_datetime(datetime.now(UTC), usegmt=True), "Server": "readmore-demo"}
        if method not in ("GET", "HEAD"):
            return 405, fields | {"Allow": "GET, HEAD", "Content-Length": "0"}, b""
        reply = self._render(target, f"http://{headers.get('host', f'{HOST}:{self._port}')}")
        fields["Content-Type"] = reply.mime
        if reply.location:
            return reply.status, fields | {"Location": reply.location, "Content-Length": "0"}, b""
        compressed = "gzip" in headers.get("accept-encoding", "") and reply.mime.startswith(_COMPRESSED)
        body, etag = self._encode(reply.content, compressed)
        fields["Vary"] = "Accept-Encoding"
        if reply.status == HTTPStatus.OK:
            fields |= {"ETag": etag, "Last-Modified": _http_date(reply)}
            if _unchanged(headers, etag, reply):
                return 304, fields, b""
        if compressed:
            fields["Content-Encoding"] = "gzip"
        return reply.status, fields | {"Content-Length": str(len(body))}, body


def _parse(head: str) -> tuple[str, str, str, dict[str, str]]:
    """Method, target, version and header fields of a request's head; `ValueError` where it is none."""
    start, *lines = head.removesuffix("\r\n\r\n").split("\r\n")
    method, target, version = start.split(" ")
    pairs = (line.partition(":") for line in lines)
    return method, target, version, {name.strip().lower(): value.strip() for name, _, value in pairs}


def _encoded(content: bytes, compressed: bool) -> tuple[bytes, str]:
    """The body as it is sent and its entity tag; no time of packing in it, so that it never differs."""
    digest = hashlib.sha256(content).hexdigest()[:16]
    if compressed:
        return gzip.compress(content, 6, mtime=0), f'"{digest}-gzip"'
    return content, f'"{digest}"'


def _http_date(reply: Reply) -> str:
    return format_datetime(datetime.combine(reply.changed, time(), UTC), usegmt=True)


def _unchanged(headers: Mapping[str, str], etag: str, reply: Reply) -> bool:
    """Whether the client's copy is still good (RFC 9110, 13.1): by entity tag, else by date."""
    if "if-none-match" in headers:
        known = [tag.strip().removeprefix("W/") for tag in headers["if-none-match"].split(",")]
        return etag in known or "*" in known
    try:
        since = parsedate_to_datetime(headers.get("if-modified-since", ""))
    except ValueError:
        return False
    return since.replace(tzinfo=UTC) >= datetime.combine(reply.changed, time(), UTC)
