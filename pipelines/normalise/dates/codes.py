"""The grammar's alphabet: each word, number and mark of a text becomes a letter, and rules are patterns of letters.

A text of 50 words is then a string of 50 letters, on which plain regular expressions find what can be a date:

    On September 24 - 26 , the ministers agreed to meet in 2025 .
    y  m         d  - d  , H   x         +      l  x    i  Y    .

Here `md-d` is a range of days (`items` reads `md`, `chains` the `-d` after it), `iY` a year (`standing`), and `+lx`,
“agreed to meet”, tells that what stands after it is to come (`tense`): verbs and small words have letters for that
reason. The languages differ in their tables of words (`english`, `georgian`, `russian`); the rules are shared. To see
the letters of a text: `pieces.cut(text).codes`.

| letter | stands for |
| --- | --- |
| `d` `o` `n` | a number that can be a day; an ordinal (24th); another one of two digits |
| `Y` | a number of four digits that can be a year |
| `D` `P` `e` `r` | in figures: a day (24.09.2024), a month (2024-09), a day of no year (24.09), two years (2019/20) |
| `T` `R` `0` | a decade (1990s); a Roman numeral; any other figures: amounts, times, telephones |
| `'` `v` `t` `F` `U` | what is hyphened to a number: an ordinal's ending, -е or -х, -იან, from (-დან), until (-მდე) |
| `m` `a` `b` | a month's name; one that says from; one that says until |
| `q` `Q` `j` `Z` | a month's name that is a name or word too; the same in small letters; a short form; a stem |
| `w` `W` `g` `A` `B` | the word year; years; abbreviated; from the year; until the year |
| `s` `c` `k` | a season, century, weekday |
| `f` `S` `O` `u` `p` `l` `J` | from, since, от, until, по, to, up |
| `N` `E` `G` `~` `M` | between, before, after, about, early or late |
| `i` `V` `y` `H` `&` | in, of, on, the, and |
| `z` `I` `@` | onwards, inclusive, the present |
| `#` `C` `1` `L` `h` | what numbers, what is counted, a duration, a relative word, an event |
| `X` `^` | what makes a name of the date before it (26 May Street), or after it (улица 8 Марта) |
| `>` `?` `%` `+` | will; would; planned; decided (“to hold” what is to come) |
| `=` `` ` `` | is; be |
| `<` `_` `"` `;` | was; a past participle; said; that |
| `4` | a Russian infinitive |
| `2` `K` `x` | another small word; a capitalised word; any other word |
| `,` `-` `.` `/` `:` `(` `)` `!` `*` | marks; `!` ends a sentence or a paragraph, `*` is a quotation mark |
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.normalise.dates import english, georgian, russian
from pipelines.normalise.dates.figures import figure

#: Codes of words, in the order in which a word that stands in two of a language's lists is decided.
_TABLES = (english.WORDS, georgian.WORDS, russian.WORDS)
_PAIRS = tuple((word, code) for table in _TABLES for code, words in table.items() for word in words.split())
_EXACT = {word: code for word, code in reversed(_PAIRS) if word[-1] != "*"}
_STEMS = sorted(((word[:-1], code) for word, code in _PAIRS if word[-1] == "*"), key=lambda pair: -len(pair[0]))

#: A month's number and code by its name in small letters.
_MONTHS: dict[str, tuple[int, str]] = {**english.months(), **russian.months(), **georgian.months()}
_SEASONS: dict[str, int] = {**english.SEASONS, **georgian.SEASONS, **russian.SEASONS}
_ORDINALS: dict[str, int] = {**english.ORDINALS, **georgian.ORDINALS, **russian.ORDINALS}
_DECADES: dict[str, int] = {**english.DECADES, **russian.DECADES}
_QUARTER = re.compile("[QH][1-4]")
_ROMAN = {roman: number for number, roman in enumerate("XV XVI XVII XVIII XIX XX XXI".split(), 15)}
_MARKS = {
    **dict.fromkeys("-–—‑−‐‒―", "-"),
    **dict.fromkeys("!?;…¶", "!"),
    **{mark: mark for mark in ",./:()"},
    **dict.fromkeys("“”„‟\"«»‘’‚‛'‹›", "*"),
    "[": "(",
    "]": ")",
    "№": "#",
    "§": "#",
    "&": "&",
    " ": "!",
}


@lru_cache(maxsize=1 << 16)
def code_of(piece: str) -> str:
    """The letter of a piece of text, its leading space included."""
    piece = piece.lstrip() or piece
    first = piece[0]
    if first.isalpha():
        if piece.replace("'", "").replace("’", "").isalpha():
            return _word(piece)
        return "M" if _QUARTER.fullmatch(piece) else "0"
    if first in "0123456789":
        return figure(piece)[0]
    if len(piece) == 1:
        return _MARKS.get(piece, "x")
    if first in "-–—‑‐":
        return _suffix(piece[1:].lower())
    return "'" if piece[1:] == "s" else "T" if first in "'’" else "0"


def month_of(piece: str) -> int:
    """The month that a piece coded as one names."""
    return _MONTHS[_plain(piece)][0]


def is_english(piece: str) -> bool:
    """Whether a month's name is English; only then may its day follow it."""
    return piece.lstrip()[0].isascii()


def season_of(piece: str) -> int:
    """EDTF's number of the season that a piece names: 21 spring to 24 winter."""
    return _SEASONS[_plain(piece)]


def is_adverb(piece: str) -> bool:
    """Whether a season's word says “in summer” by itself: летом, ზაფხულში."""
    return _plain(piece) in georgian.SEASON_ADVERBS or _plain(piece) in russian.SEASON_ADVERBS


def ordinal_of(piece: str) -> int:
    """The number of a piece coded `d`, `o`, `n` or `R`."""
    plain = piece.strip()
    if plain in _ROMAN:
        return _ROMAN[plain]
    figures = re.match("[0-9]+", plain)
    return int(figures[0]) if figures else _ORDINALS[plain.lower()]


def decade_of(piece: str) -> str:
    """A decade as EDTF: `199X` of “1990s”, “90s” and “nineties”; small numbers are this century's."""
    plain = piece.strip().lower().lstrip("'’")
    if plain in _DECADES:
        return f"{_DECADES[plain]}X"
    tens = int(re.match("[0-9]+", plain)[0]) // 10  # type: ignore[index]
    return f"{tens if tens > 99 else 200 + tens if tens < 3 else 190 + tens}X"


@lru_cache(maxsize=4096)
def _plain(piece: str) -> str:
    word = piece.strip().lower()
    for ending in ("'s", "’s"):
        word = word.removesuffix(ending)
    return word


def _word(word: str) -> str:
    plain = _plain(word)
    if month := _MONTHS.get(plain):
        return _month(word, plain, month[1])
    if word in _ROMAN:
        return "R"
    if code := _known(plain):
        return code
    if word[0].isupper() and not "\u1c90" <= word[0] <= "\u1cbf":
        return "K"
    return _verb(plain)


def _month(word: str, plain: str, code: str) -> str:
    if code != "q":
        return code
    if word[0].islower() and plain in english.OTHER_WORDS:
        return "Q"
    return "m" if word[0].islower() else "q"


def _known(plain: str) -> str | None:
    if plain in _SEASONS:
        return "s"
    if plain in _ORDINALS:
        return "o"
    if plain in _DECADES:
        return "T"
    return _EXACT.get(plain) or next((code for stem, code in _STEMS if plain.startswith(stem)), None)


def _verb(plain: str) -> str:
    """Whether a word's form alone says what was, or what is to come."""
    for form, code in (*english.FORMS, *georgian.FORMS, *russian.FORMS):
        if form.fullmatch(plain):
            return code
    return "x"


def _suffix(ending: str) -> str:
    return georgian.SUFFIXES.get(ending) or russian.SUFFIXES.get(ending) or ("t" if ending.startswith("იან") else "x")
