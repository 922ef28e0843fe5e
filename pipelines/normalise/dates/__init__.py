"""Dates: one that a page writes (`single`), and every one that a running text states (`finding`), as EDTF."""

from pipelines.normalise.dates.calendar import edtf
from pipelines.normalise.dates.finding import StatedDate, anchor_day, find_dates
from pipelines.normalise.dates.months import MONTHS, month_number
from pipelines.normalise.dates.single import MONTH_FIRST, date_in_line, parse_date
from pipelines.normalise.dates.words import AGO_UNITS, FILLERS, RELATIVE_DAYS, WEEKDAYS

__all__ = [
    "AGO_UNITS",
    "FILLERS",
    "MONTHS",
    "MONTH_FIRST",
    "RELATIVE_DAYS",
    "WEEKDAYS",
    "StatedDate",
    "anchor_day",
    "date_in_line",
    "edtf",
    "find_dates",
    "month_number",
    "parse_date",
]
