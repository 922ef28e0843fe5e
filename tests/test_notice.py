"""Notices that stand where a text should: which language they name, and what is no notice.

What each sentence is was decided by what a reader would take it for, before it was ever given to the code.
"""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.notice import notice_language, read_notice

NOTICES: dict[str, list[str]] = {
    "ka": [
        "Article is available in Georgian.",
        "Article is available in Georgian",
        "Article is available in Georgia.",
        "Artcle is avalable in Georgian",
        "Article is avaible in Georgian.",
        "Artcile is avaliable in Gerogian",
        "Article is availabe in Georgain.",
        "Aricle available in Gerogian language",
        "The article is only available in Georgian",
        "The text is available only in Georgian!",
        "Full text is available in Georgian language only.",
        "Only in Georgian",
        "In Georgian only.",
        "Georgian only",
        "Georgian version only",
        "(Available in Georgian)",
        "[Article is available in Georgian]",
        "“Article is available in Georgian.”",
        "*Article is available in Georgian*",
        "ARTICLE IS AVAILABLE IN GEORGIAN.",
        "Article\u00a0is\u00a0available\u00a0in\u00a0Georgian.",
        "Article is avail\u00adable in Geor\u200bgian.",
        "Аrticle is аvailable in Geоrgian.",  # Cyrillic А, а, о
        "Article is available in Georgian.Article is available in Georgian.",
        "Article is available in GeorgianArticle is available in Georgian",
        "Article is available in Georgian. Article is available in Georgian.",
        "Read in Georgian",
        "Please read the article in Georgian.",
        "This article is not available in English, only in Georgian",
        "Sorry, this page is only available in Georgian.",
        "This publication is accessible in Georgian language.",
        "Unfortunately, the material is currently available only in Georgian.",
        "Content available in Georgian only",
        "The full version of the article is available in Georgian",
        "სტატია ხელმისაწვდომია მხოლოდ ქართულ ენაზე",
        "სტატია ხელმისაწვდომია ქართულად.",
        "სტატია ხელმისაწვდომა ქართულ ენაზე",
        "სტატია ხელმისწვდომია ქართულ ენზე",
        "ტექსტი ხელმისაწვდომია მხოლოდ ქართულად",
        "მასალა მხოლოდ ქართულ ენაზეა",
        "მხოლოდ ქართულ ენაზე",
        "სტატიის სრული ვერსია ხელმისაწვდომია ქართულ ენაზე.",
        "Статья доступна на грузинском языке",
        "Статья доступна на грузинсом языке",
        "Статья достпна на грузинском языке.",
        "Статья доступна только на грузинском.",
        "СТАТЬЯ ДОСТУПНА НА ГРУЗИНСКОМ ЯЗЫКЕ",
        "Cтaтья дocтупнa нa грузинcкoм языкe",  # Latin c, a, o, e
        "Текст доступен только на грузинском языке.",
        "Доступно на грузинском",
        "Материал опубликован на грузинском языке.",
        "К сожалению, эта статья пока доступна только на грузинском языке",
        "Nur auf Georgisch verfügbar.",
        "Cet article est uniquement disponible en géorgien.",
        "Este artículo solo está disponible en georgiano.",
        "Articolo disponibile solo in georgiano",
        "Bu makale yalnızca Gürcüce mevcuttur.",
        "Стаття доступна лише грузинською мовою",
        (
            "Sorry, this entry is only available in Georgian. For the sake of viewer convenience, the content is shown"
            " below in the alternative language. You may click the link to switch the active language."
        ),
    ],
    "en": [
        "Available only in English",
        "This article is available in English only.",
        "English version only",
        "The article is in English only",
        "Article is available in Englsh",
        "სტატია ხელმისაწვდომია ინგლისურად",
        "სტატია ხელმისაწვდომია ინგლისურ ენაზე.",
        "სტატია მხოლოდ ინგლისურ ენაზეა ხელმისაწვდომი",
        "სტატია ხელმისაწვდომია ინგლისურ ენზე.",
        "სტატია ხელმისაწვდომია მხოლოდ ინგლისურად",
        "ᲡᲢᲐᲢᲘᲐ ᲮᲔᲚᲛᲘᲡᲐᲬᲕᲓᲝᲛᲘᲐ ᲘᲜᲒᲚᲘᲡᲣᲠᲐᲓ",
        "„სტატია ხელმისაწვდომია ინგლისურად“",
        "იხილეთ ინგლისურად",
        "Материал доступен только на английском.",
        "Статья доступна на английском языке",
        "Только на английском языке",
        "Читайте на английском",
        "Desculpe, este conteúdo só está disponível em Inglês.",
        "Dieser Artikel ist nur auf Englisch verfügbar",
        "Məqalə yalnız ingilis dilində mövcuddur",
        "Հոդվածը հասանելի է միայն անգլերեն",
    ],
    "ru": [
        "This article is only available in Russian",
        "The article is only available in Russian.",
        "Article is available in Russia.",
        "The text is available in Rusian",
        "Sorry, this entry is only available in Russian and Uzbek.",
        "Full article in Russian only",
        "Читать на русском",
        "Материал доступен только на русском",
        "Материал доступен только на рускoм языке.",
        "Только на русском языке",
        "Статья только на русском языке",
        "სტატია ხელმისაწვდომია რუსულ ენაზე",
        "მასალა ხელმისაწვდომია მხოლოდ რუსულად",
        "წაიკითხეთ რუსულად",
        "Статья не доступна на английском, доступна только на русском",
    ],
    "uk": ["Article is available in Ukrainian", "Статья доступна только на украинском языке"],
    "ab": ["The article is available in Abkhazian only", "Статья доступна только на абхазском языке"],
    "os": ["Article is available in Ossetian.", "Статья доступна на осетинском языке"],
}

#: Texts that say only where the article is *not*: by them it is missing, and nothing says where it is.
DENIALS: dict[str, list[str]] = {
    "en": [
        "This text is not available in English",
        "This article is not available in English.",
        "The article isn't available in English",
        "Article is unavailable in English.",
        "სტატია არ არის ხელმისაწვდომი ინგლისურ ენაზე",
        "სტატია ინგლისურად არ არის ხელმისაწვდომი.",
        "Статья недоступна на английском языке",
        "Материал не доступен на английском.",
        "No English version available",
        "The English version is not available",
        "English translation is not available yet.",
        "Нет перевода на английский",
        "Английская версия отсутствует",
    ],
    "ka": ["This article is not available in Georgian", "Статья не переведена на грузинский"],
}

NO_NOTICES = [
    "",
    "Georgian",
    "English | Russian | Georgian",
    "ENG GEO RUS",
    "In Georgian",
    "Georgian version",
    "Her new book is available in Georgian.",
    "The report will be available in Georgian from June on.",
    "Medicines are available only in Russia",
    "Gagloev: Passports available only in Russia",
    "Wine available in Georgia",
    "Georgian wine is available in Russia",
    "The drug is available in Georgia and Armenia.",
    "Available in Georgia and Armenia",
    "Only in Russia",
    "Only in Georgia",
    "This content is not available in Russia",
    "The book is available in Georgian bookstores",
    "The publication is available in Georgian bookstores",
    "The ministers met in Russia on Tuesday.",
    "This article is also available in Russian.",
    "This article was originally published in Russian.",
    "His article was published in Russian newspapers",
    "The full text of the agreement is available in Georgian and Russian",
    "The film is available only in Russian",
    "Video lessons are now available in Abkhaz",
    "English courses are available in Sokhumi",
    "Only Russian citizens may enter",
    "Only Georgian wine",
    "Russian only in name",
    "The Georgian text was signed in Moscow",
    "Not only in Georgian",
    "The Georgian language is a full language of the court",
    "Exams will be held only in Russian",
    "Schools in Gali teach only in Russian",
    "Russia is not available for talks",
    "Published in Georgia",
    "Article published in Georgia",
    "Read in Georgia",
    "News from Georgia",
    "Georgian news",
    "Russian language review",
    "Simultaneous translation into Georgian and English will be available.",
    "Translated from Georgian",
    "The interview was in Georgian",
    "Free entry is available to Georgian citizens only",
    "Article 5 is available to Russian banks only",
    "წიგნი ხელმისაწვდომია ქართულ ენაზე",
    "მხოლოდ ქართული ღვინო",
    "ქართული ღვინო ხელმისაწვდომია ევროპაში",
    "სწავლება მხოლოდ რუსულ ენაზე იქნება",
    "სტატია ასევე ხელმისაწვდომია ინგლისურად",
    "რუსული ვერსია",
    "პასპორტები ხელმისაწვდომია მხოლოდ რუსეთში",
    "Вино доступно в Грузии",
    "Книга доступна на грузинском языке в магазинах",
    "Лекарства доступны только в России",
    "Он говорит только на русском",
    "Экзамен будет только на русском языке",
    "Новости на русском языке",
    "Русская версия",
    "Статья также доступна на русском языке",
    "Только русские войска",
    "Только в России",
    "Русский язык доступен всем",
    (
        "On November 26, in Moscow, the chairman met with the chairman of the State Duma. According to Tskhinvali, the"
        " documents of the meeting are available in Georgian and Russian, and the sides discussed cooperation."
    ),
]


@pytest.mark.parametrize(("lang", "text"), [(lang, text) for lang, texts in NOTICES.items() for text in texts])
def test_a_notice_names_the_language(lang: str, text: str) -> None:
    assert notice_language(text) == lang


@pytest.mark.parametrize(("lang", "text"), [(lang, text) for lang, texts in DENIALS.items() for text in texts])
def test_a_denial_names_the_language_that_is_missing(lang: str, text: str) -> None:
    notice = read_notice(text)
    assert notice is not None
    assert (notice.available, notice.missing, notice.besides) == ((), (lang,), False)
    assert notice_language(text) is None


@pytest.mark.parametrize("text", NO_NOTICES)
def test_a_text_that_mentions_languages_is_no_notice(text: str) -> None:
    notice = read_notice(text)
    assert notice_language(text) is None
    assert notice is None or notice.besides


def test_a_notice_can_name_several_languages_and_the_one_that_is_missing() -> None:
    both = read_notice("Sorry, this entry is only available in Russian and Uzbek.")
    assert both is not None
    assert both.available == ("ru", "uz")
    other = read_notice("This article is not available in English, only in Georgian")
    assert other is not None
    assert (other.available, other.missing) == (("ka",), ("en",))


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    notice = read_notice(text)
    assert notice is None or notice.available or notice.missing
    assert notice_language(unicodedata.normalize("NFD", text)) == notice_language(unicodedata.normalize("NFC", text))
