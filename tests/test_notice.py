"""Notices that stand where a text should: which language they name, and what is no notice."""

from __future__ import annotations

import pytest

from spiders.notice import notice_language, read_notice

NOTICES = [
    ("Article is available in Georgian.", "ka"),
    ("Article is available in Georgian", "ka"),
    ("Article is available in Georgia.", "ka"),
    ("Article is avaible in Georgian.", "ka"),
    ("Artcile is avaliable in Gerogian", "ka"),
    ("This article is only available in Russian", "ru"),
    ("Available only in English", "en"),
    ("Full text is available in Georgian language only.", "ka"),
    ("Sorry, this entry is only available in Russian and Uzbek.", "ru"),
    ("სტატია ხელმისაწვდომია მხოლოდ ქართულ ენაზე", "ka"),
    ("სტატია ხელმისაწვდომია ინგლისურად", "en"),
    ("სტატია მხოლოდ ინგლისურ ენაზეა ხელმისაწვდომი", "en"),
    ("Статья доступна на грузинском языке", "ka"),
    ("Статья доступна на грузинсом языке", "ka"),
    ("Материал доступен только на английском.", "en"),
    ("Desculpe, este conteúdo só está disponível em Inglês.", "en"),
    ("Nur auf Georgisch verfügbar.", "ka"),
    ("This article is not available in English, only in Georgian", "ka"),
    (
        (
            "Sorry, this entry is only available in Georgian. For the sake of viewer convenience, the content is shown"
            " below in the alternative language. You may click the link to switch the active language."
        ),
        "ka",
    ),
]

NO_NOTICES = [
    "",
    "Georgian",
    "English | Russian | Georgian",
    "Her new book is available in Georgian.",
    "The report will be available in Georgian from June on.",
    "Medicines are available only in Russia",
    "Gagloev: Passports available only in Russia",
    "The ministers met in Russia on Tuesday.",
    "This article is also available in Russian.",
    "This article is not available in English.",
    (
        "On November 26, in Moscow, the chairman met with the chairman of the State Duma. According to Tskhinvali, the"
        " documents of the meeting are available in Georgian and Russian, and the sides discussed cooperation."
    ),
]


@pytest.mark.parametrize(("text", "lang"), NOTICES)
def test_a_notice_names_the_language(text: str, lang: str) -> None:
    assert notice_language(text) == lang


@pytest.mark.parametrize("text", NO_NOTICES)
def test_a_text_that_mentions_languages_is_no_notice(text: str) -> None:
    assert notice_language(text) is None


def test_a_notice_can_name_several_languages_and_the_one_that_is_missing() -> None:
    both = read_notice("Sorry, this entry is only available in Russian and Uzbek.")
    assert both is not None
    assert both.available == ("ru", "uz")
    missing = read_notice("სტატია არ არის ხელმისაწვდომი ინგლისურ ენაზე")
    assert missing is not None
    assert (missing.available, missing.missing) == ((), ("en",))
