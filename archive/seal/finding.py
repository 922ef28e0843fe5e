"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that is not as it should be."""

    check: str
    """Name of the check."""
    level: Literal["error", "warning"]
    file: str
    """Path within the archive, with slashes."""
    offset: int | None = None
    """Where in the file, in bytes."""
    record: str | None = None
    """WARC-Record-ID."""
    message: str


def error(file: str, message: str) -> Finding:
    """The seal is broken there."""
    return Finding(check="seal", level="error", file=file, message=message)


def warning(file: str, message: str) -> Finding:
    """Something about the seal is not known yet."""
    return Finding(check="seal", level="warning", file=file, message=message)
