"""Every date that a text states, as far as its own words go: what begins, what ends, what is only about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.normalise.dates.chains import PADDING, Chain, chain_at
from pipelines.normalise.dates.items import Item
from pipelines.normalise.dates.pieces import Pieces
from pipelines.normalise.dates.shapes import STARTERS
from pipelines.normalise.dates.standing import TO_NOW, stands

#: A number begins a date only where a month, or another number, can follow.
_CANDIDATE = re.compile(rf"[{STARTERS}](?<![don])|[don](?=['vtFUc,&V1HmabqQjZpluy-])")
#: How far back the words before a date are looked at.
_BACK = 10
_ABOUT = re.compile(r"(?P<about>~\.?)[iy]?(?:H?M-?V?)*H?$")
_ROLE = re.compile(rf"(?P<role>[fSuEGOpN]|Jl)(?:[yi](?=[kHM]|$))?{PADDING}(?:~\.?)?H?$")
#: What a word before a date makes of it.
_OPENS = {"f": "since", "S": "since", "G": "since", "u": "until", "E": "until", "Jl": "until", "p": "until"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """One stated date or range, its missing year still missing."""

    start: Item
    """The date; a range's first."""
    end: Item | None
    """A range's last date."""
    bound: str = ""
    """`since` or `until` where the range is open."""
    about: bool = False
    """Whether the text says about."""
    first: int
    """The first piece of its words."""
    last: int
    """Their last piece."""


def mentions(pieces: Pieces) -> Iterator[Mention]:
    """The dates of a text in order; none overlaps another."""
    at = done = 0
    while match := _CANDIDATE.search(pieces.codes, at):
        chain, at = chain_at(pieces, match.start())
        if chain is None:
            continue
        if all(item.kind != "impossible" for item in chain.items) and stands(pieces, chain):
            for mention in _of_chain(pieces, chain, done):
                done = mention.last + 1
                yield mention
            at = max(at, done)


def _of_chain(pieces: Pieces, chain: Chain, done: int) -> Iterator[Mention]:
    """A chain's dates: ranges as one, lists one by one."""
    units = list(_units(chain))
    before = _ROLE.search(pieces.codes[max(done, chain.items[0].first - _BACK) : chain.items[0].first])
    role = before["role"] if before else ""
    if len(units) == 2 and chain.links == ("&",) and (role == "N" or _is_between(pieces, chain)):
        units = [(chain.items[0], chain.items[1])]
    if len(units) == 1:
        yield _alone(pieces, *units[0], done)
        return
    for start, end in units:
        yield _plain(start, end)


def _units(chain: Chain) -> Iterator[tuple[Item, Item | None]]:
    at = 0
    while at < len(chain.items):
        item = chain.items[at]
        if at < len(chain.links) and chain.links[at] == "-":
            later = chain.items[at + 1]
            if _in_order(item, later):
                yield item, later
            else:
                yield from ((item, None), (later, None))
            at += 2
        else:
            yield item, None
            at += 1


def _in_order(start: Item, end: Item) -> bool:
    """Whether a range runs forward, as far as that is known."""
    if start.year is None or end.year is None:
        return start.month != end.month or (start.day or 0) < (end.day or 99) or start.kind != "day"
    return (start.year, start.month or 0, start.day or 0) <= (end.year, end.month or 99, end.day or 99)


def _is_between(pieces: Pieces, chain: Chain) -> bool:
    """Whether a postposition says between: 2019 და 2021 წლებს შორის."""
    return pieces.codes[chain.last + 1 : chain.last + 2] == "N"


def _plain(start: Item, end: Item | None, **more: bool) -> Mention:
    return Mention(start=start, end=end, first=start.first, last=(end or start).last, about=more.get("about", False))


def _alone(pieces: Pieces, start: Item, end: Item | None, done: int) -> Mention:
    """A date or range with the words around it that make it open, or about."""
    floor = max(done, start.first - _BACK)
    before = pieces.codes[floor : start.first]
    about, role = _ABOUT.search(before), _ROLE.search(before)
    if about and pieces.texts[floor + about.start()].strip().lower() == "about" and start.kind != "year":
        about = None
    first = floor + about.start() if about else start.first
    last = (end or start).last
    if end is not None:
        if role and role["role"] in "fSON":
            first = floor + role.start()
        last += pieces.codes[last + 1 : last + 2] == "N"
        return Mention(start=start, end=end, about=bool(about), first=first, last=last)
    bound, opened, last = _bound(pieces, start, role if role and _opens(pieces, floor, role, start) else None)
    first = floor + role.start() if role and opened else first
    return Mention(start=start, end=None, bound=bound, about=bool(about), first=first, last=last)


def _bound(pieces: Pieces, item: Item, role: re.Match[str] | None) -> tuple[str, bool, int]:
    """Which way a date is open, whether the word before it says so, and the last piece that says so."""
    after = pieces.codes[item.last + 1 : item.last + 2]
    if item.since or item.until:
        return ("since" if item.since else "until"), False, item.last
    if after in ("F", "U", "z") or (after in ("G", "I") and not pieces.texts[item.last].isascii() and not role):
        return ("since" if after in "FzG" else "until"), bool(role), item.last + 1
    if role:
        return _OPENS[role["role"]], True, item.last
    if now := TO_NOW.match(pieces.codes, item.last + 1):
        return "since", False, now.end() - 1
    return "", False, item.last


def _opens(pieces: Pieces, floor: int, role: re.Match[str], item: Item) -> bool:
    """Whether the word before a date makes it the begin or end of an open range."""
    word, at = role["role"], floor + role.start()
    if word not in _OPENS or (word in "EG" and pieces.codes[at - 1 : at] in ("1", "w", "W")):
        return False
    if pieces.codes[item.first - 1] == "H" and pieces.codes[item.last + 1 : item.last + 2] in tuple("hxK"):
        return False  # “since the 2008 war”
    if pieces.texts[item.last].strip() in ("'s", "’s"):
        return False
    return word != "p" or pieces.texts[item.last].strip().lower() not in ("году", "годам", "годах")
