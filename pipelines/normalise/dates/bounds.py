"""The earliest and latest day of what is written in EDTF."""

from __future__ import annotations

from calendar import monthrange

#: First and last month of EDTF's seasons; a winter is that of its year's begin or end, whichever is meant.
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (1, 14)}


def bounds(edtf: str) -> tuple[str | None, str | None]:
    """The first and the last day that can be meant; None where the range is open there, or the year unknown.

    >>> bounds("2024-09/2024-10"), bounds("199X"), bounds("2020/.."), bounds("XXXX-09-24")
    (('2024-09-01', '2024-10-31'), ('1990-01-01', '1999-12-31'), ('2020-01-01', None), (None, None))
    """
    start, _, end = edtf.replace("~", "").partition("/")
    return _day(start, last=False), _day(end or start, last=True)


def _day(part: str, *, last: bool) -> str | None:
    if part == ".." or part.startswith("XX"):
        return None
    year, _, rest = part.partition("-")
    whole = int(year.replace("X", "9" if last else "0"))
    if not rest:
        return f"{whole:04d}-12-31" if last else f"{whole:04d}-01-01"
    month, _, day = rest.partition("-")
    return f"{part}" if day else _of_month(whole, int(month), last=last)


def _of_month(year: int, month: int, *, last: bool) -> str:
    if month > 12:
        month = _SEASONS[month][last]
        year, month = (year + 1, month - 12) if month > 12 else (year, month)
    return f"{year:04d}-{month:02d}-{monthrange(year, month)[1] if last else 1:02d}"
