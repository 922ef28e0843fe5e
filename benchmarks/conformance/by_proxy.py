"""Fetches addresses through an HTTP proxy: a client so small that what the proxy keeps is the proxy's own doing."""

from __future__ import annotations

import contextlib
import socket
import time
from urllib.parse import urlsplit

#: Seconds that one answer may take.
_PATIENCE = 5.0


def ask_all(urls: list[str], port: int) -> None:
    """Ask for each, one after the other, and read what comes to its end."""
    for url in urls:
        # Whatever becomes of one answer, the others are asked for: what is missing shows in the files.
        with contextlib.suppress(OSError):
            _ask(url, port)


def _ask(url: str, port: int) -> None:
    host = urlsplit(url).netloc
    fields = f"Host: {host}\r\nUser-Agent: conformance\r\nAccept-Encoding: gzip\r\nConnection: close\r\n"
    deadline = time.monotonic() + _PATIENCE
    with socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE) as connection:
        connection.sendall(f"GET {url} HTTP/1.1\r\n{fields}\r\n".encode("ascii"))
        while time.monotonic() < deadline and connection.recv(65536):
            pass


def wait_for(port: int, seconds: float) -> bool:
    """Whether somebody listens there in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.1)
    return False
