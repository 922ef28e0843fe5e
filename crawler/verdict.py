"""How a run ended, as an exit code and in words: by what the database says, and not by what Scrapy thinks."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from archive.errors import WriteError
from crawler.errors import Exit, is_full
from pipelines.items import State
from pipelines.store import StoreError

if TYPE_CHECKING:
    from crawler.walk import Ending
    from pipelines.store.runs import RunRows

_REFUSALS = {401, 403, 407, 429, 451}
_DONE = Exit.DONE, "done, nothing lost"


def verdict(rows: RunRows, ending: Ending) -> tuple[Exit, str]:
    """The exit code, by what the database says."""
    if ending.trouble:
        return of_trouble(ending.trouble)
    if ending.interrupted:
        return Exit.INTERRUPTED, "interrupted; everything up to there is kept, and the next run goes on from there"
    if failed := rows.addresses(State.FAILED):
        if all(row["status"] in _REFUSALS for row in failed):
            return Exit.REFUSED, f"the site refuses or limits us: {failed[0]['why']} for {failed[0]['url']}"
        return Exit.LOSSES, f"{len(failed)} addresses could not be had"
    return _of_starts(rows)


def of_trouble(error: BaseException) -> tuple[Exit, str]:
    """The exit code of what ended a run early."""
    if not isinstance(error, WriteError | StoreError | sqlite3.OperationalError | OSError):
        return Exit.ERROR, f"unexpected error: {type(error).__name__}: {error}"
    nameless = isinstance(error, OSError) and error.filename is None  # a write to a file that is open
    why = f"cannot write to the archive: {error}" if nameless else str(error)
    return Exit.DISK if is_full(error) else Exit.LOSSES, why


def _of_starts(rows: RunRows) -> tuple[Exit, str]:
    """Whether the walk found something where it began."""
    starts = rows.starts()
    if not starts:
        return _DONE
    first = starts[0]
    if all(row["state"] == State.EXCLUDED for row in starts):
        return Exit.REFUSED, f"nothing could be asked: {first['error']} ({first['url']})"
    if all(row["state"] == State.MISSING for row in starts):
        return Exit.LOSSES, f"there is no such page: {first['url']} ({first['error']})"
    if not rows.source_lists_something():
        return Exit.LOSSES, (
            f"no listing was found: {first['url']} was kept, but it lists no items that could be followed."
            f" `readmore probe {first['url']}` shows what it is read as."
        )
    return _DONE
