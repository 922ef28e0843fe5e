"""A page as a reader's eye takes it in: lines of text, links, and the blocks that hold them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from pipelines.normalise.text import clean
from spiders.listing.words import CHROME, CHROME_ROLES

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: Nothing beyond this many elements is looked at: no list that a person reads is that long.
MAX_ELEMENTS = 150_000
#: A chain of elements deeper than this says nothing more about layout.
MAX_LINKS = 6_000

#: A link that says more than this holds more than a title.
CARD = 100

#: Their text is not shown, or is shown as a control.
_UNSEEN = frozenset(
    "head script style noscript template svg math select option textarea iframe object video audio canvas map "
    "datalist dialog".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big button cite code data del dfn em font i img ins kbd label mark nobr picture q "
    "s samp small source span strike strong sub sup time tt u var wbr input".split()
)
#: Elements that change how words look within a phrase.
_FORMATTING = frozenset(("b", "br", "em", "font", "i", "mark", "strong", "sub", "sup", "u", "wbr"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
#: Elements that hold what surrounds the content, by their own meaning.
_CHROME_TAGS = frozenset(("nav", "aside"))
_NOTHING: dict[str, str] = {}
_CONTENT = frozenset(("article", "main", "section", "li"))
#: Class names that say under what a post is filed.
_FILED = re.compile(r"(?<!\S)(?:tag|category|post)-\S+")
_NEVER_CHROME = frozenset(("html", "body", "main", "article", "h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(slots=True)
class Link:
    """One `<a href>`."""

    element: int
    """Index of its element."""
    href: str
    start: int
    """Index of its first piece of text."""
    end: int = 0
    """Index after its last piece of text."""
    text: str = ""
    heading: int = -1
    """Index of the heading that it stands in or that stands in it; -1 without one."""
    image: bool = False
    """Whether it holds a picture."""
    alt: str = ""
    """What the picture says of itself, or the link's own `title`."""


@dataclass(slots=True)
class Layout:
    """Elements in document order, by index, and what they show.

    Lists of one length each: `tags`, `parents`, `ends` (index of the last element inside), `paths` (equal
    for equal chains of tags), `classes`, `chrome` (inside navigation, footer
    and the like: 2 by the element's meaning, 1 by its name only, else 0), `text_from` and `text_to`
    (the pieces of text inside).
    """

    elements: list[HtmlElement] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)
    paths: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    """Index among the elements of the same parent."""
    classes: list[str] = field(default_factory=list)
    chrome: list[int] = field(default_factory=list)
    text_from: list[int] = field(default_factory=list)
    text_to: list[int] = field(default_factory=list)

    pieces: list[str] = field(default_factory=list)
    """Pieces of text, in order; none is blank."""
    piece_element: list[int] = field(default_factory=list)
    piece_link: list[int] = field(default_factory=list)
    """Index of the link that a piece stands in; -1 outside of links."""
    piece_line: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    """Index of each line's first piece."""
    line_block: list[int] = field(default_factory=list)
    """Index of the element that a line stands in: the nearest that is not inline."""
    line_texts: dict[int, str] = field(default_factory=dict)
    """What lines say, as far as it was asked."""
    links: list[Link] = field(default_factory=list)

    plain: list[int] = field(default_factory=lambda: [0])
    """Running sum of characters that tell something: those outside of links, and what a link that is a whole
    card says after its first piece."""

    def text(self, start: int, end: int) -> str:
        """The pieces from `start` to before `end` as one line."""
        parts: list[str] = []
        line = -1
        for piece in range(start, end):
            if self.piece_line[piece] != line and parts:
                parts.append(" ")
            line = self.piece_line[piece]
            parts.append(self.pieces[piece])
        return clean("".join(parts))

    def line_end(self, line: int) -> int:
        """Index after a line's last piece."""
        return self.lines[line + 1] if line + 1 < len(self.lines) else len(self.pieces)

    def line_text(self, line: int) -> str:
        """What a line says."""
        known = self.line_texts.get(line)
        if known is None:
            known = self.line_texts[line] = clean("".join(self.pieces[self.lines[line] : self.line_end(line)]))
        return known

    def lines_of(self, element: int) -> range:
        """The lines that stand inside an element."""
        start, end = self.text_from[element], self.text_to[element]
        return range(self.piece_line[start], self.piece_line[end - 1] + 1) if start < end else range(0)

    def holds(self, outer: int, inner: int) -> bool:
        """Whether one element is, or holds, another."""
        return outer <= inner <= self.ends[outer]

    def common(self, first: int, last: int) -> int:
        """The smallest element that holds both of two elements given in document order."""
        while self.ends[first] < last:
            first = self.parents[first]
        return first


def layout(root: HtmlElement) -> Layout:
    """The layout of a parsed page. The tree is not changed."""
    walk = _Walk()
    for element in root.iter():
        if not walk.visit(element):
            break
    walk.close_all()
    _count(walk.page)
    _mark_chrome(walk.page, walk.marked)
    return walk.page


def _mark_chrome(page: Layout, marked: list[int]) -> None:
    """What is named as surroundings is that, unless half of the page stands in it (“content-sidebar-wrap”)."""
    sizes = [0]
    for piece in page.pieces:
        sizes.append(sizes[-1] + len(piece))
    half = sizes[-1] / 2
    chrome = page.chrome
    for index in range(len(chrome), len(marked)):
        mark = chrome[page.parents[index]]
        if marked[index] > mark and sizes[page.text_to[index]] - sizes[page.text_from[index]] <= half:
            mark = marked[index]
        chrome.append(mark)


def _count(page: Layout) -> None:
    cards = {n for n, link in enumerate(page.links) if len(link.text) > CARD and link.end - link.start > 1}
    plain, running = page.plain, 0
    for n, (piece, link) in enumerate(zip(page.pieces, page.piece_link, strict=True)):
        if link < 0 or (link in cards and n > page.links[link].start):
            running += len(piece.strip())
        plain.append(running)


class _Walk:
    """One pass over the tree."""

    def __init__(self) -> None:
        self.page = Layout()
        # Open elements: the element, its index (-1: not shown), the link around it, the heading around it.
        self.stack: list[tuple[HtmlElement, int, int, int]] = []
        self.path_of: dict[tuple[int, str], int] = {}
        self.children: list[int] = []
        self.marked: list[int] = []  # by element: named as if it held what surrounds the content
        self.fresh = True  # whether the next piece begins a line

    def visit(self, element: HtmlElement) -> bool:
        """Take in one element; False when enough has been seen."""
        parent = element.getparent()
        stack = self.stack
        while stack and stack[-1][0] is not parent:
            self.close()
        tag = element.tag
        _, up, link, heading = stack[-1] if stack else (None, -2, -1, -1)
        # `items` is one call into the tree, where each `get` would be one.
        attributes = dict(element.items()) if up != -1 and isinstance(tag, str) else _NOTHING
        if up == -1 or not isinstance(tag, str) or tag in _UNSEEN or (attributes and _hidden(attributes)):
            stack.append((element, -1, link, heading))
            return True
        index = self.open(element, tag, up, attributes)
        if tag == "a":
            link = self.open_link(index, attributes, heading, link)
        elif tag in HEADINGS:
            heading = index
            if link >= 0 and self.page.links[link].heading < 0:
                self.page.links[link].heading = index
        elif tag == "img" and link >= 0:
            held = self.page.links[link]
            held.image = True
            held.alt = held.alt or attributes.get("alt", "")
        if tag not in _INLINE or (tag == "a" and _is_card(element)):
            self.fresh = True
        stack.append((element, index, link, heading))
        text = element.text
        if text:
            self.say(text, index, link)
        return index < MAX_ELEMENTS

    def open(self, element: HtmlElement, tag: str, up: int, attributes: dict[str, str]) -> int:
        page = self.page
        index = len(page.tags)
        page.elements.append(element)
        page.tags.append(tag)
        page.parents.append(up)
        page.ends.append(index)
        page.classes.append(attributes.get("class", "") if attributes else "")
        page.text_from.append(len(page.pieces))
        page.text_to.append(len(page.pieces))
        self.children.append(0)
        self.marked.append(_is_chrome(element, tag, attributes))
        if up < 0:
            page.depths.append(0)
            page.paths.append(0)
            page.places.append(0)
            page.chrome.append(0)
            return index
        page.depths.append(page.depths[up] + 1)
        paths = self.path_of
        page.paths.append(paths.setdefault((page.paths[up], tag), len(paths) + 1))
        page.places.append(self.children[up])
        self.children[up] += 1
        return index

    def open_link(self, index: int, attributes: dict[str, str], heading: int, link: int) -> int:
        href = attributes.get("href")
        links = self.page.links
        if href is None or len(links) >= MAX_LINKS:
            return link
        links.append(Link(index, href.strip(), len(self.page.pieces), heading=heading, alt=attributes.get("title", "")))
        return len(links) - 1

    def say(self, text: str, owner: int, link: int) -> None:
        if text.isspace():
            # Kept where it parts two words of one line.
            if not self.fresh and self.page.pieces and not self.page.pieces[-1][-1].isspace():
                self.page.pieces[-1] += " "
            return
        page = self.page
        if self.fresh:
            page.lines.append(len(page.pieces))
            block = owner
            while page.tags[block] in _INLINE and page.parents[block] >= 0:
                block = page.parents[block]
            page.line_block.append(block)
            self.fresh = False
        page.pieces.append(text)
        page.piece_element.append(owner)
        page.piece_link.append(link)
        page.piece_line.append(len(page.lines) - 1)

    def close(self) -> None:
        element, index, link, _ = self.stack.pop()
        page = self.page
        if index >= 0:
            page.ends[index] = len(page.tags) - 1
            page.text_to[index] = len(page.pieces)
            tag = page.tags[index]
            if tag == "a" and link >= 0 and page.links[link].element == index:
                held = page.links[link]
                held.end = len(page.pieces)
                held.text = page.text(held.start, held.end)
            if tag not in _INLINE or (tag == "a" and _is_card(element)):
                self.fresh = True
        if element.tail and self.stack and self.stack[-1][1] >= 0:
            self.say(element.tail, self.stack[-1][1], self.stack[-1][2])

    def close_all(self) -> None:
        while self.stack:
            self.close()


def _is_card(link: HtmlElement) -> bool:
    """Whether a link holds several things side by side, and so stands for itself like a block."""
    return len(link) > 1 and sum(child.tag not in _FORMATTING for child in link) > 1


def _hidden(attributes: dict[str, str]) -> bool:
    style = attributes.get("style")
    return "hidden" in attributes or (style is not None and "display:none" in style.replace(" ", "").lower())


def _is_chrome(element: HtmlElement, tag: str, attributes: dict[str, str]) -> int:
    if tag in _CHROME_TAGS:
        return 2
    if tag in ("header", "footer") and not any(up.tag in _CONTENT for up in element.iterancestors()):
        return 2
    if not attributes or tag in _NEVER_CHROME:
        return 0
    if attributes.get("role") in CHROME_ROLES:
        return 2
    return _named_chrome(attributes.get("class", ""), attributes.get("id", ""))


@lru_cache(maxsize=4096)
def _named_chrome(name: str, identifier: str) -> int:
    return int(CHROME.search(_FILED.sub("", f"{name} {identifier}")) is not None)
