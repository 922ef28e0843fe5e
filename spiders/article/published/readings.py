"""What the texts of one page mean as dates: in its language, its source's zone, and before it was captured."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pipelines.normalise.dates import MONTH_FIRST, date_in_line
from spiders.moments import day_at, in_zone, is_believable, local

if TYPE_CHECKING:
    from datetime import datetime

    from spiders.page import Page
    from spiders.profile import Profile
    from spiders.reading import Found

#: Weekdays from Monday on, by how their names begin; `|` between languages and abbreviations.
WEEKDAYS = (
    "mon|ორშ|понедельник|пн|понеділ",
    "tue|სამშ|вторник|вт|вівтор",
    "wed|ოთხ|сред|ср|серед",
    "thu|ხუთ|четверг|чт|четвер",
    "fri|პარ|пятниц|пт|п'ятниц",
    "sat|შაბ|суббот|сб|субот",
    "sun|კვირა|воскресен|вс|неділ",
)
_WEEKDAYS = tuple(re.compile(rf"(?<![^\W\d_])(?:{names})", re.IGNORECASE) for names in WEEKDAYS)
#: Two numbers that can both be a month: with a full stop between them the first is the day everywhere.
_AMBIGUOUS = re.compile(r"(?<!\d)(?:0?[1-9]|1[0-2])\s*([/-])\s*(?:0?[1-9]|1[0-2])\s*\1\s*(?:\d{4}|\d{2})(?!\d)")


#: Clocks run in the server's zone, and pages are kept in caches.
_EITHER_SIDE = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One place's date, which may mean two days."""

    found: Found
    """The date in the reading that is likelier by itself."""
    other: str | None = None
    """The other day that it can mean (“03/04/2024”), as EDTF."""


@dataclass(frozen=True, kw_only=True)
class Readings:
    """Reads the dates of one page."""

    zone: str
    """IANA name of the source's time zone."""
    lang: str | None
    """BCP 47; decides what 03/04 means and which month a name is."""
    captured: datetime | None
    """When the page was asked for."""

    @classmethod
    def of(cls, page: Page, profile: Profile, lang: str | None) -> Readings:
        return cls(zone=profile.timezone, lang=_reading_language(profile, lang), captured=page.fetched_at)

    def stated(self, text: str) -> tuple[str, ...]:
        """What a text that is a date means, as EDTF: nothing, one date, or two days, the likelier first."""
        return self._believed(text, [day_at(self.zone, text, lang) for lang in self._languages(text)])

    def in_line(self, text: str) -> tuple[str, ...]:
        """The same for a line that also says other things; days only."""
        found = (date_in_line(text, lang) for lang in self._languages(text))
        return self._believed(text, [in_zone(self.zone, day, text) if day else None for day in found])

    def is_today(self, day: str) -> bool:
        """Whether a day is that on which the page was asked for, at the source, or one either side."""
        today = local(self.zone, self.captured)
        return today is not None and len(day) == 10 and abs(date.fromisoformat(day) - today.date()) <= _EITHER_SIDE

    def _languages(self, text: str) -> tuple[str | None, ...]:
        if not _AMBIGUOUS.search(text):
            return (self.lang,)
        return self.lang, "en-GB" if self.lang in MONTH_FIRST else "en"

    def _believed(self, text: str, values: list[str | None]) -> tuple[str, ...]:
        days = tuple(dict.fromkeys(v for v in values if v and is_believable(v, self.captured)))
        if len(days) < 2:
            return days
        return tuple(day for day in days if names_weekday(day, text)) or days


def names_weekday(day: str, text: str) -> bool:
    """Whether a text names the weekday that a day is."""
    return _WEEKDAYS[date.fromisoformat(day).weekday()].search(text) is not None


def _reading_language(profile: Profile, lang: str | None) -> str | None:
    """The language that decides what 03/04 means: English outside America does not begin with the month."""
    if lang == "en" and (
        profile.timezone.startswith(("Europe/", "Asia/")) or profile.languages[:1] not in ((), ("en",))
    ):
        return "en-GB"
    return lang
