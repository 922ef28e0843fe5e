"""What the command line tells its caller."""

from __future__ import annotations

import errno
from enum import IntEnum


class Exit(IntEnum):
    """Exit codes (docs/command-line.md)."""

    DONE = 0
    ERROR = 1
    USAGE = 2
    LOSSES = 3
    DRIFT = 5
    DAMAGE = 6
    DISK = 16
    REFUSED = 18
    LOCKED = 75
    INTERRUPTED = 130


def is_full(error: BaseException) -> bool:
    """Whether something failed because there is no space left: the file system's errors, WARC's, SQLite's."""
    return getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT) or "disk is full" in str(error)


class ReadmoreError(Exception):
    """Something that the caller should be told, in words, with the exit code that says it to a program."""

    def __init__(self, message: str, exit_code: Exit) -> None:
        super().__init__(message)
        self.exit_code = exit_code
