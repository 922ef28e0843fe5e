"""The log of a run: JSON lines, for programs and for whoever searches in them."""

from __future__ import annotations

import json
import logging
import os
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from archive.errors import WriteError

if TYPE_CHECKING:
    from collections.abc import Iterator


class JsonLines(logging.FileHandler):
    """Writes each log record as one JSON object: `timestamp` (UTC), `level`, `logger`, `message`, `trace`."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, encoding="utf-8", delay=True)
        self.trouble: WriteError | None = None
        """Why the log is not whole."""

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

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 -- logging's own name
        """Remember what cannot be written; logging's own way is a trace on standard error for each line."""
        error = sys.exc_info()[1]
        if isinstance(error, OSError):
            self._note(error)
        else:
            super().handleError(record)

    def close(self) -> None:
        """Write what is left, and let go of the file."""
        try:
            super().close()
        except OSError as error:
            self._note(error)

    def _note(self, error: OSError) -> None:
        path = Path(self.baseFilename)
        message = f"cannot write {path}: {error.strerror or error}"
        self.trouble = self.trouble or WriteError(message, path=path, errno=error.errno)


def debugging() -> bool:
    """Whether `$READMORE_DEBUG` asks for details."""
    return bool(os.environ.get("READMORE_DEBUG"))


@contextmanager
def logged_to(path: Path) -> Iterator[JsonLines]:
    """Everything that is logged goes to a file; standard error is for people.

    Yields who writes it: `trouble` says, after the block, whether all of it was written. Raises `OSError` where there
    can be no such file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = JsonLines(path)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.DEBUG if debugging() else logging.INFO)
    try:
        yield handler
    finally:
        root.removeHandler(handler)
        handler.close()
