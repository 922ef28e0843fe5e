"""The built-in site: what its server promises, and that its content is fit to be the truth of a crawl."""

from __future__ import annotations

import gzip
import http.client
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import lxml.html
import pytest

from crawler.demo import content
from crawler.demo.markups import MARKUPS, Markup, markup
from crawler.demo.server import DemoSite
from crawler.demo.site import Reply
from crawler.demo.views import ArticleView, Link, ListingView, Teaser
from pipelines.normalise.text import clean
from pipelines.normalise.urls import absolute, url_key
from spiders.feed import read_feed
from spiders.page import Page
from spiders.profile import find

NAMES = [one.name for one in MARKUPS]
LABELS = {"en": "Read more", "ka": "სრულად"}


class Client:
    """One kept-alive connection."""

    def __init__(self, site: DemoSite) -> None:
        self.site = site
        self.connection = http.client.HTTPConnection(site.url.removeprefix("http://"), timeout=10)

    def get(self, target: str, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        self.connection.request(method, target, headers={k.replace("_", "-"): v for k, v in headers.items()})
        response = self.connection.getresponse()
        return response, response.read()

    def page(self, target: str) -> Page:
        response, body = self.get(target)
        fields = {name.lower(): value for name, value in response.getheaders()}
        return Page(url=self.site.url + target, content=body, status=response.status, headers=fields)


@pytest.fixture(scope="module", params=NAMES)
def client(request: pytest.FixtureRequest) -> Iterator[Client]:
    """A client of the site in one markup after the other."""
    with DemoSite(request.param) as site:
        client = Client(site)
        yield client
        client.connection.close()


@pytest.fixture(scope="module")
def plain() -> Iterator[Client]:
    """A client of the site in its first markup, for what no markup changes."""
    with DemoSite() as site:
        client = Client(site)
        yield client
        client.connection.close()


def shown(page: Page) -> str:
    """The visible text of a page, as one line."""
    return clean(" ".join(lxml.html.fromstring(page.text).find("body").itertext()))


def links(page: Page) -> list[str]:
    """What the page's links lead to, as URL keys, in order."""
    hrefs = (link.get("href") for link in lxml.html.fromstring(page.text).iter("a"))
    return [url_key(url) for href in hrefs if (url := absolute(page.url, href))]


# Every markup


def test_a_listing_shows_its_items_in_order(client: Client) -> None:
    for lang, prefix in content.PREFIXES.items():
        page = client.page(f"{prefix}/news/view/tags-School")
        items = content.entries("news", lang, "School")[: content.PAGE_SIZE]
        text = shown(page)
        first = text.index(clean(items[0].excerpt))
        places = [text.index(clean(item.excerpt), first) for item in items[:4]]
        assert places == sorted(places)
        assert {url_key(client.site.url + item.href) for item in items} <= set(links(page))
        assert f"ტეგი: {content.tags()['School'][lang]}" in text


def test_every_article_can_be_reached_by_following_pages(client: Client) -> None:
    href = client.site.markup.page_href
    for section in content.SECTIONS:
        for lang, prefix in content.PREFIXES.items():
            items = content.entries(section, lang)
            count = -(-len(items) // content.PAGE_SIZE)
            pages = [client.page(href(f"{prefix}/{section}", number)) for number in range(1, count + 1)]
            linked = {link for page in pages for link in links(page)}
            assert {url_key(client.site.url + item.href) for item in items} <= linked
            for before, after in pairwise(pages):
                assert url_key(after.url) in links(before)
            assert client.get(href(f"{prefix}/{section}", count + 1))[0].status == 404


def test_an_article_shows_title_date_and_text(client: Client) -> None:
    for article in (content.articles()[1], content.articles()[-1]):
        for lang, text in article.texts.items():
            page = client.page(article.path(lang))
            body = shown(page)
            assert f"{article.published:%Y / %m / %d}" in body
            for part in (text.title, *text.body):
                assert clean(part) in body
            assert "<time" not in page.text


def test_an_article_without_an_edition_says_so_there(client: Client) -> None:
    article = next(a for a in content.articles() if a.availability("en") == "notice")
    text = shown(client.page(article.path("en")))
    assert article.texts["en"].excerpt in text
    assert article.texts["ka"].body[0] not in text


def test_furniture_surrounds_every_page(client: Client) -> None:
    page = client.page("/news/view/tags-2019")
    there = links(page)
    own = client.site.url.removeprefix("http://")
    for target in ("news", "monthly-review", "about-project", "ge/news/view/tags-2019", "news/view/tags-Forest"):
        assert f"{own}/{target}" in there
    text = shown(page)
    assert "Back to full list" in text
    assert "Highlights" in text
    in_slider = content.entries("news", "en")[1]
    assert "2019" not in (in_slider.article.tags if in_slider.article else ())
    assert clean(in_slider.title) in text


def test_addresses_have_the_shapes_of_the_profile(client: Client) -> None:
    profile = find("demo")
    page_2 = client.site.markup.page_href("/ge/news/view/tags-2019", 2)
    place = profile.place(client.site.url + page_2)
    assert place
    assert (place.kind, place.lang, place.parts.get("tag")) == ("listing", "ka", "2019")
    assert client.get(page_2)[0].status == 200


def test_the_page_states_its_encoding(client: Client) -> None:
    page = client.page("/ge/monthly-review")
    assert ("charset" in page.headers["content-type"]) is client.site.markup.charset_in_header
    assert '<meta charset="utf-8">' in page.text
    assert "თვის მიმოხილვა" in page.text


@pytest.mark.parametrize("name", NAMES)
def test_a_markup_renders_any_content(name: str) -> None:
    """The hook for other listings: plain values in, nothing of the site's own content in the result."""
    items = tuple(Teaser(title=f'T{n} <“a”> & "b"', href=f"/x/{n}?a=1&b=2", excerpt=f"E{n} ‘q’") for n in range(7))
    pages = (Link(text="1", href="/x", current=True), Link(text="2", href="/x?p=2"))
    view = ListingView(items=items, tag="R&D", full_list="/x", pages=pages)
    page = Page(url="http://x.org/x", content=markup(name).listing(view).encode())
    text = shown(page)
    for item in items:
        assert clean(item.title) in text
        assert clean(item.excerpt) in text
        assert url_key(f"http://x.org{item.href}") in links(page)
    assert "R&D" in text
    article = ArticleView(title="A < B", date="2022 / 06 / 15", paragraphs=("One.", "Two."))
    text = shown(Page(url="http://x.org/y", content=markup(name).article(article).encode()))
    assert re.search(r"A < B .*2022 / 06 / 15 .*One\. .*Two\.", text)


def test_markups_differ_in_structure() -> None:
    """No two write an item down with the same sequence of elements."""

    def structure(one: Markup) -> str:
        items = tuple(Teaser(title=f"T{n}", href=f"/{n}", excerpt="E", image="/i.svg") for n in range(3))
        return " ".join(re.findall(r"</?\w+", one.listing_form(ListingView(items=items))))

    assert len({structure(one) for one in MARKUPS}) == len(MARKUPS) >= 8
    doubled = [one for one in MARKUPS if "Read more</span><span>Read more" in one.listing(ListingView(items=(TEASER,)))]
    assert len(doubled) >= 3


TEASER = Teaser(title="T", href="/t", excerpt="E")


def test_an_unknown_markup_is_refused_with_the_names_of_the_known() -> None:
    with pytest.raises(LookupError, match="divs"):
        DemoSite("no-such")
    assert DemoSite(3).markup.name == DemoSite(NAMES[2]).markup.name


# HTTP


def test_gzip_is_for_those_who_accept_it(plain: Client) -> None:
    response, packed = plain.get("/news", Accept_Encoding="gzip, deflate")
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Vary"] == "Accept-Encoding"
    response, body = plain.get("/news")
    assert "Content-Encoding" not in response.headers
    assert gzip.decompress(packed) == body
    assert len(packed) < len(body) / 2


@pytest.mark.parametrize("target", ["/news", "/news/display/1257", "/style.css", "/images/1257.svg", "/news/rss"])
def test_what_did_not_change_is_not_sent_again(plain: Client, target: str) -> None:
    for accept in ({}, {"Accept_Encoding": "gzip"}):
        response, body = plain.get(target, **accept)
        assert (response.status, bool(body)) == (200, True)
        etag, changed = response.headers["ETag"], response.headers["Last-Modified"]
        for condition in ({"If_None_Match": f'"x", W/{etag}'}, {"If_Modified_Since": changed}):
            response, body = plain.get(target, **accept, **condition)
            assert (response.status, body, response.headers["ETag"]) == (304, b"", etag)
        stale = {"If_None_Match": '"other"', "If_Modified_Since": changed}
        assert plain.get(target, **accept, **stale)[0].status == 200
        assert plain.get(target, If_Modified_Since="Mon, 01 Jan 2001 00:00:00 GMT")[0].status == 200
        assert plain.get(target, If_Modified_Since="rubbish")[0].status == 200


def test_an_article_was_changed_on_the_day_it_appeared(plain: Client) -> None:
    article = content.articles()[0]
    response, _ = plain.get(article.path("ka"))
    assert response.headers["Last-Modified"] == f"{article.published:%a, %d %b %Y} 00:00:00 GMT"


def test_the_connection_is_kept_until_asked_otherwise(plain: Client) -> None:
    plain.get("/news")
    before = plain.connection.sock
    assert plain.get("/missing")[0].status == 404
    assert plain.connection.sock is before
    response, _ = plain.get("/news", Connection="close")
    assert response.headers["Connection"] == "close"
    assert plain.connection.sock is None


def test_head_answers_without_a_body_and_post_is_refused(plain: Client) -> None:
    response, body = plain.get("/news", method="HEAD")
    assert (response.status, body) == (200, b"")
    assert int(response.headers["Content-Length"]) == len(plain.get("/news")[1])
    response, _ = plain.get("/news", method="POST")
    assert (response.status, response.headers["Allow"]) == (405, "GET, HEAD")


def test_robots_sitemap_and_what_is_not_there(plain: Client) -> None:
    response, body = plain.get("/robots.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    assert {"Disallow: /desk/", "Crawl-delay: 0"} <= set(body.decode().splitlines())
    section, number = content.WITHDRAWN
    dead = ("/sitemap.xml", f"/{section}/display/{number}", "/news/view/tags-None", "/x/rss", "/news?page=0")
    for target in (*dead, "/news?page=x", "/news/display/x", "/ge/x", "/gex", "/%00", "//"):
        assert plain.get(target)[0].status == (200 if target == "//" else 404), target


def test_moved_articles_lead_to_their_new_number(plain: Client) -> None:
    for old, new in content.MOVED.items():
        for prefix in content.PREFIXES.values():
            response, _ = plain.get(f"{prefix}/{old[0]}/display/{old[1]}")
            assert (response.status, response.headers["Location"]) == (301, f"{prefix}/{new[0]}/display/{new[1]}")
            assert plain.get(response.headers["Location"])[0].status == 200


def test_slashes_and_campaigns_change_nothing(plain: Client) -> None:
    body = plain.get("/news/display/1257")[1]
    assert plain.get("/news/display/1257/")[1] == body
    assert plain.get("/news/display/1257?utm_source=x")[1] == body


@pytest.mark.parametrize("lang", content.PREFIXES)
def test_the_feed_says_what_the_list_says(plain: Client, lang: str) -> None:
    page = plain.page(f"{content.PREFIXES[lang]}/news/rss")
    assert page.mime == "application/rss+xml"
    assert re.search(r"<pubDate>\w{3}, \d\d \w{3} \d{4} 0:00:00 GMT</pubDate>", page.text)
    items = read_feed(page)
    assert items
    listed = {plain.site.url + entry.href: entry for entry in content.entries("news", lang)}
    for item in items:
        entry = listed[item.url]
        assert entry.article
        assert item.date
        expected = (clean(entry.title), clean(entry.excerpt), entry.article.published.isoformat())
        assert (item.title, item.excerpt, item.date.value) == expected


def test_requests_are_noted(plain: Client) -> None:
    plain.get("/news?page=2", X_Asked="yes")
    last = plain.site.requests[-1]
    assert (last.method, last.target, last.status, last.headers["x-asked"]) == ("GET", "/news?page=2", 200, "yes")


def test_other_content_can_be_served_in_its_place() -> None:
    def answer(target: str, origin: str) -> Reply | None:
        text = f"at {origin}".encode()
        return Reply(content=text, mime="text/plain") if target == "/other" else None

    with DemoSite(answer=answer) as site:
        client = Client(site)
        assert client.get("/other")[1].decode() == f"at {site.url}"
        assert client.get("/news")[0].status == 200
        client.connection.close()


def test_a_taken_port_is_reported() -> None:
    with DemoSite() as site, pytest.raises(OSError, match="address"):
        DemoSite(port=int(site.url.rpartition(":")[2])).__enter__()


# The content as truth


def test_there_is_enough_of_everything() -> None:
    articles = content.articles()
    assert len(articles) >= 120
    assert {a.section for a in articles} == set(content.SECTIONS)
    assert len(content.tags()) == 8
    assert "2019" in content.tags()
    states = Counter((lang, a.availability(lang)) for a in articles for lang in content.PREFIXES)
    assert all(states[lang, "notice"] >= 9 and states[lang, "missing"] for lang in content.PREFIXES)
    for lang in content.PREFIXES:
        notices = {t.excerpt for a in articles if (t := a.texts.get(lang)) and t.availability == "notice"}
        assert len(notices) == 3
    assert any(t.excerpt == t.title for a in articles for t in a.texts.values())


def test_numbers_rise_with_time_inside_a_section_only() -> None:
    for section in content.SECTIONS:
        of_section = [a for a in content.articles() if a.section == section]
        for newer, older in pairwise(of_section):
            assert newer.number > older.number
            assert newer.published >= older.published
    both = sorted(content.articles(), key=lambda a: a.number)
    assert [a.published for a in both] != sorted(a.published for a in both)


def test_texts_are_whole_and_each_in_its_own_script() -> None:
    georgian = re.compile(r"[ა-ჰ]")
    for article in content.articles():
        for lang, text in article.texts.items():
            whole = " ".join((text.title, text.excerpt, *text.body))
            assert not re.search(r"[{}‹›]|\bNone\b", whole)
            assert bool(georgian.search(whole)) is (lang == "ka")
            assert not (lang == "ka" and re.search(r"[A-Za-z]{2}", whole)), whole
            if text.availability == "full" and text.excerpt != text.title:
                assert text.excerpt in text.body
            assert all(clean(part) == part for part in (text.title, text.excerpt, *text.body))


def test_every_edition_that_is_a_notice_exists_in_the_other_language() -> None:
    for article in content.articles():
        states = [article.availability(lang) for lang in content.PREFIXES]
        assert "full" in states


def test_reviews_have_one_title_and_news_have_dates_without_a_year() -> None:
    reviews = [a for a in content.articles() if a.section == "monthly-review"]
    assert len({a.texts["en"].title for a in reviews if "en" in a.texts}) == 1
    excerpts = [a.texts["en"].excerpt for a in content.articles() if "en" in a.texts]
    assert sum(bool(re.match(r"On [A-Z][a-z]+ \d{1,2}(-\d{1,2})?, ", excerpt)) for excerpt in excerpts) > 30
    used = "".join(excerpts) + "".join(a.texts["en"].title for a in content.articles() if "en" in a.texts)
    assert set('“”„"«»‘’') <= set(used)


def test_listings_hold_a_dead_a_moved_and_a_repeated_link() -> None:
    entries = content.entries("news", "en")
    assert [e.href for e in entries if e.article is None] == ["/news/display/1242"]
    moved = [e for e in entries if e.article and str(e.article.number) not in e.href]
    assert [e.href for e in moved] == ["/news/display/412"]
    repeated = [e.href for e in entries if e.article and e.article.number == content.REPEATED[1]]
    assert repeated == ["/news/display/1245", "/news/display/1245/"]
    assert "utm_source" in content.entries("news", "ka", "School")[0].href
