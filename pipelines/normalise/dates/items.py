"""Single dates in a text: days, months, years, seasons, decades, centuries; and days whose month stands elsewhere."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass

from pipelines.normalise.dates.codes import decade_of, is_english, month_of, ordinal_of, season_of
from pipelines.normalise.dates.figures import figure
from pipelines.normalise.dates.pieces import Pieces
from pipelines.normalise.dates.shapes import SHAPES_BY_LETTER


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One date, as far as its own words go."""

    kind: str
    """`day`, `bare` (a day whose month stands elsewhere), `month`, `year`, `season`, `decade`, or `impossible`."""
    first: int
    """Its first piece."""
    last: int
    """Its last piece."""
    year: int | None = None
    """The year."""
    month: int | None = None
    """The month, or EDTF's number of the season (21 to 24)."""
    day: int | None = None
    """The day."""
    digits: str = ""
    """A decade or century as EDTF."""
    since: bool = False
    """Whether its ending says “from”."""
    until: bool = False
    """Whether its ending says “until”."""
    leads: bool = True
    """Whether its day stands before its month."""
    marked: bool = False
    """Whether the word year, or its form, makes it a year."""
    end_year: int | None = None
    """The second year of a pair such as 2019/20."""


#: Endings that say from, and until.
_FROM, _UNTIL = frozenset("aAF"), frozenset("bBU")
#: What can be hyphened to a number that is no day: 24-year-old.
_OLD = ("x", "w", "1", "_")


def item_at(pieces: Pieces, at: int, *, after_month: bool = False, whole: bool = False) -> Item | None:
    """The date that begins at a piece.

    `after_month`: whether a day may lend its month from the date before it; `whole`: whether days without a month
    are passed over.
    """
    if at >= len(pieces.codes) or _is_number_of_something(pieces, at):
        return None
    for shape in SHAPES_BY_LETTER.get(pieces.codes[at], ()):
        if (match := shape.match(pieces.codes, at)) and not _runs_on(pieces, match.end()):
            item = _item(pieces, match)
            if item and (item.kind != "bare" or (not whole and (item.year is None or item.leads or after_month))):
                return item
    return None


def _is_number_of_something(pieces: Pieces, at: int) -> bool:
    """Whether a number is glued to a word (COVID-19, 5G), or numbers something (Article 7)."""
    codes = pieces.codes
    if at == 0 or codes[at] not in "donYDPer":
        return False
    if pieces.glued(at) and (codes[at - 1] in "xK0#" or (codes[at - 1] == "/" and at > 1 and pieces.glued(at - 1))):
        return True
    if codes[at - 1] == "-" and pieces.glued(at) and pieces.glued(at - 1) and at > 1:
        return codes[at - 2] in "xK0" and codes[at] != "Y"
    before = codes[max(0, at - 2) : at]
    return before[-1] == "#" or before in ("#.", "#:")


def _runs_on(pieces: Pieces, at: int) -> bool:
    """Whether a word is glued to the number that ends before a piece: 5km, 24-year-old."""
    if pieces.codes[at : at + 1] == "-" and pieces.codes[at - 1] in "don" and pieces.codes[at + 1 : at + 2] in _OLD:
        return pieces.glued(at) and pieces.glued(at + 1)
    return (
        at < len(pieces.codes)
        and pieces.glued(at)
        and pieces.codes[at] in "xK0CnodY"
        and pieces.codes[at - 1] in "donY"
    )


def _item(pieces: Pieces, match: re.Match[str]) -> Item | None:
    """The date that a shape found, or None where its words are not those of one."""
    found = match.groupdict()
    if found.get("D"):
        return _in_figures(pieces, match)
    if found.get("r"):
        return _two_years(pieces, match)
    if found.get("t") or found.get("c"):
        return _decade(pieces, match)
    if found.get("d"):
        return _day(pieces, match) if _is_day(pieces, match) and not _is_apart(pieces, match) else None
    if found.get("y2"):
        return _pair(pieces, match)
    return _longer(pieces, match)


def _value(pieces: Pieces, match: re.Match[str], group: str) -> int | None:
    """The number of a group's piece."""
    return ordinal_of(pieces.texts[match.start(group)]) if match.groupdict().get(group) else None


def _month(pieces: Pieces, match: re.Match[str]) -> int | None:
    return month_of(pieces.texts[match.start("m")]) if match.groupdict().get("m") else None


def _says(match: re.Match[str], letters: frozenset[str]) -> bool:
    """Whether one of these letters is in a date's words: an ending that says from, or until."""
    return not letters.isdisjoint(match[0])


def _is_day(pieces: Pieces, match: re.Match[str]) -> bool:
    """Whether a number beside a month's name is its day, and not a count or another ordinal."""
    found, texts = match.groupdict(), pieces.texts
    at = match.start("d")
    if texts[at].strip().isalpha() and texts[at].strip().isascii() and "V" not in match[0]:
        return False
    if not found.get("m"):  # 2020 წელს 64 პირი
        return not found.get("y") or is_possible(None, None, ordinal_of(texts[at]))
    word, letter = texts[match.start("m")], found["m"][0]
    if at < match.start("m"):
        return letter != "Q" or bool(found.get("y"))
    if match.end("d") < len(pieces.codes) and pieces.codes[match.end("d")] == "C":
        return False
    if not is_english(word):
        return bool(found.get("o") or found.get("f"))
    return (
        letter != "Q"
        or bool(found.get("y"))
        or pieces.codes[max(0, match.start() - 1) : match.start()] in tuple("yfulp&")
    )


def _is_apart(pieces: Pieces, match: re.Match[str]) -> bool:
    """Whether a year and a day after it are two dates: “closed since 2020, 3 December …”."""
    before = pieces.codes[max(0, match.start() - 1) : match.start()]
    return match[0][:1] == "Y" and "," in match[0] and before in tuple("SfuEG")


def _day(pieces: Pieces, match: re.Match[str]) -> Item:
    year, month, day = _value(pieces, match, "y"), _month(pieces, match), _value(pieces, match, "d")
    if year is not None and pieces.codes[match.end() : match.end() + 1] == "C" and match.end("y") == match.end():
        year, end = None, match.start("y") - (pieces.codes[match.start("y") - 1] == ",")
    else:
        end = match.end()
    at = match.start("d")
    leads = at < match.start("m") if month else year is None or match.start("y") < at
    kind = "bare" if month is None else "day"
    if not is_possible(year, month, day or 0):
        kind = "impossible"
    return Item(
        kind=kind,
        first=match.start(),
        last=end - 1,
        year=year,
        month=month,
        day=day,
        leads=leads,
        since=_says(match, _FROM),
        until=_says(match, _UNTIL),
    )


def is_possible(year: int | None, month: int | None, day: int) -> bool:
    """Whether there is such a day: in that year, or in some year, or in some month."""
    return 1 <= day <= (monthrange(year or 2000, month)[1] if month else 31)


def _in_figures(pieces: Pieces, match: re.Match[str]) -> Item:
    year, month, day = figure(pieces.texts[match.start()].strip(), pieces.month_first)[1]
    last = match.end() - 1 if "g" in match[0] else match.start()
    return Item(kind="day" if day else "month", first=match.start(), last=last, year=year, month=month, day=day)


def _two_years(pieces: Pieces, match: re.Match[str]) -> Item:
    year = figure(pieces.texts[match.start()].strip())[1][0] or 0
    return Item(kind="year", first=match.start(), last=match.end() - 1, year=year, end_year=year + 1, marked=True)


def _pair(pieces: Pieces, match: re.Match[str]) -> Item | None:
    """A year and the last two digits of the next: 2024-25, winter 2016-17."""
    year, second = _value(pieces, match, "y") or 0, _value(pieces, match, "y2") or 0
    if second % 100 != (year + 1) % 100 or not all(pieces.glued(match.start(g)) for g in ("dash", "y2")):
        return None
    if match.groupdict().get("s"):
        season = season_of(pieces.texts[match.start("s")])
        return Item(kind="season", first=match.start(), last=match.end() - 1, year=year, month=season)
    return Item(kind="year", first=match.start(), last=match.end() - 1, year=year, end_year=year + 1, marked=True)


def _decade(pieces: Pieces, match: re.Match[str]) -> Item | None:
    digits = _decade_digits(pieces, match)
    if len(digits) != 4:
        return None
    return Item(
        kind="decade",
        first=match.start(),
        last=match.end() - 1,
        digits=digits,
        since=_says(match, _FROM),
        until=_says(match, _UNTIL),
    )


#: No text is about what comes after the years 29XX.
_LAST_CENTURY = 29


def _decade_digits(pieces: Pieces, match: re.Match[str]) -> str:
    """A decade (199X), a century (18XX) or the decade of a century as EDTF; not four letters if there is none."""
    found = match.groupdict()
    number = ordinal_of(pieces.texts[match.start("c")]) - 1 if found.get("c") else None
    if number is not None and number > _LAST_CENTURY:
        return ""
    century = "" if number is None else str(number)
    if not found.get("t"):
        return century + "XX"
    text = pieces.texts[match.start("t")]
    if found["t"] != "T" and not text.endswith("0"):
        return ""
    decade = decade_of(text)
    return century + decade[2:] if century else decade


def _longer(pieces: Pieces, match: re.Match[str]) -> Item:
    """A month, season or year."""
    found = match.groupdict()
    month, year, last = _month(pieces, match), _value(pieces, match, "y"), match.end() - 1
    if month and year and pieces.codes[match.end() : match.end() + 1] == "C" and match.end("y") == match.end():
        year, last = None, match.end("m") - 1
    season = season_of(pieces.texts[match.start("s")]) if found.get("s") else None
    word = pieces.texts[match.start("s")] if season else ""
    return Item(
        kind="season" if season else "month" if month else "year",
        first=match.start(),
        last=last if year or month or season else match.end() - 1,
        year=year,
        month=season or month,
        marked=bool(found.get("w")) or (bool(found.get("f")) and not month),
        since=_says(match, _FROM) or word.endswith("იდან"),
        until=_says(match, _UNTIL) or word.endswith("ამდე"),
    )
