"""One tag, many spellings: which are one slug, which are not, and what a label looks like."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.normalise.lookalikes import repair
from pipelines.normalise.tags import clean_label, label_from_url, slug

REGION = "ცხინვალის რეგიონი"

ONE_TAG = {
    "tskhinvali-region": [
        "Tskhinvali Region",
        "Tskhinvali_Region",
        "tskhinvali-region",
        "TSKHINVALI REGION",
        "Tskhinvali%20Region",
        "Tskhinvali%2520Region",
        "Tskhinvali+Region",
        " Tskhinvali\u00a0 Region\n",
        "Tskh\u00adinvali\u200b Reg\ufeffion",
        "\u200fTskhinvali\u200e \u202bRegion\u202c",
        "Ｔｓｋｈｉｎｖａｌｉ　Ｒｅｇｉｏｎ",
        "Тskhіnvаli Regiоn",  # Cyrillic Т, і, а, о
        "Tskhinvali Regiοn",  # Greek omicron
        "#Tskhinvali_Region",
        "%23Tskhinvali_Region",
        "“Tskhinvali Region”",
        "«Tskhinvali Region».",
        "Tskhinvali Region,",
        "Tskhinvali – Region",
        "Tskhinvali&nbsp;Region",
    ],
    "ცხინვალის-რეგიონი": [
        REGION,
        REGION.replace(" ", "_"),
        quote(REGION),
        quote(quote(REGION)),
        quote(REGION.replace(" ", "_")),
        REGION.upper(),
        f"„{REGION}“",
        f"#{REGION}",
        "".join(chr(ord(c) - 0x30) if c != " " else c for c in REGION),  # Asomtavruli
        "".join(chr(ord(c) - 0x10D0 + 0x2D00) if c != " " else c for c in REGION),  # Nuskhuri
    ],
    "цхинвальский-регион": [
        "Цхинвальский регион",
        unicodedata.normalize("NFD", "Цхинвальский регион"),
        "ЦХИНВАЛЬСКИЙ_РЕГИОН",
        "Цхинвальcкий рeгиoн",  # Latin c, e, o
        "Цхинва́льский регио́н",
        quote("Цхинвальский регион"),
    ],
    "хуссар-ирыстоны-æрмæг".replace("æ", "ӕ"): ["Хуссар Ирыстоны æрмæг", "Хуссар Ирыстоны ӕрмӕг"],
    "сочи": ["Сочи", "СОЧИ", "Coчи"],
    "peoples-republic": ["People's Republic", "People’s Republic", "peoples-republic", "People＇s_Republic"],
    "школа-5": ["Школа №5", "Школа № 5", "школа 5", "Школа #5"],
    "law-order": ["Law & Order", "Law &amp; Order", "law_&_order"],
    "c++": ["C++", "C%2B%2B", "c++", "#C++"],
    "café": ["Café", "Cafe\u0301", "caf%C3%A9"],
    "हिन्दी": ["हिन्दी"],
    "2019": ["2019", "２０１９", "#2019", "_2019_"],
    "": ["", "  ", "!!!", "\u200b", "#", "_", "%20", "…"],
}

DIFFERENT = [
    ("2019", "2020"),
    ("C", "C++", "C#"),
    ("Abkhazia", "Abkhaz"),
    ("Google", "Google+"),
    ("18", "18+"),
    ("COP", "СОР"),  # wholly Latin, wholly Cyrillic
    ("Сочи", "Sochi"),
    ("North Ossetia", "South Ossetia"),
    ("Café", "Cafe"),
    ("School 5", "School 15"),
    ("ომი", "ომის"),
]


@pytest.mark.parametrize(("expected", "spelling"), [(s, t) for s, spellings in ONE_TAG.items() for t in spellings])
def test_every_spelling_of_a_tag_has_one_slug(expected: str, spelling: str) -> None:
    assert slug(spelling) == expected


@pytest.mark.parametrize("labels", DIFFERENT)
def test_different_tags_stay_apart(labels: tuple[str, ...]) -> None:
    assert len({slug(label) for label in labels}) == len(labels)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Tskhinvali_Region", "Tskhinvali Region"),
        ("Тskhinvаli Region", "Tskhinvali Region"),
        ("„ოკუპაციის ხაზი“", "„ოკუპაციის ხაზი“"),
        ("People’s\u00a0Republic", "People’s Republic"),
        ("Цхинвaл\u00ad", "Цхинвал"),
        ("СОР", "СОР"),
        ("VКонтакте", "VКонтакте"),
        ("SMSка", "SMSка"),
        ("Т-72", "Т-72"),
        ("Cafe\u0301", "Café"),
        ("#Borders", "Borders"),
        ("C++", "C++"),
        (quote(REGION), REGION),
        ("50%", "50%"),
    ],
)
def test_a_label_is_what_a_reader_sees(raw: str, shown: str) -> None:
    assert clean_label(raw) == shown


def test_a_label_out_of_an_address_has_spaces() -> None:
    assert label_from_url("Tskhinvali+Region") == label_from_url("Tskhinvali_Region") == "Tskhinvali Region"
    assert label_from_url("C%2B%2B_courses") == "C++ courses"


@pytest.mark.parametrize("word", ["Tskhinvali", "Цхинвали", "Κυπρος", "ცხინვალი", "TOP", "ТОР", "Сухум", "Şəki", "αβγ"])
def test_a_word_in_one_script_is_left_alone(word: str) -> None:
    assert repair(word) == word


#: Texts as tags are, and as nobody would write them: what is escaped, invisible, mixed or marked comes often.
AWKWARD = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("%25CcСсοΟaаёйӕæ_+#№&;'’\u0301\u0308\u200b\u00ad\ufe0f ႠⴀაᲐＡİßŉǰΐ"),
    ),
    max_size=24,
)


@given(AWKWARD)
def test_any_text_has_a_slug_that_is_its_own_slug(text: str) -> None:
    once = slug(text)
    assert slug(once) == once
    assert not set(once) & set(" _%\u200b\u00ad")


@given(AWKWARD)
def test_any_text_has_a_clean_label_of_the_same_tag(text: str) -> None:
    label = clean_label(text)
    assert clean_label(label) == label
    assert slug(label) == slug(text)
    assert unicodedata.is_normalized("NFC", label)


@given(st.text(st.sampled_from("abcdeghknopxABCEHKPабвгежийАВСЕТაბგდ 12")))
def test_escapes_and_invisible_characters_never_matter(text: str) -> None:
    assert slug(quote(text)) == slug(quote(quote(text))) == slug(text)
    assert slug("\u200b".join(text)) == slug(text.replace(" ", "_")) == slug(text)
