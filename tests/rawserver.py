"""A server of known bytes: it sends exactly what a script says and records exactly what crossed each socket.

    with RawServer(SCRIPTS) as server:
        ...ask server.url("chunked")...
        server.turns[0].received, server.turns[0].sent

The first segment of a path names the script; `?split=bytes` sends the answer byte by byte, `?split=7` cuts it at
random places (7 is the seed). Standalone: `python tests/rawserver.py` serves `known_bytes.SCRIPTS` until Ctrl-C.
"""

from __future__ import annotations

import contextlib
import random
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import ssl

#: No script sends more, however endless it is.
_MOST = 96 * 2**20
_REQUEST_LINE = re.compile(rb"(\w+) /([^ ?/]*)[^ ?]*(?:\?(?:[^ ]*&)?split=(\w+))?")


class End(Enum):
    """What the server does with the connection once the answer is sent."""

    KEEP = "keep"
    """Wait for the next request."""
    CLOSE = "close"
    RESET = "reset"
    """RST instead of FIN, after what was sent has had time to arrive."""
    HOLD = "hold"
    """Say nothing more, and wait until the client goes."""


@dataclass(frozen=True, kw_only=True)
class Script:
    """What the server sends, and what a browser makes of it."""

    answer: bytes | Callable[[], Iterator[bytes]]
    """From the status line of the final answer to the last byte."""
    interim: tuple[bytes, ...] = ()
    """Whole 1xx answers, sent before it."""
    end: End = End.KEEP
    wait: float = 0.0
    """Seconds of silence before the first byte."""
    pace: float = 0.0
    """Seconds after each byte."""

    method: str = "GET"
    """What it is to be asked with."""
    status: int | None = 200
    """None where the answer has no readable head."""
    shows: bytes | None = b"hello"
    """The body as a browser has it before content decoding; None where it is too large to spell out."""
    truncated: str | None = None
    """The WARC-Truncated value that an exact capture has."""


@dataclass(kw_only=True)
class Turn:
    """One request and what was sent back, as bytes."""

    connection: int
    """Counts the server's connections, from 0."""
    script: str
    received: bytes
    received_at: float = field(default_factory=time.time)
    """Seconds since the epoch: when all of the request had come."""
    sent: bytearray = field(default_factory=bytearray)
    """Without interim answers."""
    interim: bytearray = field(default_factory=bytearray)


class RawServer:
    """Serves scripts on a loopback port, a thread a connection; with `tls`, over TLS. Use it as a context manager."""

    def __init__(
        self,
        scripts: Mapping[str, Script],
        *,
        tls: ssl.SSLContext | None = None,
        port: int = 0,
        host: str = "127.0.0.1",
    ) -> None:
        self.turns: list[Turn] = []
        """Every exchange, in the order of their requests."""
        self.connections = 0
        """How many connections were accepted (over TLS: whose handshake succeeded)."""
        self._scripts = scripts
        self._tls = tls
        self._open: set[socket.socket] = set()
        self._host = host
        self._listener = socket.create_server((host, port))
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        # A blocked accept() outlives close(); shutdown() wakes it.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in list(self._open):
            _drop(connection)

    def url(self, script: str, *, split: str = "") -> str:
        """Where a script is asked for."""
        scheme = "https" if self._tls else "http"
        return f"{scheme}://{self._host}:{self.port}/{script}" + (f"?split={split}" if split else "")

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._open.add(connection)
        try:
            if self._tls:
                self._open.discard(connection)
                connection = self._tls.wrap_socket(connection, server_side=True)
                self._open.add(connection)
            number, self.connections = self.connections, self.connections + 1
            while (request := _read_request(connection)) and self._answer(connection, number, request):
                pass
        except OSError:
            pass  # the client went, or the server is stopping; what was sent until then is recorded
        finally:
            self._open.discard(connection)
            connection.close()

    def _answer(self, connection: socket.socket, number: int, request: bytes) -> bool:
        """Play the script that a request names; whether the connection goes on."""
        match = _REQUEST_LINE.match(request)
        name, split = (match[2].decode(), (match[3] or b"").decode()) if match else ("", "")
        script = self._scripts.get(name, _UNKNOWN)
        turn = Turn(connection=number, script=name, received=request)
        self.turns.append(turn)
        time.sleep(script.wait)
        for head in script.interim:
            _send(connection, _pieces([head], split), turn.interim)
        answer = [script.answer] if isinstance(script.answer, bytes) else script.answer()
        _send(connection, _pieces(answer, "bytes" if script.pace else split), turn.sent, script.pace)
        if script.end is End.RESET:
            time.sleep(0.15)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif script.end is End.HOLD:
            connection.recv(1)
        return script.end is End.KEEP


_UNKNOWN = Script(answer=b"HTTP/1.1 404 No Such Script\r\nContent-Length: 0\r\n\r\n", status=404, shows=b"")


def _read_request(connection: socket.socket) -> bytes:
    """One request as received; empty at the connection's end."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return b""
        data += more
    head = data.partition(b"\r\n\r\n")[0]
    length = re.search(rb"(?im)^content-length: *(\d+)", head)
    whole = len(head) + 4 + (int(length[1]) if length else 0)
    while len(data) < whole:
        data += connection.recv(65536)
    return data


def _pieces(parts: Iterable[bytes], split: str) -> Iterator[bytes]:
    """An answer as it is to be written: whole, byte by byte (its first 2 KiB), or cut at random places."""
    for part in parts:
        if split == "bytes":
            yield from (part[i : i + 1] for i in range(min(len(part), 2048)))
            yield from (part[i : i + 4096] for i in range(2048, len(part), 4096))
        elif split:
            dice = random.Random(int(split))
            cuts = sorted({0, len(part), *(dice.randrange(len(part) + 1) for _ in range(9))})
            yield from (part[a:b] for a, b in pairwise(cuts))
        else:
            yield part


def _send(connection: socket.socket, pieces: Iterable[bytes], record: bytearray, pace: float = 0.0) -> None:
    for piece in pieces:
        if len(record) >= _MOST:
            return
        record += piece
        connection.sendall(piece)
        # A moment between small pieces, so that they arrive one by one.
        if pace or len(piece) < 1024:
            time.sleep(pace or 0.0001)


def _drop(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


if __name__ == "__main__":
    import rawserver  # the scripts' own copy of this module, whose `End` they name
    from known_bytes import SCRIPTS

    with rawserver.RawServer(SCRIPTS) as server:
        print(*(server.url(name) for name in SCRIPTS), sep="\n", flush=True)  # noqa: T201 -- this is its answer
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()
