"""The publication date that a reader sees: the nearest line before the text, else right after it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spiders.article.blocks import is_far
from spiders.article.changes import labels_a_change
from spiders.article.published.clock import DOUBTED, Standing, standing
from spiders.article.published.line import PUBLISHED, YEAR, dates_of_line
from spiders.article.published.readings import Statement
from spiders.reading import Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spiders.article.blocks import Block
    from spiders.article.published.readings import Readings

#: How many lines from the headline or the text a visible date may stand.
_NEAR = 12
#: A byline with its pieces can be longer; a longer line is prose.
_LONGEST_BYLINE = 300
_DIGITS = re.compile(r"\d\d")
#: A line above the headline counts as so many lines farther away: the site's clock stands there.
_ABOVE = 3
#: A link of at least so many characters can be a title.
_TITLE = 20
#: What a date loses that may be the site's clock.
_DOUBT = 0.4
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
    for dated in dates_of_line(block, dates):
        whose = Standing.ARTICLE
        if not (dated.is_labelled or after_label):
            whose = standing(blocks, i, text, title_at, dated.days, dates)
            if whose is Standing.SITE or _is_anothers(blocks, i, text) or _is_after_change(blocks, i):
                continue
        most = 0.9 if whose is Standing.ARTICLE else DOUBTED
        score = dated.score - beside - (_DOUBT if whose is Standing.DOUBTFUL else 0)
        confidence = min(max(score, 0.0), most)
        found = Found(value=dated.days[0], method="visible", place=place, raw=dated.raw, confidence=confidence)
        statement = Statement(found=found, other=dated.days[1] if len(dated.days) > 1 else None)
        yield Shown(statement=statement, score=score, at=i, is_labelled=dated.is_labelled)


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


def _lines_near(blocks: Sequence[Block], text: range) -> Iterator[int]:
    """Indices of short lines with a year in them, from above the headline to shortly after the text."""
    for i in range(max(0, text.start - 2 * _NEAR), min(len(blocks), text.stop + 4)):
        block = blocks[i]
        if text.start + _NEAR / 2 < i < text.stop - 1 or (block.zone == "aside" and i > text.start):
            continue
        if block.zone in ("footer", "figure") or len(block.text) > _LONGEST_BYLINE or not _DIGITS.search(block.text):
            continue
        if any(map(YEAR.search, block.pieces)):
            yield i


def _label_before(blocks: Sequence[Block], index: int) -> bool:
    """Whether the line before is a label such as “Published:”."""
    label = _line_before(blocks, index)
    return PUBLISHED.search(label) is not None and not labels_a_change(label)


def _is_after_change(blocks: Sequence[Block], index: int) -> bool:
    """Whether the line before is a label such as “Updated:”."""
    return labels_a_change(_line_before(blocks, index))


def _line_before(blocks: Sequence[Block], index: int) -> str:
    """The line before, where it is as short as a label."""
    return blocks[index - 1].text if index and len(blocks[index - 1].text) < 30 else ""
