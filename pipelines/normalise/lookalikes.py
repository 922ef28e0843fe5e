"""Letters of one script that look like letters of another: a word that mixes them is read in its own script.

Unicode UTS #39 (“Security Mechanisms”) lists confusable letters. The libraries on top of it (`confusable-homoglyphs`,
`confusables`) tell whether a text can be confused, and reduce it to a skeleton that is no word of any language; none
gives the word back as it was meant, which needs a letter for a letter in a chosen script. Hence a table of our own,
of the scripts that are mistaken for each other in the sources: the pairs of UTS #39, and those that
keyboards of the region are known for (Latin `æ` for Ossetian `ӕ`, Latin `ə` for Abkhaz `ә`).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

#: Letters that look alike, as Latin, Cyrillic and Greek write them; `-` where a script has no such letter, or
#: where its readers would not take it for one of theirs (`ѕ` is no letter of a Russian word).
_ALIKE = """
A А Α   B В Β   C С -   E Е Ε   H Н Η   I І Ι   J Ј -   K К Κ   M М Μ   N - Ν   O О Ο   P Р Ρ   T Т Τ   X Х Χ
Y У Υ   Z - Ζ   a а α   c с -   e е -   i і ι   j ј -   o о ο   p р ρ   u - υ   v - ν   x х -   y у γ   æ ӕ -
Æ Ӕ -   ə ә -   Ə Ә -
"""
#: Letters that are only ever taken for a Latin one.
_FOR_LATIN = {"S": "Ѕ", "s": "ѕ", "d": "ԁ", "q": "ԛ", "w": "ԝ", "h": "һ", "l": "ӏ", "Y": "Ү", "y": "ү", "k": "κ"}

_NAMES = ("LATIN", "CYRILLIC", "GREEK")
_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")


def _tables() -> dict[str, dict[str, str]]:
    """For each script: letters of the others, and what each is in it."""
    tables: dict[str, dict[str, str]] = {name: {} for name in _NAMES}
    letters = _ALIKE.split()
    for row in zip(letters[::3], letters[1::3], letters[2::3], strict=True):
        for name, letter in zip(_NAMES, row, strict=True):
            if letter != "-":
                tables[name] |= {other: letter for other in row if other not in ("-", letter)}
    tables["LATIN"] |= {other: letter for letter, other in _FOR_LATIN.items()}
    return tables


_MEANT = _tables()


def repair(text: str) -> str:
    """A text whose words are each in one script, where their stray letters have look-alikes in it. NFC.

    A word of look-alikes alone, all of one script, stays as it is, and so does one whose script is in doubt.

    >>> repair("Тskhinvаli"), repair("Цхинвaли"), repair("СОР"), repair("VКонтакте")
    ('Tskhinvali', 'Цхинвали', 'СОР', 'VКонтакте')
    """
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text)  # an accent stays with the letter that takes the place of its own
    return unicodedata.normalize("NFC", _WORD.sub(lambda word: _repaired(word[0]), decomposed))


@lru_cache(maxsize=8192)
def _repaired(word: str) -> str:
    counts = Counter(script for letter in word if (script := _script(letter)))
    if len(counts) < 2 or not counts.keys() <= set(_NAMES):
        return word
    possible = [
        name for name in counts if all(_script(letter) in (None, name) or letter in _MEANT[name] for letter in word)
    ]
    if len(possible) == 2 and counts[possible[0]] == counts[possible[1]]:
        return word
    if not possible:
        return word
    table = _MEANT[max(possible, key=lambda name: counts[name])]
    return "".join(table.get(letter, letter) for letter in word)


@lru_cache(maxsize=4096)
def _script(letter: str) -> str | None:
    """The script of a letter, by its name's first word; None for a mark, which goes with any."""
    return unicodedata.name(letter, "UNNAMED").partition(" ")[0] if letter.isalpha() else None
