"""Where each entry of a list begins and ends: by blocks, or by the rhythm of lines where there are none."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from spiders.listing.blocks import HEADINGS
from spiders.listing.words import is_read_more

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.listing.blocks import Layout

#: A text that is shorter than this is no excerpt.
_EXCERPT = 30
#: A single entry reaches no further than so many lines from its link.
_REACH = 3
_DIGITS = str.maketrans("", "", "0123456789")


@dataclass(slots=True)
class Segment:
    """One entry's place on the page."""

    link: int
    """Index of the link that stands for it."""
    block: int
    """The largest element that holds this entry's link and no other entry's."""
    start: int
    """Index of its first line."""
    end: int
    """Index after its last line."""


def segment(page: Layout, links: Sequence[int]) -> list[Segment]:
    """The entries that two links or more stand for, in order; `links` are indexes, each of another target."""
    elements = [page.links[i].element for i in links]
    container = page.common(elements[0], elements[-1])
    blocks = []
    for n, element in enumerate(elements):
        before = elements[n - 1] if n else -1
        after = elements[n + 1] if n + 1 < len(elements) else len(page.tags)
        blocks.append(_territory(page, element, before, after, container))
    found = []
    usual = Counter(page.paths[block] for block in blocks).most_common(1)[0][0]
    for n, block in zip(links, blocks, strict=True):
        own = _trimmed(page, page.links[n].element, block, usual)
        lines = page.lines_of(own)
        found.append(Segment(n, own, lines.start, lines.stop))
    _Rhythm(page, found, container).apply()
    return found


def lone(page: Layout, link: int, strangers: Sequence[int]) -> Segment:
    """The entry that a single link stands for, where no other shows the rhythm.

    `strangers` are the elements of links that lead elsewhere: an entry holds none of them.
    """
    element = page.links[link].element
    block = element
    while not _is_whole(page, block, link):
        up = page.parents[block]
        if up < 0 or page.tags[up] in ("body", "html", "main") or any(page.holds(up, s) for s in strangers):
            break
        if _is_title(page, link) and any(
            is_heading(page, n) for n in page.lines_of(up) if n not in page.lines_of(block)
        ):
            break
        block = up
    lines = page.lines_of(block)
    start, end = lines.start, lines.stop
    if not _is_whole(page, block, link):
        foreign = {line for s in strangers for line in page.lines_of(s)}
        beside = page.lines_of(page.parents[block])
        if _is_title(page, link):
            while end < min(beside.stop, lines.stop + _REACH) and end not in foreign and not is_heading(page, end):
                end += 1
        else:
            while start > max(beside.start, lines.start - _REACH) and start - 1 not in foreign:
                start -= 1
                if is_heading(page, start):
                    break
    return Segment(link, block, start, end)


def _is_title(page: Layout, link: int) -> bool:
    text = page.links[link].text
    return bool(text) and not is_read_more(text)


def _is_whole(page: Layout, block: int, link: int) -> bool:
    """Whether a block holds a title and a text."""
    lines = [n for n in page.lines_of(block) if not is_read_more(page.line_text(n))]
    if _is_title(page, link) and len(page.lines_of(page.links[link].element)) == 1:
        start, end = page.text_from[block], page.text_to[block]
        return page.plain[end] - page.plain[start] >= _EXCERPT
    return len(lines) > 1


def _territory(page: Layout, element: int, before: int, after: int, container: int) -> int:
    parents, ends = page.parents, page.ends
    up = parents[element]
    while up > container and up > before and ends[up] < after:
        element, up = up, parents[up]
    return element


def _trimmed(page: Layout, element: int, block: int, usual: int) -> int:
    """The block that is built like most others', where an entry at the edge took in more."""
    up = element
    while up >= block:
        if page.paths[up] == usual:
            return up
        up = page.parents[up]
    return block


def is_heading(page: Layout, line: int) -> bool:
    """Whether a line stands in a heading."""
    block = page.line_block[line]
    for _ in range(3):
        if page.tags[block] in HEADINGS:
            return True
        block = page.parents[block]
        if block < 0:
            break
    return False


class _Rhythm:
    """The lines between blocks, dealt out to the entries before and after them."""

    def __init__(self, page: Layout, found: list[Segment], container: int) -> None:
        self.page, self.found = page, found
        bounds = page.lines_of(container)
        self.first, self.last = bounds.start, bounds.stop
        self.gaps = [range(a.end, b.start) for a, b in itertools.pairwise(found)]
        self.signs: dict[int, tuple[int, str, bool]] = {}

    def apply(self) -> None:
        filled = [gap for gap in self.gaps if len(gap)]
        if len(filled) < 0.6 * len(self.gaps) or self.self_contained():
            return
        share = self.share(filled)
        lengths = [len(gap) for gap in filled]
        known = {self.sign(line) for gap in filled for line in gap}
        cut = [self.cut(gap, share) for gap in self.gaps]
        longest_tail = max((c - g.start for c, g in zip(cut, self.gaps, strict=True)), default=0)
        longest_head = int(median(g.stop - c for c, g in zip(cut, self.gaps, strict=True)))
        first, last = self.found[0], self.found[-1]
        if max(lengths) > 60:
            return
        starts = {self.sign(c) for c, g in zip(cut, self.gaps, strict=True) if c < g.stop}
        first.start = self.reach_back(first.start, longest_head, known, starts)
        last.end = self.reach_on(last.end, longest_tail, known)
        for n, middle in enumerate(cut):
            self.found[n].end = max(self.found[n].end, middle)
            self.found[n + 1].start = min(self.found[n + 1].start, middle)

    def self_contained(self) -> bool:
        """Whether most blocks hold a title and an excerpt of their own, so that what is between them is not theirs."""
        page = self.page
        whole = 0
        for entry in self.found:
            start, end = page.text_from[entry.block], page.text_to[entry.block]
            if start == end:
                continue
            plain = page.plain[end] - page.plain[start]
            link = page.links[entry.link]
            if page.tags[entry.block] == "a":
                own = len(range(entry.start, entry.end)) > 1
            elif link.text and not is_read_more(link.text):
                own = plain >= _EXCERPT
            else:
                own = (
                    plain >= _EXCERPT
                    and len(range(entry.start, entry.end)) >= 2
                    and (link.heading >= 0 or self.has_heading(entry) or self.distinct_first(entry))
                )
            whole += own
        return whole >= 0.6 * len(self.found)

    def has_heading(self, entry: Segment) -> bool:
        return any(is_heading(self.page, line) for line in range(entry.start, entry.end))

    def distinct_first(self, entry: Segment) -> bool:
        """Whether three lines or more stand there: room for title, excerpt and link."""
        return entry.end - entry.start >= 3

    def sign(self, line: int) -> tuple[int, str, bool]:
        """What lines of one role have in common: the chain of tags, the class, whether all of it is a link."""
        if line not in self.signs:
            page = self.page
            block = page.line_block[line]
            piece = page.lines[line]
            inner = page.piece_element[piece]
            name = page.classes[block].translate(_DIGITS)
            bold = page.tags[inner] if inner != block else ""
            self.signs[line] = (page.paths[block], name + "/" + bold, page.piece_link[piece] >= 0)
        return self.signs[line]

    def share(self, gaps: list[range]) -> int:
        """How many lines of the usual gap belong to the entry before it."""
        usual = Counter(tuple(self.sign(line) for line in gap) for gap in gaps).most_common(1)[0][0]
        size = len(usual)
        gap = next(g for g in gaps if tuple(self.sign(line) for line in g) == usual)
        heading = next((n for n, line in enumerate(gap) if is_heading(self.page, line)), None)
        after = [self.sign(n) for n in range(self.found[-1].end, min(self.last, self.found[-1].end + size))]
        before = [self.sign(n) for n in range(max(self.first, self.found[0].start - size), self.found[0].start)]
        titled = self.titled()
        best, best_score = size, -1.0
        for cut in range(size + 1):
            post = sum(a == b for a, b in zip(after, usual[:cut], strict=False))
            pre = sum(a == b for a, b in zip(reversed(before), reversed(usual[cut:]), strict=False))
            score = (post + pre) / size
            if heading is not None and cut == heading:
                score += 1.0
            if cut == (size if titled else 0):
                score += 0.4
            if score > best_score:
                best, best_score = cut, score
        self.heading_cut = heading is not None and best == heading
        self.usual = usual
        return best

    def titled(self) -> bool:
        """Whether the entries' links (or what stands with them) are titles rather than “read more”."""
        page = self.page
        texts = [page.links[s.link].text for s in self.found]
        named = sum(bool(t) and not is_read_more(t) for t in texts)
        repeated = Counter(texts).most_common(1)[0][1]
        return named > len(texts) / 2 and repeated <= max(1, len(texts) / 2)

    def cut(self, gap: range, share: int) -> int:
        """The line at which a gap's second entry begins."""
        if not len(gap):
            return gap.start
        if self.heading_cut:
            return next((line for line in gap if is_heading(self.page, line)), gap.stop)
        if share == len(self.usual):
            return gap.stop
        if share == 0:
            return gap.start
        if share * 2 >= len(self.usual):
            return max(gap.start, gap.stop - (len(self.usual) - share))
        return min(gap.stop, gap.start + share)

    def reach_back(
        self, line: int, most: int, known: set[tuple[int, str, bool]], starts: set[tuple[int, str, bool]]
    ) -> int:
        """The line at which the first entry begins."""
        best = line
        for step in range(1, most + 1):
            candidate = line - step
            if candidate < self.first or self.sign(candidate) not in known:
                break
            if self.sign(candidate) in starts:
                best = candidate
                if self.heading_cut:
                    break
        return best

    def reach_on(self, line: int, most: int, known: set[tuple[int, str, bool]]) -> int:
        """The line after the last entry's last."""
        for _ in range(most):
            if line >= self.last or self.sign(line) not in known:
                break
            line += 1
        return line
