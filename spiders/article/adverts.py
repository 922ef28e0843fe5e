"""Advertisements in a text: what stands under the label that says so.

An advertisement's label stays where its picture comes from elsewhere; then the article goes on below it. So what
follows a label goes only where it stands in one box with it, or is clearly no part of the text.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spiders.article.labels import labelled
from spiders.article.words import labels_advert

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from spiders.article.blocks import Block, Part

#: Characters and lines of one at the most.
_LONGEST, _LINES = 400, 8
#: A paragraph of an advertisement is no longer, and so much of it leads to another site.
_PARAGRAPH, _LINKED = 250, 0.12
#: The part of a page's text that one holds at the most, where nothing but its label tells that it is one.
_MINOR = 0.3
_PROSE = 60
#: Elements that a text is made of.
_TEXTS = frozenset("p blockquote ul ol table h2 h3 h4 h5 h6 pre dl".split())


def adverts(blocks: Sequence[Block], title_at: int | None, text_at: int, host: str) -> Iterator[int]:
    """Indices of the lines of advertisements.

    `text_at` is the first prose below the headline: above it only what leads to another site is one. `host` is the
    page's own.
    """
    labels = [i for i, block in enumerate(blocks) if labels_advert(block.text)]
    if not labels:
        return
    kind = _kind_of_text(blocks)
    total = sum(len(block.text) - block.linked for block in blocks)
    for i in labels:
        part = _box(blocks, i, total, host) or _next(blocks, i)
        if part is None or (title_at is not None and part.start <= title_at < part.end) or _says_more(blocks, part):
            continue
        if _shows_another_site(part.element, host) if i < text_at else _is_advert(blocks, part, i, host, kind):
            yield from range(part.start, part.end)


def _box(blocks: Sequence[Block], i: int, total: int, host: str) -> Part | None:
    """The largest small element that begins with a label and holds more."""
    box: Part | None = None
    part: Part | None = blocks[i].part
    while part and part.parent and part.start == i and _size(blocks, part) <= _LONGEST and part.end - i <= _LINES:
        if _says_more(blocks, part):
            break
        minor = _size(blocks, part) <= total * _MINOR or _shows_another_site(part.element, host)
        if part.end - part.start > 1 and minor:
            box = part
        part = part.parent
    return box


def _says_more(blocks: Sequence[Block], part: Part) -> bool:
    """Whether an element holds a line that is the article's: a heading, its tags, its author."""
    return any(
        (block.heading in range(1, 4) and not labels_advert(block.text))
        or labelled(block.text, "tags") is not None
        or labelled(block.text, "author")
        for block in blocks[part.start : part.end]
    )


def _next(blocks: Sequence[Block], i: int) -> Part | None:
    """The element right after a label's, where both stand in one."""
    label = blocks[i].part
    while label.parent and label.parent.start == i and label.parent.end == i + 1:
        label = label.parent
    if label.end != i + 1 or i + 1 >= len(blocks):
        return None
    part = blocks[i + 1].part
    while part.parent and part.parent is not label.parent:
        part = part.parent
    return part if part.parent is label.parent and part.start == i + 1 else None


def _is_advert(blocks: Sequence[Block], part: Part, label: int, host: str, kind: str) -> bool:
    """Whether an element is an advertisement: a box with its label, or one of another kind than the text's paragraphs.

    A paragraph is one that is short, and a picture's, or leads to another site with many of its words.
    """
    size, lines, tag = _size(blocks, part), blocks[part.start : part.end], part.element.tag
    if size > _LONGEST or len(lines) > _LINES:
        return False
    if part.start == label or (tag != kind and tag not in _TEXTS):
        return True
    if not _shows_another_site(part.element, host):
        return False
    is_picture = next(part.element.iter("img"), None) is not None
    linked = sum(block.linked for block in lines)
    return tag != kind or (size <= _PARAGRAPH and (is_picture or linked >= size * _LINKED))


def _shows_another_site(element: HtmlElement, host: str) -> bool:
    """Whether a link in an element leads to another site, or says that it was paid for."""
    for link in element.iter("a"):
        paid = "sponsored" in (link.get("rel") or "").lower().split()
        there = _host(link.get("href") or "")
        if paid or (there and there != host):
            return True
    return False


def _host(url: str) -> str:
    try:
        return (urlsplit(url.strip()).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _kind_of_text(blocks: Sequence[Block]) -> str:
    """The element that most of a page's prose stands in."""
    kinds = Counter[str]()
    for block in blocks:
        if len(block.text) - block.linked >= _PROSE and block.zone == "":
            kinds[str(block.part.element.tag)] += len(block.text)
    return max(kinds, key=lambda kind: kinds[kind], default="p")


def _size(blocks: Sequence[Block], part: Part) -> int:
    return sum(len(block.text) for block in blocks[part.start : part.end])
