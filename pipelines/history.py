"""What the checks of an edition amount to: its revisions, and whether it is still there. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from pipelines.items import Availability

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: The fields of which a change is a revision.
FIELDS = ("headline", "date_published", "tags", "body")
#: A page that is not there is gone once that was seen twice, a day apart; nightly runs do not begin to the minute.
A_DAY = timedelta(hours=20)


class Check(NamedTuple):
    """One look at an edition's address."""

    capture_id: str
    seen_at: str
    """ISO 8601, UTC."""
    found: Availability
    digests: Mapping[str, str]
    """By field, of what the page states; a field that it does not state is not there."""
    misplaced: bool = False
    """Whether it was found at the place for another language."""


@dataclass(frozen=True, kw_only=True)
class Revision:
    """One state of an edition's content."""

    check: Check
    """The one that found it first."""
    changed: tuple[str, ...]
    """The fields that are not as they were before; of the first state, all that were stated."""
    digests: Mapping[str, str]
    """By field: what it says. What this check's page does not state is as it was, or as a later one first states it."""


def step(last: Revision | None, check: Check) -> tuple[Revision, ...]:
    """The last state, as a check leaves it, and the state that it begins, where it shows another one.

    A field that was never stated before may have been there all along, in a frame that did not show it: that it is
    stated now is no change.
    """
    if not check.digests:
        return (last,) if last else ()
    stated = {field: check.digests[field] for field in FIELDS if field in check.digests}
    if last is None:
        return (Revision(check=check, changed=tuple(stated), digests=stated),)
    changed = tuple(field for field, digest in stated.items() if last.digests.get(field, digest) != digest)
    digests = {**last.digests, **stated}
    if not changed:
        return (last if digests == last.digests else replace(last, digests=digests),)
    return (last, Revision(check=check, changed=changed, digests=digests))


def revisions(checks: Iterable[Check]) -> list[Revision]:
    """The states that checks show, given in the order of their moments.

    A text at the place for another language counts only where none ever stood at its own.
    """
    found: list[Revision] = []
    for check in settled(list(checks)):
        found[-1:] = step(found[-1] if found else None, check)
    return found


def settled(checks: list[Check]) -> list[Check]:
    """The checks that say what an edition's content is."""
    placed = [check for check in checks if not check.misplaced]
    return placed if any(check.digests for check in placed) else checks


class Standing(NamedTuple):
    """How it stands with an edition."""

    availability: Availability
    check: Check
    """The one that shows it."""
    was_there: bool
    """Whether any check found a text or a notice."""


def standing(checks: Sequence[Check]) -> Standing:
    """Whether an edition is there, given its checks in the order of their moments, at least one.

    Where there was a text, 410 says that it is gone (RFC 9110 section 15.5.11), and so do two checks that find nothing,
    a day apart; one alone can be a mishap. Where there never was one, the edition is missing.
    """
    shown: Check | None = None
    unseen: Check | None = None
    gone: Check | None = None
    for check in checks:
        if check.found in (Availability.FULL, Availability.NOTICE):
            shown, unseen, gone = check, None, None
        elif gone is None:
            unseen = unseen or check
            gone = check if check.found is Availability.GONE or _apart(unseen, check) else None
    if shown is None:
        return Standing(Availability.MISSING, checks[-1], was_there=False)
    if gone and shown.found is Availability.FULL:
        return Standing(Availability.GONE, gone, was_there=True)
    if gone:
        return Standing(Availability.MISSING, gone, was_there=True)
    return Standing(shown.found, shown, was_there=True)


def _apart(first: Check, second: Check) -> bool:
    return datetime.fromisoformat(second.seen_at) - datetime.fromisoformat(first.seen_at) >= A_DAY
