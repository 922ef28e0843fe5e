"""What the checks of a package find."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that is not as it should be."""

    check: str
    """The check's number."""
    level: Level
    file: str
    """The package, and behind `!/` the file in it."""
    offset: int
    """Of the record, or of the damage, in the file."""
    record: str | None
    """The record's id."""
    message: str
