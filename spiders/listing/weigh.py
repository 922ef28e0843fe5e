"""Which group of links is the page's list: by what its entries show, and how much of the page they cover."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from spiders.listing.groups import Group
from spiders.listing.links import host_of, shape
from spiders.listing.segments import lone, segment
from spiders.listing.words import is_read_more

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.listing.blocks import Layout
    from spiders.listing.segments import Segment

#: A title of this many letters is a full one; an excerpt of this many is.
TITLE, EXCERPT = 40, 200
#: So few entries, if they are bare titles, stand beside anything.
FEW = 5
#: So many letters beside a title are a text.
TEXT = 20
#: Groups that are weighed closely; the others are weighed by their links alone.
CLOSE = 8
#: Nor is a group that shows less than this share of what the first one shows at a glance.
FAINT = 0.04
#: A weight that speaks neither for nor against a list.
NEUTRAL = 2.2
#: An entry that stands apart from the others, and shows less than this share of what they show, is none of them.
LEAST = 0.6
#: What an entry counts for outside of, and in, what surrounds the content: by its name only, by its element.
_DISCOUNT = (1.0, 0.6, 0.35)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A group with its entries' places and its weight."""

    group: Group
    segments: tuple[Segment, ...]
    weight: float
    quality: float
    """What an entry shows, on average: 0 for a bare word of a menu, 3 for heading, excerpt, picture."""
    coverage: float
    """The share of the page's text outside of links that stands in the entries."""


#: Letters that take the room of two.
_WIDE = re.compile("[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]")


def width(text: str) -> int:
    """The length of a text in letters, those of Chinese and Japanese counted twice."""
    size = len(text)
    if size >= TITLE or text.isascii():
        return size
    return size + len(_WIDE.findall(text))


def rank(page: Layout, groups: Sequence[Group], keys: Sequence[str | None], here: str) -> list[Weighed]:
    """The groups that could be the list, best first."""
    glances = sorted(((_glance(page, g), n) for n, g in enumerate(groups)), key=lambda pair: -pair[0])[:CLOSE]
    ordered = [groups[n] for glance, n in glances if glance >= FAINT * glances[0][0]]
    named = _by_line(page, keys)
    weighed = [weigh(page, group, keys, here, named) for group in ordered]
    weighed.sort(key=lambda w: -w.weight)
    if weighed:
        weighed.insert(0, _completed(page, weighed, keys))
    return weighed


def _completed(page: Layout, ranked: Sequence[Weighed], keys: Sequence[str | None]) -> Weighed:
    """The best group with the few entries that are built otherwise, or show less: the first, the last, a featured
    one, a notice."""
    best = ranked[0]
    own = {keys[n] for n in best.group.links}
    parents = {page.parents[s.block] for s in best.segments}
    parent_paths = {page.paths[parent] for parent in parents}
    forms = Counter(shape(k) for k in own if k)
    usual_form = forms.most_common(1)[0][0] if forms else ""
    usual_path = Counter(page.paths[page.links[n].element] for n in best.group.links).most_common(1)[0][0]

    def belongs(entry: Segment) -> bool:
        alike = shape(keys[entry.link] or "") == usual_form or page.paths[page.links[entry.link].element] == usual_path
        parent = page.parents[entry.block]
        if parent in parents:
            return alike
        return alike and page.paths[parent] in parent_paths and _quality(page, entry, Counter()) >= LEAST * best.quality

    for other in ranked[1:]:
        extra = [s for s in other.segments if keys[s.link] not in own]
        few = len(extra) <= max(1, len(own) // 5) and other.weight >= 0.7 * best.weight
        if few and own < {keys[n] for n in other.group.links} and all(map(belongs, extra)):
            return other
    return best


def _glance(page: Layout, group: Group) -> float:
    total = 0.0
    for n in group.links[:200]:
        link = page.links[n]
        more = bool(link.text) and is_read_more(link.text)
        named = 0.8 if more else min(width(link.text), TITLE) / TITLE
        total += named * (1 + (link.heading >= 0)) * _DISCOUNT[page.chrome[link.element]]
    mean = total / min(len(group.links), 200)
    return float(mean * mean * len(group.links) ** 0.6)


def single(page: Layout, links: Sequence[int], keys: Sequence[str | None]) -> Weighed | None:
    """The one entry of a list that has no other: a link that names itself, with the text that belongs to it."""
    best: Weighed | None = None
    for n in sorted(links, key=lambda n: -_promise(page, n))[:CLOSE]:
        link = page.links[n]
        entry = alone(page, n, keys)
        quality = _quality(page, entry, Counter())
        several = entry.end - entry.start > 1 or link.end - link.start > 1
        named = link.heading >= 0 or is_read_more(link.text) or (several and quality > 1)
        if named and not page.chrome[link.element] and (best is None or quality > best.quality):
            best = Weighed(Group((n,), "a single entry"), (entry,), max(quality * quality, NEUTRAL), quality, 0.0)
    return best


def alone(page: Layout, n: int, keys: Sequence[str | None]) -> Segment:
    """The entry that a link stands for, whatever other links stand for."""
    return lone(page, n, [other.element for m, other in enumerate(page.links) if keys[m] != keys[n]])


def is_teaser(page: Layout, entry: Segment) -> bool:
    """Whether an entry shows more than a title: a text, or “read more”."""
    said = [page.line_text(line) for line in range(entry.start, entry.end)]
    texts = [text for text in said if not is_read_more(text)]
    if len(texts) < len(said) or not texts:
        return len(texts) < len(said)
    link = page.links[entry.link].text
    title = link if link in texts else texts[0]
    return sum(map(len, texts)) - len(title) >= TEXT


def _promise(page: Layout, n: int) -> float:
    link = page.links[n]
    return 2 * (link.heading >= 0) + is_read_more(link.text) + min(width(link.text), TITLE) / TITLE


def weigh(page: Layout, group: Group, keys: Sequence[str | None], here: str, named: dict[int, list[int]]) -> Weighed:
    """What a group shows; `named` are the page's links by the line in which they begin."""
    segments = segment(page, group.links)
    labels = Counter(page.links[n].text for n in group.links)
    qualities = [_quality(page, s, labels) for s in segments]
    mean = sum(qualities) / len(qualities)
    plain = sum(page.plain[_piece(page, s.end)] - page.plain[_piece(page, s.start)] for s in segments)
    coverage = plain / max(page.plain[-1], 1)
    away = sum(host_of(keys[n] or "") != host_of(here) for n in group.links) / len(group.links)
    weight = mean * mean * len(segments) ** 0.6 * (0.5 + min(coverage, 1.0)) * (1 - 0.6 * away)
    weight *= _likeness([page.paths[page.links[n].element] for n in group.links])
    more = sum(bool(page.links[n].text) and is_read_more(page.links[n].text) for n in group.links)
    weight *= 1 - min(more, len(segments) - more) / len(segments)
    middle = median(qualities)
    weight *= 1 - sum(q < 0.35 * middle for q in qualities) / len(qualities)
    weight *= 1 - 0.8 * _crowded(page, segments, keys, named)
    return Weighed(group, tuple(segments), weight, mean, coverage)


def _likeness(paths: list[int]) -> float:
    """1 where all entries are built alike; little less where single ones differ, or every other one; far less
    where they are two lists end to end."""
    strangers = len(paths) - Counter(paths).most_common(1)[0][1]
    runs = 1 + sum(a != b for a, b in itertools.pairwise(paths))
    if strangers > max(1, len(paths) // 6) and runs <= 3:
        return float(0.4 + 0.6 * (1 - strangers / len(paths)) ** 2)
    return 1 - 0.4 * strangers / len(paths)


def _by_line(page: Layout, keys: Sequence[str | None]) -> dict[int, list[int]]:
    by_line: dict[int, list[int]] = {}
    for n, link in enumerate(page.links):
        if link.start < link.end and keys[n] is not None:
            by_line.setdefault(page.piece_line[link.start], []).append(n)
    return by_line


def _crowded(
    page: Layout, segments: Sequence[Segment], keys: Sequence[str | None], named: dict[int, list[int]]
) -> float:
    """The share of entries that hold another's title or “read more”: they are several entries taken for one."""
    crowded = 0
    for entry in segments:
        own = keys[entry.link]
        least = max(12, 0.6 * min(width(page.links[entry.link].text), 80))
        crowded += any(
            keys[n] != own and _is_entry(page, n, entry.link, least)
            for line in range(entry.start, min(entry.end, entry.start + 40))
            for n in named.get(line, ())
        )
    return crowded / len(segments)


def _is_entry(page: Layout, n: int, own: int, least: float) -> bool:
    link = page.links[n]
    if is_read_more(link.text):
        return True
    alike = page.paths[link.element] == page.paths[page.links[own].element]
    return width(link.text) >= least and (alike or link.heading >= 0 or is_read_more(page.links[own].text))


def _piece(page: Layout, line: int) -> int:
    return page.lines[line] if line < len(page.lines) else len(page.pieces)


def _quality(page: Layout, entry: Segment, labels: Counter[str]) -> float:
    link = page.links[entry.link]
    start, end = _piece(page, entry.start), _piece(page, entry.end)
    plain = page.plain[end] - page.plain[start]
    more = bool(link.text) and (is_read_more(link.text) or labels[link.text] > max(2, labels.total() // 2))
    if more or not link.text:
        title = _first_width(page, entry) or min(width(link.alt), TITLE)
        plain = max(0, plain - title)
    else:
        title = min(width(link.text), TITLE)
    quality = title / TITLE * (1 + 1.5 * min(plain, EXCERPT) / EXCERPT + 0.2 * link.image + 0.4 * more)
    if link.heading >= 0:
        quality += 0.7 * min(1, title / 15)
    return quality * _DISCOUNT[page.chrome[link.element]]


def _first_width(page: Layout, entry: Segment) -> int:
    """The width of the widest of an entry's first lines that could be its title."""
    widest = 0
    for line in range(entry.start, min(entry.end, entry.start + 4)):
        text = page.line_text(line)
        if not is_read_more(text):
            widest = max(widest, min(width(text), TITLE))
            if widest == TITLE:
                break
    return widest
