"""Dates that share their words: ranges (24–26 September) and lists (24, 25 and 27 September)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipelines.normalise.dates.codes import is_english
from pipelines.normalise.dates.items import Item, is_possible, item_at
from pipelines.normalise.dates.pieces import Pieces

#: More dates than this do not share their words.
_LONGEST = 16
#: Weekdays, articles, “early”, “the end of”, between a connector and its date.
PADDING = r"(?:k,?)?(?:H?M-?V?H?)*H?"
_RANGE = re.compile(rf"(?:\(k\)|,?k)?,?(?:(?P<dash>-)|(?P<word>[lupy]|Jl))(?:[yi](?=H?[kM]))?{PADDING}")
_LIST = re.compile(rf"(?:(?P<and>,?&)|(?P<slash>/)|(?P<comma>,))[yiV]?{PADDING}")
_NEXT = re.compile(",?(?:k,?)?")
_FAMILY = {"bare": "day", "impossible": "day"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Chain:
    """Dates that follow each other, each with what it lends from its neighbours."""

    items: tuple[Item, ...]
    """The dates."""
    links: tuple[str, ...]
    """What stands between each and the next: `-` until, `&` and, `,` a comma only."""
    last: int
    """The last piece."""


def chain_at(pieces: Pieces, at: int) -> tuple[Chain | None, int]:
    """The dates that begin at a piece, as far as they are named together; and the piece from which to look on."""
    first = item_at(pieces, at)
    if first is None:
        return None, at + 1
    chain, beyond = _chain(pieces, first)
    if chain is None and first.kind == "bare" and first.year:  # “2024 წლის 12 თვეში”
        first = item_at(pieces, at, whole=True)
        return _chain(pieces, first) if first else (None, at + 1)
    return chain, beyond


def _chain(pieces: Pieces, first: Item) -> tuple[Chain | None, int]:
    items, links = [first], []
    while len(items) < _LONGEST and (step := _step(pieces, items)):
        links.append(step[0])
        items.append(step[1])
    if len(items) == 1 and first.kind != "bare":
        return Chain(items=(first,), links=(), last=first.last), first.last + 1
    # Of numbers that no month follows, none but the last can begin a date.
    beyond = items[-1].first if len(items) > 1 and all(i.kind == "bare" for i in items) else first.first + 1
    _trim(pieces, items, links)
    if not any(item.month or item.year or item.digits for item in items) or not _may_lead(pieces, items, links):
        return None, beyond
    last = items[-1].last
    return Chain(items=tuple(_shared_years(_shared_months(items), links)), links=tuple(links), last=last), last + 1


def _step(pieces: Pieces, items: list[Item]) -> tuple[str, Item] | None:
    """The next date of a chain, and how it is linked."""
    end, before = items[-1].last + 1, items[-1]
    after_month = any(i.kind == "day" and not i.leads for i in items)
    if before.since and (found := _until(pieces, _NEXT.match(pieces.codes, end).end())):  # type: ignore[union-attr]
        return "-", found
    if match := _RANGE.match(pieces.codes, end):
        item = item_at(pieces, match.end(), after_month=after_month)
        return ("-", item) if item and _is_range(pieces, items, match, item) else None
    if match := _LIST.match(pieces.codes, end):
        item = item_at(pieces, match.end(), after_month=after_month)
        link = "," if match["comma"] else "&"
        return (link, item) if item and _is_list(pieces, before, match, item) else None
    return None


def _until(pieces: Pieces, at: int) -> Item | None:
    """The end of “from … until …”, where the words' endings say both."""
    item = item_at(pieces, at)
    if item and (item.until or pieces.codes[item.last + 1 : item.last + 2] in tuple("IU")):
        return item
    return None


def _family(item: Item) -> str:
    return _FAMILY.get(item.kind, item.kind)


def _is_range(pieces: Pieces, items: list[Item], match: re.Match[str], item: Item) -> bool:
    before = items[-1]
    prefix = pieces.codes[max(0, items[0].first - 5) : items[0].first]
    if match["word"] == "y":  # в ночь с 6 на 7 ноября
        return before.kind == "bare" and prefix[-1:] == "f" and item.kind == "day"
    opened = before.since or any(letter in prefix for letter in "fSON")
    if match["dash"] or not opened:
        if _family(before) != _family(item) or (match["word"] == "u" and prefix[-1:] == "i"):
            return False
        if match["word"] == "p" and item.kind == "year":
            return item.marked or pieces.texts[match.start("word")].isascii()
    if item.kind == "bare" and _counts(pieces, item):
        return False
    return not (before.kind == "bare" and item.kind not in ("bare", "day", "impossible"))


def _is_list(pieces: Pieces, before: Item, match: re.Match[str], item: Item) -> bool:
    if _family(before) != _family(item) or (item.kind == "bare" and _counts(pieces, item)):
        return False
    return not match["slash"] or item.kind in ("month", "season")


def _counts(pieces: Pieces, item: Item) -> bool:
    """Whether a number counts what stands after it: “September 24 and 25 delegates”."""
    after = item.last + 1
    if after >= len(pieces.codes) or item.year is not None or item.since or item.until:
        return False
    return pieces.codes[after] == "C" or (pieces.codes[after] == "x" and pieces.texts[after].endswith("s"))


def _trim(pieces: Pieces, items: list[Item], links: list[str]) -> None:
    """Drop numbers from a chain's end that lend no month: “24 September, 25 people”."""
    while items and items[-1].kind == "bare" and not _lends(pieces, items, links):
        items.pop()
        if links:
            links.pop()


def _lends(pieces: Pieces, items: list[Item], links: list[str]) -> bool:
    """Whether the last number of a chain is a day of the month before it."""
    if not any(item.kind == "day" and not item.leads for item in items[:-1]):
        return False
    after = pieces.codes[items[-1].last + 1 : items[-1].last + 2]
    return links[-1] != "," or items[-1].year is not None or after in ("", *".,;)!:")


def _may_lead(pieces: Pieces, items: list[Item], links: list[str]) -> bool:
    """Whether numbers at a chain's begin are days of the month after them."""
    if items[0].kind != "bare":
        return True
    named = next((item for item in items if item.kind != "bare"), None)
    if named is None or not named.leads or named.kind not in ("day", "impossible"):
        return False
    return links[: items.index(named)] != [","] or not is_english(pieces.texts[named.last])


def _shared_months(items: list[Item]) -> list[Item]:
    """Days with the month that stands before them (September 24-26), or after them (24-26 September)."""
    out: list[Item] = []
    lent: Item | None = None
    for at, item in enumerate(items):
        if item.kind == "bare":
            source = lent or next((i for i in items[at:] if i.month), None)
            month, year = (source.month, item.year) if source else (None, item.year)
            possible = is_possible(year, month, item.day or 0)
            item = replace(item, month=month, kind="day" if possible else "impossible")
        elif item.kind == "day" and not item.leads:
            lent = item
        out.append(item)
    return out


def _shared_years(items: list[Item], links: list[str]) -> list[Item]:
    """Dates with the year that stands once, after them or before them; a range may turn the year."""
    for at in range(len(items) - 2, -1, -1):
        if _lacks_year(items[at]) and _can_lend(items[at + 1]):
            later = _after(items[at], items[at + 1], links[at])
            items[at] = _in_year(items[at], (items[at + 1].year or 0) - later)
    for at in range(1, len(items)):
        if _lacks_year(items[at]) and _can_lend(items[at - 1]):
            later = _after(items[at - 1], items[at], links[at - 1])
            items[at] = _in_year(items[at], (items[at - 1].year or 0) + later)
    return items


def _lacks_year(item: Item) -> bool:
    return item.year is None and item.kind in ("day", "month", "season")


def _can_lend(item: Item) -> bool:
    return item.year is not None and item.kind in ("day", "month", "season")


def _after(first: Item, second: Item, link: str) -> bool:
    """Whether the second of two dates lies in the year after the first's."""
    if link == "-":
        return (first.month or 0, first.day or 0) > (second.month or 0, second.day or 99)
    return (first.month or 0) - (second.month or 0) > 6


def _in_year(item: Item, year: int) -> Item:
    possible = item.kind != "day" or is_possible(year, item.month, item.day or 0)
    return replace(item, year=year, kind=item.kind if possible else "impossible")
