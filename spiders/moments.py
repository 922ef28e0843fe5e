"""Dates with their time and zone, as the day at the source: instants, epoch seconds, and what is no date at all."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipelines.normalise.dates import parse_date

if TYPE_CHECKING:
    from datetime import tzinfo

#: Zones by the names that dates give them (RFC 5322 section 4.3, and those of Eastern Europe), in hours from UTC.
ZONES: dict[str, int] = {
    **dict.fromkeys(("z", "ut", "utc", "gmt", "wet"), 0),
    **dict.fromkeys(("west", "cet"), 1),
    **dict.fromkeys(("cest", "eet"), 2),
    **dict.fromkeys(("eest", "msk", "мск"), 3),
    **dict.fromkeys(("edt",), -4),
    **dict.fromkeys(("est", "cdt"), -5),
    **dict.fromkeys(("cst", "mdt"), -6),
    **dict.fromkeys(("mst", "pdt"), -7),
    **dict.fromkeys(("pst",), -8),
}
#: What systems write for a moment that they do not know: where their calendars begin.
BEGINNINGS = frozenset(
    ("1601-01-01", "1753-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1904-01-01", "1969-12-31", "1970-01-01")
)
#: A zone east of the capture's clock may already have the next day, and clocks are set badly.
_AHEAD = timedelta(days=2)

_ZONE = (
    rf"\s*\(?(?:(?:utc|gmt)?\s?(?P<offset>[+−-]\d{{2}}(?::?\d{{2}})?)(?![\d./-])"
    rf"|(?P<name>{'|'.join(ZONES)})(?![^\W\d_]))"
)
_CLOCK = re.compile(
    rf"(?<![\d:.])(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?::(?P<second>\d{{2}})(?:[.,]\d+)?)?"
    rf"(?:\s*(?P<half>[ap])\.?m\b\.?)?{_ZONE}",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    rf"(?<=\dT)(?P<hour>\d{{2}})(?P<minute>\d{{2}})(?P<second>\d{{2}})?(?:\.\d+)?(?P<half>)?{_ZONE}", re.IGNORECASE
)
_ISO_CLOCK = re.compile(r"(?<=\d)T(?=\d)", re.IGNORECASE)
#: Seconds since 1970 have ten digits from 2001 to 2286, milliseconds thirteen.
_EPOCH = re.compile(r"(\d{10})(?:\.\d+)?|(\d{13})")


@lru_cache(maxsize=4096)
def day_at(zone: str, text: str, lang: str | None = None, *, anchor: date | None = None) -> str | None:
    """The date that a text states, as EDTF, as the calendar showed it in `zone` (an IANA name).

    A date with a time and a zone is an instant: its day is the zone's. A date without a zone is a local one: its day
    is the one written. So is that of an instant of midnight exactly, whatever zone it names: systems that only know
    the day write it so, and west of UTC the instant itself would fall on the day before. Of a source whose zone is
    not known (`UTC`, the default) the written day stands, too. A number of ten or thirteen digits is an instant in
    seconds or milliseconds since 1970.

    >>> day_at("Asia/Tbilisi", "2022-06-15T23:30:00Z"), day_at("America/New_York", "Fri, 24 Mar 2017 0:00:00 GMT")
    ('2022-06-16', '2017-03-24')
    """
    text = text.strip()
    if match := _EPOCH.fullmatch(text):
        seconds = int(match[1]) if match[1] else int(match[2]) // 1000
        return datetime.fromtimestamp(seconds, _zone(zone) or UTC).strftime("%Y-%m-%d")
    value = parse_date(text, lang, anchor=anchor)
    return in_zone(zone, value, text) if value and len(value) == 10 else value


def in_zone(zone: str, day: str, text: str) -> str:
    """The day that a date's text states, moved by the time and the zone that the text names besides; see `day_at`."""
    there = _zone(zone)
    clock = _CLOCK.search(_ISO_CLOCK.sub(" ", text)) or _COMPACT.search(text)
    if there is None or clock is None or (moment := _moment(day, clock)) is None:
        return day
    try:
        return day if (moment.hour, moment.minute) == (0, 0) else moment.astimezone(there).strftime("%Y-%m-%d")
    except OverflowError:
        return day


def local(zone: str, moment: datetime | None) -> datetime | None:
    """A moment as the clocks at the source showed it: “today” is the source's day."""
    return moment.astimezone(_zone(zone)) if moment and _zone(zone) else moment


def is_believable(value: str, captured: datetime | None) -> bool:
    """Whether a page that was captured then can have been published on that date (EDTF, of any precision)."""
    if value in BEGINNINGS:
        return False
    return captured is None or value <= (captured + _AHEAD).strftime("%Y-%m-%d")[: len(value)]


def _moment(day: str, clock: re.Match[str]) -> datetime | None:
    """The instant of a day and a clock's time in a zone; None where the clock shows none."""
    hour, minute = int(clock["hour"]), int(clock["minute"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"].lower() == "p" else 0)
    offset = _offset(clock)
    if hour > 23 or minute > 59 or abs(offset) > timedelta(hours=14):
        return None
    year, month, date_ = (int(part) for part in day.split("-"))
    return datetime(year, month, date_, hour, minute, tzinfo=timezone(offset))


def _offset(clock: re.Match[str]) -> timedelta:
    if clock["name"]:
        return timedelta(hours=ZONES[clock["name"].lower()])
    digits = clock["offset"][1:].replace(":", "")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return size if clock["offset"][0] == "+" else -size


@lru_cache(maxsize=64)
def _zone(name: str) -> tzinfo | None:
    """A source's zone; None where it is not known."""
    if name == "UTC":
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None
