"""An entry's place on the page, read as an item: title, excerpt, date, notice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.normalise.text import clean, undouble
from spiders.listing.blocks import HEADINGS
from spiders.listing.words import is_meta, is_read_more
from spiders.moments import day_at, is_believable, local
from spiders.notice import text_is_in
from spiders.reading import Found, Item

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from spiders.listing.blocks import Layout
    from spiders.listing.segments import Segment

#: An excerpt is a teaser; where a listing shows whole articles, this many letters of each are one.
MAX_EXCERPT = 2_000
_DATE_LENGTH = 60
#: A piece of a phrase is no longer.
_WORD = 24
#: A line that is shorter may be a label.
_LABEL = 30
_PARTS = re.compile(r"\s*[|·•]\s*|\s+[–—]\s+")
_LEAD = re.compile(r"^[\s:|·•–—-]+\s")
_BOLD = frozenset(("b", "strong"))


@dataclass(slots=True)
class _Part:
    """A stretch of one line in one role."""

    text: str
    element: int
    link: int
    heading: bool
    bold: bool
    line: int
    start: int
    """Index of its first piece."""
    raw: str
    """The text with the white space around it."""
    date: str | None = None
    """The date that it is; empty where it is none; None where nobody asked yet."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the items of one list."""

    page: Layout
    keys: Sequence[str | None]
    captured: datetime | None = None
    """When the page was asked for."""
    zone: str = "UTC"
    """IANA name of the source's time zone."""

    def read(self, entry: Segment, url: str) -> Item | None:
        """One item; None where nothing names it."""
        parts = self.parts(entry)
        title = self.title(entry, parts)
        if title is None:
            label = clean(self.page.links[entry.link].alt)
            if not label:
                return None
            title_text, rest = label, parts
        else:
            title_text = undouble(title.text)
            rest = [p for p in parts if p is not title]
        date, rest = self.date(rest)
        excerpt = self.excerpt(entry, rest, title)
        return Item(
            url=url,
            title=title_text,
            excerpt=excerpt,
            date=date,
            notice=text_is_in(excerpt) if excerpt else None,
            place=self.place(entry),
        )

    def place(self, entry: Segment) -> str:
        element = self.page.elements[entry.block]
        return str(element.getroottree().getpath(element))

    def parts(self, entry: Segment) -> list[_Part]:
        """What an entry says, cut where its roles change, without “read more”."""
        found: list[_Part] = []
        page = self.page
        size = 0
        for line in range(entry.start, entry.end):
            for part in self.cut(line):
                if is_read_more(part.text):
                    continue
                found.append(part)
                size += len(part.text)
            if size > 2 * MAX_EXCERPT or line >= len(page.lines):
                break
        return found

    def cut(self, line: int) -> list[_Part]:
        """A line's parts: the line itself, unless a link, bold text or elements side by side part it."""
        page = self.page
        start, end = page.lines[line], page.line_end(line)
        block = page.line_block[line]
        if end - start == 1:
            part = self.part([start], line, heading=self.in_heading(page.piece_element[start]))
            return [part] if part.text else []
        root = self.shared(start, end, block)
        direct = any(page.piece_element[n] == root for n in range(start, end))
        heading = self.in_heading(root)
        groups: list[list[int]] = []
        last: object = None
        for n in range(start, end):
            child = self.child(page.piece_element[n], root)
            mark: object = self.role(child, n, direct=direct, heading=heading)
            if groups and (mark == last or self.worded(groups[-1][-1], n)):
                groups[-1].append(n)
            else:
                groups.append([n])
            last = mark
        return [part for g in groups if (part := self.part(g, line, heading=heading)).text]

    def worded(self, before: int, piece: int) -> bool:
        """Whether two neighbours are words of one phrase, each in an element of its own."""
        page = self.page
        one, other = page.piece_element[before], page.piece_element[piece]
        alike = page.tags[one] == page.tags[other] == "span" and page.classes[one] == page.classes[other]
        texts = (page.pieces[before], page.pieces[piece])
        return alike and not any(len(t) > _WORD or is_read_more(t) for t in texts)

    def role(self, child: int, piece: int, *, direct: bool, heading: bool) -> object:
        """Equal for neighbours that belong together."""
        page = self.page
        link = page.piece_link[piece]
        if heading:
            return 0
        if child >= 0 and not direct and page.tags[child] not in ("em", "i", "b", "strong", "mark", "font"):
            return ("child", child)
        if child >= 0 and is_read_more(page.pieces[piece]):
            return ("more", child)
        if child >= 0 and page.tags[child] == "time":
            return ("time", child)
        if link >= 0 and self.keys[link] is not None:
            return ("link", link)
        first = piece == page.lines[page.piece_line[piece]]
        if first and child >= 0 and page.tags[child] in _BOLD:
            return ("bold", child)
        return 0

    def shared(self, start: int, end: int, block: int) -> int:
        """The smallest element that holds all pieces of a line."""
        page = self.page
        element = page.piece_element[start]
        stop = page.piece_element[end - 1]
        last = max(page.piece_element[n] for n in range(start, end))
        while element > block and not (page.ends[element] >= last and page.holds(element, stop)):
            element = page.parents[element]
        return element

    def child(self, element: int, root: int) -> int:
        """The child of `root` that an element is in; -1 for `root` itself."""
        parents = self.page.parents
        if element == root:
            return -1
        while element >= 0 and parents[element] != root:
            element = parents[element]
        return element

    def in_heading(self, element: int) -> bool:
        page = self.page
        for _ in range(4):
            if page.tags[element] in HEADINGS:
                return True
            element = page.parents[element]
            if element < 0:
                break
        return False

    def part(self, pieces: list[int], line: int, *, heading: bool) -> _Part:
        page = self.page
        element = page.piece_element[pieces[0]]
        inner = element
        bold = False
        for _ in range(3):
            bold = bold or page.tags[inner] in _BOLD
            inner = page.parents[inner]
            if inner < 0:
                break
        links = {page.piece_link[n] for n in pieces}
        link = links.pop() if len(links) == 1 else -1
        raw = "".join(page.pieces[n] for n in pieces)
        return _Part(clean(raw), element, link, heading, bold, line, pieces[0], raw)

    def own(self, entry: Segment, part: _Part) -> bool:
        """Whether a part is a link to where the entry leads."""
        return part.link >= 0 and self.keys[part.link] == self.keys[entry.link]

    def title(self, entry: Segment, parts: list[_Part]) -> _Part | None:
        """The part that names the entry: a heading, the entry's link, bold text, or what comes first."""
        named = [p for p in parts if not self.is_label(entry, p)]
        own = [p for p in named if self.own(entry, p)]
        for choice in (
            [p for p in own if p.heading],
            [] if own and self.titled(own[0], named) else [p for p in named if p.heading],
            [p for p in own if p.bold] if own and not self.whole_card(entry) else [],
            own,
            [p for p in named if p.bold],
            named,
        ):
            if choice:
                return choice[0]
        return None

    def titled(self, own: _Part, named: list[_Part]) -> bool:
        """Whether an entry's link is its title although a heading stands there: one of no greater length."""
        heading = next((p for p in named if p.heading), None)
        return heading is not None and (heading.start > own.start or len(own.text) < 1.5 * len(heading.text) + 20)

    def whole_card(self, entry: Segment) -> bool:
        return self.page.tags[entry.block] == "a"

    def is_label(self, entry: Segment, part: _Part) -> bool:
        """A date, a section's name or the like above a title."""
        if part.link >= 0 and not self.own(entry, part) and self.keys[part.link] is not None and not part.heading:
            return True
        return self.dated(part) is not None or is_meta(part.text) or not any(c.isalnum() for c in part.text)

    def dated(self, part: _Part) -> str | None:
        """The date that a short part is, and is nothing else than."""
        if part.date is None:
            part.date = self.date_of(part) or ""
        return part.date or None

    def date_of(self, part: _Part) -> str | None:
        if not 6 <= len(part.text) <= _DATE_LENGTH or part.heading:
            return None
        if not any(c.isdigit() for c in part.text) and self.page.tags[part.element] != "time":
            return None
        value = self.day(part.text)
        if value is None:
            values = [self.day(t) for t in _PARTS.split(part.text) if len(t) >= 6]
            value = next((v for v in values if v), None)
        return value if value and len(value) >= 7 else None

    def day(self, text: str) -> str | None:
        """The date that a text states or counts from the capture, as the calendar showed it at the source."""
        value = day_at(self.zone, text, anchor=local(self.zone, self.captured))
        return value if value and is_believable(value, self.captured) else None

    def date(self, parts: list[_Part]) -> tuple[Found | None, list[_Part]]:
        """The date line, and the parts without it."""
        found: Found | None = None
        rest: list[_Part] = []
        for part in parts:
            value = self.dated(part)
            if value is None:
                rest.append(part)
            elif found is None:
                found = self.found(part, value)
        return found, rest

    def found(self, part: _Part, value: str) -> Found:
        element = self.page.elements[part.element]
        is_time = element.tag == "time"
        stated = self.day(element.get("datetime") or "") if is_time else None
        return Found(
            value=stated or value,
            method="time" if is_time else "visible",
            place=str(element.getroottree().getpath(element)),
            raw=part.text,
        )

    def excerpt(self, entry: Segment, parts: list[_Part], title: _Part | None) -> str:
        """What an entry says besides: whole lines, joined; no lines of links, no byline, no counts."""
        lines: dict[int, list[_Part]] = {}
        for part in parts:
            lines.setdefault(part.line, []).append(part)
        above: list[str] = []
        below: list[str] = []
        for number, line in lines.items():
            if all(p.link >= 0 and self.keys[p.link] is not None and not self.own(entry, p) for p in line):
                continue
            text = self.line_text(number, line)
            if title is not None and number == title.line:
                text = _LEAD.sub("", text)
            if any(c.isalnum() for c in text) and not is_meta(text):
                (above if title is not None and number < title.line else below).append(text)
        texts = _without_label(above, below)
        text = clean(" ".join(texts))
        return text if len(text) <= MAX_EXCERPT else text[:MAX_EXCERPT].rpartition(" ")[0]

    def line_text(self, number: int, parts: list[_Part]) -> str:
        """A line's parts as one text: as they stand in a paragraph; fields that stand side by side, with a space."""
        page = self.page
        in_paragraph = page.tags[page.line_block[number]] == "p"
        text = ""
        for part in parts:
            split_word = text[-1:].isalpha() and part.raw[:1].islower()
            text += part.raw if in_paragraph or split_word else f" {part.raw}"
        return clean(text)


def _without_label(above: list[str], below: list[str]) -> list[str]:
    """An entry's lines without a section's name above its title, and without a name under it."""
    if below:
        above = [t for t in above if len(t) >= _LABEL]
    texts = above + below
    if len(texts) > 1 and len(texts[0]) < _LABEL and any(len(t) >= 2 * _LABEL for t in texts):
        texts = texts[1:]
    return texts
