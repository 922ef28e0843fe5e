"""A page as a sequence of blocks: the lines of text a reader sees, in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.normalise.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

#: Elements that are part of a line; every other one begins a new line.
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q rp rt ruby s samp"
    " small span strike strong sub sup time tt u var wbr".split()
)
#: Elements whose content is never text for a reader.
SILENT = frozenset(
    "script style noscript template svg head iframe object embed button select option textarea input canvas audio"
    " video map math dialog datalist meter progress applet frame frameset link meta title base".split()
)
#: Elements and ARIA roles that stand around a text, by the zone they make.
ZONES: dict[str, str] = {
    "nav": "nav",
    "footer": "footer",
    "aside": "aside",
    "figure": "figure",
    "figcaption": "figure",
    "menu": "nav",
    "navigation": "nav",
    "contentinfo": "footer",
    "complementary": "aside",
    "banner": "nav",
    "search": "nav",
    "alert": "aside",
    "alertdialog": "aside",
}
_BOLD = frozenset("b strong h1 h2 h3 h4 h5 h6 th".split())
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
#: Halves of a pair, which no encoding of a text can hold.
_SURROGATE = re.compile("[\ud800-\udfff]")
#: A line of more characters is prose, and not looked at in pieces.
_LONG = 400
#: So many lines of links make a menu.
_MENU = 3
_MAX_DEPTH = 250
_MAX_BLOCKS = 20_000


@dataclass(slots=True, eq=False)
class Part:
    """A block-level element, as the range of blocks that it holds."""

    element: HtmlElement
    parent: Part | None
    start: int
    """Index of its first block."""
    end: int = 0
    """Index after its last block."""


@dataclass(slots=True, eq=False)
class Block:
    """One line of text: a paragraph, a heading, an entry of a list, or a piece of one between line breaks."""

    text: str
    part: Part
    """The block-level element that the text stands in."""
    linked: int
    """How many of its characters are in links."""
    raw: tuple[str, ...]
    """Its text nodes, as they stand in the page."""
    links: tuple[HtmlElement, ...]
    """The `<a href>` that begin in it."""
    heading: int = 0
    """1 to 6 for `<h1>` to `<h6>`; 7 where all of it is bold; else 0."""
    zone: str = ""
    """What the block is part of: a value of `ZONES`, or nothing of these."""
    glued: bool = False
    """Whether only one line break parts it from the block before."""

    def aside(self) -> Block:
        """The same block, as a part of what stands beside a text."""
        return replace(self, zone="aside")

    @property
    def link_share(self) -> float:
        """The share of the text that is links, from 0 to 1."""
        return self.linked / len(self.text)

    @property
    def pieces(self) -> tuple[str, ...]:
        """Its text nodes, cleaned: what stands in elements of its own can be told apart. A long line is one piece."""
        if len(self.raw) == 1 or len(self.text) > _LONG:
            return (self.text,)
        return tuple(piece for raw in self.raw if (piece := clean(raw)))

    @property
    def written(self) -> str:
        """The text as it stands in the page: with what a reader does not see, and not composed."""
        return as_written("".join(self.raw))

    def piece_written(self, piece: str) -> str:
        """The same for one of its pieces."""
        return next((as_written(raw) for raw in self.raw if clean(raw) == piece), self.written)


def as_written(text: str) -> str:
    """A text as it stands in a page, but for white space, which HTML collapses (CSS Text 3, section 4.1.1).

    >>> as_written("  Tskhin\\u200bvali\\n  Region ") == "Tskhin\\u200bvali Region"
    True
    """
    return _SURROGATE.sub("\ufffd", _SPACES.sub(" ", text)).strip(" ")


@lru_cache(maxsize=1)  # a page is asked for its article, then for its editions; nobody changes a tree
def read_blocks(root: HtmlElement, *, hidden: bool = False) -> tuple[Block, ...]:
    """The visible lines of a document, in order. Scripts and controls are left out.

    `hidden` also takes elements that are hidden until a script shows them.
    """
    body = root.find("body")
    return tuple(_Collector(hidden=hidden).collect(root if body is None else body))


class _Collector:
    """Walks a tree once and cuts its text into blocks."""

    def __init__(self, *, hidden: bool) -> None:
        self.hidden = hidden
        self.out: list[Block] = []
        self.raw: list[str] = []
        self.links: list[HtmlElement] = []
        self.seen = False
        self.linked = 0
        self.bold = 0
        self.breaks = 0
        """Line breaks since the last text of the element."""
        self.glued = False

    def collect(self, root: HtmlElement) -> list[Block]:
        part = Part(root, None, 0)
        self._walk(root, part, "", 0, False, False, 0)
        self._end(part, "", 0)
        part.end = len(self.out)
        return self.out

    def _walk(
        self, element: HtmlElement, part: Part, zone: str, heading: int, linked: bool, bold: bool, depth: int
    ) -> None:
        if text := element.text:
            self._text(text, part, zone, heading, linked, bold)
        if depth > _MAX_DEPTH or len(self.out) > _MAX_BLOCKS:
            return
        for child in element:
            tag = child.tag
            if tag in INLINE:
                if self.hidden or not _is_hidden(child):
                    self._inline(child, part, zone, heading, linked, bold, depth)
            elif tag == "br":
                self.breaks += 1
            elif tag not in SILENT and isinstance(tag, str) and (self.hidden or not _is_hidden(child)):
                self._end(part, zone, heading)
                self._enter(child, part, zone, heading, linked, bold, depth)
            if text := child.tail:
                self._text(text, part, zone, heading, linked, bold)

    def _inline(
        self, child: HtmlElement, part: Part, zone: str, heading: int, linked: bool, bold: bool, depth: int
    ) -> None:
        tag = child.tag
        if tag == "a" and child.get("href") is not None:
            self.links.append(child)
            linked = True
        self._walk(child, part, zone, heading, linked, bold or tag in _BOLD, depth + 1)

    def _enter(
        self, child: HtmlElement, parent: Part, zone: str, heading: int, linked: bool, bold: bool, depth: int
    ) -> None:
        tag, role = child.tag, child.get("role")
        zone = zone or ZONES.get(tag) or (ZONES.get(role, "") if role else "")
        heading = _HEADINGS.get(tag, heading) or (2 if role == "heading" else 0)
        part = Part(child, parent, len(self.out))
        self._walk(child, part, zone, heading, linked, bold, depth + 1)
        self._end(part, zone, heading)
        part.end = len(self.out)

    def _text(self, text: str, part: Part, zone: str, heading: int, linked: bool, bold: bool) -> None:
        if text.isspace():
            self.raw.append(" ")
            return
        if self.breaks:
            one = self.breaks == 1
            self.glued = self._end(part, zone, heading) and one
        self.raw.append(text)
        self.seen = True
        if linked or bold:
            length = len(text.strip())
            self.linked += length if linked else 0
            self.bold += length if bold else 0

    def _end(self, part: Part, zone: str, heading: int) -> bool:
        """Ends the line under way; whether it had text."""
        text = ""
        if self.seen:
            raw = self.raw
            if text := clean(raw[0] if len(raw) == 1 else "".join(raw)):
                heading = heading or (7 if self.bold >= len(text) * 0.9 else 0)
                linked = min(self.linked, len(text))
                self.out.append(Block(text, part, linked, tuple(raw), tuple(self.links), heading, zone, self.glued))
            self.seen, self.linked, self.bold = False, 0, 0
        if self.raw:
            self.raw = []
        if self.links:
            self.links = []
        self.breaks, self.glued = 0, False
        return bool(text)


def is_far(blocks: Sequence[Block], above: int, below: int) -> bool:
    """Whether a menu stands between two blocks; links in boxes make none."""
    return sum(block.link_share > 0.8 and block.zone != "aside" for block in blocks[above + 1 : below]) >= _MENU


def _is_hidden(element: HtmlElement) -> bool:
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _HIDDEN.search(style) is not None
