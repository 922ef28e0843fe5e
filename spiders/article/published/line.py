"""The dates that one line shows, and whether it says whose they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spiders.article.changes import dates_a_change, from_publication, labels_a_change
from spiders.article.published.changed import pieces_unchanged
from spiders.article.published.stated import OTHER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spiders.article.blocks import Block
    from spiders.article.published.readings import Readings

#: Words before a date that make it the date of publication.
PUBLISHED = re.compile(
    r"publi|posted|გამოქვეყნ|თარიღი|опубликован|размещен|veröffentlicht|stand|dodan|yayın", re.IGNORECASE
)
YEAR = re.compile(r"(?<!\d)(?:19[6-9]|20[0-4])\d(?!\d)|(?<!\d)\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2}(?!\d)")
_SEPARATORS = re.compile(r"\s*[|•·–—]\s*|\s+-\s+")
_LONGEST_LINE = 100
_LONGEST_LABEL = 30
_DIGITS = re.compile(r"\d\d")


@dataclass(frozen=True, kw_only=True)
class Dated:
    """A date that a line shows."""

    days: tuple[str, ...]
    """EDTF: one, or the two that it can mean, the likelier first."""
    raw: str
    """The line or the piece of it, as it stands in the page."""
    score: float
    """How likely it is that of publication, wherever the line stands."""
    is_labelled: bool
    """Whether the line says that it is."""


def dates_of_line(block: Block, dates: Readings) -> Iterator[Dated]:
    """The dates of a line and its pieces; none that it says to be of a change."""
    pieces = pieces_unchanged(block)
    whole = [block.text] if len(pieces) == len(block.pieces) > 1 else []
    before = ""
    for piece in [*whole, *pieces]:
        is_read = _DIGITS.search(piece) and not labels_a_change(before)
        for part, raw in _parts(block, piece).items() if is_read else ():
            if dated := _dated(part, raw, before, dates):
                yield dated
        before = piece if len(piece) < _LONGEST_LABEL else ""


def _parts(block: Block, piece: str) -> dict[str, str]:
    """A piece, and what its bars and dashes part, each with how it stands in the page."""
    raw = block.written if piece == block.text else block.piece_written(piece)
    parts, written = _SEPARATORS.split(piece), _SEPARATORS.split(raw)
    if len(written) != len(parts):
        written = [raw] * len(parts)
    return {piece: raw} | {part: raw for part, raw in zip(parts, written, strict=True) if part != piece}


def _dated(part: str, raw: str, before: str, dates: Readings) -> Dated | None:
    text = from_publication(part)
    if len(part) > _LONGEST_LINE or dates_a_change(text):
        return None
    stated, is_other = _without_others(text)
    labelled = PUBLISHED.search(before + stated) is not None
    is_other = is_other or (OTHER.search(before) is not None and not any(c.isdigit() for c in before))
    score = 0.8 + (0.15 if labelled else 0) - (0.4 if is_other else 0)
    if days := tuple(day for day in dates.stated(stated) if len(day) >= 7):
        return Dated(days=days, raw=raw, score=score, is_labelled=labelled)
    days = dates.in_line(stated)
    return Dated(days=days, raw=raw, score=score - 0.1, is_labelled=labelled) if days else None


def _without_others(text: str) -> tuple[str, bool]:
    """A line up to the word that begins another date (“accessed”); and whether it is that other date."""
    other = OTHER.search(text)
    stated = text[: other.start()] if other else text
    if not YEAR.search(stated):
        return text.rstrip(" ,;/("), other is not None
    return stated.rstrip(" ,;/("), other is not None and not other.start()
