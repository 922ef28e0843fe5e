"""Serves `benchmarks.site` on loopback, faster than anybody here can ask: `python -m benchmarks.server PAGES`.

Prints its port once it listens. `/_asked` says how many different articles were asked for, and ends it.
"""

from __future__ import annotations

import asyncio
import sys

from benchmarks.site import Site

_NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nnot found"


class _Connection(asyncio.Protocol):
    """Answers requests without bodies from a table of ready answers."""

    def __init__(self, answers: dict[tuple[str, bool], bytes], asked: set[str], stop: asyncio.Event) -> None:
        self._answers = answers
        self._asked = asked
        self._stop = stop
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode("ascii", "replace")
            if path == "/_asked":
                self._transport.write(b"HTTP/1.0 200 OK\r\n\r\n%d" % len(self._asked))
                self._transport.close()
                self._stop.set()
                return
            self._transport.write(self._answers.get((path, b"gzip" in head), _NOT_FOUND))
            if path.startswith("/news/display/"):
                self._asked.add(path)


def _answers(site: Site) -> dict[tuple[str, bool], bytes]:
    answers: dict[tuple[str, bool], bytes] = {}
    for path, (plain, packed) in site.bodies.items():
        kind = "text/plain" if path.endswith(".txt") else "text/html; charset=utf-8"
        for body, fields in ((plain, ""), (packed, "Content-Encoding: gzip\r\n")):
            head = (
                f"HTTP/1.1 200 OK\r\nServer: bench\r\nContent-Type: {kind}\r\n{fields}"
                f"Vary: Accept-Encoding\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            answers[path, bool(fields)] = head.encode() + body
    return answers


async def serve(pages: int) -> None:
    """Serve until `/_asked` is asked for."""
    answers, asked, stop = _answers(Site(pages)), set[str](), asyncio.Event()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(answers, asked, stop), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await stop.wait()
    await asyncio.sleep(0.05)  # for the answer to leave
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
