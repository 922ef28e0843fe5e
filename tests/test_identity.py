"""Which addresses are one article, whatever the language, the title and the order in which they are seen."""

from __future__ import annotations

from itertools import permutations

import pytest

from spiders.identity import article_at, neutral_path, one_article, same_articles
from spiders.profile import Profile

#: A site of which nothing is known; one whose articles have a shape; one whose languages have prefixes, too.
ANY = Profile.for_url("http://x.org/news")
ARTICLES = {"listing": ["/news"], "article": ["/{section}/display/{native_id}"]}
SHAPED = Profile.model_validate({"name": "x", "start": ["http://x.org/news"], "urls": ARTICLES})
PREFIXED = SHAPED.model_copy(
    update={"urls": SHAPED.urls.model_validate({**ARTICLES, "prefix": {"en": "", "ka": "/ge"}})}
)


@pytest.mark.parametrize(
    "addresses",
    [
        ["/news/7", "/ka/news/7", "/ge/news/7", "/GEO/news/7", "/en-us/news/7", "/news/7/", "/news/7?utm_source=x"],
        [
            "/news/7",
            "/news/7?lang=ka",
            "/news/7?language=en",
            "/news/7?setlang=ru",
            "/news/7?hl=ka",
            "/news/7?lang_id=2",
        ],
        ["/news/view/7", "/news/view/ka/7", "/news/ka/view/7", "/ru/news/view/7"],
        ["/a.php?id=7", "/a.php?id=7&lang=ka", "/eng/a.php?id=7", "/a.php?l=ru&id=7"],
        ["/news/7.html", "/news/7.ka.html", "/news/7_ru.html", "/ka/news/7.html"],
        ["/news/7", "/news/7/index.html", "/ka/news/7/index.html", "/news/7-ka"],
        ["/news/ხიდი", "/ka/news/%E1%83%AE%E1%83%98%E1%83%93%E1%83%98"],
    ],
)
def test_the_language_of_an_address_does_not_tell_articles_apart(addresses: list[str]) -> None:
    ids = {article_at(f"http://{host}x.org{path}", ANY).id for path in addresses for host in ("", "www.", "ka.", "en.")}
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/news/7", "/news/8"),
        ("/news/7", "/blog/7"),
        ("/a.php?id=7", "/a.php?id=8"),
        ("/a.php?id=7&l=3", "/a.php?id=7&l=4"),
        ("/news/how-to-do-it", "/news/how-to-do"),
        ("/news/prices-in.html", "/news/prices.html"),
        ("/us/2026/strike", "/gb/2026/strike"),
        ("/news/it/5", "/news/5"),
        ("/cat/5", "/5"),
    ],
)
def test_what_is_no_language_does(one: str, other: str) -> None:
    assert neutral_path(f"http://x.org{one}") != neutral_path(f"http://x.org{other}")


EN, KA, RU = "http://x.org/en/news/the-bridge", "http://x.org/ka/news/khidi", "http://x.org/ru/news/most"


def test_editions_with_slugs_of_their_own_are_one_article_whichever_is_seen_first() -> None:
    for here, *others in permutations([EN, KA, RU]):
        assert one_article(here, ANY, others).id == "x.org:news:khidi"
        assert {article.id for article in same_articles(here, ANY, others)} == {
            "x.org:news:khidi",
            "x.org:news:most",
            "x.org:news:the-bridge",
        }


def test_a_canonical_address_in_the_other_language_makes_no_second_article() -> None:
    assert one_article("http://x.org/en/news/7", ANY, ["http://x.org/ka/news/7"]).id == "x.org:news:7"
    assert one_article("http://x.org/ge/news/display/7", PREFIXED, ["http://x.org/news/display/7"]).id == "x:news:7"


@pytest.mark.parametrize(
    "careless",
    ["http://x.org/", "http://x.org/ka", "http://x.org/ka/news", "http://other.org/news/a", "http://x.org/ka/news/a/b"],
)
def test_an_address_that_cannot_be_the_article_is_not_believed(careless: str) -> None:
    assert one_article("http://x.org/en/news/7", ANY, [careless]).id == "x.org:news:7"


def test_what_the_profile_says_of_addresses_counts_more_than_what_a_page_says() -> None:
    display = "http://x.org/{}news/display/{}".format
    # Prefixes say that editions have one number: a page that names another one is mistaken.
    assert one_article(display("", 7), PREFIXED, [display("ge/", 1)]).id == "x:news:7"
    # A shape alone says nothing of other languages: their numbers can differ.
    shaped = SHAPED.model_copy(
        update={"urls": SHAPED.urls.model_validate({"article": ["/{lang}/{section}/display/{native_id}"]})}
    )
    here, there = display("en/", 7), display("ka/", 6)
    assert one_article(here, shaped, [there]).id == one_article(there, shaped, [here]).id == "x:news:6"
    # All articles with one canonical address is a common mistake.
    assert one_article(here, shaped, [display("en/", 1)]).id == "x:news:7"
    assert one_article(here, shaped, ["http://x.org/ka/news"]).id == "x:news:7"


def test_a_list_is_no_edition_of_an_article_at_its_depth() -> None:
    listed = Profile.model_validate({"name": "x", "start": ["http://x.org/news"], "urls": {"listing": ["/all"]}})
    assert one_article("http://x.org/the-bridge", listed, ["http://x.org/all"]).id == "x::the-bridge"
