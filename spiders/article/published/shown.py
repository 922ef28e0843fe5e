"""The publication date that a reader sees: the nearest line before the text, else right after it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spiders.article.blocks import is_far
from spiders.article.published.readings import Statement
from spiders.article.published.stated import OTHER
from spiders.reading import Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spiders.article.blocks import Block
    from spiders.article.published.readings import Readings

#: Words before a date that make it the date of publication.
_PUBLISHED = re.compile(
    r"publi|posted|გამოქვეყნ|თარიღი|опубликован|размещен|veröffentlicht|stand|dodan|yayın", re.IGNORECASE
)
_YEAR = re.compile(r"(?<!\d)(?:19[6-9]|20[0-4])\d(?!\d)|(?<!\d)\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2}(?!\d)")
_SEPARATORS = re.compile(r"\s*[|•·–—]\s*|\s+-\s+")
#: How many lines from the headline or the text a visible date may stand.
_NEAR = 12
_LONGEST_LINE = 100
#: A byline with its pieces can be longer; a longer line is prose.
_LONGEST_BYLINE = 300
_DIGITS = re.compile(r"\d\d")
#: A line above the headline counts as so many lines farther away: the site's clock stands there.
_ABOVE = 3
#: A link of at least so many characters can be a title.
_TITLE = 20
#: A line that scores less says nothing.
_LEAST = 0.2


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A line that shows a date."""

    statement: Statement
    score: float
    """How likely it is the date of publication."""
    at: int
    """Index of its block."""
    is_labelled: bool
    """Whether it says that it is."""


def shown_dates(blocks: Sequence[Block], text: range, title_at: int | None, dates: Readings) -> list[Shown]:
    """The likeliest visible date, and those others above the text that are labelled as the date of publication."""
    found = [shown for i in _lines_near(blocks, text) for shown in _dates_of_block(blocks, i, text, title_at, dates)]
    likely = sorted((s for s in found if s.score >= _LEAST), key=lambda s: -s.score)
    return [s for n, s in enumerate(likely) if not n or (s.is_labelled and s.at < text.start)]


def _dates_of_block(
    blocks: Sequence[Block], i: int, text: range, title_at: int | None, dates: Readings
) -> Iterator[Shown]:
    block = blocks[i]
    after_label = _label_before(blocks, i)
    beside = _distance(blocks, i, text, title_at) - (0.15 if after_label else 0)
    element = block.part.element
    place = element.getroottree().getpath(element)
    for days, raw, score, labelled in _dates_of_line(block, dates):
        if not (labelled or after_label) and (
            _is_anothers(blocks, i, text) or _is_clock(blocks, i, text, title_at, days[0], dates)
        ):
            continue
        score -= beside
        found = Found(value=days[0], method="visible", place=place, raw=raw, confidence=min(max(score, 0.0), 0.9))
        statement = Statement(found=found, other=days[1] if len(days) > 1 else None)
        yield Shown(statement=statement, score=score, at=i, is_labelled=labelled)


def _distance(blocks: Sequence[Block], i: int, text: range, title_at: int | None) -> float:
    """How far a line is from headline or text, in points off its score: in lines, and beyond a menu or in a box."""
    lines = text.start - i if i < text.start else (i - text.start if i in text else i - text.stop + _NEAR)
    beyond = i < text.start and is_far(blocks, i, text.start)
    if title_at is not None and i < text.start:
        lines = min(lines, abs(i - title_at) + (_ABOVE if i < title_at else 0))
        beyond = beyond and i < title_at
    return 0.02 * lines + (0.3 if beyond or blocks[i].zone == "aside" else 0)


def _is_anothers(blocks: Sequence[Block], i: int, text: range) -> bool:
    """Whether a line below the text dates a link beside it: another article."""
    around = (blocks[j] for j in (i - 1, i, i + 1) if j < len(blocks))
    return i >= text.stop and any(b.link_share > 0.6 and len(b.text) >= _TITLE for b in around)


def _is_clock(blocks: Sequence[Block], i: int, text: range, title_at: int | None, day: str, dates: Readings) -> bool:
    """Whether a line above the headline says what day it is today: the day of the capture, with its weekday."""
    above = any(j == title_at or blocks[j].heading for j in range(i + 1, text.start))
    return above and dates.is_today(day, blocks[i].text)


def _lines_near(blocks: Sequence[Block], text: range) -> Iterator[int]:
    """Indices of short lines with a year in them, from above the headline to shortly after the text."""
    for i in range(max(0, text.start - 2 * _NEAR), min(len(blocks), text.stop + 4)):
        block = blocks[i]
        if text.start + _NEAR / 2 < i < text.stop - 1 or (block.zone == "aside" and i > text.start):
            continue
        if block.zone in ("footer", "figure") or len(block.text) > _LONGEST_BYLINE or not _DIGITS.search(block.text):
            continue
        if any(map(_YEAR.search, block.pieces)):
            yield i


def _dates_of_line(block: Block, dates: Readings) -> Iterator[tuple[tuple[str, ...], str, float, bool]]:
    """The dates of a line or its pieces: EDTF, the text, how likely it is the publication's, and if it says so."""
    before = ""
    for piece in [block.text, *block.pieces] if len(block.pieces) > 1 else block.pieces:
        parts = dict.fromkeys((piece, *_SEPARATORS.split(piece))) if _DIGITS.search(piece) else ()
        for raw in parts:
            if len(raw) > _LONGEST_LINE:
                continue
            stated, is_other = _without_others(raw)
            labelled = _PUBLISHED.search(before + stated) is not None
            score = 0.8 + (0.15 if labelled else 0) - (0.4 if is_other or OTHER.search(before) else 0)
            days = tuple(day for day in dates.stated(stated) if len(day) >= 7)
            if days:
                yield days, raw, score, labelled
            elif days := dates.in_line(stated):
                yield days, raw, score - 0.1, labelled
        before = piece if len(piece) < 30 else ""


def _without_others(text: str) -> tuple[str, bool]:
    """A line up to the word that begins another date (“updated”); and whether it is that other date."""
    other = OTHER.search(text)
    stated = text[: other.start()] if other else text
    if not _YEAR.search(stated):
        return text.rstrip(" ,;/("), other is not None
    return stated.rstrip(" ,;/("), other is not None and not other.start()


def _label_before(blocks: Sequence[Block], index: int) -> bool:
    """Whether the line before is a label such as “Published:”."""
    return index > 0 and len(blocks[index - 1].text) < 30 and _PUBLISHED.search(blocks[index - 1].text) is not None
