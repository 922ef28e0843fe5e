"""The publication date of an article, out of all that is said of it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Said(NamedTuple):
    """One statement on an article's publication date."""

    value: str
    """EDTF: a year, a month or a day."""
    rank: int
    origin: str
    method: str
    place: str
    raw: str
    capture_id: str
    stated_at: str


class Published(NamedTuple):
    """What all statements amount to."""

    said: Said
    """The one that stands."""
    agreement: str
    """`single`, where there is only one; `agree` or `conflict`. A month agrees with each of its days."""


def published(statements: Sequence[Said]) -> Published | None:
    """Which statement stands, of any number in any order; None where there is none.

    The highest rank does; within a rank the one that most others agree with, then the earliest date: an article is
    published when its first edition is. Where one that agrees with it is more precise, that one does.
    """
    if not statements:
        return None
    best = max(said.rank for said in statements)
    first = min((s for s in statements if s.rank == best), key=lambda s: (-_support(s, statements), *_order(s)))
    exact = [s for s in statements if s.value.startswith(first.value) and len(s.value) > len(first.value)]
    stands = min(exact, key=lambda s: (-len(s.value), -s.rank, *_order(s)), default=first)
    return Published(stands, _agreement(statements))


def _order(said: Said) -> tuple[str, ...]:
    return said.value, said.origin, said.method, said.place, said.raw


def _support(said: Said, statements: Sequence[Said]) -> int:
    return sum(_agree(said.value, other.value) for other in statements)


def _agreement(statements: Sequence[Said]) -> str:
    if len(statements) == 1:
        return "single"
    values = {said.value for said in statements}
    return "agree" if all(_agree(one, other) for one in values for other in values) else "conflict"


def _agree(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
