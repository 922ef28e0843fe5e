"""An archive whose every byte is known: what readmore writes of a crawl of servers of known bytes, plain and over TLS.

Each server is walked twice by the whole crawler, the second time with answers that changed in known ways; what
the crawler never asks (HEAD, POST, fragments) is asked by the client, and kept by the writer, beside it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import plainwarc
from authority import Authority
from known_bytes import BROKEN, CUT, EXHAUSTING, SCRIPTS, WELL_FORMED, chunked, lines, ok
from plainwarc import Plain
from rawserver import RawServer, Script, Turn
from test_odd_answers import TEXT, article, listing
from walk import walk

from archive.client import Client, Limits
from archive.exchange import Ask
from archive.writer import WarcWriter
from crawler.run import Result
from spiders.profile import Profile

#: Bytes of an answer that are kept; some scripts send more.
MAX_BODY = 400_000
_QUERY = "plain?q=%E1%83%A2&b=%20&e="
_NO_HOST = "http://no-such-host.invalid"
#: Asked by the crawler as articles: what can be asked with GET, and ends in a time that tests have.
ASKED = [
    *(name for name, script in (WELL_FORMED | BROKEN | CUT).items() if script.method == "GET"),
    *("large", "stall-inside", "stall-before", "no-answer", "reset-before", "excess-on-kept"),
]
EARLY = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
NOT_MODIFIED = lines(b"HTTP/1.1 304 Not Modified", b'ETag: "one"', b"X-Odd:   spaced ")
_HTML = b"Content-Type: text/html; charset=utf-8"


def _page(name: str, more: str = "") -> bytes:
    return article(name).replace("</body>", f"{more}</body>").encode()


def _needing(port: int) -> str:
    """Markup that names what cannot be had, and a link that leads nowhere in particular."""
    return (
        f'<a href="/elsewhere?x=1#part">more</a><img src="/picture.png"><img src="http://127.0.0.1:{port}/refused.png">'
        f'<img src="{_NO_HOST}/dns.png"><script src="/forbidden/script.js"></script>'
    )


def _first(closed: int) -> dict[str, Script]:
    """What the servers send at first."""
    same = _page("same")
    pages = {
        "robots.txt": Script(answer=ok(b"Content-Type: text/plain", body=b"User-agent: *\nDisallow: /forbidden\n")),
        "list": listing([*ASKED, _QUERY, "one", "same", "slow", "forbidden/page"]),
        "one": Script(answer=ok(_HTML, b'ETag: "one"', body=_page("one", _needing(closed)))),
        "same": Script(answer=chunked(_HTML, body=b"%X;a=b\r\n%s\r\n" % (len(same), same))),
        "slow": Script(answer=ok(_HTML, body=_page("slow")), interim=(EARLY,), wait=0.4),
        "picture.png": Script(answer=ok(b"Content-Type: image/png", body=b"\x89PNG\r\n\x1a\n")),
    }
    return {**SCRIPTS, **pages}


def _later() -> dict[str, Script]:
    """What they send later in the place of some: 304 for a page with validators, and whole answers for cut ones."""
    whole = Script(answer=ok(b"Content-Type: text/plain", body=TEXT.encode()))
    return {"one": Script(answer=NOT_MODIFIED), **dict.fromkeys(CUT | EXHAUSTING, whole)}


@dataclass(kw_only=True)
class Server:
    """One server of known bytes, and what was asked of it."""

    url: str
    scripts: dict[str, Script]
    turns: list[Turn]
    by_crawler: int = 0
    """How many of the turns were the crawler's; the later ones are the client's."""
    later: int = 0
    """With which of them its second walk began."""


@dataclass(kw_only=True)
class Known:
    """What was written, and what crossed the wire."""

    folder: Path
    """The crawler's archive."""
    beside: Path
    """WARC files of client and writer alone."""
    servers: list[Server] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)

    @property
    def paths(self) -> list[Path]:
        """All WARC files."""
        return sorted((self.folder / "warc").iterdir()) + sorted(self.beside.iterdir())

    @cached_property
    def files(self) -> dict[str, list[Plain]]:
        """Records by file, taken apart by hand."""
        return {path.name: plainwarc.records(path) for path in self.paths}

    @property
    def records(self) -> list[Plain]:
        return [record for file in self.files.values() for record in file]

    def of(self, *kinds: str) -> list[Plain]:
        return [record for record in self.records if record.kind in kinds]

    def find(self, script: str, *kinds: str) -> list[Plain]:
        """Records of an address that is just a script's name."""
        urls = {f"{server.url}/{script}" for server in self.servers}
        return [record for record in self.of(*kinds) if record.url in urls]

    def first(self, script: str) -> list[Plain]:
        """Responses that are the script's own answer: of the first walks, and of the client."""
        return [answer for answer in self.find(script, "response") if answer.id in self._first_ids]

    @cached_property
    def _first_ids(self) -> set[str]:
        return {
            answer.id
            for server in self.servers
            for turn, _, answer in self.exchanges(of=server)
            if not server.later <= server.turns.index(turn) < server.by_crawler
        }

    def request_of(self, answer: Plain) -> Plain:
        (request,) = (r for r in self.files[answer.file] if r.id == answer.get("WARC-Concurrent-To"))
        return request

    def metadata_of(self, answer: Plain) -> Plain:
        about = answer.get("WARC-Concurrent-To")
        found = [r for r in self.files[answer.file] if r.kind == "metadata"]
        (one,) = (r for r in found if r.get("WARC-Concurrent-To") == about)
        return one

    def exchanges(self, *, of: Server) -> list[tuple[Turn, Plain, Plain]]:
        """Every turn of a server that was answered, with the records that were made of it, in order.

        Turns of one address followed each other, and so did their records. Fails where one is missing, but for what
        is no HTTP on a connection that was used before: the client takes it for late bytes of the answer before, and
        asks again.
        """
        kept: dict[bytes, list[tuple[Plain, Plain]]] = {}
        for answer in sorted(self.of("response", "revisit"), key=lambda record: record.get("WARC-Date")):
            if answer.url.startswith(f"{of.url}/"):
                request = self.request_of(answer)
                kept.setdefault(request.block.partition(b"\r\n")[0], []).append((request, answer))
        found, used = [], set()
        for turn in of.turns:
            is_stray = turn.sent == SCRIPTS["garbage"].answer and turn.connection in used
            used.add(turn.connection)
            if turn.sent and not is_stray:
                request, answer = kept[turn.received.partition(b"\r\n")[0]].pop(0)
                found.append((turn, request, answer))
        assert not any(kept.values()), "records of what was never sent"
        return found


@contextlib.contextmanager
def known_archive(folder: Path, authority: Authority) -> Iterator[Known]:
    """Make it; the servers run as long as the `with` block does. `authority` must be trusted (`SSL_CERT_FILE`)."""
    known = Known(folder=folder / "archive", beside=folder / "beside")
    tls = authority.context()
    tls.set_alpn_protocols(["h2", "http/1.1"])  # a server that had rather speak HTTP/2
    with contextlib.ExitStack() as stack:
        closed = stack.enter_context(RawServer({})).port + 1
        for name, context in (("plain", None), ("tls", tls)):
            scripts = _first(closed)
            server = stack.enter_context(RawServer(scripts, tls=context))
            known.servers.append(Server(url=server.url("")[:-1], scripts=scripts, turns=server.turns))
            _walk(known, name, known.servers[-1])
        asyncio.run(_beside(known))
        yield known


def _walk(known: Known, name: str, server: Server) -> None:
    crawl = {"max_body": MAX_BODY, "timeout": 1.0, "concurrency": 16, "delay": 0}
    profile = Profile.model_validate({"name": name, "start": [f"{server.url}/list"], "stay": True, "crawl": crawl})
    known.results.append(walk(profile, known.folder))
    server.later = len(server.turns)
    server.scripts.update(_later())
    known.results.append(walk(profile, known.folder))
    server.by_crawler = len(server.turns)


async def _beside(known: Known) -> None:
    client, writer = Client(Limits(timeout=5, max_body=MAX_BODY)), WarcWriter(known.beside, prefix="beside")
    try:
        for server in known.servers:
            for name in ("head", "head-chunked"):
                await writer.keep(await client.fetch(Ask(url=f"{server.url}/{name}", method="HEAD")))
            fields = ((b"Cookie", b"a=1; b=\xff"), (b"X-ODD", b"case  kept"), (b"X-Twice", b"1"), (b"X-Twice", b"2"))
            ask = Ask(url=f"{server.url}/plain?a=1&b=2#part", method="POST", headers=fields, body=b"a=1&b=\xff\r\n")
            await writer.keep(await client.fetch(ask))
    finally:
        await client.close()
        writer.close()
