"""Codes and names of languages, and the language that a page's content is in."""

from __future__ import annotations

import pytest

from pipelines.normalise.languages import bcp47
from spiders.language import content_language
from spiders.page import Page
from spiders.profile import Profile

ENGLISH = "The sides discussed the restoration of the bridge and agreed to meet again."
GEORGIAN = "მხარეებმა ხიდის აღდგენა განიხილეს და ხელახლა შეხვედრაზე შეთანხმდნენ."
RUSSIAN = "Стороны обсудили восстановление моста и договорились встретиться снова."


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("ge", "ka"),
        ("GEO", "ka"),
        ("kat", "ka"),
        ("KA", "ka"),
        ("ka_GE", "ka-GE"),
        ("ქართული", "ka"),
        ("ქართულად", "ka"),
        ("Georgian", "ka"),
        ("грузинском", "ka"),
        ("ua", "uk"),
        ("uk", "uk"),
        ("ENG", "en"),
        ("en-us", "en-US"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("Рус", "ru"),
        ("Русский", "ru"),
        ("Français", "fr"),
        ("o'zbek", "uz"),
        ("the", None),
        ("News", None),
        ("Georgia", None),
        ("", None),
        ("грузинскоязычными", None),
    ],
)
def test_codes_and_names_become_bcp_47(text: str, tag: str | None) -> None:
    assert bcp47(text) == tag


def page(html_lang: str) -> Page:
    return Page(url="http://example.org/en/news/1", content=f'<html lang="{html_lang}"><p>x</p></html>'.encode())


def profile(*languages: str) -> Profile:
    return Profile.model_validate({"name": "x", "start": ["http://example.org/"], "languages": languages})


@pytest.mark.parametrize(("text", "lang"), [(ENGLISH, "en"), (GEORGIAN, "ka"), (RUSSIAN, "ru")])
@pytest.mark.parametrize("claimed", ["en-US", "ka", "ru", "ge", ""])
def test_content_is_believed_and_claims_are_not(text: str, lang: str, claimed: str) -> None:
    for languages in ((), ("en", "ka"), ("ka", "ru", "en")):
        found = content_language(page(claimed), profile(*languages), text)
        assert found is not None
        assert found.value == lang


def test_a_language_that_the_profile_does_not_name_is_still_recognised() -> None:
    found = content_language(page("en"), profile("en", "ka"), RUSSIAN)
    assert found is not None
    assert found.value == "ru"


def test_a_short_text_is_read_as_the_profile_lets_expect() -> None:
    found = content_language(page(""), profile("en", "ka"), "Go on")
    assert found is not None
    assert found.value == "en"
    short = content_language(page("en"), profile("en", "ka"), "ომი")
    assert short is not None
    assert short.value == "ka"


def test_without_a_text_the_claim_counts_and_says_so() -> None:
    found = content_language(page("ka"), profile(), "")
    assert found is not None
    assert (found.value, found.method) == ("ka", "html-lang")
    assert content_language(page(""), profile(), "123 456") is None
