"""Dates that the markup says are those of a change: `itemprop=dateModified`, `<time class="updated">`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml.etree import XPath

from pipelines.normalise.text import clean
from spiders.article.changes import names_a_change

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from spiders.article.blocks import Block

#: Elements of one line that are looked at.
_MOST = 50
_INSIDE = XPath(".//*[@itemprop='dateModified' or self::time]")


def is_marked(element: HtmlElement) -> bool:
    """Whether an element says of itself that it dates a change."""
    return names_a_change(f"{element.get('itemprop') or ''} {element.get('class') or ''}")


def pieces_unchanged(block: Block) -> tuple[str, ...]:
    """The pieces of a line without those that date a change: each as often as the line says it besides."""
    around = block.part.element
    if around.get("itemprop") == "dateModified":
        return ()
    pieces = list(block.pieces)
    for element in _INSIDE(around)[:_MOST]:
        text = clean(element.text_content())
        if text in pieces and is_marked(element):
            # Where both dates are the same, the later one is the change's.
            del pieces[len(pieces) - 1 - pieces[::-1].index(text)]
    return tuple(pieces)
