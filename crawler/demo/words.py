"""The site's words: sentence patterns of `texts.toml`, filled in English and Georgian alike."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

T = TypeVar("T")

#: The site's languages; the order of every pair in `texts.toml`.
LANGUAGES = ("en", "ka")


@cache
def texts() -> dict[str, Any]:
    """The table of texts."""
    return tomllib.loads(resources.files(__package__).joinpath("texts.toml").read_text("utf-8"))


class Dice:
    """Choices that look like chance and are the same on every machine and for ever."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._throws = 0

    def number(self, low: int, high: int) -> int:
        """A number from `low` to `high`, both included."""
        self._throws += 1
        digest = hashlib.sha256(f"{self._seed}/{self._throws}".encode()).digest()
        return low + int.from_bytes(digest[:6], "big") % (high - low + 1)

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices."""
        return choices[self.number(0, len(choices) - 1)]

    def sample(self, choices: Sequence[T], count: int) -> list[T]:
        """So many different ones of the choices, in any order."""
        rest = list(choices)
        return [rest.pop(self.number(0, len(rest) - 1)) for _ in range(count)]


@dataclass(frozen=True, kw_only=True)
class Cases:
    """A Georgian noun in the cases that the sentences need; the nominative where a pattern names none."""

    nom: str
    gen: str = ""
    dat: str = ""
    loc: str = ""
    abl: str = ""
    term: str = ""

    def __str__(self) -> str:
        return self.nom


def month(number: int, lang: str) -> str | Cases:
    """A month's name; in Georgian with its cases.

    >>> month(10, "ka").loc, month(8, "ka").gen
    ('ოქტომბერში', 'აგვისტოს')
    """
    name: str = texts()["months"][lang][number - 1]
    if lang != "ka":
        return name
    stem: str = texts()["months"]["ka_stems"][number - 1]
    bare, vowel = name.removesuffix("ი"), "" if name == stem else "ი"
    return Cases(nom=name, gen=f"{stem}{vowel}ს", dat=f"{bare}ს", loc=f"{bare}ში", abl=f"{stem}{vowel}დან")


def days(first: date, last: date, lang: str) -> str:
    """One day, or several of one month, as a sentence names them: without a year."""
    span = str(first.day) if first.day == last.day else f"{first.day}-{last.day}"
    name = month(first.month, lang)
    return f"{span} {name.dat}" if isinstance(name, Cases) else f"{name} {span}"


def places(lang: str) -> list[str | Cases]:
    """The villages, in the same order in both languages."""
    names = [place[lang] for place in texts()["places"]]
    return [Cases(**name) if lang == "ka" else name for name in names]


class Voice:
    """How one article speaks: its places, numbers and dates, the same ones in both languages."""

    def __init__(self, seed: str, published: date) -> None:
        dice = Dice(f"{seed}/voice")
        self._seed = seed
        here, there = dice.sample(range(len(texts()["places"])), 2)
        until = published.replace(day=max(1, published.day - dice.number(0, 2)))
        since = until.replace(day=max(1, until.day - dice.number(1, 2)))
        year = published.year
        self._years = {"year": year, "since": year - dice.number(2, 6)}
        self._slots: dict[str, dict[str, Any]] = {}
        for lang in LANGUAGES:
            self._slots[lang] = {
                "p": places(lang)[here],
                "o": places(lang)[there],
                "month": month(published.month, lang),
                "day": days(until, until, lang),
                "days": days(since, until, lang),
            }
        mark = dice.number(0, 4)
        self._quotes = {lang: texts()["quotes"][lang][mark] for lang in LANGUAGES}

    def say(self, pair: Sequence[str], lang: str, **more: object) -> str:
        """A pattern's sentence in one language."""
        opening, closing = self._quotes[lang]
        pattern = pair[LANGUAGES.index(lang)].replace("‹", opening).replace("›", closing)
        return pattern.format_map(self._years | self._numbers(pair[0]) | self._slots[lang] | more)

    def _numbers(self, sentence: str) -> dict[str, int]:
        """The numbers of one sentence: another sentence has others."""
        dice = Dice(f"{self._seed}/{sentence}")
        few, many, hundreds = dice.number(5, 19), dice.number(20, 90), dice.number(12, 98) * 10
        return {"k": few, "n": many, "m": hundreds, "past": dice.number(1971, 1998)}
