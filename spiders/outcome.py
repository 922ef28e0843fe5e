"""What became of an address that was asked: records, links to follow, and whether it is asked again. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from archive.http import Message
from pipelines.items import REQUISITE, AskRow, Kept, Outcome, State
from pipelines.normalise.urls import url_key
from spiders.links import Position, links
from spiders.page import Page
from spiders.requisites import may_ask, requisites
from spiders.retry import MAX_RETRY_AFTER, again_or_failed
from spiders.statements import statements, unusable

if TYPE_CHECKING:
    from datetime import datetime

    from pipelines.items import Answer, CaptureRow, Lease
    from spiders.profile import Profile

#: Redirects that are followed in a row.
MAX_HOPS = 10


def read_answer(answer: Answer, profile: Profile, run_id: str) -> Kept:
    """What an answer adds to the records and to the frontier."""
    capture, lease = answer.capture, answer.lease
    profile = profile.on(capture.fetched_at)
    kept = Kept(source_id=profile.name, run_id=run_id, capture=capture)
    if lease is None:
        return kept
    message = Message.parse(answer.block, capture.method)
    page = Page.of(capture.url, message, capture.fetched_at, truncated=capture.truncated)
    if trouble := unusable(page, capture):
        wait = _retry_after(page, capture.fetched_at)
        for_good = capture.truncated == "length" or "cannot decode" in trouble
        if wait is not None and wait > MAX_RETRY_AFTER:
            for_good, trouble = True, f"{trouble}, and we are to wait {wait:.0f} seconds"
        return replace(kept, outcome=again_or_failed(lease, trouble, capture.fetched_at, wait, for_good=for_good))
    return replace(_read(page, capture, lease, profile), run_id=run_id)


def _read(page: Page, capture: CaptureRow, lease: Lease, profile: Profile) -> Kept:
    kept, reading = Kept(source_id=profile.name, capture=capture), None
    if lease.kind != REQUISITE:
        kept, reading = statements(page, profile, capture)
    if 300 <= page.status < 400:
        return _redirected(kept, page, lease, profile)
    asks = () if reading is None else links(page, profile, reading, Position(depth=lease.depth, page=lease.page))
    outcome = Outcome(
        url_key=lease.url_key,
        state=_state(page.status, lease),
        error=None if page.status == 200 else f"status {page.status}",
        etag=page.headers.get("etag"),
        last_modified=page.headers.get("last-modified"),
    )
    return replace(kept, outcome=outcome, asks=(*asks, *requisites(page, profile, reading, lease)))


def _redirected(kept: Kept, page: Page, lease: Lease, profile: Profile) -> Kept:
    target = page.redirects_to
    target = profile.rebase(target) if target else None
    done = Outcome(url_key=lease.url_key, state=State.DONE)
    lost = State.MISSING if lease.optional else State.FAILED
    if target is None:
        return replace(kept, outcome=replace(done, state=lost, error=f"status {page.status} leads nowhere"))
    if lease.kind == REQUISITE and not may_ask(target, profile):
        return replace(
            kept, outcome=replace(done, state=State.EXCLUDED, error=f"leads where nothing is asked: {target}")
        )
    if lease.kind != REQUISITE and not profile.owns(target):
        return replace(kept, outcome=replace(done, state=State.EXCLUDED, error=f"leads to another site: {target}"))
    if lease.hops >= MAX_HOPS or target == page.url:
        return replace(kept, outcome=replace(done, state=lost, error="redirects in a circle"))
    if url_key(target) == lease.url_key:
        return replace(kept, outcome=replace(done, moved_to=target))
    return replace(kept, outcome=done, asks=(_follow(lease, target),))


def _follow(lease: Lease, target: str) -> AskRow:
    return AskRow(
        url_key=url_key(target),
        url=target,
        kind=lease.kind,
        via=lease.url,
        depth=lease.depth,
        page=lease.page,
        optional=lease.optional,
        hops=lease.hops + 1,
    )


def _state(status: int, lease: Lease) -> State:
    if 200 <= status < 300:
        return State.DONE
    if status in (404, 410) or lease.optional:
        return State.MISSING
    return State.FAILED


def _retry_after(page: Page, now: datetime) -> float | None:
    """Seconds that the server asks us to wait (RFC 9110 section 10.2.3: seconds, or a date)."""
    value = page.headers.get("retry-after", "").strip()
    if value.isdigit():
        return float(value[:6])
    try:
        moment = parsedate_to_datetime(value) if value else None
    except (TypeError, ValueError):
        return None
    if moment is None:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())
