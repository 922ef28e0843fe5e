"""What a run did, for programs: `runs/<run>/report.json`, which also stands in the WARC files."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crawler.run import Result
    from pipelines.store import Store

#: Addresses of one state that a report names; the table `frontier` has all of them.
MOST = 1000
_STATES = ("failed", "missing", "excluded")


def report(store: Store, result: Result) -> dict[str, Any]:
    """A run's numbers, what was not had, and why: `failures` counts attempts, by kind as in the WARC files."""
    return {
        **asdict(result),
        "truncated": _truncated(store, result.run),
        **{state: _addresses(store, result.run, state) for state in _STATES},
    }


def encode(document: dict[str, Any]) -> bytes:
    """The report's bytes."""
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


def _truncated(store: Store, run_id: str) -> list[dict[str, Any]]:
    """Answers that were cut, and why (as in WARC-Truncated)."""
    sql = "SELECT url, truncated AS why FROM captures WHERE run_id = ? AND truncated IS NOT NULL ORDER BY url LIMIT ?"
    return [dict(row) for row in store.query(sql, (run_id, MOST))]


def _addresses(store: Store, run_id: str, state: str) -> list[dict[str, Any]]:
    sql = "SELECT url, kind, status, error AS why FROM frontier WHERE run_id = ? AND state = ? ORDER BY url LIMIT ?"
    return [dict(row) for row in store.query(sql, (run_id, state, MOST))]
