"""One date, as a page writes it, as EDTF (ISO 8601-2): as precise as stated, and no more."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from pipelines.normalise.dates.calendar import edtf
from pipelines.normalise.dates.months import is_month, month_number
from pipelines.normalise.dates.words import AGO_UNITS, FILLERS, RELATIVE_DAYS, WEEKDAYS
from pipelines.normalise.text import clean

_AGO = re.compile(r"(\d{1,3}|an?|one)\s+(\w+)\s+(?:ago|წინ|назад|тому)")

#: English dates with the month first are written in the United States and where its press is the model.
MONTH_FIRST = frozenset({"en", "en-US", "en-PH"})

_MACHINE = re.compile(
    r"([12]\d{3})-(\d{1,2})(?:-(\d{1,2})(?:(?:T|\s+|,\s*|\s*-\s*)\d{1,2}:?\d{2}.*)?)?",
    re.IGNORECASE | re.DOTALL,
)
_COMPACT = re.compile(r"([12]\d{3})(\d{2})(\d{2})(?:T?\d{4,6}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?", re.IGNORECASE)
_TIME = re.compile(
    r"(?<![\d.])(?:[01]?\d|2[0-4])(?:[:：]|\s*h\s*)[0-5]\d(?:[:：][0-5]\d(?:[.,]\d+)?)?(?![\d:])"
    r"(?:\s*[ap]\.?\s?m\b\.?)?(?:\s*(?:gmt|utc|z\b|msk))?(?:\s*\(?[+-]\d{2}:?\d{2}\)?)?(?:\s*\([^)]*time\))?"
    r"|\b(?:1[0-2]|0?\d)\s*[ap]\.?m\b\.?|\b(?:[01]?\d|2[0-4])\.[0-5]\d\s*uhr|(?:um\s+)?\b\d{1,2}\s*uhr",
    re.IGNORECASE,
)
_TRIPLE = re.compile(r"(?<!\d)(\d{1,4})\s*([./\-–—·])\s*(\d{1,2})\s*([./\-–—·])\s*(\d{4}|\d{2})(?!\d)")
_CJK = re.compile(r"([12]\d{3})\s*[年년]\s*(\d{1,2})\s*[月월](?:\s*(\d{1,2})\s*[日일])?")
_PAIR = re.compile(r"(?<!\d)(\d{1,2})\s*[./]\s*([12]\d{3})(?!\d)|(?<!\d)([12]\d{3})\s*/\s*(\d{1,2})(?!\d)")
_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|º|ª|-го|-ое)\b")


@lru_cache(maxsize=4096)  # a list's dates are its articles' dates, and a page is asked for one line more than once
def parse_date(text: str, lang: str | None = None, *, anchor: date | None = None) -> str | None:
    """The date that a short text states, as EDTF; None where it states none, or says anything besides.

    `lang` decides between readings: whose month name it is, and whether 03/04 begins with the month. The
    day is the one written, whatever zone the text names. Words such as “yesterday”, and dates without a
    year, need an `anchor`: the day (or moment) from which the text speaks.

    >>> parse_date("2022 / 06 / 15"), parse_date("15 ივნისი, 2022"), parse_date("June 2022"), parse_date("31.02.2022")
    ('2022-06-15', '2022-06-15', '2022-06', None)
    """
    if not text or len(text) > 120:
        return None
    text = clean(text)
    for shape in (_MACHINE, _COMPACT):
        if match := shape.fullmatch(text):
            return edtf(*(int(part) if part else None for part in match.groups()))
    found = _read(text, lang, anchor)
    return found[0] if found and not found[1] else None


def date_in_line(text: str, lang: str | None = None) -> str | None:
    """The one date of a line that also says other things: “Posted by the editor on June 5, 2020”.

    None where the line states no complete day, or could be part of a text: it is for bylines, not for prose.
    """
    if not text or len(text) > 120:
        return None
    found = _read(clean(text), lang, None)
    return found[0] if found and len(found[0]) == 10 and len(found[1]) <= 8 else None


_PASSED = frozenset(w for words in (FILLERS, WEEKDAYS.replace("|", " ")) for w in words.split() if w[-1] != "*")
_PASSED_STEMS = tuple(w[:-1] for w in WEEKDAYS.split() if w[-1] == "*")


def _read(text: str, lang: str | None, anchor: date | None) -> tuple[str, list[str]] | None:
    """The date of a text, and its other words; None where it has no date, or several."""
    text = text.casefold().replace("i̇", "i")
    if anchor and (relative := _relative(text, anchor)):
        return relative, []
    text = _TIME.sub(" ", text)
    for shape, order in ((_CJK, _cjk), (_TRIPLE, _numeric)):
        matches = list(shape.finditer(text))
        if len(matches) == 1:
            value = order(matches[0], lang)
            rest = text[: matches[0].start()] + " " + text[matches[0].end() :]
            return (value, _others(rest)) if value else None
        if matches:
            return None
    return _in_words(text, lang, anchor) or _month_in_numbers(text)


def _cjk(match: re.Match[str], _lang: str | None) -> str | None:
    return edtf(*(int(part) if part else None for part in match.groups()))


def _numeric(match: re.Match[str], lang: str | None) -> str | None:
    """Three numbers: which of them is the year, and which the month."""
    first, second, third = int(match[1]), int(match[3]), int(match[5])
    if len(match[1]) == 4:
        return edtf(first, second, third) if len(match[5]) == 2 or third < 32 else None
    if len(match[1]) > 2:
        return None
    year = third if len(match[5]) == 4 else third + (2000 if third < 70 else 1900)
    month_first = (lang in MONTH_FIRST and match[2] != ".") if first <= 12 and second <= 12 else second > 12
    return edtf(year, first, second) if month_first else edtf(year, second, first)


def _in_words(text: str, lang: str | None, anchor: date | None) -> tuple[str, list[str]] | None:
    """A date with a month's name in it: day, month and year in any order, next to each other."""
    tokens = [t for t in _TOKEN.findall(_ORDINAL.sub("", text)) if not _is_passed(t, lang)]
    at = [i for i, token in enumerate(tokens) if not token[0].isdigit() and month_number(token, lang)]
    if len(at) > 1:  # “Mar”, “sept”, “may” can be other words: the one between numbers is the month
        at = [i for i in at if any(0 <= j < len(tokens) and tokens[j].isdigit() for j in (i - 1, i + 1))]
    if len(at) != 1:
        return (tokens[0], []) if len(tokens) == 1 and edtf(_number(tokens[0], 4)) else None
    month, (i,) = month_number(tokens[at[0]], lang), at
    before, after, beyond = (tokens[j] if 0 <= j < len(tokens) else "" for j in (i - 1, i + 1, i + 2))
    day, year, used = _day_and_year(before, after, beyond, tokens[i - 2] if i > 1 else "")
    others = [t for j, t in enumerate(tokens) if not i - used[0] <= j <= i + used[1]]
    if year is None:
        if anchor is None or day is None or not (value := _latest(month or 0, day, anchor)):
            return None
        return value, others
    value = edtf(year, month, day)
    return (value, others) if value else None


def _day_and_year(before: str, after: str, beyond: str, further: str) -> tuple[int | None, int | None, tuple[int, int]]:
    """Day and year around a month's name, and how many tokens on each side they take."""
    day, year = _number(before, 1, 2), _number(after, 4)
    if day is not None and year is not None:  # 15 June 2022
        return day, year, (1, 1)
    if _number(after, 1, 2) is not None and _number(beyond, 4) is not None:  # June 15, 2022
        return _number(after, 1, 2), _number(beyond, 4), (0, 2)
    if _number(before, 4) is not None and _number(after, 1, 2) is not None:  # 2022 June 15
        return _number(after, 1, 2), _number(before, 4), (1, 1)
    if day is not None and _number(further, 4) is not None:  # 2022, 15 June
        return day, _number(further, 4), (2, 0)
    if day is not None and (short := _number(after, 2, 2)) is not None:  # 15 Jun 22
        return day, 2000 + short, (1, 1)
    if year is not None:
        return None, year, (0, 1)
    if _number(before, 4) is not None:
        return None, _number(before, 4), (1, 0)
    return (day, None, (1, 0)) if day is not None else (_number(after, 1, 2), None, (0, 1))


def _month_in_numbers(text: str) -> tuple[str, list[str]] | None:
    """`06/2022`, `06.2022`, `2022/06`: a month and no day."""
    matches = list(_PAIR.finditer(text))
    if len(matches) != 1:
        return None
    month, year = (matches[0][1], matches[0][2]) if matches[0][2] else (matches[0][4], matches[0][3])
    value = edtf(int(year), int(month))
    return (value, _others(text.replace(matches[0][0], " "))) if value else None


def _relative(text: str, anchor: date) -> str | None:
    """“yesterday”, “3 hours ago”: counted back from the anchor."""
    for word, days in RELATIVE_DAYS.items():
        if text == word or (text.startswith(word) and not _others(_TIME.sub(" ", text[len(word) :]))):
            return (anchor - timedelta(days=days)).strftime("%Y-%m-%d")
    match = _AGO.fullmatch(text)
    if not match or match[2] not in AGO_UNITS:
        return None
    count = int(match[1]) if match[1].isdigit() else 1
    return (anchor - timedelta(days=count * AGO_UNITS[match[2]])).strftime("%Y-%m-%d")


def _latest(month: int, day: int, anchor: date) -> str | None:
    """The last such day that is not after the anchor."""
    limit = anchor.strftime("%Y-%m-%d")
    candidates = (edtf(year, month, day) for year in range(anchor.year, anchor.year - 9, -1))
    return next((value for value in candidates if value and value <= limit), None)


def _others(text: str) -> list[str]:
    return [t for t in _TOKEN.findall(text) if not _is_passed(t, None)]


@lru_cache(maxsize=4096)
def _is_passed(token: str, lang: str | None) -> bool:
    """Whether a word adds nothing to a date; a month's name in the page's own language always does."""
    if token.isdigit() or (lang and is_month(token, lang)):
        return False
    return token in _PASSED or token.startswith(_PASSED_STEMS)


def _number(token: str, least: int, most: int | None = None) -> int | None:
    """The number that a token of so many digits is."""
    return int(token) if token.isdigit() and least <= len(token) <= (most or least) else None
