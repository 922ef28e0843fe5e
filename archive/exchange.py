"""An exchange: one request and its answer, as bytes, with times, addresses and TLS facts."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from archive.digest import sha1
from archive.http import Message, raw_head

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from archive.address import Original

_BLOCK = 64 * 1024


class Blob:
    """Bytes that came in pieces; above `spill` of them they lie in a temporary file and not in memory."""

    def __init__(self, data: bytes = b"", *, spill: int = 8 * 2**20, folder: str | None = None) -> None:
        # Closed by `close`, or with the object: it lives as long as the exchange does.
        self._file: Any = tempfile.SpooledTemporaryFile(max_size=spill, dir=folder)  # noqa: SIM115
        self.size = 0
        self.write(data)

    def write(self, data: bytes) -> None:
        """Add at the end."""
        self._file.write(data)
        self.size += len(data)

    def read(self) -> bytes:
        """All of it."""
        return b"".join(self.chunks())

    def chunks(self) -> Iterator[bytes]:
        """All of it, in pieces."""
        self._file.seek(0)
        while data := self._file.read(_BLOCK):
            yield data

    def close(self) -> None:
        """Let go of memory and temporary file."""
        self._file.close()


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A request, before it is sent."""

    url: str
    """Absolute, percent-encoded http(s) URL; credentials and fragment are not sent."""
    method: str = "GET"
    headers: tuple[tuple[bytes, bytes], ...] = ()
    """Fields as they are to be sent, without `Host` and `Content-Length`."""
    body: bytes = b""

    def encode(self) -> bytes:
        """The bytes to send (RFC 9112 section 3: request line in origin-form)."""
        parts = urlsplit(self.url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        host = parts.netloc.rpartition("@")[2].encode("idna" if not parts.netloc.isascii() else "ascii")
        lines = [f"{self.method} {target} HTTP/1.1".encode("ascii"), b"Host: " + host]
        lines += [name + b": " + value for name, value in self.headers]
        if self.body or self.method in ("POST", "PUT", "PATCH"):
            lines.append(b"Content-Length: %d" % len(self.body))
        return b"\r\n".join(lines) + b"\r\n\r\n" + self.body


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One request and its answer, as they crossed the socket."""

    url: str
    method: str
    started_at: datetime
    """UTC; just before the first byte was sent."""
    elapsed: float
    """Seconds from then to the answer's last byte."""
    request: bytes
    response: Blob
    """The answer as received, without interim answers; with any byte that came behind it."""
    interim: tuple[bytes, ...] = ()
    """Heads of interim (1xx) answers."""
    peer: str | None = None
    """The server's numeric address (RFC 5952)."""
    protocols: tuple[str, ...] = ("http/1.1",)
    """As in WARC-Protocol: `http/1.1`, `tls/1.3`."""
    cipher: str | None = None
    """IANA name of the cipher suite."""
    verified: bool | None = None
    """Whether the certificate was checked; None without TLS."""
    truncated: str | None = None
    """As in WARC-Truncated: `length`, `time`, `disconnect`; None for a whole answer."""
    excess: int = 0
    """Bytes that came behind the answer."""
    malformed: str | None = None
    """What was wrong with the answer's framing, in words."""
    notes: dict[str, str] = field(default_factory=dict)
    """What else the capture's metadata should say: `via`, `hopsFromSeed` …"""
    revalidates: Original | None = None
    """The capture whose validators the request carried (RFC 9110 section 13): a 304 speaks of that one."""

    @cached_property
    def message(self) -> Message:
        """The answer, read leniently."""
        return Message.parse(self.response.read(), self.method)

    @property
    def head(self) -> bytes:
        """The answer's status line and header fields, as received."""
        return raw_head(self.response.read())

    @cached_property
    def payload_digest(self) -> str:
        """Of the entity: without chunk framing, still in its content coding (WARC 1.1 section 5.9)."""
        return sha1([self.message.entity])


class FailureKind(StrEnum):
    """Why a request got no answer."""

    DNS = "dns"
    TLS = "tls"
    REFUSED = "refused"
    """Nobody listens there, or the way is cut."""
    TIMEOUT = "timeout"
    NO_ANSWER = "no-answer"
    """The connection ended before a byte came back."""
    ROBOTS = "robots"
    """Not asked: robots.txt forbids it, or could not be had."""


@dataclass(frozen=True, kw_only=True)
class FailedRequest:
    """A request that got no answer, or was not sent."""

    url: str
    started_at: datetime
    """UTC."""
    kind: FailureKind
    reason: str
    """In words."""
    elapsed: float = 0.0
    """Seconds until it was given up."""
    notes: dict[str, str] = field(default_factory=dict)
    """As an exchange's."""
