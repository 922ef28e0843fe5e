"""The log of a run: JSON lines, for programs and for whoever searches in them."""

from __future__ import annotations

import json
import logging
import os
import sys
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class JsonLines(logging.FileHandler):
    """Writes each log record as one JSON object: `timestamp` (UTC), `level`, `logger`, `message`, `trace`."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, encoding="utf-8", delay=True)

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        entry = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["trace"] = logging.Formatter().formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 -- the name is that of `logging`
        """A full disk ends the run by itself, with its own exit code; that the log is full too adds nothing."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)

    def close(self) -> None:
        """Close the file, as far as it can be written out."""
        with suppress(OSError):
            super().close()


def debugging() -> bool:
    """Whether `$READMORE_DEBUG` asks for details."""
    return bool(os.environ.get("READMORE_DEBUG"))


@contextmanager
def logged_to(path: Path) -> Iterator[None]:
    """Everything that is logged goes to a file; standard error is for people."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = JsonLines(path)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.DEBUG if debugging() else logging.INFO)
    try:
        yield
    finally:
        root.removeHandler(handler)
        handler.close()
