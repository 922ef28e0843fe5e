"""An address that gave nothing: asked again after a while, or given up."""

from __future__ import annotations

from datetime import datetime, timedelta

from archive.records import warc_date
from pipelines.items import Lease, Outcome, State

#: Times that an address is asked before it counts as failed.
MAX_ATTEMPTS = 3
#: Seconds before the second attempt; each further one waits four times as long.
RETRY_DELAY = 1.0
#: A longer Retry-After is not waited for within one run.
MAX_RETRY_AFTER = 60.0


def again_or_failed(
    lease: Lease, why: str, now: datetime, wait: float | None = None, *, for_good: bool = False
) -> Outcome:
    """An address that gave nothing: asked again after a while, or given up."""
    if for_good or lease.attempts + 1 >= MAX_ATTEMPTS:
        state = State.MISSING if lease.optional else State.FAILED
        return Outcome(url_key=lease.url_key, state=state, error=why)
    seconds = min(RETRY_DELAY * 4**lease.attempts if wait is None else wait, MAX_RETRY_AFTER)
    retry_at = warc_date(now + timedelta(seconds=seconds))
    return Outcome(url_key=lease.url_key, state=State.PENDING, error=why, retry_at=retry_at)
