"""Links to the other editions of a page."""

from __future__ import annotations

import pytest

from spiders.editions import find_editions, same_work
from spiders.page import Page
from spiders.profile import Profile
from spiders.reading import Edition, Found
from spiders.url_language import language_of_url

URL = "http://example.org/news/display/7"
ENGLISH = Found(value="en", method="statistics", place="content", raw="")


def editions(
    body: str, head: str = "", url: str = URL, language: Found | None = ENGLISH, **profile: object
) -> dict[str, Edition]:
    html = f"<html><head>{head}</head><body>{body}</body></html>"
    given = {"name": "x", "start": ["http://example.org/news"], **profile}
    found = find_editions(Page(url=url, content=html.encode()), Profile.model_validate(given), language)
    assert len({e.lang for e in found}) == len(found)
    return {e.lang: e for e in found}


@pytest.mark.parametrize(
    "label",
    [
        "ქართული",
        "GEO",
        "KA",
        "GE",
        "Georgian",
        "Груз",
        "Груз.",
        "Грузинский",
        "На грузинском",
        "По-грузински",
        "ქარ",
        "ქართ",
        "ქართ.",
        "ქართულად",
        "Geo",
        "Geo.",
        "In Georgian",
        "Georgian version",
        "Read in Georgian",
        "Читать на грузинском",
        "წაიკითხეთ ქართულად",
        "🇬🇪",
        "🇬🇪 ქართ",
        "<span>🇬🇪</span> <span>Georgian</span>",
        '<img src="/flag.png" alt="Georgian">',
        '<img src="/flags/ge.png">',
        "<span>ქართული</span>",
    ],
)
def test_a_language_switch_is_an_edition_by_any_label(label: str) -> None:
    found = editions(f'<div><a href="/ge/news/display/7">{label}</a> <a href="/news/display/7">ENG</a></div>')
    assert list(found) == ["ka"]
    assert (found["ka"].url, found["ka"].exists) == ("http://example.org/ge/news/display/7", None)


@pytest.mark.parametrize(
    ("label", "lang"),
    [
        ("🇬🇧", "en"),
        ("🇺🇸", "en"),
        ("ENG", "en"),
        ("Eng.", "en"),
        ("ინგ.", "en"),
        ("Англ.", "en"),
        ("🇷🇺", "ru"),
        ("РУС", "ru"),
        ("Русс.", "ru"),
        ("რუს.", "ru"),
        ("🇦🇲", "hy"),
        ("Հայ", "hy"),
        ("Укр.", "uk"),
        ("Ελλ", "el"),
        ("აფხ.", "ab"),
        ('<img src="/img/flags/am.svg">', "hy"),
        ('<img src="/flag.png" alt="AM">', "hy"),
        ('<img src="/i/flag-icons/se.png">', "sv"),
    ],
)
def test_a_switch_is_labelled_with_abbreviations_and_flags(label: str, lang: str) -> None:
    found = editions(
        f'<a href="/{lang}/news/display/7">{label}</a>', language=None, url="http://example.org/os/news/display/7"
    )
    assert found[lang].url == f"http://example.org/{lang}/news/display/7"


@pytest.mark.parametrize(
    "label",
    [
        "Eng. Smith",
        "Port",
        "News",
        "Georgia",
        "Engineer",
        "In brief",
        "In Georgia",
        "Read more",
        "Only in Georgian",
        "🇪🇺",
        "🇨🇭",
        "🇬🇪🇷🇺",
        "🇬🇪 Georgia and Russia",
        "Мак",
        "Татар",
        "Тата",
        "Бела",
        "Порт",
        "Нем",
        "არა",
        "რუსუდან",
        "მენიუ",
    ],
)
def test_other_words_are_no_switch(label: str) -> None:
    assert editions(f'<a href="/ge/news/display/7">{label}</a>', url="http://example.org/news/display/7") == {}


@pytest.mark.parametrize(
    "href", ["/ge", "/ge/news", "/", "/ge/news/display/8", "http://other.example/ge/news/display/7"]
)
def test_a_switch_that_leads_elsewhere_is_no_edition(href: str) -> None:
    assert editions(f'<a href="{href}">ქართული</a>') == {}


def test_alternates_are_editions_but_the_page_itself_is_not() -> None:
    head = (
        f'<link rel="alternate" hreflang="en" href="{URL}"><link rel="alternate" hreflang="x-default" href="{URL}">'
        '<link rel="alternate" hreflang="ru-RU" href="/ru/news/display/7">'
    )
    found = editions("", head)
    assert list(found) == ["ru-RU"]
    assert found["ru-RU"].method == "hreflang"


def test_a_notice_proves_which_editions_exist() -> None:
    body = (
        '<a href="/ru/news/opening">RU</a><a href="/uz/news/opening">UZ</a><h1>Открытие</h1>'
        "<p>Sorry, this entry is only available in Russian and Uzbek.</p>"
    )
    found = editions(body, url="http://example.org/en/news/opening", language=None)
    assert {lang: e.exists for lang, e in found.items()} == {"ru": True, "uz": True, "en": False}
    assert found["en"].method == "notice"


def test_an_edition_whose_translation_is_to_come_does_not_exist_yet() -> None:
    body = '<a href="/ru/news/opening">RU</a><h1>The opening</h1><p>Translation is in progress.</p>'
    found = editions(body, url="http://example.org/en/news/opening", language=None)
    assert {lang: e.exists for lang, e in found.items()} == {"ru": None, "en": False}
    other = editions(body.replace("Translation", "Russian translation"), url="http://example.org/en/news/opening")
    assert {lang: e.exists for lang, e in other.items()} == {"ru": False}


def test_content_in_another_language_than_the_address_claims_is_no_edition() -> None:
    portuguese = Found(value="pt", method="statistics", place="content", raw="")
    found = editions(
        '<a href="/blog/noticia-importante">Português</a>',
        url="http://example.org/en/blog/noticia-importante",
        language=portuguese,
    )
    assert {lang: e.exists for lang, e in found.items()} == {"pt": None, "en": False}


def test_the_profile_names_editions_that_the_page_does_not_link() -> None:
    urls = {"article": ["/{section}/display/{native_id}"], "prefix": {"en": "", "ka": "/ge"}}
    found = editions("", urls=urls)
    assert (found["ka"].url, found["ka"].method) == ("http://example.org/ge/news/display/7", "profile")
    linked = editions('<a href="/ge/news/display/7">ქართული</a>', urls=urls)
    assert linked["ka"].method == "link"


@pytest.mark.parametrize(
    ("here", "there", "same"),
    [
        ("http://x.org/news/1", "http://x.org/ka/news/1", True),
        ("http://x.org/en/news/1", "http://x.org/ru/news/1", True),
        ("http://x.org/news?id=5&lang=en", "http://x.org/news?lang=ka&id=5", True),
        ("http://x.org/news?id=5&lang=en", "http://x.org/news?lang=ka&id=6", False),
        ("http://x.org/en/news/123-the-meeting", "http://x.org/ka/news/123-shekhvedra", True),
        ("http://x.org/en/news/123-the-meeting", "http://x.org/ka/news/124-shekhvedra", False),
        ("http://x.org/en/news/the-long-meeting-of-ministers", "http://x.org/ru/news/dolgaya-vstrecha-ministrov", True),
        ("http://x.org/news/the-long-meeting-of-ministers", "http://x.org/news/another-article-altogether", False),
        ("http://en.x.org/a/1", "http://ka.x.org/a/1", True),
        ("http://x.org/en/news/1", "http://x.org/ka", False),
        ("http://x.org/en", "http://x.org/ka", True),
    ],
)
def test_two_addresses_of_one_work(here: str, there: str, same: bool) -> None:
    assert same_work(here, there) is same


def test_the_language_that_an_address_names() -> None:
    assert language_of_url("http://example.org/ge/news/1") == "ka"
    assert language_of_url("http://example.org/news?lang=ru") == "ru"
    assert language_of_url("http://example.org/news/1") is None
