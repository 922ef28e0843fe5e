"""ReplayWeb.page shows a packed archive in a real browser: each page as it looked on the site, with nothing missing."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from known_bytes import BROKEN, CUT, SCRIPTS, WELL_FORMED
from replay.browser import difference, viewer
from replay.odd_answers import REPLAYWEB_CANNOT, keep_odd_answers
from replay.parts import chromium, replayweb
from replay.server import ReplayServer
from walk import walk

from archive.wacz.package import About, write_wacz
from crawler.demo.server import DemoSite
from spiders import profile as profiles

if TYPE_CHECKING:
    from replay.browser import Seen

#: A browser on a busy machine takes its time; so may each page.
pytestmark = pytest.mark.timeout(300)

#: Listings and an article.
PAGES = ("/news", "/ge/news/view/tags-2019", "/ge/news/display/1257")
#: Of what two screenshots may be apart. The same page is 0; without its stylesheet it is above 0.05.
ALIKE = 0.002


@pytest.fixture(autouse=True)
def installed() -> None:
    """What every test here needs, asked for before anything is crawled."""
    chromium()
    replayweb()


@pytest.mark.parametrize(("markup", "crawls"), [("cards", 1), ("divs", 2)])
def test_replayed_pages_look_like_the_live_ones(tmp_path: Path, markup: str, crawls: int) -> None:
    """Where nothing changed between two crawls, the later capture is what is shown: a revisit's original."""
    with DemoSite(markup) as site:
        for _ in range(crawls):
            walk(profiles.find("demo").at(site.url), tmp_path / "a", full=True)
        with viewer() as eyes:
            live = {site.url + path: eyes.live(site.url + path) for path in PAGES}
    # The site is gone: nothing can come from it any more.
    with ReplayServer(packed(tmp_path / "a")) as server, viewer() as eyes:
        for url, page in live.items():
            assert_alike(page, eyes.replayed(server, url))


def test_what_is_missing_is_seen(tmp_path: Path) -> None:
    """The comparison can fail: an archive of bare pages, without stylesheets and pictures."""
    with DemoSite("cards") as site:
        url = f"{site.url}/news"
        profile = profiles.find("demo").at(site.url)
        bare_pages = profile.crawl.model_copy(update={"requisites": False})
        walk(profile.model_copy(update={"crawl": bare_pages}), tmp_path / "a")
        with viewer() as eyes:
            live = eyes.live(url)
    with ReplayServer(packed(tmp_path / "a")) as server, viewer() as eyes:
        bare = eyes.replayed(server, url)
    assert difference(live, bare) > 10 * ALIKE
    missing = {urlsplit(failure.rpartition("_/")[2]).path.partition(":")[0] for failure in bare.failed}
    assert missing >= {"/style.css", "/images/1257.svg"}


def test_odd_answers_reach_the_browser_but_for_what_replayweb_cannot(tmp_path: Path) -> None:
    """As fetched by a script in the replay; not redirects, whose bodies browsers show to nobody."""
    found = {
        name: capture
        for name, capture in keep_odd_answers(tmp_path / "a").items()
        if name in WELL_FORMED | BROKEN | CUT and SCRIPTS[name].status != 302
    }
    wacz, warcs = tmp_path / "a.wacz", (tmp_path / "a" / "warc").glob("*.warc.gz")
    write_wacz(wacz, warcs, [], about=About(title="Odd answers", created=datetime.now(UTC), software="a test"))
    with ReplayServer(wacz) as server, viewer() as eyes:
        fetched = eyes.fetched(server, [(c.url, c.fetched_at) for c in found.values()])
    assert len(found) > 50
    different = {
        name
        for (name, c), answer in zip(found.items(), fetched, strict=True)
        if answer != (c.message.head and c.message.head.status, c.message.decoded(2**20)[0])
    }
    assert different == set(REPLAYWEB_CANNOT)


def assert_alike(live: Seen, replayed: Seen) -> None:
    assert (live.failed, replayed.failed) == ([], [])
    assert (replayed.title, replayed.text) == (live.title, live.text)
    assert len(live.text) > 500
    assert replayed.picture.size == live.picture.size
    assert difference(live, replayed) <= ALIKE


def packed(archive: Path) -> Path:
    """The archive as a WACZ."""
    out = archive.with_suffix(".wacz")
    command = [sys.executable, "-m", "crawler", "pack", "--quiet", "--archive", archive, "--out", out]
    subprocess.run(command, check=True)
    return out
