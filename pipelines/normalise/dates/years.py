"""The year of a date that states none: from the text before it, else from the day of publication."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

from pipelines.normalise.dates.items import Item, is_possible
from pipelines.normalise.dates.mentions import Mention
from pipelines.normalise.dates.pieces import Pieces
from pipelines.normalise.dates.relative import year_words
from pipelines.normalise.dates.tense import Tense, tense

#: In days: half a year, beyond which the next or last such day is nearer; how old news is; how far “until” reaches;
#: how far a text that goes back within the news is sure to do so (“resigned after the protests of”).
_HALF, _RECENT, _NEAR, _STEP_BACK = 183, 45, 92, 92
#: Month and day in which a season begins.
_SEASON_BEGINS = {21: 3, 22: 6, 23: 9, 24: 12}
_SENTENCE_BEGIN = re.compile(r"(?:^|[!.])[^!.x>%<_]{0,4}$")
#: Words that say when: before a year, and in the place of the word year. A date that names a thing.
_IN, _IN_YEAR = frozenset("in during throughout в во".split()), frozenset("წელს წელსვე წელსაც".split())
#: Between two dates of one clause, of which neither names a thing.
_AND = re.compile(r"[^!.;,%>\"]*&[^!.;,%>\"]*(?<![VO])(?<![VO]H)")
_NAMING = re.compile(r"[VO]H?$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Context:
    """The last date with a year that a text has stated."""

    year: int
    """Its year."""
    month: int | None
    """Its month, if it has one."""
    day: int | None
    """Its day, if it has one."""
    weak: bool = False
    """Whether it need not be that of the next date: a year within a sentence (“set up in 2008”), a thing's date."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dated:
    """A mention with its year, and where that comes from."""

    mention: Mention
    """The mention; its dates have years unless the basis is `unknown`."""
    basis: str
    """`stated`, `text`, `anchor`, `ahead` or `unknown`."""


def dated(pieces: Pieces, found: list[Mention], anchor: date | None) -> list[Dated]:
    """Mentions in order, each with its year, or with none where none can be had."""
    out: list[Dated] = []
    context: Context | None = None
    for mention, after in zip(found, [*found[1:], None], strict=True):
        item = mention.start
        if item.year is not None or item.digits:
            out.append(Dated(mention=mention, basis="stated"))
            context = _context(pieces, mention) or context
            continue
        year, basis = (
            _by_words(pieces, mention, context, anchor)
            or (_by_next(pieces, mention, after) if after and not context else None)
            or _year(pieces, mention, context, anchor)
        )
        out.append(Dated(mention=_in_year(mention, year), basis=basis if year else "unknown"))
        if basis == "text" and year:
            context = Context(year=year, month=_month(item), day=item.day)
    return out


def _context(pieces: Pieces, mention: Mention) -> Context | None:
    """What a date with a year tells about the dates after it; a plan, or a begin long ago, tells nothing."""
    item = mention.end or mention.start
    if item.digits or mention.bound:
        return None
    if item.kind != "year":
        return Context(year=item.year or 0, month=_month(item), day=item.day, weak=_names(pieces, mention))
    if mention.end or item.end_year or not _is_in_year(pieces, mention):
        return None
    before = pieces.codes[max(0, mention.first - 6) : mention.first]
    return Context(year=item.year or 0, month=None, day=None, weak=not _SENTENCE_BEGIN.search(before))


def _month(item: Item) -> int | None:
    return item.month if item.kind != "season" else None


def _is_in_year(pieces: Pieces, mention: Mention) -> bool:
    """Whether a year says when something was (“in 2019”), not which thing it was (“the 2019 law”)."""
    if pieces.texts[mention.last].strip().lower() in _IN_YEAR:
        return True
    at = mention.first - 1
    while at > 0 and pieces.codes[at] in "HMV":
        at -= 1
    return at >= 0 and pieces.texts[at].strip().lower() in _IN


def _names(pieces: Pieces, mention: Mention) -> bool:
    """Whether a date says which thing is meant: “the law of June 4, 2019”, 4 ივნისის კანონი."""
    before = pieces.codes[max(0, mention.first - 2) : mention.first]
    return bool(_NAMING.search(before)) or pieces.texts[mention.last].endswith("ის")


def _by_words(
    pieces: Pieces, mention: Mention, context: Context | None, anchor: date | None
) -> tuple[int | None, str] | None:
    """The year that words beside a date name (“of last year”), and its basis; None without such words."""
    words = year_words(pieces, mention)
    if words is None:
        return None
    if words.from_text and (context or not words.away):
        year, basis = (context.year + words.away if context else None), "text"
    else:
        year, basis = (anchor.year + words.away if anchor else None), "ahead" if words.away > 0 else "anchor"
    if year is None:
        return None
    return (year if _exists(mention, year) else None), basis


def _by_next(pieces: Pieces, mention: Mention, after: Mention) -> tuple[int, str] | None:
    """The year that stands with the second of two dates: “held on November 9 and freed on December 28, 2019”."""
    item, later = mention.start, after.start
    between = pieces.codes[mention.last + 1 : after.first]
    if later.year is None or item.kind != "day" or later.kind != "day" or not _AND.fullmatch(between):
        return None
    in_order = (item.month or 0, item.day or 0) < (later.month or 0, later.day or 0)
    return (later.year, "text") if in_order and _exists(mention, later.year) else None


def _year(pieces: Pieces, mention: Mention, context: Context | None, anchor: date | None) -> tuple[int | None, str]:
    """The year of a date that states none, and its basis."""
    item = mention.start
    when = tense(pieces, mention) if anchor or context else Tense.PAST
    if anchor and when is Tense.AHEAD:
        ahead = _first_not_before(mention, anchor)
        by_text = _by_text(mention, context, anchor=None, ahead=True) if context else None
        return (by_text, "text") if by_text and ahead and by_text > ahead else (ahead, "ahead")
    past = _latest(mention, anchor) if anchor else None
    if context and not (anchor and past and _is_news(item, context, past, anchor)):
        return _by_text(mention, context, anchor=anchor, ahead=when is Tense.AHEAD), "text"
    if anchor and when is Tense.EITHER:
        return _nearest(mention, anchor)
    return (past, "anchor") if past else (None, "unknown")


def _is_news(item: Item, context: Context, past: int, anchor: date) -> bool:
    """Whether a date is that of the news, whatever year the text has named before."""
    if context.month is None and _place(item, context.year) > anchor:
        return True
    return context.weak and _days_between(item, past, anchor) <= _RECENT


def _by_text(mention: Mention, context: Context, *, anchor: date | None, ahead: bool) -> int | None:
    """The year of the date before it in the text, or the next one where the text goes on past the turn of the year."""
    item, year = mention.start, context.year
    this = _place(item, year)
    before = date(year, context.month or 1, context.day or 1) if context.month and context.month <= 12 else None
    back = (before - this).days if before else 0
    if back > (0 if ahead else _goes_back(item, year + 1, anchor)) and _allows(anchor, _place(item, year + 1)):
        year += 1
    elif anchor and this > anchor and (before or date(year, 1, 1)) <= anchor and not ahead and before:
        year -= 1
    return next((y for y in range(year, year + 9) if _exists(mention, y)), None)


def _goes_back(item: Item, next_year: int, anchor: date | None) -> int:
    """How many days a text may go back rather than on to the next year; hardly any where that makes it the news."""
    return _STEP_BACK if anchor and _days_between(item, next_year, anchor) <= _RECENT else _HALF


def _allows(anchor: date | None, day: date) -> bool:
    return anchor is None or day <= anchor


def _place(item: Item, year: int) -> date:
    """The first day of a date in a year."""
    month = _SEASON_BEGINS.get(item.month or 1, item.month or 1)
    return date(year, month, min(item.day or 1, monthrange(year, month)[1]))


def _exists(mention: Mention, year: int) -> bool:
    """Whether a date, or both ends of a range, can lie in a year and the one in which it then ends."""
    end = mention.end
    if not 1000 <= year <= 2998 or (mention.start.kind == "day" and not _has(mention.start, year)):
        return False
    return end is None or end.kind != "day" or end.year is not None or _has(end, year + _turns(mention))


def _has(item: Item, year: int) -> bool:
    return is_possible(year, item.month, item.day or 0)


def _turns(mention: Mention) -> bool:
    """Whether a range ends in the year after the one in which it begins."""
    start, end = mention.start, mention.end or mention.start
    return (end.month or 0, end.day or 99) < (start.month or 0, start.day or 0)


def _latest(mention: Mention, anchor: date) -> int | None:
    """The year of the latest such day, month or season that has begun on the anchor's day."""
    years = range(anchor.year, anchor.year - 9, -1)
    return next((y for y in years if _exists(mention, y) and _place(mention.start, y) <= anchor), None)


def _first_not_before(mention: Mention, anchor: date) -> int | None:
    """The year of the first such day, month or range that does not end before the anchor's day."""
    years = range(max(anchor.year - 1, 1000), anchor.year + 9)
    return next((y for y in years if _exists(mention, y) and _end(mention, y) >= anchor), None)


def _end(mention: Mention, year: int) -> date:
    """The last day of a mention whose first date lies in a year."""
    item = mention.end or mention.start
    year += _turns(mention)
    month = _SEASON_BEGINS[item.month or 0] + 2 if item.kind == "season" else item.month or 12
    year, month = (year + 1, month - 12) if month > 12 else (year, month)
    return date(year, month, min(item.day or 31, monthrange(year, month)[1]))


def _nearest(mention: Mention, anchor: date) -> tuple[int | None, str]:
    past, ahead = _latest(mention, anchor), _first_not_before(mention, anchor)
    if past is None or ahead is None:
        return past or ahead, "anchor" if past else "ahead"
    away = _days_between(mention.start, ahead, anchor)
    if (mention.bound and away > _NEAR) or _days_between(mention.start, past, anchor) <= away:
        return past, "anchor"
    return ahead, "ahead"


def _days_between(item: Item, year: int, anchor: date) -> int:
    return abs((anchor - _place(item, year)).days)


def _in_year(mention: Mention, year: int | None) -> Mention:
    """A mention in a year; its range ends in the next one where it turns the year."""
    if year is None:
        return mention
    start, end = replace(mention.start, year=year), mention.end
    if end is not None and end.year is None and end.kind in ("day", "month", "season"):
        end = replace(end, year=year + _turns(mention))
    return replace(mention, start=start, end=end)
