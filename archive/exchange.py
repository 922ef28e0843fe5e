"""An exchange: one request and its answer, as bytes, with times, addresses and TLS facts."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from archive.http import Message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

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

    @cached_property
    def message(self) -> Message:
        """The answer, read leniently."""
        return Message.parse(self.response.read(), self.method)
