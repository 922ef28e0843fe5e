"""The publication date: every statement of a page, which one stands, and the day at the source."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.article import find_article
from spiders.feed import read_feed
from spiders.listing import find_listing
from spiders.moments import day_at
from spiders.page import Page
from spiders.profile import Profile
from spiders.reading import Article

CAPTURED = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
TEXTS = {
    "en": (
        "Workers Return to the Old Bridge",
        "The workers who left the bridge in spring came back this week and began to mend its western arch.",
        "They hope to finish before the snow comes; the road over the pass has been closed since 2019 for lorries.",
    ),
    "ka": (
        "მუშები ძველ ხიდს დაუბრუნდნენ",
        "მუშები, რომლებმაც გაზაფხულზე ხიდი დატოვეს, ამ კვირაში დაბრუნდნენ და დასავლეთის თაღის შეკეთება დაიწყეს.",
        "ისინი იმედოვნებენ, რომ სამუშაოს თოვლამდე დაასრულებენ; უღელტეხილის გზა სატვირთოებისთვის დიდი ხანია დაკეტილია.",
    ),
    "ru": (
        "Рабочие вернулись на старый мост",
        "Рабочие, которые весной ушли с моста, на этой неделе вернулись и начали чинить его западную арку, сказал мэр.",
        "Они надеются закончить до снега; дорога через перевал для грузовых машин давно закрыта, ждать никто не хочет.",
    ),
}


def read(
    above: str = "",
    *,
    head: str = "",
    below: str = "",
    lang: str = "en",
    zone: str = "Asia/Tbilisi",
    url: str = "http://example.org/news/display/7",
    charset: str = "utf-8",
    captured: datetime | None = CAPTURED,
) -> Article:
    title, *paragraphs = TEXTS[lang]
    body = f"<h1>{title}</h1>{above}<div>{''.join(f'<p>{p}</p>' for p in paragraphs)}</div>{below}"
    html = f'<!doctype html><html lang="{lang}"><head><meta charset="{charset}">{head}</head><body>{body}</body></html>'
    page = Page(
        url=url,
        content=html.encode(charset),
        headers={"content-type": f"text/html; charset={charset}"},
        fetched_at=captured,
    )
    return find_article(page, Profile.model_validate({"name": "x", "start": [url], "timezone": zone}))


def ld(**statements: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **statements})}</script>'


def meta(name: str, content: object) -> str:
    return f'<meta property="{name}" content="{content}">'


def stated(article: Article) -> list[tuple[str, str]]:
    return [(found.method, found.value) for found in article.dates]


def test_every_place_that_states_it_is_kept_with_its_words_and_the_best_one_stands() -> None:
    article = read(
        '<time datetime="2022-06-16">Thursday</time><p>Published: 14 June 2022</p>',
        head=ld(datePublished="2022-06-15") + meta("article:published_time", "2022-06-15T10:00:00+04:00"),
        url="http://example.org/2022/06/15/bridge",
    )
    assert stated(article) == [
        ("json-ld", "2022-06-15"),
        ("meta", "2022-06-15"),
        ("visible", "2022-06-14"),
        ("time", "2022-06-16"),
        ("url", "2022-06-15"),
    ]
    assert article.date_published == article.dates[0]
    assert [found.raw for found in article.dates] == [
        "2022-06-15",
        "2022-06-15T10:00:00+04:00",
        "Published: 14 June 2022",
        "2022-06-16",
        "2022/06/15",
    ]
    assert [found.place for found in article.dates[:2]] == ["$.datePublished", "article:published_time"]
    assert all(found.place for found in article.dates)


def test_one_place_s_date_is_listed_once_and_another_one_is_a_statement_of_its_own() -> None:
    head = "".join(
        meta(name, day)
        for name, day in (
            ("article:published_time", "2022-06-15"),
            ("pubdate", "2022-06-15"),
            ("parsely-pub-date", "2022-06-17"),
        )
    )
    assert stated(read(head=head)) == [("meta", "2022-06-15"), ("meta", "2022-06-17")]


def test_a_page_full_of_dates_gives_a_bounded_number_of_statements() -> None:
    days = [f"20{year}-0{month}-1{day}" for year in range(10, 26) for month in range(1, 9) for day in range(9)]
    assert len(read(head=ld(datePublished=days)).dates) <= 20


# The day at the source

INSTANTS = [
    ("2022-06-15T23:30:00Z", "2022-06-16"),
    ("2022-06-15T23:30Z", "2022-06-16"),
    ("2022-06-15T23:30:00.250+00:00", "2022-06-16"),
    ("2022-06-15T23:30:00+0000", "2022-06-16"),
    ("2022-06-15 23:30:00 UTC", "2022-06-16"),
    ("2022-06-15T19:59:59Z", "2022-06-15"),
    ("2022-06-15T20:00:00Z", "2022-06-16"),
    ("20220615T233000Z", "2022-06-16"),
    ("2022-06-15T22:30:00-05:00", "2022-06-16"),
    ("2022-06-16T01:30:00+09:00", "2022-06-15"),
    ("2022-06-15T23:30:00+04:00", "2022-06-15"),
    ("2022-06-15T23:30:00", "2022-06-15"),
    ("2022-06-15 23:30", "2022-06-15"),
    ("2022-06-15", "2022-06-15"),
    ("Wed, 15 Jun 2022 23:30:00 GMT", "2022-06-16"),
    ("Wed, 15 Jun 2022 9:30:00 GMT", "2022-06-15"),
    ("Wednesday, 15-Jun-22 23:30:00 GMT", "2022-06-16"),
    ("Wed Jun 15 2022 23:30:00 GMT+0000 (Coordinated Universal Time)", "2022-06-16"),
    ("June 15, 2022 11:30 PM UTC", "2022-06-16"),
    ("1655335800", "2022-06-16"),
    ("1655335800000", "2022-06-16"),
]


@pytest.mark.parametrize(("written", "day"), INSTANTS)
def test_an_instant_is_the_day_that_the_calendar_showed_at_the_source(written: str, day: str) -> None:
    assert stated(read(head=ld(datePublished=written))) == [("json-ld", day)]
    assert stated(read(head=meta("article:published_time", written))) == [("meta", day)]
    assert stated(read(f'<time datetime="{written}" pubdate>then</time>')) == [("time", day)]
    feed = f"<rss><channel><item><link>/a</link><pubDate>{written}</pubDate></item></channel></rss>"
    (item,) = read_feed(Page(url="http://example.org/feed", content=feed.encode()), "Asia/Tbilisi") or ()
    assert item.date
    assert (item.date.value, item.date.raw) == (day, written)


def test_an_instant_in_numbers_is_one() -> None:
    assert stated(read(head=ld(datePublished=1655335800000))) == [("json-ld", "2022-06-16")]


@pytest.mark.parametrize("zone", ["Asia/Tbilisi", "Pacific/Auckland", "UTC", "America/New_York", "Pacific/Honolulu"])
@pytest.mark.parametrize(
    "written", ["2022-06-15T00:00:00Z", "2022-06-15T00:00:00.000+00:00", "Wed, 15 Jun 2022 0:00:00 GMT", "2022-06-15"]
)
def test_midnight_exactly_is_a_day_without_a_time_east_and_west_of_utc(zone: str, written: str) -> None:
    assert day_at(zone, written) == "2022-06-15"


def test_west_of_utc_the_day_is_the_earlier_one() -> None:
    assert day_at("America/New_York", "2022-06-15T03:59:00Z") == "2022-06-14"
    assert day_at("America/New_York", "2022-01-15T04:59:00Z") == "2022-01-14", "in winter the zone is another hour off"


def test_where_the_zone_is_not_known_the_written_day_stands() -> None:
    assert day_at("UTC", "2022-06-15T00:30:00+04:00") == "2022-06-15"
    assert day_at("Nowhere/Atall", "2022-06-15T23:30:00Z") == "2022-06-15"


@given(st.datetimes(datetime(1990, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 -- the bounds are naive
def test_an_instant_has_one_day_however_it_is_written(moment: datetime) -> None:
    moment = moment.replace(second=30)
    day = day_at("Asia/Tbilisi", moment.strftime("%Y-%m-%dT%H:%M:%SZ"))
    if (moment.hour, moment.minute) != (0, 0):
        assert day == day_at("Asia/Tbilisi", moment.strftime("%a, %d %b %Y %H:%M:%S GMT"))
        assert day == day_at("Asia/Tbilisi", moment.isoformat())


@given(st.text(max_size=130))
def test_no_text_breaks_the_reader_of_instants(text: str) -> None:
    value = day_at("Asia/Tbilisi", text, "en")
    assert value is None or 4 <= len(value) <= 10


# As precise as stated


@pytest.mark.parametrize("month", ["2022-06", "2022-06-00"])
def test_no_day_is_invented_for_a_month(month: str) -> None:
    assert stated(read(head=ld(datePublished=month))) in ([("json-ld", "2022-06")], [])
    for written, lang in (("June 2022", "en"), ("2022 წლის ივნისი", "ka"), ("июнь 2022 года", "ru"), ("06/2022", "en")):
        assert stated(read(f"<p>{written}</p>", lang=lang)) == [("visible", "2022-06")]


def test_no_month_is_invented_for_a_year() -> None:
    assert stated(read(head=ld(datePublished="2022"))) == [("json-ld", "2022")]
    assert stated(read(head=ld(datePublished=2022))) == [("json-ld", "2022")]


def test_what_says_the_same_more_precisely_stands() -> None:
    article = read(
        "<p>2022 / 06 / 15</p>", head=ld(datePublished="2022") + meta("citation_publication_date", "2022/06")
    )
    assert stated(article) == [("visible", "2022-06-15"), ("json-ld", "2022"), ("meta", "2022-06")]


def test_what_is_more_precise_and_says_something_else_does_not_stand() -> None:
    article = read("<p>2022 / 07 / 15</p>", head=ld(datePublished="2022-06"))
    assert stated(article) == [("json-ld", "2022-06"), ("visible", "2022-07-15")]


# What is no publication date


def test_a_change_never_counts_as_publication() -> None:
    article = read(
        '<time datetime="2023-01-02" itemprop="dateModified">2 January 2023</time><p>Updated: 3 January 2023</p>'
        '<p class="published">Published: 15 June 2022, updated: 4 January 2023</p>',
        head=ld(dateModified="2023-01-02") + meta("article:modified_time", "2023-01-02T10:00:00Z"),
    )
    assert stated(article) == [("visible", "2022-06-15")]


CHANGES = (
    "Updated: 2025-01-02", "Updated 2 January 2025", "Last updated on: 2 January 2025",
    "Updated at 10:20, 2 January 2025",
    "Last modified: 02.01.2025", "Edited 2 January 2025", "(Updated: January 2, 2025)", "2025-01-02 (updated)",
    "განახლებულია: 2 იანვარი, 2025", "განახლდა 2025-01-02", "ბოლო განახლება: 02.01.2025",
    "განახლების თარიღი: 2025-01-02",
    "შეცვლილია: 02.01.2025", "Обновлено: 2 января 2025", "Последнее обновление: 02.01.2025",
    "Дата обновления: 2025-01-02",
    "Изменено 02.01.2025 в 10:20", "Отредактировано: 02.01.2025", "Оновлено: 02.01.2025", "Aktualisiert am 2.1.2025",
    "Mis à jour le 02/01/2025", "Actualizado: 02/01/2025", "Aggiornato il 02.01.2025", "Güncelleme: 02.01.2025",
    "<b>Updated:</b> 2025-01-02", "<span>განახლდა</span> <span>2025-01-02</span>", "<time>Updated 2025-01-02</time>",
    "Updated: <time>2025-01-02</time>", "<time class='entry-modified'>2 January 2025</time>",
    "<time class='updated' datetime='2025-01-02T10:20:00+04:00'>2 January 2025</time>",
    "<span itemprop='dateModified'>2025-01-02</span>",
    "<span itemprop='dateModified' content='2025-01-02'>2.1.2025</span>",
)  # fmt: skip
CHANGE_PLACES = (
    "<p>{}</p>",
    "<div class='m'>{}</div>",
    "<ul><li>{}</li><li>Views: 12</li></ul>",
    "<i class='c'></i> {}",
)


@pytest.mark.parametrize("place", CHANGE_PLACES)
@pytest.mark.parametrize("written", CHANGES)
def test_a_date_of_change_alone_is_no_statement(written: str, place: str) -> None:
    for lang in ("en", "ka", "ru"):
        assert stated(read(place.format(written), lang=lang)) == []
        assert stated(read(below=place.format(written), lang=lang)) == []
        assert {day for _, day in stated(read(f"<p>15.06.2022</p>{place.format(written)}", lang=lang))} == {
            "2022-06-15"
        }


@pytest.mark.parametrize("label", ["Updated", "Last modified:", "განახლებულია", "განახლების თარიღი", "Обновлено:"])
def test_the_label_of_a_change_can_be_a_line_of_its_own(label: str) -> None:
    for place in ("<dl><dt>{}</dt><dd>{}</dd></dl>", "<div>{}</div><div>{}</div>", "<p>{}<br>{}</p>"):
        assert stated(read(place.format(label, "02.01.2025"))) == []


@pytest.mark.parametrize(
    "line",
    [
        "Published: 15 June 2022, updated: 2 January 2025",
        "Updated: 2 January 2025. Published: 15 June 2022",
        "Обновлено в 10:20, опубликовано 15.06.2022",
        "15 June 2022 | Updated: 2 January 2025",
        "<span>Updated: 2 January 2025</span> <span>15 June 2022</span>",
        "<time class='entry-date published updated' datetime='2022-06-15'>15 June 2022</time>",
        "<time class='published'>15 June 2022</time> <time class='updated'>2 January 2025</time>",
        "15.06.2022 <span itemprop='dateModified'>15.06.2022</span>",
        "<span>Просмотров: 123</span> <span>15.06.2022</span>",
    ],
)
def test_a_date_of_change_takes_nothing_from_that_of_publication(line: str) -> None:
    assert {day for _, day in stated(read(f"<p>{line}</p>"))} == {"2022-06-15"}


GARBAGE = [
    "0000-00-00",
    "0000-00-00 00:00:00",
    "0001-01-01T00:00:00Z",
    "1 January 0001",
    "1970-01-01T00:00:00Z",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "1900-01-01",
    "2026-11-30",
    "2030-01-01T00:00:00Z",
    "2027",
    "2026-12",
    "32.13.2022",
    "2023-02-29",
    "0",
    "-1",
    "now",
    "",
]


@pytest.mark.parametrize("garbage", GARBAGE)
def test_what_no_page_can_have_been_published_on_is_no_statement(garbage: str) -> None:
    head = ld(datePublished=garbage) + meta("article:published_time", garbage)
    article = read(f'<time pubdate datetime="{garbage}">then</time><p>15 June 2022</p>', head=head)
    assert stated(article) == [("visible", "2022-06-15")]


def test_a_source_in_the_east_may_be_a_day_ahead_of_the_capture() -> None:
    assert stated(read("<p>25 November 2026</p>")) == [("visible", "2026-11-25")]


@pytest.mark.parametrize(
    "clock", ["Tuesday, 24 November 2026", "Tue 24.11.2026 | Tbilisi +5 °C", "вторник, 24.11.2026"]
)
def test_the_day_of_the_capture_over_the_headline_is_the_site_s_clock(clock: str) -> None:
    title, *paragraphs = TEXTS["en"]
    html = f"<body><div>{clock}</div><h1>{title}</h1>{''.join(f'<p>{p}</p>' for p in paragraphs)}</body>"
    profile = Profile.for_url("http://example.org/x")
    captured = [CAPTURED, CAPTURED.replace(day=26)]
    on_the_day, later = (
        find_article(Page(url="http://example.org/x", content=html.encode(), fetched_at=at), profile) for at in captured
    )
    assert on_the_day.dates == ()
    assert stated(later) == [("visible", "2026-11-24")], "on another day it is a date like others"


def test_dates_of_other_articles_are_not_the_page_s() -> None:
    others = "".join(
        f'<li><a href="/news/display/{n}">Another story about a road and its bridge</a> <time datetime="2025-0{n}-01">'
        f"1.{n}.2025</time></li>"
        for n in (1, 2, 3)
    )
    assert stated(read(head=ld(datePublished="2022-06-15"), below=f"<h3>Related</h3><ul>{others}</ul>")) == [
        ("json-ld", "2022-06-15")
    ]
    assert read(below=f"<aside><h3>Related</h3><ul>{others}</ul></aside>").dates == ()


def test_a_work_s_creation_is_asked_only_where_no_publication_is_stated() -> None:
    created = {"dateCreated": "2022-06-01"}
    assert stated(read(head=ld(datePublished="2022-06-15", **created))) == [("json-ld", "2022-06-15")]
    assert stated(read(head=ld(**created))) == [("json-ld", "2022-06-01")]
    assert stated(read(head=meta("article:published_time", "2022-06-15") + meta("date", "2022-06-20"))) == [
        ("meta", "2022-06-15")
    ]


# What can mean two days


@pytest.mark.parametrize(
    ("above", "head", "lang", "zone", "day"),
    [
        ("<p>03/04/2024</p>", "", "en", "Asia/Tbilisi", "2024-04-03"),
        ("<p>03/04/2024</p>", "", "en", "America/New_York", "2024-03-04"),
        ("<p>03/04/2024</p>", "", "ka", "Asia/Tbilisi", "2024-04-03"),
        ("<p>03/04/2024</p>", "", "ru", "Europe/Moscow", "2024-04-03"),
        ("<p>03.04.2024</p>", "", "en", "America/New_York", "2024-04-03"),
        ("<p>Mon, 04/03/2024</p>", "", "en", "Asia/Tbilisi", "2024-03-04"),
        ("<p>Wed, 04/03/2024</p>", "", "en", "Asia/Tbilisi", "2024-04-03"),
        ("<p>ორშაბათი, 04/03/2024</p>", "", "ka", "Asia/Tbilisi", "2024-03-04"),
        ("<p>среда, 03/04/2024</p>", "", "ru", "Europe/Moscow", "2024-04-03"),
        ("<p>03/12/2026</p>", "", "en", "Asia/Tbilisi", "2026-03-12"),
    ],
)
def test_language_zone_weekday_and_capture_tell_which_of_two_days_it_is(
    above: str, head: str, lang: str, zone: str, day: str
) -> None:
    assert stated(read(above, head=head, lang=lang, zone=zone)) == [("visible", day)]


@pytest.mark.parametrize("other", ["2024-03-04", "2024-04-03"])
def test_another_statement_tells_which_of_two_days_it_is(other: str) -> None:
    for zone in ("Asia/Tbilisi", "America/New_York"):
        article = read("<p>03/04/2024</p>", head=meta("article:published_time", other), zone=zone)
        assert stated(article) == [("meta", other), ("visible", other)]
        by_address = read("<p>03/04/2024</p>", url=f"http://example.org/{other.replace('-', '/')}/bridge", zone=zone)
        assert {found.value for found in by_address.dates} == {other}


# Markups, languages, bytes

SHOWN = {
    "en": ("15 June 2022", "June 15, 2022", "Wednesday, 15 June 2022, 10:20", "Posted on Jun 15th, 2022", "15.06.2022"),
    "ka": ("15 ივნისი 2022", "15 ივნისი, 2022", "2022 წლის 15 ივნისი", "თარიღი: 15.06.2022", "2022 / 06 / 15"),
    "ru": ("15 июня 2022", "15 июня 2022 г.", "Опубликовано: 15.06.2022 в 10:20", "среда, 15 июня 2022, 10:20"),
}
PLACES = (
    "<p>{}</p>",
    "<div><span>News</span> | <span>{}</span></div>",
    "<table><tr><td>Admin</td><td>{}</td></tr></table>",
    "<ul><li>{}</li><li>Views: 123</li><li>3 Comments</li></ul>",
    "<small><i></i> {}</small><br>",
    "<div><i class='x'></i>{}</div>",
    "<dl><dt>Date</dt><dd>{}</dd></dl>",
)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("lang", "written"), [(lang, written) for lang, texts in SHOWN.items() for written in texts])
def test_the_visible_date_is_read_wherever_it_stands(lang: str, written: str, place: str) -> None:
    found = read(place.format(written), lang=lang).date_published
    assert found
    assert (found.value, found.method) == ("2022-06-15", "visible")


@pytest.mark.parametrize(
    ("lang", "charset"), [("ru", "windows-1251"), ("ru", "koi8-r"), ("en", "latin-1"), ("ka", "utf-16")]
)
def test_the_bytes_do_not_matter(lang: str, charset: str) -> None:
    assert stated(read(f"<p>{SHOWN[lang][0]}</p>", lang=lang, charset=charset)) == [("visible", "2022-06-15")]


ADDRESSES = [
    ("/2022/06/15/bridge", "2022-06-15"),
    ("/2022/6/5/bridge", "2022-06-05"),
    ("/news/2022/06/15", "2022-06-15"),
    ("/news/2022/06/15.html", "2022-06-15"),
    ("/2022/jun/15/bridge", "2022-06-15"),
    ("/news/2022-06-15-bridge", "2022-06-15"),
    ("/news/bridge_2022_06_15.html", "2022-06-15"),
    ("/2022-06/15/bridge", "2022-06-15"),
    ("/2022/0615/bridge", "2022-06-15"),
    ("/news/20220615/bridge", "2022-06-15"),
    ("/news20220615.html", "2022-06-15"),
    ("/2022/06/bridge", "2022-06"),
    ("/2020/10/25-years-later", "2020-10"),
    ("/2022/06", None),
    ("/news/2022", None),
    ("/news/202206151", None),
    ("/news/20221506", None),
    ("/news/120220615", None),
    ("/news/5f20220615ab", None),
    ("/web/20220615103000/page", None),
    ("/season/2011-12/table", None),
    ("/2022/31/12/x", None),
    ("/2022-13-45/x", None),
    ("/img/2010x1125/x", None),
    ("/tel/995-2022-06-15-33", None),
    ("/2031/06/15/x", None),
    ("/news?date=2022-06-15", None),
]


@pytest.mark.parametrize(("path", "day"), ADDRESSES)
def test_an_address_states_a_date_and_not_every_number(path: str, day: str | None) -> None:
    article = read(url=f"http://example.org{path}")
    assert stated(article) == ([("url", day)] if day else [])


def test_a_listing_shows_the_days_of_the_source() -> None:
    entries = "".join(
        f'<li><a href="/news/display/{n}">The story about bridge number {n} and its arch</a>'
        f'<time datetime="2022-06-1{n}T23:30:00Z">1{n} June 2022, 23:30</time>'
        "<p>What happened at the bridge on that day, told at length.</p></li>"
        for n in range(1, 6)
    )
    page = Page(url="http://example.org/news", content=f"<ul>{entries}</ul>".encode(), fetched_at=CAPTURED)
    profile = Profile.model_validate({"name": "x", "start": ["http://example.org/news"], "timezone": "Asia/Tbilisi"})
    listing = find_listing(page, profile)
    assert listing
    assert [item.date.value for item in listing.items if item.date] == [f"2022-06-1{n + 1}" for n in range(1, 6)]
