"""The publication date: every place of a page that states one, from the most to the least reliable."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from spiders.article.published.address import in_address
from spiders.article.published.readings import Readings
from spiders.article.published.shown import shown_dates
from spiders.article.published.stated import in_json_ld, in_meta, in_time_elements

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spiders.article.blocks import Block
    from spiders.article.published.readings import Statement
    from spiders.article.structured import Structured
    from spiders.page import Page
    from spiders.profile import Profile
    from spiders.reading import Found

#: Statements of one page that are kept at the most.
MOST = 12
#: Less reliable statements by their confidence: a date that may well be another thing's (below the text, in a box).
#: It counts only where nothing better is stated, or where it agrees.
_DOUBTFUL = 0.5


def find_published(
    page: Page,
    profile: Profile,
    data: Structured,
    blocks: Sequence[Block],
    text: range,
    title_at: int | None,
    lang: str | None,
) -> tuple[tuple[Found, ...], int | None]:
    """The statements of the publication date, the one that stands first; the index of the block that shows it.

    `text` is the range of blocks from the text's first to its last prose, `title_at` the line that
    says what the page calls itself, if any. The index is None where no block shows a
    date. Each method states a date once. The most reliable place stands: JSON-LD, meta, `time`, the visible date,
    the address. A less reliable one that says the same more precisely (EDTF: it goes on where the other ends) stands
    before it: a visible `2022 / 06 / 15` before a `2022` in JSON-LD. What can mean two days means the one that
    another place states.
    """
    dates = Readings.of(page, profile, lang)
    shown = shown_dates(blocks, text, title_at, dates)
    visible = [s.statement for s in shown]
    timed = in_time_elements(page, dates, blocks, text, title_at)
    if timed and visible and visible[0].found.confidence > timed[0].found.confidence:
        timed, visible = visible, timed
    stated = [*in_json_ld(data, dates), *in_meta(data, dates), *timed, *visible, *in_address(page, dates)]
    return _standing_first(_once(_trusted(_settled(stated)))), shown[0].at if shown else None


def _settled(stated: Sequence[Statement]) -> list[Found]:
    """The statements, each with one date: of two days the one that another place states, else the likelier."""
    known = {s.found.value for s in stated if s.other is None}
    return [
        replace(s.found, value=s.other) if s.other in known and s.found.value not in known and s.other else s.found
        for s in stated
    ]


def _trusted(found: Sequence[Found]) -> list[Found]:
    """The statements without doubtful ones that contradict a better one."""
    sure = [f for f in found if f.confidence >= _DOUBTFUL]
    if not sure:
        return list(found[:1])
    return [f for f in found if f.confidence >= _DOUBTFUL or _agree(f.value, sure[0].value)]


def _once(found: Iterable[Found]) -> list[Found]:
    """Each method's dates, each once."""
    return list({(f.method, f.value): f for f in reversed(list(found))}.values())[::-1][:MOST]


def _standing_first(found: list[Found]) -> tuple[Found, ...]:
    """The statements, led by the most precise of those that agree with the most reliable."""
    if not found:
        return ()
    stands = found[0]
    for other in found[1:]:
        if len(other.value) > len(stands.value) and other.value.startswith(stands.value):
            stands = other
    return (stands, *(f for f in found if f is not stands))


def _agree(a: str, b: str) -> bool:
    """Whether one date is the other, stated more precisely."""
    return a.startswith(b) or b.startswith(a)
