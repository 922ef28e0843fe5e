"""What a run did, for programs: `runs/<run>/report.json`, which also stands in the WARC files."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pipelines.items import State

if TYPE_CHECKING:
    from crawler.run import Result
    from pipelines.store.runs import RunRows

#: Addresses of one state that a report names; the table `frontier` has all of them.
MOST = 1000
_STATES = (State.FAILED, State.MISSING, State.EXCLUDED)


def report(rows: RunRows, result: Result) -> dict[str, Any]:
    """A run's numbers, what was not had, and why: `failures` counts attempts, by kind as in the WARC files."""
    return {
        **asdict(result),
        "truncated": rows.truncated(MOST),
        **{state.value: rows.addresses(state, MOST) for state in _STATES},
    }


def encode(document: dict[str, Any]) -> bytes:
    """The report's bytes."""
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"
