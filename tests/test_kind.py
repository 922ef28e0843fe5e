"""What a page is taken for, and by which sign."""

from __future__ import annotations

import pytest

from spiders.kind import kind_of
from spiders.listing import find_listing
from spiders.page import Page
from spiders.profile import Profile, find
from spiders.reading import Kind

HOST = "http://news.example"
PROSE = "<p>" + "The council met on Monday and could not agree on who pays for the road to the valley. " * 5 + "</p>"
TEASERS = "".join(
    f"<div><h3><a href=/news/display/{n}>A headline with the number {n} in it</a></h3>"
    f"<p>What happened on day {n}.</p></div>"
    for n in range(1, 8)
)


def kind(html: str, path: str, *, mime: str = "text/html", profile: Profile | None = None) -> tuple[Kind, str]:
    page = Page(url=HOST + path, content=html.encode(), headers={"content-type": mime})
    profile = profile or Profile.for_url(page.url)
    return kind_of(page, profile, find_listing(page, profile))


@pytest.mark.parametrize(
    ("html", "path", "expected"),
    [
        (f"<h1>News</h1><main>{TEASERS}</main>", "/tag/roads", Kind.LISTING),
        (f"<h1>News</h1><main>{TEASERS}</main>", "/x", Kind.LISTING),
        (f"<h1>Who pays for the road?</h1>{PROSE * 4}", "/news/display/35", Kind.ARTICLE),
        (
            f"<h1>Who pays?</h1>{PROSE * 6}<aside>{TEASERS}</aside>",
            "/news/who-pays-for-the-road-to-the-valley",
            Kind.ARTICLE,
        ),
        (f"<h1>About us</h1>{PROSE}", "/about-us", Kind.PAGE),
        ("<h1>Contact</h1><p>Write to us.</p>", "/x", Kind.PAGE),
        ("", "/x", Kind.PAGE),
        ("<h1>Road closed</h1><p>2022 / 06 / 15</p><p>Until noon.</p>", "/x", Kind.ARTICLE),
        ("<h1>Road closed</h1><p>Article is available in Georgian</p>", "/x", Kind.ARTICLE),
        ("<h1>Contact</h1><p>Write to us.</p><footer><p>15 June 2022</p></footer>", "/x", Kind.PAGE),
        (
            "<h1>Road closed</h1><p>2022 / 06 / 15</p><p>Until noon.</p><p>Tag: <a href=/tag/roads>Roads</a></p>"
            "<div><h4>Highlights</h4>" + "".join(f"<a href=/n/{n}><img>The bridge no. {n}</a>" for n in (1, 2, 3)),
            "/x",
            Kind.ARTICLE,
        ),
        ('<meta property="og:type" content="article"><p>Short.</p>', "/x", Kind.ARTICLE),
    ],
)
def test_by_what_the_page_shows(html: str, path: str, expected: Kind) -> None:
    found, reason = kind(html, path)
    assert (found, bool(reason)) == (expected, True), reason


@pytest.mark.parametrize(
    "start",
    ["<rss version='2.0'>", "<?xml version='1.0'?>\n<feed xmlns='http://www.w3.org/2005/Atom'>", "<!-- x --><rdf:RDF>"],
)
def test_a_feed_is_known_by_its_root_whatever_the_server_says(start: str) -> None:
    assert kind(start, "/news/rss")[0] is Kind.FEED


def test_a_feed_is_known_by_its_media_type() -> None:
    assert kind("", "/rss", mime="application/rss+xml; charset=utf-8")[0] is Kind.FEED


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/news/display/35", Kind.ARTICLE),
        ("/ge/news/display/35", Kind.ARTICLE),
        ("/news/view/tags-Roads", Kind.LISTING),
        ("/about-project", Kind.PAGE),
    ],
)
def test_a_profiles_url_shapes_decide(path: str, expected: Kind) -> None:
    """The page shows a list all the same: a profile knows its site better."""
    found, reason = kind(f"<main>{TEASERS}</main>", path, profile=find("kremlin-roadmap"))
    assert found is expected
    assert "profile" in reason


def test_what_a_profile_calls_a_feed_and_is_none_is_read_as_what_it_is() -> None:
    assert kind("<h1>Not found</h1>", "/news/rss", profile=find("kremlin-roadmap"))[0] is Kind.PAGE
