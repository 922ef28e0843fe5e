"""The answers that every writer is to fetch: those of the tests' server of known bytes that end by themselves."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Self

# The server and its scripts are a part of the tests, which are no package.
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))

from known_bytes import BROKEN, CUT, SCRIPTS, WELL_FORMED, lines, ok
from rawserver import RawServer, Script, Turn

__all__ = ["ASKED", "CHUNKED", "CODED", "CUTS", "EMPTY", "INTERIM", "Site", "Turn"]

#: By name; a GET each.
ASKED = [
    *(name for name, script in (WELL_FORMED | BROKEN | CUT).items() if script.method == "GET"),
    *("stall-inside", "page", "slow"),
]
#: Asked as well: a path with a query, which is another address of a script.
QUERY = "plain?q=%E1%83%A2&b=%20&e="
CHUNKED = [name for name in ASKED if "chunked" in name and name != "length-beside-chunked"]
CODED = ["gzip", "gzip-chunked", "gzip-lie"]
#: Without a body, or without an answer's usual status.
EMPTY = ["empty", "no-content", "not-modified", "not-modified-with-length", "not-found-empty", "found"]
INTERIM = ["continue", "early-hints"]
CUTS = [name for name in ASKED if SCRIPTS.get(name, WELL_FORMED["plain"]).truncated]

_TEXT = "The council of the village met on the square and spoke for three hours about the bridge over the river."
_HTML = b"Content-Type: text/html; charset=utf-8"


def scripts() -> dict[str, Script]:
    """What the server sends: the tests' scripts, a listing that leads to each of them, and a page to be read."""
    items = "".join(
        f'<div><h3><a href="/{name}">Title of the page {name}</a></h3><p>{_TEXT}</p><a href="/{name}">More</a></div>'
        for name in [*ASKED, QUERY]
    )
    listing = f"<html><body><h1>Tag: Bridges</h1><div>{items}</div></body></html>"
    text = "".join(f"<p>{_TEXT} {word}.</p>" for word in ("First", "Second", "Third"))
    page = f"<html><title>Page</title><body><h1>Title of the page</h1><div>2022 / 06 / 15</div>{text}</body></html>"
    return SCRIPTS | {
        "robots.txt": Script(answer=lines(b"HTTP/1.1 404 Not Found", b"Content-Length: 0")),
        "list": Script(answer=ok(_HTML, body=listing.encode())),
        "slow": Script(answer=ok(_HTML, body=b"<p>late</p>"), wait=1.5),
        "page": Script(answer=ok(_HTML, body=page.encode() * 20)),  # large enough for every writer's deduplication
    }


class Site:
    """The server, or as many of them as there are addresses: some writers give up a host after one odd answer."""

    def __init__(self, *, apart: bool) -> None:
        names = [*ASKED, QUERY]
        # Not 127.0.0.1, from which warcprox refuses to fetch.
        self._servers = [RawServer(scripts(), host="127.0.0.2") for _ in (names if apart else names[:1])]
        servers = self._servers if apart else self._servers * len(names)
        self.urls = [server.url(name) for server, name in zip(servers, names, strict=True)]
        self.listing = self._servers[0].url("list")

    def __enter__(self) -> Self:
        for server in self._servers:
            server.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.__exit__()

    @property
    def turns(self) -> list[Turn]:
        """What was asked for and sent, of what was to be fetched."""
        return [turn for server in self._servers for turn in server.turns if turn.script in ASKED]
