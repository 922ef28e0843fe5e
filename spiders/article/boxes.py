"""Boxes beside a text, by their structure and their labels: teasers of other articles, comments, forms.

Never by class names: those of a site change when its frame does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.normalise.text import clean
from spiders.article.adverts import adverts
from spiders.article.consent import consents
from spiders.article.counters import is_counter
from spiders.article.words import heads_box, heads_comments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spiders.article.blocks import Block, Part

#: A link of at least so many characters can be an article's title; one of more is a sentence.
_TITLE, _LONGEST_TITLE = 20, 200
#: Lines of one teaser at the most, and lines that can stand above its title: a date, a section.
_LINES, _ABOVE = 6, 2
_SHORT = 40
#: Teasers side by side that make a box.
_ROW = 2
#: A line of so many characters that are no links can be the text's first.
_PROSE = 60
#: A box holds less than this part of a page's text; it can hold more where text below the headline precedes it.
_MINOR, _MINOR_AFTER = 0.4, 0.8


@dataclass(frozen=True, slots=True)
class _Page:
    blocks: Sequence[Block]
    title_at: int | None
    text_at: int
    """Index of the first prose below the headline, or of all."""
    total: int
    """Characters of all blocks that are not links."""

    @classmethod
    def of(cls, blocks: Sequence[Block], title_at: int | None) -> _Page:
        below = range(0 if title_at is None else title_at + 1, len(blocks))
        text_at = next((i for i in below if _own(blocks[i]) >= _PROSE), len(blocks))
        return cls(blocks, title_at, text_at, sum(map(_own, blocks)))

    def is_minor(self, part: Part) -> bool:
        """Whether a part holds neither the headline nor much of the page's text."""
        if part.parent is None or self.holds_title(part):
            return False
        known = self.title_at is not None or heads_comments(self.blocks[part.start].text)
        most = _MINOR_AFTER if known and part.start > self.text_at else _MINOR
        return sum(_own(block) for block in self.blocks[part.start : part.end]) < most * self.total

    def holds_title(self, part: Part) -> bool:
        """Whether the headline stands in a part; where it is not known, a heading of high rank may be it."""
        if self.title_at is None:
            return any(block.heading in (1, 2) for block in self.blocks[part.start + 1 : part.end])
        return part.start <= self.title_at < part.end


def boxes(blocks: Sequence[Block], title_at: int | None, host: str) -> set[int]:
    """Indices of the blocks that stand in boxes beside the text; none where nothing would be left of it.

    `host` is the page's own: what leads to another one can be an advertisement.
    """
    page = _Page.of(blocks, title_at)
    found = {i for part in (*_rows_of_teasers(page), *_labelled(page)) for i in range(part.start, part.end)}
    found |= _comments(page)
    found |= {*adverts(blocks, title_at, page.text_at, host), *consents(blocks)} - {title_at}
    return found if any(_own(block) >= _SHORT for i, block in enumerate(blocks) if i not in found) else set()


def _own(block: Block) -> int:
    """Characters of a block that are no links and stand in no menu."""
    return len(block.text) - block.linked if block.zone in ("", "aside") else 0


def _rows_of_teasers(page: _Page) -> Iterator[Part]:
    """Teasers that stand side by side in one element: each begins with a linked title of its own."""
    rows: dict[Part, list[Part]] = {}
    for i, block in enumerate(page.blocks):
        if i == page.title_at or not _is_linked_title(block):
            continue
        teaser = _teaser(page, i)
        if teaser.parent and not page.holds_title(teaser):
            rows.setdefault(teaser.parent, []).append(teaser)
    for row in rows.values():
        if len(set(row)) >= _ROW:
            yield from set(row)


def _is_linked_title(block: Block) -> bool:
    if block.link_share <= 0.6 or not _TITLE <= block.linked <= _LONGEST_TITLE or block.zone in ("nav", "footer"):
        return False
    return len(block.links) < 2 or any(len(clean(link.text_content())) >= _TITLE for link in block.links)


def _teaser(page: _Page, at: int) -> Part:
    """The largest small element around a linked title that begins with it, or with a short line above it."""
    part = page.blocks[at].part
    while (outer := part.parent) and outer.parent and outer.end - outer.start <= _LINES and at - outer.start <= _ABOVE:
        if any(len(page.blocks[i].text) > _SHORT for i in range(outer.start, at)):
            break
        if sum(_is_linked_title(page.blocks[i]) for i in range(outer.start, outer.end)) > 1:
            break
        part = outer
    return part


def _labelled(page: _Page) -> Iterator[Part]:
    """Elements that begin with a label such as “Comments (3)” or “Related”, the largest minor ones."""
    for i, block in enumerate(page.blocks):
        if not heads_box(block.text) or (i < page.text_at and is_counter(block.text)):
            continue
        box: Part | None = None
        part: Part | None = block.part
        while part and part.start == i and page.is_minor(part):
            box, part = part, part.parent
        if box and box.end - box.start > 1:
            yield box


def _comments(page: _Page) -> set[int]:
    """What follows a heading of comments below the text, to the end of the element that both stand in."""
    for i in range(page.text_at + 1, len(page.blocks)):
        block = page.blocks[i]
        if block.heading in range(1, 7) and heads_comments(block.text) and (around := block.part.parent):
            return set(range(i, around.end))
    return set()


def outside(blocks: Sequence[Block], at: Iterable[int]) -> tuple[Block, ...]:
    """The same blocks, those of boxes marked as standing aside."""
    marked = set(at)
    return tuple(block.aside() if i in marked and not block.zone else block for i, block in enumerate(blocks))
