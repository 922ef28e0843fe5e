"""Every date that a running text states, with its place, as EDTF (ISO 8601-2:2019)."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from pipelines.normalise.dates.bounds import bounds
from pipelines.normalise.dates.items import Item
from pipelines.normalise.dates.mentions import mentions
from pipelines.normalise.dates.pieces import cut
from pipelines.normalise.dates.single import MONTH_FIRST
from pipelines.normalise.dates.years import Dated, dated

_ANCHOR = re.compile(r"([12]\d{3})(?:-(\d\d)(?:-(\d\d)(?:[T ].*)?)?)?", re.ASCII | re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class StatedDate:
    """A date that a text states."""

    start: int
    """Where its words begin, in characters of the text as given."""
    end: int
    """Where they end."""
    text: str
    """The words."""
    edtf: str
    """The date: EDTF, as precise as it is stated."""
    earliest: str | None
    """The first day that can be meant, as an ISO day; None where there is none, or the year is unknown."""
    latest: str | None
    """The last day that can be meant, likewise."""
    basis: str
    """Where the year comes from: `stated`, `text`, `anchor`, `ahead`, or `unknown` (docs/dates.md)."""


def find_dates(text: str, lang: str | None = None, anchor: date | str | None = None) -> tuple[StatedDate, ...]:
    """Every date that a text in English, Georgian or Russian states, in order; none overlaps another.

    `lang` only decides whether 03/04/2024 begins with the month: languages may be mixed. `anchor` is the day of
    publication, or a month or year of it (its last day counts); a bad one is a ValueError. No text raises.

    >>> [found.edtf for found in find_dates("On September 24-26 and since 2020", anchor="2024-10-07")]
    ['2024-09-24/2024-09-26', '2020/..']
    """
    day = anchor_day(anchor)
    pieces = cut(text, month_first=lang in MONTH_FIRST)
    found = list(mentions(pieces))
    if not found:
        return ()
    out = []
    for each in dated(pieces, found, day):
        start, end = pieces.span(each.mention.first, each.mention.last)
        edtf = _edtf(each)
        earliest, latest = bounds(edtf)
        out.append(
            StatedDate(
                start=start,
                end=end,
                text=text[start:end],
                edtf=edtf,
                earliest=earliest,
                latest=latest,
                basis=each.basis,
            )
        )
    return tuple(out)


def anchor_day(anchor: date | str | None) -> date | None:
    """The day from which a text speaks; a month's or year's last day. ValueError says what is wrong with a bad one.

    >>> anchor_day("2024-02")
    datetime.date(2024, 2, 29)
    """
    if anchor is None or anchor == "":
        return None
    if isinstance(anchor, datetime):
        return anchor.date()
    if isinstance(anchor, date):
        return anchor
    return _day(anchor)


@lru_cache(maxsize=256)  # an article's texts share their day
def _day(anchor: str) -> date:
    match = _ANCHOR.fullmatch(anchor.strip()) if isinstance(anchor, str) else None
    if not match:
        raise ValueError(f"{anchor!r} is no day of publication: write YYYY-MM-DD, YYYY-MM or YYYY")
    year, month = int(match[1]), int(match[2] or 12)
    try:
        return date(year, month, int(match[3]) if match[3] else monthrange(year, month)[1])
    except ValueError as error:
        raise ValueError(f"there is no such day as {anchor!r}: write YYYY-MM-DD, YYYY-MM or YYYY") from error


def _edtf(found: Dated) -> str:
    """A mention as EDTF: an interval where it is a range, or open at one end."""
    mention = found.mention
    start = _part(mention.start) + ("~" if mention.about else "")
    if mention.end is not None:
        return f"{start}/{_part(mention.end)}"
    if mention.start.end_year:
        return f"{start}/{mention.start.end_year:04d}"
    return {"since": f"{start}/..", "until": f"../{start}"}.get(mention.bound, start)


def _part(item: Item) -> str:
    if item.digits:
        return item.digits
    parts = ["XXXX" if item.year is None else f"{item.year:04d}"]
    parts += [f"{number:02d}" for number in (item.month, item.day) if number is not None]
    return "-".join(parts)
