"""Days of the calendar, as EDTF."""

from __future__ import annotations

from calendar import monthrange


def edtf(year: int | None, month: int | None = None, day: int | None = None) -> str | None:
    """Year, month and day as EDTF; None where there is no such day, or none that a web page would be about."""
    if year is None or not 1000 <= year <= 2999:
        return None
    if month is None:
        return f"{year:04d}"
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"
