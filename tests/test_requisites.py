"""Page requisites in a crawl over two loopback origins: what is asked, in which order, and what never is."""

from __future__ import annotations

import doctest
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from known_bytes import lines, ok
from rawserver import End, RawServer, Script
from test_outlinks import KINDS
from walk import differences, rebuilt, rows, walk

from archive import hosts
from archive.hosts import is_private
from archive.reader import Capture, captures, records
from crawler.errors import Exit
from crawler.run import Result
from crawler.summary import summary
from pipelines.items import Lease
from spiders.pace import Pace
from spiders.page import Page
from spiders.profile import Profile
from spiders.reading import Kind, Reading
from spiders.requisites import may_ask, requisites

TEXT = "The council of the village met on the square and spoke for three hours about the bridge over the river."
ARTICLES = ("one", "two")


def html(body: str, head: str = "") -> Script:
    page = f"<html><head><title>T</title>{head}</head><body>{body}</body></html>".encode()
    return Script(answer=ok(b"Content-Type: text/html; charset=utf-8", body=page))


def css(sheet: str) -> Script:
    return Script(answer=ok(b"Content-Type: text/css", body=sheet.encode()))


def picture(name: str) -> Script:
    return Script(answer=ok(b"Content-Type: image/png", body=f"picture {name}".encode()))


def listing(*, head: str = "") -> Script:
    items = "".join(
        f'<div><h3><a href="/{name}">Title of the page {name}</a></h3><p>{TEXT}</p><a href="/{name}">More</a></div>'
        for name in (*ARTICLES, "gone")
    )
    return html(f"<h1>Tag: Bridges</h1><div>{items}</div>", head)


def article(name: str, more: str = "", head: str = "") -> Script:
    body = "".join(f"<p>{TEXT} {word} {name}.</p>" for word in ("First", "Second", "Third"))
    return html(f"<h1>Title of the page {name}</h1><div>2022 / 06 / 15</div>{body}{more}", head)


class Web:
    """A site at 127.0.0.1 and another host, localhost, that its pages need things from; both can be changed."""

    def __init__(self, other: RawServer, elsewhere: dict[str, Script]) -> None:
        self.elsewhere = elsewhere
        self.cdn = f"http://localhost:{other.port}"
        gone = b'<html><body><h1>No such page</h1><img src="/error.png"></body></html>'
        self.here = {
            "list": listing(head='<link rel=stylesheet href="/main.css">'),
            "one": article("one", f'<img src="/a.png"><img src="{self.cdn}/b.png"><script src="/app.js"></script>'),
            "two": article("two", '<img src="/a.png">', '<link rel=stylesheet href="/main.css">'),
            "gone": Script(answer=lines(b"HTTP/1.1 404 No", b"Content-Length: %d" % len(gone), body=gone)),
            "main.css": css('@import "second.css"; body { background: url(paper.png) }'),
            "a.png": picture("a"),
            "paper.png": picture("paper"),
        }
        self.site = RawServer(self.here)
        self.servers = (self.site, other)

    def profile(self, **crawl: object) -> Profile:
        return Profile.model_validate({"name": "s", "start": [self.site.url("list")], "stay": True, "crawl": crawl})

    def asked(self) -> list[str]:
        """Paths that were asked at either host, but for robots.txt."""
        paths = [turn.received.split()[1].decode().lstrip("/") for server in self.servers for turn in server.turns]
        return [path for path in paths if path != "robots.txt"]


@pytest.fixture
def web() -> Iterator[Web]:
    elsewhere = {"b.png": picture("b")}
    with RawServer(elsewhere) as other:
        web = Web(other, elsewhere)
        with web.site:
            yield web


PAGES = ["list", "one", "two", "gone"]


def kept(folder: Path) -> list[Capture]:
    return [capture for file in sorted((folder / "warc").glob("*.warc.gz")) for capture in captures(file)]


def paths(found: list[Capture]) -> list[str]:
    names = [urlsplit(capture.url).path.lstrip("/") for capture in found]
    return [name for name in names if name != "robots.txt"]


def assert_no_loss(result: Result) -> None:
    assert (result.exit_code, result.losses, result.counts["failed"]) == (Exit.DONE, [], 0)


def test_each_is_kept_once_and_after_the_pages(web: Web, tmp_path: Path) -> None:
    result = walk(web.profile(), tmp_path)
    needed = {"main.css", "second.css", "paper.png", "a.png", "b.png", "app.js"}
    found = paths(kept(tmp_path))
    assert sorted(found[: len(PAGES)]) == sorted(PAGES)
    assert sorted(found[len(PAGES) :]) == sorted(needed)
    assert Counter(web.asked()) == Counter([*PAGES, *needed])
    assert_no_loss(result)
    assert (result.counts["requisites"], result.counts["requisites_missing"]) == (4, 2)
    assert result.counts["missing"] == 1
    told = summary(result, tmp_path)
    assert "4 style sheets, pictures and the like for these pages; 2 could not be had" in told
    assert "0; 1 addresses that the site does not have" in told


def test_all_kinds_are_asked(web: Web, tmp_path: Path) -> None:
    web.here["one"] = article("one", "".join(kind[1] for kind in KINDS))
    assert_no_loss(walk(web.profile(), tmp_path))
    assert {kind[2].lstrip("/") for kind in KINDS} - set(paths(kept(tmp_path))) == set()


def test_style_sheets_are_read_two_levels_deep(web: Web, tmp_path: Path) -> None:
    web.here["second.css"] = css("@import url(third.css); p { background: url(second.png) }")
    web.here["third.css"] = css('@import "fourth.css"; p { background: url(third.png) }')
    walk(web.profile(), tmp_path)
    found = set(paths(kept(tmp_path)))
    assert {"main.css", "second.css", "second.png", "third.css"} <= found
    assert not {"third.png", "fourth.css"} & found


def test_how_each_was_come_by_stands_in_its_metadata(web: Web, tmp_path: Path) -> None:
    web.here["list"] = listing()
    web.here["app.js"] = Script(answer=lines(b"HTTP/1.1 302 Found", b"Location: /app-2.js", b"Content-Length: 0"))
    walk(web.profile(), tmp_path)
    hops = {urlsplit(capture.url).path: capture.hops for capture in kept(tmp_path)}
    expected = {"/one": "L", "/a.png": "LE", "/main.css": "LE", "/paper.png": "LEE", "/app-2.js": "LER"}
    assert {path: hops[path] for path in expected} == expected
    metadata = {
        urlsplit(record.header("WARC-Target-URI") or "").path: record.block.decode()
        for file in (tmp_path / "warc").iterdir()
        for record in records(file)
        if record.header("WARC-Type") == "metadata"
    }
    assert f"via: {web.site.url('main.css')}\r\n" in metadata["/paper.png"]
    assert f"via: {web.site.url('app.js')}\r\n" in metadata["/app-2.js"]


def test_they_can_be_switched_off_and_on_again(web: Web, tmp_path: Path) -> None:
    off = walk(web.profile(requisites=False), tmp_path)
    assert_no_loss(off)
    assert "style sheets" not in summary(off, tmp_path)
    assert sorted(web.asked()) == sorted(PAGES)
    walk(web.profile(), tmp_path)
    assert "a.png" in web.asked()
    before = len(web.asked())
    walk(web.profile(requisites=False), tmp_path)
    assert len(web.asked()) == before + len(PAGES)
    assert Counter(web.asked())["a.png"] == 1


def test_there_are_no_more_than_the_profile_allows(web: Web, tmp_path: Path) -> None:
    result = walk(web.profile(max_requisites=2), tmp_path)
    assert len(web.asked()) == len(PAGES) + 2
    assert_no_loss(result)


def test_a_limit_counts_pages_first(web: Web, tmp_path: Path) -> None:
    walk(web.profile(), tmp_path, limit=len(PAGES) + 2)
    assert set(PAGES) <= set(web.asked())
    assert len(web.asked()) == len(PAGES) + 2
    result = walk(web.profile(), tmp_path)
    assert result.resumed
    assert len(web.asked()) == len(set(web.asked())) == len(PAGES) + 6


def test_the_other_hosts_robots_txt_is_obeyed(web: Web, tmp_path: Path) -> None:
    web.elsewhere["robots.txt"] = Script(
        answer=ok(b"Content-Type: text/plain", body=b"User-agent: *\nDisallow: /b.png\n")
    )
    result = walk(web.profile(), tmp_path)
    assert "b.png" not in web.asked()
    assert "a.png" in web.asked()
    assert_no_loss(result)


def test_a_host_that_is_not_there_is_no_loss(web: Web, tmp_path: Path) -> None:
    web.elsewhere["robots.txt"] = Script(answer=b"", end=End.CLOSE)
    result = walk(web.profile(), tmp_path)
    assert "b.png" not in web.asked()
    assert_no_loss(result)
    state = rows(tmp_path, "SELECT state FROM frontier WHERE url LIKE '%/b.png'")[0][0]
    assert state == "missing"


def test_a_redirect_is_followed_to_another_host(web: Web, tmp_path: Path) -> None:
    location = f"Location: {web.cdn}/moved.png".encode()
    web.here["a.png"] = Script(answer=lines(b"HTTP/1.1 301 Moved", location, b"Content-Length: 0"))
    web.elsewhere["moved.png"] = picture("moved")
    assert_no_loss(walk(web.profile(), tmp_path))
    found = {urlsplit(capture.url).path: capture for capture in kept(tmp_path)}
    assert found["/moved.png"].message.entity == b"picture moved"


def test_redirects_in_a_circle_and_to_nowhere_are_no_loss(web: Web, tmp_path: Path) -> None:
    web.here["a.png"] = Script(answer=lines(b"HTTP/1.1 301 Moved", b"Location: /a.png", b"Content-Length: 0"))
    web.here["app.js"] = Script(answer=lines(b"HTTP/1.1 302 Found", b"Location: data:,x", b"Content-Length: 0"))
    assert_no_loss(walk(web.profile(), tmp_path))
    assert Counter(web.asked())["a.png"] == 1


def test_a_framed_page_is_kept_and_not_read(web: Web, tmp_path: Path) -> None:
    web.here["two"] = article("two", '<iframe src="/framed/9">')
    web.here["framed"] = article("framed", '<img src="/in-frame.png"><a href="/from-frame">more</a>')
    walk(web.profile(), tmp_path / "a")
    assert "framed/9" in paths(kept(tmp_path / "a"))
    assert not {"in-frame.png", "from-frame"} & set(web.asked())
    titles = {row[0] for row in rows(tmp_path / "a", "SELECT headline FROM editions")}
    assert "Title of the page one" in titles
    assert "Title of the page framed" not in titles
    rebuilt(tmp_path / "a", tmp_path / "b")
    assert differences(tmp_path / "a", tmp_path / "b") == {}


def test_the_next_round_asks_for_what_its_pages_name(web: Web, tmp_path: Path) -> None:
    walk(web.profile(), tmp_path)
    before = len(web.asked())
    web.here["one"] = article("one", '<img src="/new.png">')
    assert_no_loss(walk(web.profile(), tmp_path))
    again = [turn.received.split()[1].decode().lstrip("/") for turn in web.site.turns]
    counts = Counter(again)
    assert before == len(PAGES) + 6
    assert (counts["a.png"], counts["main.css"], counts["paper.png"], counts["new.png"]) == (2, 2, 2, 1)
    assert counts["app.js"] == 1, "nobody names it any more"
    assert len([path for path in web.asked() if path == "b.png"]) == 1


# What one page names, without a network

PUBLIC = Profile.model_validate(
    {"name": "s", "start": ["https://site.example/news"], "urls": {"skip": ["/private/{x}"]}}
)
LEASE = Lease(
    url_key="site.example/a",
    url="https://site.example/a",
    kind=Kind.ARTICLE,
    via=None,
    depth=1,
    page=1,
    optional=False,
    attempts=0,
    hops=0,
)

INSIDE = [
    "http://169.254.169.254/latest/meta-data/",
    "http://127.0.0.1/a.png",
    "http://127.1/a.png",
    "http://2130706433/a.png",
    "http://0x7f.0.0.1/a.png",
    "http://0177.0.0.1/a.png",
    "http://10.0.0.7/a.png",
    "http://172.16.3.4/a.png",
    "http://192.168.0.1/a.png",
    "http://100.64.0.1/a.png",
    "http://0.0.0.0/a.png",
    "http://[::1]/a.png",
    "http://[fd00::1]/a.png",
    "http://[fe80::1]/a.png",
    "http://[::ffff:169.254.169.254]/a.png",
    "http://localhost/a.png",
    "http://localhost:8080/a.png",
    "http://LOCALHOST./a.png",
    "http://a.localhost/a.png",
    "http://printer.local/a.png",
    "http://user:word@10.0.0.1/a.png",
]


def named(markup: str, profile: Profile = PUBLIC, reading: Reading | None = None, mime: str = "text/html") -> list[str]:
    page = Page(url=LEASE.url, content=markup.encode(), headers={"content-type": mime})
    reading = reading or Reading(kind=Kind.ARTICLE)
    return [ask.url for ask in requisites(page, profile, reading, LEASE)]


@pytest.mark.parametrize("url", INSIDE)
def test_no_page_makes_us_ask_within_a_network(url: str) -> None:
    assert named(f'<img src="{url}"><img src="https://cdn.example/b.png">') == ["https://cdn.example/b.png"]
    at_home = Profile.model_validate({"name": "s", "start": ["http://127.0.0.1:8000/"]})
    assert may_ask(url, at_home), "a source that is in such a network itself may need it"


@pytest.mark.parametrize("host", ["8.8.8.8", "2001:4860:4860::8888", "example.org", "localhost.example", "10.example"])
def test_what_is_not_private(host: str) -> None:
    assert not is_private(host)


def test_only_pages_of_the_sources_own_need_something() -> None:
    assert named("<img src=/a.png>", reading=Reading(kind=Kind.FEED)) == []
    assert named("<img src=/a.png>", mime="image/png") == []
    assert named("<img src=/a.png><a href=/b><img src=/private/x><img src=/a>") == ["https://site.example/a.png"]


@pytest.mark.parametrize("delays", [(0.0, 5.0), (2.0, 5.0), (2.0, 1000.0)])
async def test_a_host_that_asks_for_patience_slows_no_other(delays: tuple[float, float]) -> None:
    own, asked = delays
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    pace = Pace(own, clock=lambda: 0.0, sleep=sleep)
    pace.slow_down("slow.example", asked)
    for host in ("slow.example", "slow.example", "fast.example", "fast.example"):
        await pace.turn(host)
    assert waits == [min(asked, 300.0), *([own] if own else [])]


def test_the_examples_in_the_code() -> None:
    result = doctest.testmod(hosts)
    assert result.attempted
    assert not result.failed
