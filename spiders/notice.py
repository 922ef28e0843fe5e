"""Notices: “Article is available in Georgian.” where a text should stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pipelines.normalise.languages import LONGEST_ENDING, language_names, language_stems, named_language
from pipelines.normalise.lookalikes import repair
from pipelines.normalise.spelling import typing_errors
from pipelines.normalise.text import undouble
from spiders.notice_words import WORDS

#: A notice is short; anything longer is a text that mentions availability.
MAX_LENGTH = 320
#: More words than this are not mistyped in one notice.
_MISTYPED = 3

_WORD = re.compile(r"[^\W\d_]+(?:['’ʻ‘][^\W\d_]+)*")
_SENTENCE = re.compile(r"(?<=[.!?…])\s*")
_ROLES = {
    word: role
    for role in (
        *("filler", "place", "subject", "rendering", "translation", "deny", "absent", "also", "only", "invite"),
        *("publish", "ready", "pending", "translating", "exist", "offer"),
    )
    for word in WORDS[role].split()
    if word[-1] != "*"
}
_STEMS = {w[:-1]: role for role, words in WORDS.items() for w in words.split() if w[-1] == "*"}
#: Small words that are also a language's name or abbreviation somewhere (“solo”, “in”).
_NEVER_A_LANGUAGE = frozenset(w for w in _ROLES if len(w) < 5)
_TRIGGERS = frozenset({"offer", "publish", "invite", "only", "absent"})
#: What else makes a notice of a sentence that names a language; and of one that names none.
_TOGETHER = (
    {"deny", "rendering"},
    {"deny", "translation"},
    {"deny", "subject", "place"},
    {"exist", "subject"},
    {"pending", "rendering"},
    {"pending", "translation"},
    {"translating"},
)
_TO_COME = ({"pending", "translation"}, {"translating", "subject"}, {"translating", "translation"})
_NOT_YET = {"deny", "ready", "translation"}
#: A word of fewer letters is not looked for in two that were written together.
_SHORTEST_PART = 5


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What a notice says."""

    available: tuple[str, ...] = ()
    """Languages (BCP 47) that the text is said to exist in."""
    missing: tuple[str, ...] = ()
    """Languages that it is said not to exist in."""
    besides: bool = False
    """Whether it exists in these languages *too*: the text itself is here."""
    invites: bool = False
    """Whether it only asks to read the text in these languages, as a link to a translation does, too."""

    @property
    def instead(self) -> str | None:
        """The language that the text is in instead of being here; `und` where it is only said not to be here."""
        return None if self.besides else next(iter(self.available), "und")


def text_is_in(text: str) -> str | None:
    """What a text says, where it stands for one that is not here: the language that one is in, or `und`.

    >>> text_is_in("Only in Georgian"), text_is_in("This text is not available in English"), text_is_in("English")
    ('ka', 'und', None)
    """
    notice = read_notice(text)
    return notice.instead if notice else None


def notice_language(text: str) -> str | None:
    """The language (BCP 47) that a notice says the text is available in instead; None where it is no notice.

    >>> notice_language("Article is available in Georgia."), notice_language("სტატია ხელმისაწვდომია ინგლისურად")
    ('ka', 'en')
    """
    notice = read_notice(text)
    return notice.available[0] if notice and notice.available and not notice.besides else None


def read_notice(text: str) -> Notice | None:
    """A text as a notice: every sentence of it is made of a notice's words and the names of languages.

    Typing errors are let pass. None where a text says anything else.
    """
    return _read_notice(text) if 8 <= len(text) <= MAX_LENGTH else None


@lru_cache(maxsize=2048)  # a site's menus are on each of its pages
def _read_notice(text: str) -> Notice | None:
    text = undouble(text)
    if not _resembles(text):
        return None
    sentences = [_roles(sentence) for sentence in _SENTENCE.split(text)]
    if any(words is None for words in sentences):
        return None
    said = [word for words in sentences for word in words or ()]
    if not _is_notice(said, numbered=any(map(str.isdigit, text))):
        return None
    available: list[str] = []
    missing: list[str] = []
    for words in sentences:
        _sort_languages(words or [], available, missing)
    roles = {role for role, _ in said}
    return Notice(
        available=tuple(dict.fromkeys(available)),
        missing=tuple(dict.fromkeys(missing)),
        besides="also" in roles or any(a == "deny" and b == "only" for (a, _), (b, _) in pairwise(said)),
        invites=roles & _TRIGGERS == {"invite"},
    )


def _resembles(text: str) -> bool:
    """Whether most words are a notice's as they stand: looking for typing errors in any other text is a waste."""
    count = unknown = 0
    for match in _WORD.finditer(text):
        count += 1
        unknown += _known(match[0]) is None
        if unknown > _MISTYPED:
            return False
    return count > 1 and unknown <= count * 0.6


def _roles(sentence: str) -> list[tuple[str, str]] | None:
    """What each word of a sentence does; None where one is no word of a notice."""
    words: list[tuple[str, str]] = []
    for word in _WORD.findall(sentence):
        if both := None if _known(word) else _written_together(word):
            words.extend(both)
        elif role := _known(word) or _mistyped(word):
            words.append(role)
        else:
            return None
    return words


def _is_notice(said: list[tuple[str, str]], *, numbered: bool) -> bool:
    """Whether words that can stand in a notice make one: it names a language, and says where the text can be had.

    Or it says that a translation is still to come.
    """
    roles = {role for role, _ in said}
    if "country" in roles:
        return _names_no_country(said, roles, numbered=numbered)
    if "language" in roles:
        return bool(roles & _TRIGGERS) or roles >= _NOT_YET or any(each <= roles for each in _TOGETHER)
    return roles >= _NOT_YET or any(each <= roles for each in _TO_COME)


def _names_no_country(said: list[tuple[str, str]], roles: set[str], *, numbered: bool) -> bool:
    """Whether a country is a typing error for its language: “available in Georgia”.

    Not where a country makes sense of its own: where something can *not* be had, or where it was published; and in a
    list of several only where it is said of a text (that is no numbered article of a law).
    """
    names = sum(role in ("country", "language") for role, _ in said)
    return "offer" in roles and "deny" not in roles and (names == 1 or ("subject" in roles and not numbered))


def _sort_languages(words: list[tuple[str, str]], available: list[str], missing: list[str]) -> None:
    """Puts a sentence's languages on the side that it says they are on.

    “Not available in English, only in Georgian”: what `only` follows up is available; a Georgian or
    Russian sentence can deny after it has named the language.
    """
    denied = any(role in ("deny", "absent", "pending", "translating") for role, _ in words)
    for role, value in words:
        if role == "only":
            denied = False
        elif role in ("language", "country"):
            (missing if denied else available).append(value)


@lru_cache(maxsize=4096)
def _known(word: str) -> tuple[str, str] | None:
    """What a word does in a notice: a role of `WORDS`, or `language` or `country` with the language's tag."""
    word = repair(word).casefold().replace("’", "'")
    if word not in _NEVER_A_LANGUAGE and (tag := named_language(word)):
        return "language", tag
    role = _ROLES.get(word) or next((r for stem, r in _STEMS.items() if word.startswith(stem)), None)
    if role is None and word.endswith("ia") and (tag := named_language(f"{word}n")):
        return "country", tag
    if role is None and len(word) < 3:
        role = "filler"
    return (role, "") if role else None


@lru_cache(maxsize=1024)
def _written_together(word: str) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """What two words do that miss the space between them: “isavailable”."""
    for end in range(2, len(word) - 1):
        first, second = word[:end], word[end:]
        if _is_part(first) and _is_part(second) and max(len(first), len(second)) >= _SHORTEST_PART:
            a, b = _known(first), _known(second)
            if a and b:
                return a, b
    return None


def _is_part(word: str) -> bool:
    """Whether a word is a notice's own, or a language's whole name, and no chance beginning of another word."""
    word = repair(word).casefold()
    return word in _ROLES or (len(word) >= _SHORTEST_PART and named_language(word) is not None)


@lru_cache(maxsize=1024)
def _mistyped(word: str) -> tuple[str, str] | None:
    """What a word would do in a notice but for a typing error."""
    word = repair(word).casefold()
    if len(word) < 4:
        return None
    if tag := _nearest(word, language_names()) or _nearest_stem(word):
        return "language", tag
    role = _nearest(word, _ROLES)
    return (role, "") if role else None


def _nearest(word: str, table: dict[str, str]) -> str | None:
    """The entry whose key is at most one typing error away, two for long words; the nearest one."""
    best: tuple[int, str] | None = None
    for key, value in table.items():
        allowed = 1 if max(len(word), len(key)) < 9 else 2
        if len(key) < 5 or abs(len(key) - len(word)) > allowed or (key[0] != word[0] and key[1] != word[1]):
            continue
        distance = typing_errors(word, key, limit=allowed)
        if distance <= allowed and (best is None or distance < best[0]):
            best = (distance, value)
    return best[1] if best else None


def _nearest_stem(word: str) -> str | None:
    """The language whose name's stem a word begins with but for a typing error: `руском`."""
    for length in range(len(word), max(3, len(word) - LONGEST_ENDING - 1), -1):
        if tag := _nearest(word[:length], language_stems()):
            return tag
    return None
