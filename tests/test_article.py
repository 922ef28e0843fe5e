"""Articles in markups that differ in structure and share nothing but their visible text."""

from __future__ import annotations

import json

import pytest

from spiders.article import find_article
from spiders.page import Page
from spiders.profile import Profile
from spiders.reading import Article

TITLE = "Ministers Meet Again: “Cooperation” on the Agenda"
LONG_TITLE = (
    "Participation of railway workers of both regions in the restoration of the old bridges over the river: main"
    " news of September"
)
SITE = "A Roadmap to Ministers, Cooperation and the Agenda of the Regions"
FIRST = (
    "On June 13, in the capital, the minister of transport met with the head of the regional administration"
    " to speak about the railway that both sides have wanted since 2019."
)
SECOND = (
    "The sides discussed cooperation. According to the administration, the meeting covered “questions of effective"
    " development” between 2019 and 2022."
)
THIRD = "No further details were given."
BODY = (FIRST, SECOND, THIRD)

MENU = (
    '<ul><li><a href="/news">News</a></li><li><a href="/monthly-review">Monthly Review</a></li>'
    '<li><a href="/about-project">About the project</a></li><li><a href="/ge/news/display/7">ქართული</a></li></ul>'
)
FOOT = "<div>© 2019 The Foundation. All rights reserved. 1 Example Street, 0108, a town in the mountains</div>"
BACK = '<a href="/news"><span>Go Back</span><span>Go Back</span></a>'
PARAGRAPHS = "".join(f"<p>{p}</p>" for p in BODY)

MARKUPS = {
    "divs": f"{MENU}<div>News</div><div>{TITLE}</div><div>2022 / 06 / 15</div>"
    f"<div>{FIRST}</div><div>{SECOND}</div><div>{THIRD}</div>{BACK}{FOOT}",
    "headings": f"{MENU}<h1>News</h1><h2>{TITLE}</h2><span>2022 / 06 / 15</span><div>{PARAGRAPHS}</div>{BACK}{FOOT}",
    "date first": f"{MENU}<h2>News</h2><div><small>2022 / 06 / 15</small><h3>{TITLE}</h3>{PARAGRAPHS}</div>"
    f"{BACK}{FOOT}",
    "table": f"{MENU}<table><tr><td><b>{TITLE}</b></td></tr><tr><td><i>2022 / 06 / 15</i></td></tr>"
    f"<tr><td>{FIRST}<br><br>{SECOND}<br/><br/>{THIRD}</td></tr><tr><td>{BACK}</td></tr></table>{FOOT}",
    "line breaks": f"{MENU}<div><b>{TITLE}</b><br>2022 / 06 / 15<br><br>{FIRST}<br><br>{SECOND}<br><br>{THIRD}"
    f"<br><br>{BACK}</div>{FOOT}",
    "spans": f"{MENU}<div><span>News</span></div><div><span>{TITLE}</span> <span>2022 / 06 / 15</span></div>"
    f"<div><div>{FIRST}</div><div>{SECOND}</div><div>{THIRD}</div></div><div>{BACK}</div>{FOOT}",
    "sections": f"<header>{MENU}</header><main><section><h1>{TITLE}</h1><time>2022 / 06 / 15</time></section>"
    f"<section>{FIRST}<br>{SECOND}<br>{THIRD}</section></main><footer>{FOOT}</footer>",
    "definition list": f"{MENU}<dl><dt>{TITLE}</dt><dd>2022 / 06 / 15</dd><dd>{FIRST}</dd><dd>{SECOND}</dd>"
    f"<dd>{THIRD}</dd></dl>{FOOT}",
    "plain paragraphs": f"{MENU}<div><div><p>News</p></div><div><p>{TITLE}</p><p>2022 / 06 / 15</p></div>"
    f"<div>{PARAGRAPHS}</div></div>{FOOT}",
    "one box": f"<form>{MENU}<div><p>News</p><p><b>{TITLE}</b></p><p>2022 / 06 / 15</p>{PARAGRAPHS}</div></form>{FOOT}",
    "hidden until a script": f"{MENU}<div hidden><h1>{TITLE}</h1><p>2022 / 06 / 15</p>{PARAGRAPHS}</div>",
    "date below": f"{MENU}<h2>{TITLE}</h2>{PARAGRAPHS}<p>Published: 15.06.2022</p>{FOOT}",
    "with teasers": f"{MENU}<h1>{TITLE}</h1><p>2022 / 06 / 15</p>{PARAGRAPHS}{BACK}<h3>Latest</h3><ul>"
    '<li><a href="/news/display/1">Another article about the railway and the regions that it will join</a>'
    "<p>The president of the region went to see it and spoke with workers about money and other matters.</p>"
    '<span>2022 / 07 / 01</span></li><li><a href="/news/display/2">One more article about roads and bridges</a>'
    f"<p>Article is available in Georgian.</p></li></ul>{FOOT}",
}


def read(body: str, head: str = "", url: str = "http://example.org/news/display/7", **profile: object) -> Article:
    html = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    page = Page(url=url, content=html.encode(), headers={"content-type": "text/html; charset=utf-8"})
    given = {"name": "x", "start": ["http://example.org/news"], **profile}
    return find_article(page, Profile.model_validate(given))


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("title", [TITLE, LONG_TITLE])
@pytest.mark.parametrize("head", ["", f"<title>{SITE}</title>", f"<title>{SITE} - ", "<title>"])
def test_an_article_is_read_in_any_markup(markup: str, title: str, head: str) -> None:
    if head and not head.endswith("</title>"):
        head = f"{head}{title} | {SITE}</title>" if head == "<title>" else f"{head}{title}</title>"
    article = read(MARKUPS[markup].replace(TITLE, title), head)
    assert article.headline
    assert article.headline.value == title
    assert article.date_published
    assert article.date_published.value == "2022-06-15"
    assert article.date_published.method == ("time" if "<time>" in MARKUPS[markup] else "visible")
    assert article.date_published.raw in ("2022 / 06 / 15", "Published: 15.06.2022")
    assert article.body == BODY
    assert article.notice is None


@pytest.mark.parametrize("markup", sorted(set(MARKUPS) - {"hidden until a script"}))
@pytest.mark.parametrize("logo", [f'<h1><a href="/">{SITE}</a></h1>', f"<div><h1>{SITE}</h1></div>"])
def test_the_sites_name_is_not_the_headline_though_title_and_heading_say_it(markup: str, logo: str) -> None:
    article = read(logo + MARKUPS[markup], f"<title>{SITE}</title>")
    assert article.headline
    assert article.headline.value == TITLE


@pytest.mark.parametrize(
    "written", ["15 ივნისი, 2022", "2022 წლის 15 ივნისი", "15 июня 2022 г.", "June 15, 2022", "15.06.2022"]
)
def test_a_visible_date_is_read_in_each_language(written: str) -> None:
    article = read(f"{MENU}<h1>{TITLE}</h1><div>{written}</div>{PARAGRAPHS}{FOOT}")
    assert article.date_published
    assert (article.date_published.value, article.date_published.raw) == ("2022-06-15", written)


def test_dates_that_are_not_the_publications_are_left() -> None:
    aside = "<aside><p>2020 / 01 / 01</p></aside>"
    article = read(f"{MENU}<h1>{TITLE}</h1>{PARAGRAPHS}{aside}{FOOT}<footer>2021 / 02 / 02</footer>")
    assert article.date_published is None


def test_an_update_is_not_the_publication() -> None:
    article = read(f"<h1>{TITLE}</h1><p>Published: 15 June 2022, updated: 17 June 2022</p>{PARAGRAPHS}")
    assert article.date_published
    assert article.date_published.value == "2022-06-15"


def test_a_month_stays_a_month() -> None:
    article = read(f"<h1>{TITLE}</h1><p>June 2022</p>{PARAGRAPHS}")
    assert article.date_published
    assert article.date_published.value == "2022-06"


MACHINE_READABLE = [
    (
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished":'
            ' "2022-06-15T23:30:00+04:00",}]}</script>'
        ),
        "json-ld",
        "2022-06-15T23:30:00+04:00",
    ),
    ('<meta property="article:published_time" content="2022-06-15T23:30:00Z">', "meta", "2022-06-15T23:30:00Z"),
    ('<meta name="DC.date.issued" content="2022-06-15">', "meta", "2022-06-15"),
]


@pytest.mark.parametrize(("head", "method", "raw"), MACHINE_READABLE)
def test_a_machine_readable_date_names_its_place(head: str, method: str, raw: str) -> None:
    found = read(f"<h1>{TITLE}</h1>{PARAGRAPHS}", head).date_published
    assert found
    assert (found.value, found.method, found.raw) == ("2022-06-15", method, raw)


def test_an_instant_in_utc_is_the_day_at_the_source() -> None:
    head = '<meta property="article:published_time" content="2022-06-15T23:30:00Z">'
    found = read(f"<h1>{TITLE}</h1>{PARAGRAPHS}", head, timezone="Asia/Tbilisi").date_published
    assert found
    assert found.value == "2022-06-16"


def test_time_elements_and_addresses_are_the_last_resort() -> None:
    timed = read(f'<h1>{TITLE}</h1><time datetime="2022-06-15">Wednesday</time>{PARAGRAPHS}').date_published
    assert timed
    assert (timed.value, timed.method) == ("2022-06-15", "time")
    named = read(f"<h1>{TITLE}</h1>{PARAGRAPHS}", url="http://example.org/2022/06/15/meeting").date_published
    assert named
    assert (named.value, named.method) == ("2022-06-15", "url")


@pytest.mark.parametrize(
    ("notice", "lang"),
    [
        ("Article is available in Georgian.", "ka"),
        ("Article is available in Georgia.", "ka"),
        ("სტატია ხელმისაწვდომია ინგლისურად", "en"),
        ("Article is available in Georgian.Article is available in Georgian.", "ka"),
        ("This text is not available in English.", "und"),
    ],
)
def test_a_notice_is_no_body(notice: str, lang: str) -> None:
    about = "<p>The project follows the railway, is supported by a foundation, and publishes a review every month.</p>"
    for line in (f"<p>{notice}</p>", f"<div><div>{notice}</div></div>"):
        article = read(f"{MENU}<h1>{TITLE}</h1><p>2022 / 06 / 15</p>{line}{BACK}<div>{about}</div>{FOOT}")
        assert article.headline
        assert article.headline.value == TITLE
        assert article.date_published
        assert article.date_published.value == "2022-06-15"
        assert (article.notice, article.body) == (lang, ())


@pytest.mark.parametrize(
    "line",
    [
        "This article is also available in Georgian.",
        "Read in Georgian",
        "Originally published in Georgian",
        "The Russian version is not available.",
    ],
)
def test_a_line_about_a_translation_leaves_the_text_a_text(line: str) -> None:
    pointer = f"<p>{line}</p>"
    article = read(f"<h1>{TITLE}</h1><p>2022 / 06 / 15</p><div>{pointer}{PARAGRAPHS}</div>")
    assert article.notice is None
    assert set(BODY) <= set(article.body)


def test_author_and_tags_of_a_blog_post() -> None:
    article = read(
        f"{MENU}<h1>{TITLE}</h1><p>2022 / 06 / 15</p><p>Author: Jane Doe, Research Fellow</p><div>{PARAGRAPHS}</div>"
        '<p>ტეგები: <a href="/a">Railway</a>, <a href="/b">Tskhinvali Region</a></p>' + FOOT
    )
    assert article.author
    assert article.author.value == "Jane Doe, Research Fellow"
    assert [tag.value for tag in article.tags] == ["Railway", "Tskhinvali Region"]
    assert article.body == BODY


def test_tags_are_found_by_the_shape_that_the_profile_states() -> None:
    article = read(
        f'<h1>{TITLE}</h1>{PARAGRAPHS}<div><a href="/news/view/tags-Rail_Way">Rail Way</a>'
        f'<a href="/news/view/tags-2022">2022</a><a href="/news/display/9">Next article</a></div>{FOOT}',
        urls={"listing": ["/{section}/view/tags-{tag}"], "article": ["/{section}/display/{native_id}"]},
    )
    assert [tag.value for tag in article.tags] == ["Rail Way", "2022"]


def test_structured_data_states_headline_author_and_tags() -> None:
    data = {
        "@type": ["NewsArticle"],
        "headline": TITLE,
        "author": [{"@type": "Person", "name": "Jane Doe"}, {"name": "John Roe"}],
        "keywords": "railway, bridge",
        "description": "A summary.",
    }
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    article = read(f"<h1>{TITLE}</h1>{PARAGRAPHS}", head)
    assert article.author
    assert article.author.value == "Jane Doe, John Roe"
    assert [tag.value for tag in article.tags] == ["railway", "bridge"]
    assert article.excerpt
    assert (article.excerpt.value, article.excerpt.place) == ("A summary.", "$.description")


def test_the_headline_of_a_page_without_headings_is_its_title_without_the_sites_name() -> None:
    head = f'<title>{TITLE} | The Project</title><meta property="og:site_name" content="The Project">'
    article = read(f"<div>{PARAGRAPHS}</div>", head)
    assert article.headline
    assert (article.headline.value, article.headline.method) == (TITLE, "title")


def test_lists_quotations_and_subheadings_belong_to_the_text() -> None:
    inside = (
        f"<p>{FIRST}</p><h3>What is next</h3><ul><li>the first point</li><li>the second point</li></ul>"
        f"<blockquote><p>{SECOND}</p></blockquote><p>{THIRD}</p>"
    )
    shares = '<div class="share"><a href="https://x.example/share">Share</a> <a href="#">Print</a></div>'
    cookies = "<div><p>This website uses cookies to improve your experience; you can change your preferences.</p></div>"
    article = read(f"{cookies}<h1>{TITLE}</h1><p>2022 / 06 / 15</p><div>{shares}{inside}</div>{BACK}{FOOT}")
    assert article.body == (FIRST, "What is next", "the first point", "the second point", SECOND, THIRD)


def test_reading_leaves_the_page_as_it_is() -> None:
    page = Page(url="http://example.org/news/display/7", content=MARKUPS["table"].encode())
    before = page.tree.text_content()
    profile = Profile.for_url("http://example.org/news")
    assert find_article(page, profile) == find_article(page, profile)
    assert page.tree.text_content() == before


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff",
        b"<",
        b"<html></html>",
        b"<div>" * 5000 + b"x",
        b'<script type="application/ld+json">{[</script>',
    ],
)
def test_broken_pages_are_read_as_empty_ones(content: bytes) -> None:
    article = find_article(Page(url="http://example.org/x", content=content), Profile.for_url("http://example.org/x"))
    assert (article.date_published, article.tags, article.notice) == (None, (), None)


ODD = "\u200b", "\u00ad", "\u200e", "\ufeff"


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    "line", ["Tags: {}", "Tags: <a href='/t/1'>{}</a>", "<a href='/tag/x'>{}</a>", "<a rel=tag>{}</a>"]
)
def test_what_stood_there_is_kept_as_it_stood_there(line: str, odd: str) -> None:
    """A reader does not see the difference between two spellings of a tag; its proof shows it."""
    title, tag, day = TITLE[:5] + odd + TITLE[5:], f"Upper{odd}  Valley", f"15{odd} June\u00a02022"
    article = read(f"<h1>{title}</h1><p>{odd}{day} | Views: 3</p>{PARAGRAPHS}<p>{line.format(tag)}</p>")
    assert article.headline
    assert (article.headline.value, article.headline.raw) == (TITLE, title)
    assert article.date_published
    assert (article.date_published.value, article.date_published.raw) == ("2022-06-15", f"{odd}{day}")
    (found,) = article.tags
    assert found.value == "Upper Valley"
    assert found.raw == ("Tags: " if "Tags" in line else "") + f"Upper{odd} Valley"


def test_a_tag_under_a_label_of_its_own_is_proved_by_its_own_line() -> None:
    (found,) = read(f"<h1>{TITLE}</h1>{PARAGRAPHS}<p>Tags:</p><p><a href='/t/1'>Upper\u200b Valley</a></p>").tags
    assert (found.value, found.raw) == ("Upper Valley", "Upper\u200b Valley")


def test_the_page_s_title_and_a_decomposed_name_are_kept_as_well() -> None:
    title = "The Cafe\u0301 on  the\u200b Pass"
    found = read(PARAGRAPHS, f"<title>{title}</title>").headline
    assert found
    assert (found.value, found.raw) == ("The Caf\u00e9 on the Pass", "The Cafe\u0301 on the\u200b Pass")
