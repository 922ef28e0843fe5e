"""Notices that stand where a text should: which language they name, and what is no notice.

What each sentence is was decided by what a reader would take it for, before it was ever given to the code.
"""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.notice import notice_language, read_notice, text_is_in

NOTICES: dict[str, list[str]] = {
    "ka": [
        "Article is available in Georgian.",
        "Article is available in Georgian",
        "Article isavailable in Georgian",
        "Article is availablein Georgian.",
        "Article is available inGeorgian",
        "Thearticle is onlyavailable in Georgian",
        "Available only in Georgian",
        "Sorry, this text exists only in Georgian.",
        "This article exists in Georgian",
        "Article is available in Georgia and Russia.",
        "The article is available in Georgia, Russia and Armenia",
        "Text is available in Georgia and Russian",
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
        "ეს სტატია მხოლოდ ქართულად არის",
        "სტატია არსებობს მხოლოდ ქართულ ენაზე",
        "ტექსტი ხელმისაწვდომიამხოლოდ ქართულად",
        "სტატიის სრული ვერსია ხელმისაწვდომია ქართულ ენაზე.",
        "Статья доступна на грузинском языке",
        "Текст есть только по-грузински",
        "Статья есть на грузинском языке",
        "Материал имеется только на грузинском",
        "Статья доступнатолько на грузинском",
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
        "ინგლისური ვერსია მალე დაემატება",
        "ინგლისური თარგმანი მზადდება.",
        "English translation is in progress",
        "English version coming soon!",
        "The English translation will be available soon.",
        "This article will be available in English soon.",
        "This article is being translated into English",
        "Перевод на английский готовится",
        "Английская версия скоро появится",
        "Статья переводится на английский язык",
        "Article is inaccessible in English",
        "The article is not in English",
        "Нет перевода на английский",
        "Английская версия отсутствует",
    ],
    "ka": [
        "This article is not available in Georgian",
        "Статья не переведена на грузинский",
        "Article is notavailable in Georgian",
        "Грузинский перевод ещё не готов",
        "ქართული ვერსია მზადდება",
    ],
    "ru": ["Статьи нет на русском", "Текста на русском языке нет", "რუსული თარგმანი მალე დაემატება"],
}

#: Texts that say that the article is not here, and neither in which language that is nor where it is.
UNFINISHED = [
    "Translation is in progress",
    "Translation is in progress.",
    "Translation in progress…",
    "The translation of this article is in progress.",
    "TRANSLATION COMING SOON",
    "Translation will be available soon",
    "Translation is not ready yet.",
    "Translation is being prepared",
    "This article is being translated.",
    "Перевод готовится",
    "Перевод статьи готовится.",
    "Перевод скоро будет",
    "Перевод скоро появится",
    "Перевод ещё не готов",
    "Статья переводится",
    "თარგმანი მზადდება",
    "სტატიის თარგმანი მზადდება.",
    "თარგმანი მალე დაემატება",
    "სტატია ითარგმნება",
]

#: Decided before the words of `UNFINISHED`, of texts that exist and of several countries were known to the code.
NO_NOTICES_EITHER = [
    "The translation of the Bible is in progress.",
    "Only in Georgia: a story",
    "Work is in progress",
    "Construction is in progress in Georgia",
    "Peace talks are in progress",
    "A new edition is coming soon",
    "Elections are coming soon",
    "The Russian version of events",
    "A Russian version of the story",
    "This is not a Georgian story",
    "This post is not Russian",
    "Translation of court papers from Russian is in progress",
    "Lost in translation",
    "Translation is ready",
    "The translation is an article",
    "The Georgian film is coming soon",
    "Georgian articles coming soon",
    "The publication is available in Georgia and Armenia",
    "The paper is available in Georgia and Armenia.",
    "This content is available in Russia and Belarus",
    "Available in Georgia and Russia",
    "Article 5 is available in Georgia and Russia",
    "The text is not available in Georgia and Russia",
    "The article was published in Georgia and Russia",
    "Article 5 is in force in Georgia and Russia",
    "The virus exists only in Georgia",
    "The text exists in Georgia",
    "Two languages exist in Abkhazia",
    "Does God exist in Russian?",
    "The text of the law was translated into Russian",
    "Translation into Russian",
    "This text is in Russian",
    "No articles in Georgian",
    "Moscow is not in Georgia",
    "Border post in Russia is not open",
    "Eng. Smith is available",
    "Read Eng. Smith",
    "The Rus of Kiev",
    "Coming soon",
    "Russian troops are coming soon",
    "Хлеба нет на русском рынке",
    "Русских нет",
    "Русские есть",
    "Перевод денег готовится",
    "Перевод готов",
    "Договор готовится",
    "Русские есть только в Гали",
    "Выборы скоро",
    "Скоро на русском",
    "Есть только русские учебники",
    "Новости скоро появятся",
    "მოლაპარაკება მზადდება",
    "ახალი ვერსია მალე გამოვა",
    "ეს ფილმი მხოლოდ ქართულად არის",
    "ქართული თარგმანი",
    "სტატია მზადდება",
    "ქართული ღვინო მალე იქნება",
    # These two were added after the code had called them notices.
    "A Georgian version exists",
    "Есть перевод на английский",
]

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


@pytest.mark.parametrize("text", UNFINISHED)
def test_a_translation_that_is_to_come_is_not_here(text: str) -> None:
    notice = read_notice(text)
    assert notice is not None
    assert (notice.available, notice.missing, notice.besides) == ((), (), False)
    assert text_is_in(text) == "und"
    assert notice_language(text) is None


@pytest.mark.parametrize("text", NO_NOTICES_EITHER)
def test_a_text_of_a_notices_words_is_no_notice(text: str) -> None:
    assert read_notice(text) is None


@pytest.mark.parametrize("text", NO_NOTICES)
def test_a_text_that_mentions_languages_is_no_notice(text: str) -> None:
    notice = read_notice(text)
    assert notice_language(text) is None
    assert notice is None or notice.besides


def test_several_countries_are_several_languages() -> None:
    notice = read_notice("Article is available in Georgia, Russia and Armenia.")
    assert notice is not None
    assert notice.available == ("ka", "ru", "hy")


def test_what_is_to_come_in_one_language_is_here_in_another() -> None:
    notice = read_notice("Article is available in Georgian. English translation is in progress.")
    assert notice is not None
    assert (notice.available, notice.missing) == (("ka",), ("en",))


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
    assert notice is None or notice.available or notice.missing or notice.instead == "und"
    assert notice_language(unicodedata.normalize("NFD", text)) == notice_language(unicodedata.normalize("NFC", text))
