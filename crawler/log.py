"""The log of an archive: JSON lines, for programs and for whoever searches in them."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
