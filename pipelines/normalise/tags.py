"""Tags: one slug for one tag, however it is spelled; and its label as a reader sees it."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pipelines.normalise.lookalikes import repair
from pipelines.normalise.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable

#: Letters and marks that show nothing (Unicode's Default_Ignorable_Code_Point, without those of category Cf).
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]")
#: An apostrophe of any kind inside a word; addresses leave it out (`peoples-republic`).
_APOSTROPHE = re.compile(r"(?<=\w)['’‘ʼʻ`´′＇ʹ](?=\w)")
#: A stress mark, which textbooks and encyclopedias put on a Cyrillic vowel.
_STRESS = re.compile("(?<=[\u0400-\u052f])[\u0300\u0301]")
_ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|\w+);", re.IGNORECASE)
#: What belongs to a name though it is no letter: `C++`, `Google+`, `18+`, `C#`.
_SIGN = re.compile(r"(?<=\w)(?:\+\+(?=\+?\w)|\+{1,2}(?![\w+]))|(?<=\b\w)#(?!\w)")
#: A plus that stands for a space, as forms write it: between two words.
_FORM_SPACE = re.compile(r"(?<=[^\W\d_])\+(?=\w)|(?<=\+\+)\+(?=\w)")
#: Nuskhuri letters, which Asomtavruli fold to, as the Mkhedruli of today: the blocks have one order.
_TO_MKHEDRULI = {code: code - 0x2D00 + 0x10D0 for code in (*range(0x2D00, 0x2D26), 0x2D27, 0x2D2D)}


@lru_cache(maxsize=8192)  # a site's tags are on each of its pages
def slug(text: str) -> str:
    """What the spellings of one tag have in common; empty where a text has neither letter nor digit.

    Case (also Georgian capitals), white space, punctuation, invisible characters, the forms of Unicode (NFKC), percent
    signs of addresses and look-alike letters of another script do not count.

    >>> slug("Tskhinvali_Region"), slug("%23Tskhinvali%20Region"), slug("2019"), slug("ᲪᲮᲘᲜᲕᲐᲚᲘᲡ რეგიონი")
    ('tskhinvali-region', 'tskhinvali-region', '2019', 'ცხინვალის-რეგიონი')
    """
    return _settled(_fold, text)


def clean_label(text: str) -> str:
    """A label as a reader sees it: NFC, no invisible characters, each word in one script, no signs of addresses.

    Case, quotation marks and accents stay as they were written.

    >>> clean_label("#Tskhinvali_Region"), clean_label("„ბორდერიზაცია“"), clean_label("C%2B%2B")
    ('Tskhinvali Region', '„ბორდერიზაცია“', 'C++')
    """
    return _settled(_tidy, text)


def label_from_url(part: str) -> str:
    """A tag's part of a URL as a reader would write it.

    >>> label_from_url("Tskhinvali_Region"), label_from_url("Tskhinvali+Region")
    ('Tskhinvali Region', 'Tskhinvali Region')
    """
    return clean_label(part)


def _settled(rule: Callable[[str], str], text: str) -> str:
    """A rule applied until it changes nothing: a word can be mixed in lower case only, an escape be a full-width one.

    The rounds are few, as each leaves fewer of such letters; a text has no more of them than it has characters.
    """
    for _ in range(len(text) + 2):
        before, text = text, rule(text)
        if text == before:
            break
    return text


def _fold(text: str) -> str:
    text = _BLANK.sub("", clean(_unescaped(text))).replace("№", "#")
    text = unicodedata.normalize("NFKC", repair(text))
    text = _STRESS.sub("", repair(text).casefold().translate(_TO_MKHEDRULI))
    text = unicodedata.normalize("NFC", _APOSTROPHE.sub("", clean(text)))
    kept = {at for match in _SIGN.finditer(text) for at in range(*match.span())}
    spaced = "".join(c if at in kept or _is_of_word(c) else " " for at, c in enumerate(text))
    return "-".join(spaced.split())


def _tidy(text: str) -> str:
    text = _FORM_SPACE.sub(" ", _unescaped(text))
    return clean(repair(clean(text.replace("_", " ")))).lstrip("# ").rstrip(" ,;")


def _unescaped(text: str) -> str:
    """Without the escapes of an address or a document, however often it was escaped: each one undone shortens it."""
    while True:
        plain = unquote(text) if _ESCAPED.search(text) else text
        plain = html.unescape(plain) if _ENTITY.search(plain) else plain
        if plain == text:
            return text
        text = plain


@lru_cache(maxsize=4096)
def _is_of_word(character: str) -> bool:
    """Whether a character is a letter, a digit, or a mark on one."""
    return unicodedata.category(character)[0] in "LNM"
