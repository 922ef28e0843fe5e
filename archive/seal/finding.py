"""What a check of the seal found."""

from __future__ import annotations

from archive.verify.checks import Level
from archive.verify.findings import Finding


def error(file: str, message: str) -> Finding:
    """The seal is broken there; `file` is a path within the archive, with slashes."""
    return _finding(Level.ERROR, file, message)


def warning(file: str, message: str) -> Finding:
    """Something about the seal is not known yet."""
    return _finding(Level.WARNING, file, message)


def _finding(level: Level, file: str, message: str) -> Finding:
    return Finding(check="seal", level=level, file=file, offset=0, record=None, message=message)
