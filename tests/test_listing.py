"""A listing is read as a reader sees it, in markup that nobody designed for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from markup import HOST, TEMPLATES, Entry, Markup, templated

from pipelines.normalise.text import clean
from spiders.listing import find_listing
from spiders.page import Page
from spiders.profile import Profile, find

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"
URL = HOST + "/news/view/tags-Tskhinvali_Region"
NEXT = URL + "?page=2"

#: Written for this test: titles alike, an excerpt that is its title, notices in three languages and with a
#: typing error, quotation marks of every kind, a year and a day inside sentences.
OWN = (
    Entry(
        "Harvest festival opens in the “Old Town”",
        "On May 3, the mayor opened the festival. It lasts until May 9, 2021.",
        "/news/display/41",
    ),
    Entry(
        "Review of the month",
        "What happened in the valley between March and April, in seven chapters and a map.",
        "/news/display/40",
    ),
    Entry("Review of the month", "Article is available in Georgian", "/news/display/39"),
    Entry("Bridges: repairs and costs", "Bridges: repairs and costs", "/news/display/38"),
    Entry(
        "„Tbilisi – Batumi“ train gets a second carriage",
        "Since 2020 the train had one; the second was bought for 2 million GEL.",
        "/news/display/36",
    ),
    Entry("Who pays for the road?", "Article is available in Georgia.", "/news/display/35"),
    Entry(
        "ახალი სკოლა გაიხსნა",
        "სკოლაში 300 მოსწავლე ისწავლის, მათგან ასი მეზობელი სოფლიდან ჩამოდის.",
        "/news/display/33",
    ),
    Entry("New director of the museum", "Статья доступна на грузинском языке.", "/news/display/30"),
)


def real() -> tuple[Entry, ...]:
    """The entries of the first source's listing, from its visible text."""
    file = DATA / "kremlin-roadmap" / "news-tag-Tskhinvali_Region.txt"
    if not file.exists():
        pytest.skip(f"the real listing's text is not at {file}")
    chunks = file.read_text("utf-8").partition("Back to full list")[2].split("Read moreRead more")
    entries = []
    for n, chunk in enumerate(c for c in chunks if c.strip()):
        title, excerpt = (clean(line) for line in chunk.strip().splitlines() if line.strip())
        entries.append(Entry(title, excerpt, f"/news/display/{2083 - 3 * n}"))
    assert len(entries) == 15
    return tuple(entries)


def read(html: bytes | str, url: str = URL, profile: Profile | None = None):
    content = html if isinstance(html, bytes) else html.encode()
    return find_listing(Page(url=url, content=content), profile or Profile.for_url(url))


def shown(listing) -> list[tuple[str, str, str]]:
    return [(i.title, i.excerpt, i.url) for i in listing.items] if listing else []


def wanted(entries) -> list[tuple[str, str, str]]:
    return [(e.title, e.excerpt, HOST + e.url) for e in entries]


@pytest.mark.parametrize("seed", range(60))
def test_the_real_listing_in_any_markup(seed: int) -> None:
    entries = real()
    listing = read(Markup(seed).page(entries, next_url=NEXT.removeprefix(HOST)))
    assert shown(listing) == wanted(entries)
    assert [i.notice for i in listing.items if i.notice] == ["ka"]
    assert not any(i.date for i in listing.items), "dates stand in sentences only"
    assert listing.tag.value == "Tskhinvali Region"
    assert listing.next_page.value == NEXT


@pytest.mark.parametrize("seed", range(1000, 1060))
def test_an_own_listing_in_any_markup(seed: int) -> None:
    listing = read(Markup(seed).page(OWN, next_url=NEXT.removeprefix(HOST)), profile=find("kremlin-roadmap"))
    assert shown(listing) == wanted(OWN)
    assert [i.notice for i in listing.items] == [None, None, "ka", None, None, "ka", None, "ka"]


#: Articles that every page of a site shows, whatever it lists.
HIGHLIGHTS = (
    Entry("The governor opened a bridge over the river", "", "/news/display/91"),
    Entry("Review of the month", "", "/news/display/92"),
    Entry("სოფელში ახალი გზა დაიგო და გაიხსნა", "", "/news/display/93"),
)


def misread(entries, seeds, *, expected=None, highlights=()) -> list[int]:
    """The seeds whose page is not read exactly."""
    expected = wanted(expected or entries)
    return [n for n in seeds if shown(read(Markup(n).page(entries, highlights=highlights))) != expected]


def test_an_item_that_is_listed_twice_counts_once_and_spoils_no_other() -> None:
    again = replace(OWN[2], url=OWN[2].url + "/")
    assert misread([*OWN[:5], again, *OWN[5:]], range(3000, 3060), expected=OWN) == []


def test_titles_may_all_be_the_same() -> None:
    alike = [replace(entry, title="Review of the month") for entry in OWN]
    assert misread(alike, range(3000, 3060)) == []


def test_excerpts_may_repeat_their_titles() -> None:
    alike = [replace(entry, excerpt=entry.title) for entry in OWN]
    assert len(misread(alike, range(3000, 3060))) <= 1


def test_highlights_of_a_site_are_no_items() -> None:
    assert misread(OWN, range(3000, 3060), highlights=HIGHLIGHTS) == []


@pytest.mark.parametrize("count", [1, 2, 3])
def test_highlights_beside_a_few_items(count: int) -> None:
    """Where a slider stands between the tag's label and the only item, nobody can tell without a closer look."""
    assert len(misread(OWN[:count], range(3000, 3060), highlights=HIGHLIGHTS)) <= 3


def test_items_side_by_side() -> None:
    """Two or three to a row: a grid is one list."""
    grids = [n for n in range(3000, 3400) if Markup(n).choices["flow"] == "grid"]
    assert len(grids) > 20
    assert misread(OWN, grids, highlights=HIGHLIGHTS) == []


@pytest.mark.parametrize("glue", ["", "\n  "], ids=["tight", "spaced"])
@pytest.mark.parametrize("name", TEMPLATES)
def test_every_way_to_write_an_entry(name: str, glue: str) -> None:
    listing = read(templated(name, OWN, glue=glue))
    assert shown(listing) == wanted(OWN)
    assert listing.tag.value == "Tskhinvali Region"


@pytest.mark.parametrize("count", [2, 3, 5])
@pytest.mark.parametrize("seed", range(2000, 2012))
def test_short_listings(seed: int, count: int) -> None:
    assert shown(read(Markup(seed).page(OWN[:count]))) == wanted(OWN[:count])


def test_a_single_item_where_the_address_is_a_listings() -> None:
    html = """<ul><li><a href=/>Home</a><li><a href=/news>News</a></ul><h1>News</h1><p>Tag: Roads</p>
    <div><h3>Who pays for the road?</h3><p>The council met on Monday and could not agree.</p>
    <a href=/news/display/35>Read more</a></div><footer>Imprint and contact</footer>"""
    assert shown(read(html)) == [
        ("Who pays for the road?", "The council met on Monday and could not agree.", HOST + "/news/display/35")
    ]


def test_a_page_without_entries_lists_nothing() -> None:
    html = """<ul><li><a href=/>Home</a><li><a href=/news>News</a><li><a href=/contact>Contact</a></ul>
    <h1>News</h1><p>Tag: Roads</p><p>Nothing has been published yet.</p><a href=/news>Back to full list</a>"""
    assert read(html, profile=find("kremlin-roadmap")) is None


def test_an_article_with_related_links_lists_nothing() -> None:
    body = "<p>" + "The council met on Monday and could not agree on who pays for the road to the valley. " * 4 + "</p>"
    related = "".join(
        f"<li><a href=/news/display/{n}><h4>{e.title}</h4></a></li>" for n, e in enumerate(OWN[:5], start=50)
    )
    html = f"<h1>Who pays for the road?</h1><p>2022 / 06 / 15</p>{body * 5}<h3>You may also like</h3><ul>{related}</ul>"
    assert read(html, HOST + "/news/display/35-who-pays-for-the-road") is None


def test_a_date_line_is_a_date_and_no_excerpt() -> None:
    html = "".join(
        f"<div><span>{n} March 2021</span><h3><a href=/n/{n}>{e.title}</a></h3><p>{e.excerpt}</p></div>"
        for n, e in enumerate(OWN, start=1)
    )
    listing = read(f"<main>{html}</main>", HOST + "/news")
    assert [i.date.value for i in listing.items] == [f"2021-03-{n:02}" for n in range(1, 9)]
    assert [i.excerpt for i in listing.items] == [e.excerpt for e in OWN]


def test_filing_lines_are_no_excerpt() -> None:
    html = "".join(
        f"<article><h2><a href=/n/{n}>{e.title}</a></h2>"
        "<p>Posted by <a href=/author/x>Nino</a> in <a href=/category/y>Roads</a></p>"
        f"<p>{e.excerpt}</p><p>Tags: <a href=/tag/a>Valley</a>, <a href=/tag/b>Money</a></p><p>3 comments</p></article>"
        for n, e in enumerate(OWN)
    )
    listing = read(f"<main>{html}</main>", HOST + "/news")
    assert [i.excerpt for i in listing.items] == [e.excerpt for e in OWN]
    assert listing.listings == (HOST + "/category/y", HOST + "/tag/a", HOST + "/tag/b")


@pytest.mark.parametrize(
    ("label", "tag"),
    [
        ("<p>ტეგი: Tskhinvali Region</p>", "Tskhinvali Region"),
        ("<h1>Tag: 2019</h1>", "2019"),
        ("<h1>Тег: Южная Осетия</h1>", "Южная Осетия"),
        ("<h1>Tag Archives: <span>Roads</span></h1>", "Roads"),
        ("<h2>Posts tagged “Roads and bridges”</h2>", "Roads and bridges"),
        ("<div>Schlagwort: <b>Straßen</b></div>", "Straßen"),
        ("<h1>News</h1>", "Tskhinvali Region"),
    ],
)
def test_the_tag(label: str, tag: str) -> None:
    rows = "".join(f"<li><a href=/n/{n}>{e.title}</a><p>{e.excerpt}</p></li>" for n, e in enumerate(OWN))
    listing = read(f"{label}<ul>{rows}</ul>", HOST + "/tag/Tskhinvali_Region")
    assert listing.tag.value == tag


@pytest.mark.parametrize(
    ("links", "path"),
    [
        ("<a href=?page=2>Next</a>", "/news?page=2"),
        ("<a href=?page=2>შემდეგი</a>", "/news?page=2"),
        ("<b>1</b> <a href=?page=2>2</a> <a href=?page=3>3</a>", "/news?page=2"),
        ("<a href=/news/page/2>Older posts</a><a href=/news/page/0>Newer posts</a>", "/news/page/2"),
        ("<a href=/news/page/2>← Previous Entries</a>", "/news/page/2"),
        ("<a href=/news?offset=20>Load more</a>", "/news?offset=20"),
        ("<a href=/news?page=2 aria-label='Next page'><img src=x.png></a>", "/news?page=2"),
        ("<link rel=next href=/ru/news>", None),
        ("<link rel=next href=/sports/page/2>", None),
        ("<a href=/ge/news>GEO</a>", None),
        ("<a href='#'>Next</a>", None),
    ],
)
def test_the_next_page(links: str, path: str | None) -> None:
    rows = "".join(f"<li><a href=/n/{n}>{e.title}</a><p>{e.excerpt}</p></li>" for n, e in enumerate(OWN))
    found = read(f"<h1>News</h1><ul>{rows}</ul><div>{links}</div>", HOST + "/news").next_page
    assert (found and found.value) == (path and HOST + path)


def test_read_more_in_russian_is_not_the_next_page() -> None:
    rows = "".join(
        f"<div><h3>{e.title}</h3><p>{e.excerpt}</p><a href=/n/{n}>Далее…</a></div>" for n, e in enumerate(OWN)
    )
    listing = read(f"<h1>News</h1><main>{rows}</main>", HOST + "/news")
    assert len(listing.items) == len(OWN)
    assert listing.next_page is None


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<html>",
        "<a href=/x>",
        "<div>" * 5000 + "<a href=/a>Read more</a>",
        "<a href=/a>x" * 3000,
        "<p>\x01￾</p><a href='http://[::1'>broken</a><a href='//'>x</a><a href='http://a:b/'>port</a>",
    ],
)
def test_broken_pages_are_read_without_an_error(html: str) -> None:
    listing = read(html)
    assert all(item.url.startswith("http") for item in (listing.items if listing else ()))


@pytest.mark.parametrize(
    "html",
    [
        "".join(f"<li><a href=/news/{n}>An entry with the number {n}</a><p>Text {n}</p></li>" for n in range(60_000)),
        "<div>" + "".join(f"<b>{n}</b><i></i>" for n in range(250_000)) + "</div>",
        "".join(f"<div><a href=/x{n % 7}>" for n in range(30_000)),
    ],
    ids=["many links", "many elements", "deep"],
)
@pytest.mark.timeout(60)
def test_huge_pages_stay_bounded(html: str) -> None:
    page = Page(url=URL, content=html.encode())
    assert page.tree is not None
    listing = find_listing(page, Profile.for_url(URL))
    assert listing is None or len(listing.items) < 60_000, "looking stops before the end"
