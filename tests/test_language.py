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
        ("ქართ", "ka"),
        ("Груз.", "ka"),
        ("Англ", "en"),
        ("na", "na"),
        ("на английском языке", "en"),
        ("In Russian", "ru"),
        ("ava", "av"),
        ("\U0001f1ec\U0001f1e7", "en"),
        ("\U0001f1ea\U0001f1fa", None),
        ("In Georgia", None),
        ("по", None),
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


#: The same news in several languages, and what a page says about itself in vain.
TEXTS = {
    "os": "Горæты абон байгом кодтой ног скъола, æмæ дзы ахуыр кæндзысты сывæллæттæ æппæт хъæутæй.",
    "ab": "Ақалақь аҿы иахьа иаатит ашкол ҿыц, уаҟа аҵара рҵоит ақыҭақәа зегьы рҟынтәи ахәыҷқәа.",
    "uk": "У місті сьогодні відкрили нову школу, у якій навчатимуться діти з усіх навколишніх сіл.",
    "be": "У горадзе сёння адкрылі новую школу, у якой будуць вучыцца дзеці з усіх навакольных вёсак.",
    "bg": "Днес в града беше открито ново училище, в което ще учат деца от всички околни села.",
    "ru": "В городе сегодня открыли новую школу, в которой будут учиться дети из всех окрестных сёл.",
    "hy": "Այսօր քաղաքում բացվեց նոր դպրոց, որտեղ կսովորեն շրջակա գյուղերի երեխաները։",
    "az": "Bu gün şəhərdə yeni məktəb açıldı, ətraf kəndlərin uşaqları orada oxuyacaq.",
}


@pytest.mark.parametrize(("lang", "text"), TEXTS.items())
@pytest.mark.parametrize("languages", [(), ("en", "ka"), ("ka", "ru", "en")])
def test_neighbours_with_one_alphabet_are_told_apart(lang: str, text: str, languages: tuple[str, ...]) -> None:
    found = content_language(page("en"), profile(*languages), text)
    assert found is not None
    assert found.value == lang


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ka", f"{GEORGIAN} {GEORGIAN} “{ENGLISH}”"),
        ("en", f"{ENGLISH} {ENGLISH} “{GEORGIAN}”"),
        ("en", f"The word ხიდი means a bridge. {ENGLISH}"),
        ("ru", f"{RUSSIAN} {RUSSIAN} «{GEORGIAN}»"),
        ("ka", f"{GEORGIAN} {GEORGIAN} «{RUSSIAN}»"),
    ],
)
def test_a_quotation_does_not_decide(lang: str, text: str) -> None:
    found = content_language(page(""), profile("en", "ka"), text)
    assert found is not None
    assert found.value == lang


@pytest.mark.parametrize("text", ["Новая школа", "Леонид Тибилов", "Мост открыт", "Дорога закрыта до весны"])
def test_a_few_russian_words_are_no_other_language(text: str) -> None:
    for languages in ((), ("en", "ka"), ("ru",)):
        found = content_language(page(""), profile(*languages), text)
        assert found is not None
        assert (found.value, found.confidence < 1 or len(text) > 20) == ("ru", True)


def test_georgian_in_latin_letters_is_georgian_but_not_beyond_doubt() -> None:
    text = (
        "dges qalaqshi axali skola gaixsna, romelic soflebis bavshvebma unda naxon da sadac yvela iswavlis erti wlis"
        " shemdeg. ministrma ganacxada, rom gzebi da xidebi momavali wlisatvis iqneba mzad."
    )
    for languages in ((), ("en", "ka")):
        found = content_language(page("en"), profile(*languages), text)
        assert found is not None
        assert found.value == "ka"
        assert found.confidence < 1


@pytest.mark.parametrize(("code", "tag"), [("geo", "ka"), ("KA", "ka"), ("ka_ge", "ka-GE"), ("ge", "ka"), ("UA", "uk")])
def test_a_claim_in_any_code_is_one_language(code: str, tag: str) -> None:
    found = content_language(page(code), profile(), "")
    assert found is not None
    assert found.value == tag.partition("-")[0]
