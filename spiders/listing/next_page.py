"""The next page of a listing: words, arrows, numbers and `rel=next`, weighed together."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from spiders.listing.links import host_of, key, resolve
from spiders.listing.words import LOAD_MORE, NEXT, OLDER, PREVIOUS, bare, is_read_more
from spiders.reading import Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spiders.listing.blocks import Layout, Link

#: A link below this weight is not taken.
ENOUGH = 2.4
_FORWARD = NEXT | OLDER
_ARROW = re.compile(r"[\s()\[\]]*(?:[›>→▶►⟩❯⇒➡➔❱⯈︎\ufe0e\ufe0f]|-+>|=+>|»)[\s()\[\]]*")
_LAST = re.compile(r"(?:>>|»»|>\||⏭|››)")
_NUMBER = re.compile(r"\d+")
_NAMED_NEXT = re.compile(r"(?<![a-z])(?:next|nextpage|older|siguiente|suivant|weiter|volgende)(?![a-z])", re.IGNORECASE)
_NAMED_BACK = re.compile(r"(?<![a-z])(?:prev|previous|back|newer|first|last)(?![a-z])", re.IGNORECASE)
#: What a URL adds to name a page of a listing.
_PAGE_PART = re.compile(
    r"/(?:page|paged|p|pg|seite|pagina|página|page-?no|strana|strona|stranica|oldal|sida|side|sivu|стр|страница|გვერდი|trang|halaman)"
    r"[/_=-]?\d+(?=/|$|\.|\?)|[/_-](?:page|p|list|index|seite)?[_-]?\d{1,5}(?=\.\w{2,5}$|/?$)|/(?:index|default)\.\w{2,5}$",
    re.IGNORECASE,
)
_PAGE_QUERY = re.compile(
    r"(?:^|&)(?:\w*page\w*|p|pg|pn|paged|pagenum|start|offset|from|skip|seite|sida|pagina|strona|str|ipp|limit|limitstart|per_?page|order|sort\w*|dir|ajax|cursor|after|max-results|updated-max|by-date|view)"
    r"=[^&]*",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
MAX_NUMBER = 100_000
#: So many rows of numbers side by side are a calendar.
_WEEKS = 3


@dataclass(slots=True)
class _Candidate:
    link: Link | None
    href: str
    key: str
    weight: float
    method: str
    raw: str


def find_next(page: Layout, base: str, here: str, keys: Sequence[str | None], items: frozenset[str]) -> Found | None:
    """The link to the next page of the listing at `here` (a link's key); None where none is shown.

    `items` are the keys of the listing's items: never the next page.
    """
    best = max(_merged(_candidates(page, base, here, keys), here, items), key=lambda c: c.weight, default=None)
    if best is None or best.weight < ENOUGH:
        return None
    url = resolve(base, best.href)
    if url is None:
        return None
    element = page.elements[best.link.element] if best.link else None
    place = str(element.getroottree().getpath(element)) if element is not None else "/html/head/link[@rel='next']"
    return Found(value=url, method=best.method, place=place, raw=best.raw, confidence=min(1.0, best.weight / 6))


def _merged(candidates: Iterator[_Candidate], here: str, items: frozenset[str]) -> list[_Candidate]:
    """One candidate for each target; what several links to it say by different methods adds up."""
    found: dict[str, dict[str, _Candidate]] = {}
    for candidate in candidates:
        if candidate.key == here or candidate.key in items:
            continue
        by_method = found.setdefault(candidate.key, {})
        held = by_method.get(candidate.method)
        if held is None or candidate.weight > held.weight:
            by_method[candidate.method] = candidate
    merged = []
    for target, by_method in found.items():
        best = max(by_method.values(), key=lambda c: c.weight)
        best.weight = sum(c.weight for c in by_method.values()) + _kinship(here, target)
        merged.append(best)
    return merged


def _candidates(page: Layout, base: str, here: str, keys: Sequence[str | None]) -> Iterator[_Candidate]:
    if page.elements:
        for element in page.elements[0].getroottree().iter("link"):
            if "next" in (element.get("rel") or "").lower().split():
                href = (element.get("href") or "").strip()
                target = key(base, href)
                if target:
                    yield _Candidate(None, href, target, 1.6, "rel", href)
    successor = _successor(page, here, keys)
    for n, link in enumerate(page.links):
        target = keys[n]
        if target is None:
            continue
        weight, method = _label(page, link)
        if n in successor:
            weight, method = weight + 2.4, method or "number"
        if weight > 0:
            yield _Candidate(link, link.href, target, weight, method, link.text or link.alt)


def _label(page: Layout, link: Link) -> tuple[float, str]:
    """How much a link says of itself that it leads on."""
    element = page.elements[link.element]
    weight, method = 0.0, ""
    if "next" in (element.get("rel") or "").lower().split():
        weight, method = 2.0, "rel"
    text = link.text
    if len(text) <= 60:
        label = bare(text)
        if _LAST.search(text) or label in PREVIOUS:
            return -5.0, ""
        said = _said(text, label)
        if said > 0:
            weight, method = weight + said, method or "words"
    attributes = " ".join(filter(None, (link.alt, element.get("aria-label"), element.get("title"))))
    if attributes and len(attributes) < 60 and (bare(attributes) in _FORWARD or _NAMED_NEXT.search(attributes)):
        weight, method = weight + 1.5, method or "words"
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    parent = page.parents[link.element]
    if parent >= 0:
        names += f" {page.elements[parent].get('class') or ''}"
    if len(text) < 40 and len(names) > 2:
        forward, back = _NAMED_NEXT.search(names), _NAMED_BACK.search(names)
        if forward and not back:
            weight, method = weight + 1.2, method or "class"
        elif back and not forward and not text.strip():
            weight -= 2
    return weight, method


def _said(text: str, label: str) -> float:
    if label in NEXT:
        return 2.0 if is_read_more(text) else 3.0
    if label in OLDER:
        return 2.6
    if _ARROW.fullmatch(text):
        return 2.2
    if label in LOAD_MORE:
        return 1.6 if not is_read_more(text) else 0.8
    first = label.split(" ")
    if len(first) <= 5 and (" ".join(first[:2]) in NEXT or first[0] in NEXT) and not is_read_more(text):
        return 1.6
    return 0.0


def _successor(page: Layout, here: str, keys: Sequence[str | None]) -> frozenset[int]:
    """Links to the number after the current one, in rows of page numbers."""
    rows: dict[int, list[int]] = {}
    for n, link in enumerate(page.links):
        text = link.text.strip("[]() .")
        if keys[n] is not None and text.isdecimal() and len(text) <= 5 and not (len(text) == 4 and _YEAR.match(text)):
            rows.setdefault(_row(page, link.element), []).append(n)
    found: set[int] = set()
    per_parent = Counter(page.parents[row] for row, members in rows.items() if len(members) > 3)
    for row, members in rows.items():
        if per_parent[page.parents[row]] >= _WEEKS:
            continue
        numbers = [(int(page.links[n].text.strip("[]() .")), n) for n in members]
        current = _current(page, row, [v for v, _ in numbers], here, [keys[n] for n in members])
        found.update(n for value, n in numbers if value == current + 1 and keys[n] != here)
    return frozenset(found)


def _row(page: Layout, element: int) -> int:
    """The element around a row of numbers: up from one of them, past items and cells, to the first with others."""
    start = element
    for _ in range(4):
        up = page.parents[element]
        if up < 0:
            break
        element = up
        if page.text_to[element] - page.text_from[element] > page.text_to[start] - page.text_from[start]:
            break
    return element


def _current(page: Layout, row: int, values: list[int], here: str, targets: list[str | None]) -> int:
    """The number of the page that one is on: linked to itself, shown without a link, left out, or else the first."""
    for value, target in zip(values, targets, strict=True):
        if target == here:
            return value
    start, end = page.text_from[row], page.text_to[row]
    for n in range(start, min(end, start + 200)):
        if page.piece_link[n] < 0 or _leads_nowhere(page, n):
            text = page.pieces[n].strip(" []()\n\t\r.-|")
            if text.isdecimal() and len(text) <= 5 and int(text) not in values:
                return int(text)
    numbers = sorted(set(values))
    for a, b in itertools.pairwise(numbers):
        if b - a == 2:
            return a + 1
    return 1 if numbers and numbers[0] == 2 else -10


def _leads_nowhere(page: Layout, piece: int) -> bool:
    """Whether a piece stands in a link that leads nowhere: the page one is on."""
    href = page.links[page.piece_link[piece]].href
    return not href or href.startswith(("#", "javascript:"))


def _kinship(here: str, target: str) -> float:
    """How a target's URL stands to the page's: a later page of the same listing, a stranger, or in between."""
    if host_of(here) != host_of(target):
        return -4.0
    here, target = unquote(here), unquote(target)
    if stem(here) == stem(target):
        a, b = number_of(here), number_of(target)
        if b is not None and (a is None or b > a):
            return 1.6 if b == (a or 1) + 1 else 1.0
        return -0.6 if b is None or (a is not None and b < a) else 0.4
    here_path, target_path = here.partition("?")[0], target.partition("?")[0]
    if target_path == here_path:
        return 0.4 if _keeps_query(here, target) else -0.4
    if target_path.startswith(here_path.rstrip("/") + "/"):
        return 0.0
    if here_path.rpartition("/")[0] == target_path.rpartition("/")[0] and _NUMBER.search(target_path):
        return 0.0
    if _repeats_query(here, target) or _shares_number(here_path, target_path):
        return -0.4
    return -1.6


def _keeps_query(here: str, target: str) -> bool:
    """Whether a target's query says all that the page's own says of what is listed: without, it lists other things."""
    own = stem(here).partition("?")[2]
    return not own or set(own.split("&")) <= set(target.partition("?")[2].split("&"))


def _repeats_query(here: str, target: str) -> bool:
    """Whether a target's query repeats all of the page's own, so that only the path says otherwise."""
    own, theirs = here.partition("?")[2], target.partition("?")[2]
    return bool(own) and set(own.split("&")) <= set(theirs.split("&"))


def _shares_number(here: str, target: str) -> bool:
    """Whether both paths have a long number in common: the same record under two names."""
    return bool(set(re.findall(r"\d{4,}", here)) & set(re.findall(r"\d{4,}", target)) - set(_YEAR.findall(here)))


def stem(target: str) -> str:
    """A link's key without what names a page of a listing.

    >>> stem("example.org/tag/x/page/3"), stem("example.org/tag/x?page=2&lang=ka")
    ('example.org/tag/x', 'example.org/tag/x?lang=ka')
    """
    path, _, query = target.partition("?")
    path = _PAGE_PART.sub("", path).rstrip("/")
    query = _PAGE_QUERY.sub("", query).strip("&")
    return f"{path}?{query}" if query else path


def number_of(target: str) -> int | None:
    """The number of the page that a link's key names; None where it names none."""
    path, _, query = target.partition("?")
    for part in (query, path):
        pattern = _PAGE_QUERY if part is query and query else _PAGE_PART
        found = [m[0] for m in pattern.finditer(part)]
        numbers = [int(x) for text in found for x in _NUMBER.findall(text) if int(x) < MAX_NUMBER]
        if numbers:
            return max(numbers) if part is query else numbers[-1]
    return None
