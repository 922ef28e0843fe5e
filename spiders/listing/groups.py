"""Links that look alike: each group could be the page's list."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spiders.listing.links import DEED, host_of, shape
from spiders.listing.words import LOAD_MORE, NEXT, OLDER, PREVIOUS, bare, is_read_more

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from spiders.listing.blocks import Layout

#: Groups beyond this many are not weighed; the largest come first.
MAX_GROUPS = 60
_ONWARD = NEXT | LOAD_MORE
#: The words of a link that says no more than “read more” are no longer.
LABEL = 40
#: So many letters between two links are a text, and no ornament.
_TEXT = 12
_DIGITS = str.maketrans("", "", "0123456789")


@dataclass(frozen=True, slots=True)
class Group:
    """Links that could stand for the entries of a list: one for each, in order."""

    links: tuple[int, ...]
    alike: str
    """In what they are alike, in words."""


def usable(page: Layout, keys: Sequence[str | None], here: str) -> list[int]:
    """Links that could be an entry's: to another page, not above this one, shown, and not amid a sentence."""
    found = []
    for n, (link, key) in enumerate(zip(page.links, keys, strict=True)):
        if (
            key is None
            or here.startswith(key)
            or _is_same_page(key, here)
            or ("/" not in key and "?" not in key)
            or DEED.search("/" + key.partition("/")[2])
        ):
            continue
        if link.text and _is_pager(link.text):
            continue
        if not (link.text or link.image or host_of(key) == host_of(here)):
            continue
        if not _amid_sentence(page, n):
            found.append(n)
    return found


def _is_same_page(key: str, here: str) -> bool:
    """Whether a link leads to this page in another language: to its path, with a prefix more, or less."""
    one, other = key.partition("/")[2], here.partition("/")[2]
    return "/" in other and (one.endswith("/" + other) or other.endswith("/" + one)) and "/" in one


def _is_pager(text: str) -> bool:
    if len(text) > 40:
        return False
    label = bare(text)
    if label.isdigit() and len(label) < 5:
        return True
    return label in PREVIOUS or label in OLDER or (label in _ONWARD and not is_read_more(text))


def _amid_sentence(page: Layout, n: int) -> bool:
    """Whether text runs up to a link in its own line, and goes on behind it or begins a sentence before it."""
    link = page.links[n]
    if link.end <= link.start or link.heading >= 0:
        return False
    line = page.piece_line[link.start]
    before = sum(len(page.pieces[p]) for p in range(page.lines[line], link.start) if page.piece_link[p] < 0)
    if before == 0 or is_read_more(link.text):
        return False
    stop = page.line_end(page.piece_line[link.end - 1])
    after = sum(len(page.pieces[p]) for p in range(link.end, stop) if page.piece_link[p] < 0)
    return before > 40 or after > 40


def groups(page: Layout, usable_links: Sequence[int], keys: Sequence[str | None]) -> list[Group]:
    """Every group that is worth weighing."""
    found: dict[tuple[int, ...], Group] = {}
    for alike, classify in _ways(page, usable_links, keys):
        classes: dict[Hashable, list[int]] = defaultdict(list)
        for n in usable_links:
            mark = classify(n)
            if mark is not None:
                classes[mark].append(n)
        for members in classes.values():
            for part in _parts(page, members):
                links = _one_each(page, part, keys)
                if links not in found and _are_many(len(links), len({keys[n] for n in links})):
                    found[links] = Group(links, alike)
    ordered = sorted(found.values(), key=lambda g: -len(g.links))
    return ordered[:MAX_GROUPS]


def _ways(
    page: Layout, usable_links: Sequence[int], keys: Sequence[str | None]
) -> Iterator[tuple[str, Callable[[int], Hashable | None]]]:
    links = page.links
    tags, paths, parents, classes = page.tags, page.paths, page.parents, page.classes

    def name(index: int) -> str:
        return classes[index].translate(_DIGITS) if index >= 0 else ""

    def by_path(n: int) -> Hashable:
        return paths[links[n].element]

    def by_class(n: int) -> Hashable:
        element = links[n].element
        return paths[element], name(element), name(parents[element])

    def by_place(n: int) -> Hashable:
        element = links[n].element
        while tags[element] in ("a", "b", "strong", "span", "i", "em"):
            element = parents[element]
        return paths[links[n].element], page.places[element]

    def by_heading(n: int) -> Hashable | None:
        return tags[links[n].heading] if links[n].heading >= 0 else None

    def by_any_heading(n: int) -> Hashable | None:
        return True if links[n].heading >= 0 else None

    def by_words(n: int) -> Hashable | None:
        return True if links[n].text and is_read_more(links[n].text) else None

    words = _words(page, usable_links, keys)

    def by_same_text(n: int) -> Hashable | None:
        return links[n].text if links[n].text in words else None

    def by_shape(n: int) -> Hashable | None:
        key = keys[n]
        return shape(key) if key else None

    yield "same path of tags", by_path
    yield "same path and class", by_class
    yield "same path and place", by_place
    yield "headings of one level", by_heading
    yield "headings", by_any_heading
    yield "“read more” words", by_words
    yield "same text", by_same_text
    yield "URLs of one shape", by_shape


def _words(page: Layout, usable_links: Sequence[int], keys: Sequence[str | None]) -> set[str]:
    """Texts that several links share as they would share “read more”: no link that is built alike and stands
    between them leads anywhere else, as it would among titles that happen to be the same."""
    by_text: dict[str, list[int]] = defaultdict(list)
    by_path: dict[int, list[int]] = defaultdict(list)
    for n in usable_links:
        by_path[page.paths[page.links[n].element]].append(n)
        if 0 < len(page.links[n].text) <= LABEL:
            by_text[page.links[n].text].append(n)
    found = set()
    for text, members in by_text.items():
        targets = {keys[n] for n in members}
        alike = by_path[page.paths[page.links[members[0]].element]]
        between = alike[bisect_left(alike, members[0]) : bisect_right(alike, members[-1])]
        if len(members) > 1 and all(keys[n] in targets for n in between):
            found.add(text)
    return found


def _parts(page: Layout, members: list[int]) -> Iterator[list[int]]:
    """The group, and the groups it falls into where it is spread over several containers."""
    if len(members) < 2:
        return
    elements = [page.links[n].element for n in members]
    depths = [page.depths[page.common(a, b)] for a, b in itertools.pairwise(elements)]
    for depth in sorted(set(depths))[:6]:
        part = [members[0]]
        for n, between in zip(members[1:], depths, strict=True):
            if between < depth:
                if len(part) > 1:
                    yield part
                part = []
            part.append(n)
        if len(part) > 1:
            yield part


def _are_many(entries: int, targets: int) -> bool:
    """Whether entries could be a list: two or more, of which few lead where another does."""
    again = entries - targets
    return targets > 1 and (again == 0 or (targets > 2 and again <= max(1, entries // 6)))


def _one_each(page: Layout, members: Iterable[int], keys: Sequence[str | None]) -> tuple[int, ...]:
    """One link for each entry, of those that lead to the same target the one that names it best.

    A target that is named again after others is a second entry: one article listed twice.
    """
    chosen: list[int] = []
    for n in members:
        if not chosen or keys[n] != keys[chosen[-1]] or _begins_again(page, chosen[-1], n):
            chosen.append(n)
        elif _names(page, n) > _names(page, chosen[-1]):
            chosen[-1] = n
    return tuple(chosen)


def _begins_again(page: Layout, before: int, n: int) -> bool:
    """Whether two neighbouring links to one target belong to two entries: the same link, with text in between."""
    one, other = page.links[before], page.links[n]
    if one.text != other.text or page.paths[one.element] != page.paths[other.element] or one.end >= other.start:
        return False
    return page.plain[other.start] - page.plain[one.end] >= _TEXT


def _names(page: Layout, n: int) -> int:
    text = page.links[n].text
    return 0 if not text else 1 if is_read_more(text) else 2
