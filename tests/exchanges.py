"""Exchanges made by hand, for tests that need no server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from archive.exchange import Blob, Exchange

BEGAN = datetime(2026, 5, 4, 3, 2, 1, 123456, tzinfo=UTC)

ANSWER = b"HTTP/1.1 200 Fine\r\nserver:nginx\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nContent-Length: %d\r\n\r\n%s"


def exchange(number: int = 0, body: bytes = b"<p>hello</p>", **changes: object) -> Exchange:
    """The exchange with that number, each at its own moment."""
    request = f"GET /a?n={number} HTTP/1.1\r\nHost: example.org\r\n\r\n".encode()
    values: dict[str, object] = {
        "url": f"http://example.org/a?n={number}",
        "method": "GET",
        "started_at": BEGAN + timedelta(seconds=number),
        "elapsed": 0.25,
        "request": request,
        "response": Blob(ANSWER % (len(body), body)),
        "peer": "192.0.2.7",
    }
    return Exchange(**(values | changes))  # type: ignore[arg-type]
