"""Dates in addresses: `/2022/06/15/`, `/2022/06/`, `20220615`; not numbers that only look like one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipelines.normalise.dates import edtf, month_number
from spiders.article.published.readings import Statement
from spiders.moments import is_believable
from spiders.reading import Found

if TYPE_CHECKING:
    from spiders.article.published.readings import Readings
    from spiders.page import Page

_YEAR = r"(199\d|20[0-4]\d)"
_MONTH, _DAY = r"(0[1-9]|1[0-2])", r"(0[1-9]|[12]\d|3[01])"
_ENGLISH = "(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)"

#: The shapes of a date in a path: year, month, day. A segment that begins with a number and goes on
#: (`/2020/10/25-years-later`) states no day. Digits without separators stand alone or after a name
#: (`news20220615`): identifiers are full of others.
SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"/{_YEAR}/(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(?=/|\.[a-z]+$|$)",
        rf"/{_YEAR}/{_MONTH}{_DAY}(?=/)",
        rf"/{_YEAR}-{_MONTH}/{_DAY}(?=/)",
        rf"(?<!\d)(?<!\d[-_.]){_YEAR}-{_MONTH}-{_DAY}(?![-_.]?\d)",
        rf"(?<!\d)(?<!\d[-_.]){_YEAR}_{_MONTH}_{_DAY}(?![-_.]?\d)",
        rf"(?<!\d)(?<!\d[-_.]){_YEAR}\.{_MONTH}\.{_DAY}(?![-_.]?\d)",
        rf"(?<=[/_.-])(?:[a-z]{{2,}})?{_YEAR}{_MONTH}{_DAY}(?![^\W_])",
        rf"/{_YEAR}/{_ENGLISH}/(0?[1-9]|[12]\d|3[01])(?=/|$)",
        rf"/{_YEAR}/{_MONTH}(?=/)",
        rf"/{_YEAR}-{_MONTH}(?=/)",
    )
)


def in_address(page: Page, dates: Readings) -> list[Statement]:
    """The date that the page's address holds."""
    path = urlsplit(page.url).path.lower()
    for shape in SHAPES:
        for match in shape.finditer(path):
            year, month, day = (*match.groups(), None)[:3]
            value = edtf(int(year or 0), month_number(month or "", "en") or int(month or 0), int(day) if day else None)
            if value and is_believable(value, dates.captured) and not _is_season(match[0]):
                raw = match[0].strip("/")
                return [Statement(found=Found(value=value, method="url", place="url", raw=raw, confidence=0.5))]
    return []


def _is_season(text: str) -> bool:
    """Whether two numbers are a year and the next one, as in `/2011-12/`."""
    first, _, second = text.strip("/").partition("-")
    return len(second) == 2 and (int(first) + 1) % 100 == int(second)
