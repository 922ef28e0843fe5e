"""An HTTP/1.1 client that keeps the wire.

Each exchange is cut out of its connection as bytes, both ways, before anything is de-chunked, decompressed or
judged: what a lenient reader makes of them comes later, and a broken answer is still kept. One connection
serves one request at a time.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
import ssl
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit

from archive.errors import ConnectError, ExchangeError, NoAnswerError, ResolveError, TimeoutExceeded, TlsError
from archive.exchange import Ask, Blob, Exchange
from archive.http import MessageReader

if TYPE_CHECKING:
    from collections.abc import Callable

#: How long a connection that carries no further exchange is listened to for bytes behind the answer.
_LINGER = 0.25
#: A kept-alive connection that was idle for longer is not used again: the server may be about to close it.
_MAX_IDLE = 30.0

_Origin = tuple[str, str, int]


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one exchange may cost."""

    max_body: int = 32 * 2**20
    """Bytes of an answer; a longer one is cut there (WARC-Truncated: length)."""
    spill: int = 8 * 2**20
    """Bytes of an answer above which it lies in a temporary file."""
    timeout: float = 60.0
    """Seconds from the first look-up to the last byte; then what came is kept (WARC-Truncated: time)."""
    folder: str | None = None
    """Where temporary files go; None for the system's own place."""


class Client:
    """Asks, and keeps the connections that servers keep open."""

    def __init__(self, limits: Limits | None = None, *, verify_tls: bool = True) -> None:
        self.limits = limits or Limits()
        self.verify_tls = verify_tls
        self._tls: ssl.SSLContext | None = None
        self._idle: defaultdict[_Origin, list[_Connection]] = defaultdict(list)

    async def fetch(self, ask: Ask, limits: Limits | None = None) -> Exchange:
        """Send a request and keep what comes back, whole or cut.

        Raises `ExchangeError` (`ResolveError`, `ConnectError`, `TlsError`, `NoAnswerError`, `TimeoutExceeded`)
        where not one byte came back.
        """
        limits = limits or self.limits
        exchange = _Running(ask, limits)
        origin = _origin(ask.url)
        try:
            async with asyncio.timeout(limits.timeout):
                while True:
                    connection, fresh = await self._connect(origin, exchange)
                    await connection.serve(exchange)
                    if fresh or not (exchange.got_nothing or exchange.got_stray):
                        break
                    # The kept-alive connection was closed meanwhile, or brought late bytes of the answer before.
                    connection.close()
        except TimeoutError:
            exchange.cut("time")
        finally:
            exchange.leave(self._idle[origin])
        return exchange.result(verified=self.verify_tls)

    async def close(self) -> None:
        """Close the idle connections."""
        for connection in (c for idle in self._idle.values() for c in idle):
            connection.close()
        self._idle.clear()
        await asyncio.sleep(0)

    async def _connect(self, origin: _Origin, exchange: _Running) -> tuple[_Connection, bool]:
        """A connection to the origin, and whether it was opened for this exchange."""
        idle = self._idle[origin]
        while idle:
            connection = idle.pop()
            if connection.usable:
                return connection, False
            connection.close()
        scheme, host, port = origin
        try:
            _, connection = await asyncio.get_running_loop().create_connection(
                _Connection,
                host,
                port,
                ssl=self._tls_context() if scheme == "https" else None,
                happy_eyeballs_delay=0.25,
            )
        except (OSError, ssl.SSLError, UnicodeError) as error:
            _raise_connect_error(error, exchange)
        return connection, True

    def _tls_context(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = ssl.create_default_context()
            self._tls.set_alpn_protocols(["http/1.1"])
            if not self.verify_tls:
                self._tls.check_hostname = False
                self._tls.verify_mode = ssl.CERT_NONE
        return self._tls


def _origin(url: str) -> _Origin:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def _raise_connect_error(error: Exception, exchange: _Running) -> NoReturn:
    host = urlsplit(exchange.ask.url).hostname
    kind: type[ExchangeError]
    if isinstance(error, (socket.gaierror, UnicodeError)):
        kind, message = ResolveError, f"the name {host} has no address ({error})"
    elif isinstance(error, ssl.SSLCertVerificationError):
        kind, message = TlsError, f"the certificate of {host} is not to be trusted ({error.verify_message})"
    elif isinstance(error, ssl.SSLError):
        kind, message = TlsError, f"the TLS handshake with {host} failed ({error.reason or error})"
    else:
        kind, message = ConnectError, f"cannot connect to {host} ({error.strerror or error})"  # type: ignore[attr-defined]
    raise exchange.failure(kind, message) from error


class _Running:
    """An exchange under way."""

    def __init__(self, ask: Ask, limits: Limits) -> None:
        self.ask = ask
        self.limits = limits
        self.started_at = datetime.now(UTC)
        self._began = time.monotonic()
        self.sent = b""
        self._connection: _Connection | None = None
        self._reused = False
        self._restart()

    def _restart(self) -> None:
        self.blob = Blob(spill=self.limits.spill, folder=self.limits.folder)
        self.reader = MessageReader(self.ask.method, self._keep)
        self.truncated: str | None = None
        self.ended_at: float | None = None
        self._linger: asyncio.TimerHandle | None = None
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def begin(self, connection: _Connection, write: Callable[[bytes], None]) -> None:
        self._restart()
        self._connection = connection
        self._reused = connection.used
        self.facts = connection.facts()
        self.sent = self.ask.encode()
        self.started_at = datetime.now(UTC)
        self._began = time.monotonic()
        write(self.sent)

    @property
    def got_nothing(self) -> bool:
        return self.blob.size == 0

    @property
    def got_stray(self) -> bool:
        """Whether what came is no answer, but late bytes of the exchange before on the same connection."""
        return self._reused and self.reader.head is None and self.reader.malformed is not None

    def received(self, data: bytes) -> None:
        self.ended_at = time.monotonic()
        self.reader.feed(data)
        if self.truncated or self.got_stray:
            self._finish()
        elif self.reader.complete:
            if self.reader.reusable:
                self._finish()
            elif self._linger is None:
                self._linger = asyncio.get_running_loop().call_later(_LINGER, self._finish)

    def lost(self, error: Exception | None) -> None:
        was_complete = self.reader.complete
        self.reader.eof()
        if error is not None and not was_complete:  # reset: even a body that ends with the connection is cut
            self.reader.complete = False
        if not self.reader.complete:
            self.cut("disconnect")
        self._finish()

    def cut(self, why: str) -> None:
        """Stop here, for this reason (as in WARC-Truncated)."""
        if not self.reader.complete:
            self.reader.eof()
            self.truncated = self.truncated or why

    def _keep(self, data: bytes) -> None:
        room = self.limits.max_body - self.blob.size
        if len(data) > room:
            self.truncated = "length"
        self.blob.write(data[: max(room, 0)])

    def _finish(self) -> None:
        if self._linger:
            self._linger.cancel()
        if not self.done.done():
            self.done.set_result(None)

    def leave(self, idle: list[_Connection]) -> None:
        """Give the connection back, or close it where it cannot carry another exchange."""
        if self._connection is None:
            return
        if self.reader.reusable and not self.truncated and self._connection.usable:
            self._connection.rest()
            idle.append(self._connection)
        else:
            self._connection.close()

    def failure(self, kind: type[ExchangeError], message: str) -> ExchangeError:
        """That not one byte came back, and why."""
        elapsed = time.monotonic() - self._began
        return kind(message, url=self.ask.url, started_at=self.started_at, elapsed=elapsed)

    def result(self, *, verified: bool) -> Exchange:
        if self.got_nothing:
            if self.truncated == "time":
                raise self.failure(TimeoutExceeded, f"no answer within {self.limits.timeout:g} seconds")
            raise self.failure(NoAnswerError, "the server closed the connection without an answer")
        protocols, cipher, peer = self.facts
        return Exchange(
            url=self.ask.url,
            method=self.ask.method,
            started_at=self.started_at,
            elapsed=(self.ended_at or time.monotonic()) - self._began,
            request=self.sent,
            response=self.blob,
            interim=tuple(self.reader.interim),
            peer=peer,
            protocols=protocols,
            cipher=cipher,
            verified=verified if cipher else None,
            truncated=self.truncated,
            excess=self.reader.excess,
            malformed=self.reader.malformed,
        )


class _Connection(asyncio.Protocol):
    """One connection to a server."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._exchange: _Running | None = None
        self._rested_at = 0.0

    async def serve(self, exchange: _Running) -> None:
        """Send a request, and return once its answer is whole or cut."""
        assert self._transport is not None
        self._exchange = exchange
        exchange.begin(self, self._transport.write)
        if self._transport.is_closing():
            exchange.lost(None)
        await exchange.done

    @property
    def usable(self) -> bool:
        """Whether another request may be sent here."""
        fresh_enough = not self._rested_at or time.monotonic() - self._rested_at < _MAX_IDLE
        return self._transport is not None and not self._transport.is_closing() and fresh_enough

    @property
    def used(self) -> bool:
        """Whether it has carried an exchange before."""
        return self._rested_at > 0

    def rest(self) -> None:
        """Wait for the next exchange."""
        self._exchange = None
        self._rested_at = time.monotonic()

    def close(self) -> None:
        """Close at once; unread bytes are dropped."""
        self._exchange = None
        if self._transport:
            self._transport.abort()

    def facts(self) -> tuple[tuple[str, ...], str | None, str | None]:
        """Protocols, cipher suite and the peer's address."""
        assert self._transport is not None
        tls = self._transport.get_extra_info("ssl_object")
        peer = self._transport.get_extra_info("peername")
        address = None
        with contextlib.suppress(ValueError, TypeError):
            address = str(ipaddress.ip_address(peer[0].partition("%")[0]))
        if tls is None:
            return ("http/1.1",), None, address
        version = tls.version() or ""
        return ("http/1.1", version.lower().replace("tlsv", "tls/")), _iana_cipher(tls.cipher()[0]), address

    # asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        if self._exchange is None:
            self.close()  # nobody asked: this connection cannot be trusted with another exchange
        else:
            self._exchange.received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._exchange:
            self._exchange.lost(exc)
        self._exchange = None


def _iana_cipher(name: str) -> str:
    """OpenSSL's name of a cipher suite as IANA's: TLS 1.3 names are the same, older ones nearly so."""
    if name.startswith("TLS_"):
        return name
    parts = name.split("-")
    at = next((i for i, part in enumerate(parts) if part.startswith(("AES", "CHACHA", "CAMELLIA", "ARIA"))), 0)
    exchange = "_".join(parts[:at]) or "RSA"
    cipher = "_".join(parts[at:])
    for short, long in (
        ("AES128_", "AES_128_"),
        ("AES256_", "AES_256_"),
        ("CAMELLIA128_", "CAMELLIA_128_"),
        ("CAMELLIA256_", "CAMELLIA_256_"),
    ):
        cipher = cipher.replace(short, long)
    if cipher.startswith(("AES_128_SHA", "AES_256_SHA", "CAMELLIA_128_SHA", "CAMELLIA_256_SHA")):
        cipher = cipher.replace("_SHA", "_CBC_SHA")
    if cipher == "CHACHA20_POLY1305":
        cipher += "_SHA256"
    return f"TLS_{exchange}_WITH_{cipher}"
