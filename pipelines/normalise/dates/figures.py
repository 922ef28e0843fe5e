"""Dates in figures, and numbers that are none: what a run of digits and marks stands for."""

from __future__ import annotations

import re
from functools import lru_cache

from pipelines.normalise.dates.calendar import edtf

#: Year, month and day, of which later ones may be missing.
Parts = tuple[int | None, int | None, int | None]

_YEAR = "(?P<y>[12][0-9]{3})"
_DAY_MONTH = "(?P<a>[0-9]{1,2})"
#: Shapes of dates in figures, and their codes (`codes`).
_SHAPES = tuple(
    (re.compile(shape), code)
    for shape, code in (
        (rf"{_YEAR}-(?P<m>[0-9]{{1,2}})-(?P<d>[0-9]{{1,2}})(?:T.*)?", "D"),
        (rf"{_YEAR}(?P<m>[0-9]{{2}})(?P<d>[0-9]{{2}})T[0-9]{{4,6}}Z?", "D"),
        (rf"{_YEAR}\s?([./])\s?(?P<m>[0-9]{{1,2}})\s?\2\s?(?P<d>[0-9]{{1,2}})", "D"),
        (rf"{_DAY_MONTH}(?P<sep>-|\.\s?|\s?/\s?)(?P<b>[0-9]{{1,2}})(?P=sep){_YEAR}", "D"),
        (r"(?P<a>[0-9]{2})(?P<sep>[./])(?P<b>[0-9]{2})(?P=sep)(?P<short>[0-9]{2})", "D"),
        (rf"{_YEAR}[-/](?P<m>0[1-9]|1[0-2])", "P"),
        (rf"(?P<m>0[1-9]|1[0-2])[./]{_YEAR}", "P"),
        (r"(?P<d>[0-3]?[0-9])\.(?P<m>[01][0-9])", "e"),
    )
)
_SCHOOL_YEAR = re.compile(r"([12][0-9])([0-9]{2})/(?:\1)?([0-9]{2})")
_DECADE = re.compile(r"(?:[12][0-9])?[0-9]0(?:['’]?s)", re.IGNORECASE)
_ORDINAL = re.compile(r"[0-9]{1,2}(?:st|nd|rd|th)", re.IGNORECASE)


@lru_cache(maxsize=1 << 14)
def figure(piece: str, month_first: bool = False) -> tuple[str, Parts]:
    """The code of a piece that begins with a digit, and year, month and day if it is a date.

    >>> figure("24.09.2024"), figure("2024-13-05"), figure("1,244")
    (('D', (2024, 9, 24)), ('0', (None, None, None)), ('0', (None, None, None)))
    """
    if piece.isdigit():
        return _number(piece), (None, None, None)
    if _ORDINAL.fullmatch(piece):
        return ("o" if 1 <= int(piece[:-2]) <= 31 else "n"), (None, None, None)
    if _DECADE.fullmatch(piece):
        return "T", (None, None, None)
    if (match := _SCHOOL_YEAR.fullmatch(piece)) and int(match[3]) == (int(match[2]) + 1) % 100:
        return "r", (int(match[1] + match[2]), None, None)
    for shape, code in _SHAPES:
        if match := shape.fullmatch(piece):
            return _dated(match, code, month_first)
    return "0", (None, None, None)


def _number(digits: str) -> str:
    if len(digits) == 4:
        return "Y" if "1000" <= digits <= "2999" else "0"
    if len(digits) > 2:
        return "0"
    return "d" if 1 <= int(digits) <= 31 else "n"


def _dated(match: re.Match[str], code: str, month_first: bool) -> tuple[str, Parts]:
    found = {name: int(value) for name, value in match.groupdict().items() if value and value.isdigit()}
    if "short" in found:
        found["y"] = found["short"] + (2000 if found["short"] < 70 else 1900)
    if "a" in found:
        swap = found["b"] > 12 or (month_first and found["a"] <= 12)
        found["d"], found["m"] = (
            (found["b"], found["a"]) if swap and "." not in match["sep"] else (found["a"], found["b"])
        )
    year, month, day = found.get("y"), found.get("m"), found.get("d")
    if edtf(year or 2000, month, day) is None:
        return "0", (None, None, None)
    return code, (year, month, day)
