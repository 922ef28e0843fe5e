"""What a listing is about: the tag, from its label, its heading, or its address."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from pipelines.normalise.text import clean, undouble
from spiders.listing.blocks import HEADINGS
from spiders.listing.next_page import stem
from spiders.listing.words import TAG_LABELS
from spiders.reading import Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spiders.listing.blocks import Layout
    from spiders.profile import Profile

MAX_TAG = 100
_LABELS = "|".join(re.escape(w) for w in sorted(TAG_LABELS, key=len, reverse=True))
_QUOTES = "“”„\"«»‘’'‚‹›「」"
_LABELLED = re.compile(rf"(?:{_LABELS})\s*(?:[:：—–|»›]|[-]\s)\s*(\S.*)", re.IGNORECASE)
#: A label of words that need no colon: what follows in quotes, or a verb's label (“Posts tagged x”).
_QUOTED = re.compile(rf"(?:{_LABELS})\s*[{_QUOTES}]+\s*(.+?)\s*[{_QUOTES}]+\s*", re.IGNORECASE)
_VERBAL = re.compile(
    r"(?:all\s+)?(?:posts|articles|entries|items|news|stories)\s+tagged(?:\s+(?:with|as|in))?\s+(\S.*)", re.IGNORECASE
)
_HASH = re.compile(r"#\s?([\w\s-]{2,60})")
_TAIL = re.compile(r"\s*(?:\(\s*\d+\s*\)|[|–—•]\s.*|\d+\s+(?:articles?|posts?|results?))\s*$", re.IGNORECASE)
_IN_PATH = re.compile(
    r"/(?:tags?|topics?|category|categories|label|labels|keyword|hashtag|teg|tegi|tegs|thema|etiqueta|etiquetas|mot-cle|temas?|schlagwort|stichwort|etiket)[/-]([^/?#]+)"
    r"|/tags?-([^/?#]+)",
    re.IGNORECASE,
)
_IN_QUERY = frozenset(("tag", "tags", "label", "topic", "keyword", "teg", "category", "cat_name"))


def find_tag(
    page: Layout, url: str, profile: Profile, first_item_line: int, here: str, keys: Sequence[str | None]
) -> Found | None:
    """The tag of the listing at `here` (a link's key). Visible words come first: they are what a reader sees; then
    the address."""
    in_url = _in_url(url, profile)
    shown = _shown(page, first_item_line, here, keys)
    if shown is not None:
        return shown
    if in_url is None:
        return None
    value = re.sub(r"[_+-]+", " ", in_url).strip()
    return _heading(page, value, first_item_line) or Found(value=value, method="url", place="url", raw=in_url)


def label_line(page: Layout, here: str, keys: Sequence[str | None]) -> int | None:
    """The line that says what a page lists: that of the tag's label, else its heading of the first level."""
    labels = (line for line, _, _ in _labels(page, len(page.lines), here, keys))
    firsts = (line for line, block in enumerate(page.line_block) if page.tags[block] == "h1")
    return next(itertools.chain(labels, firsts), None)


def _shown(page: Layout, stop: int, here: str, keys: Sequence[str | None]) -> Found | None:
    for line, value, text in _labels(page, stop, here, keys):
        return _found(page, line, value, text, "visible")
    return None


def _labels(page: Layout, stop: int, here: str, keys: Sequence[str | None]) -> Iterator[tuple[int, str, str]]:
    """Lines before `stop` that name a tag after a label: the line, the tag, and the whole text.

    A tag that is a link to another listing is what an article is filed under.
    """
    stop = min(stop, len(page.lines))
    for line in range(stop):
        if page.chrome[page.line_block[line]] and page.tags[page.line_block[line]] not in HEADINGS:
            continue
        text, last = _said(page, line), line
        value = labelled(text)
        if value is None and line + 1 < stop and text.endswith((":", "：")):
            value, last = labelled(f"{text} {undouble(page.line_text(line + 1))}"), line + 1
        if value and not _leads_elsewhere(page, last, here, keys):
            yield line, value, text


def _leads_elsewhere(page: Layout, line: int, here: str, keys: Sequence[str | None]) -> bool:
    links = {page.piece_link[n] for n in range(page.lines[line], page.line_end(line))}
    targets = {keys[n] for n in links if n >= 0} - {None}
    return bool(targets) and all(stem(target) != stem(here) for target in targets if target)


def _said(page: Layout, line: int) -> str:
    """A line up to its first link, or to the end of that where only a label stands before it."""
    start, end = page.lines[line], page.line_end(line)
    first = next((n for n in range(start, end) if page.piece_link[n] >= 0), end)
    before = page.text(start, first)
    if first < end and (not before or before.endswith((":", "：", "»", "“", "„", "«", "#"))):
        link = page.piece_link[first]
        stop = next((n for n in range(first, end) if page.piece_link[n] != link), end)
        return undouble(page.text(start, stop))
    return undouble(before)


def labelled(text: str) -> str | None:
    """The tag that a line names after a label.

    >>> labelled("ტეგი: Tskhinvali Region"), labelled("Posts tagged “2019”"), labelled("Tagged fruits are sold.")
    ('Tskhinvali Region', '2019', None)
    """
    if len(text) > MAX_TAG + 40:
        return None
    for pattern in (_LABELLED, _QUOTED, _VERBAL, _HASH):
        if match := pattern.fullmatch(text):
            value = clean(_TAIL.sub("", match[1]).strip(_QUOTES + " "))
            return value if 0 < len(value) <= MAX_TAG else None
    return None


def _heading(page: Layout, value: str, stop: int) -> Found | None:
    """A line before the items that says what the address says, as a reader sees it."""
    wanted = _folded(value)
    if not wanted:
        return None
    for line in range(min(stop, len(page.lines))):
        if page.tags[page.line_block[line]] in HEADINGS:
            text = undouble(page.line_text(line))
            if _folded(text) == wanted:
                return _found(page, line, text, text, "heading")
    return None


def _folded(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _found(page: Layout, line: int, value: str, raw: str, method: str) -> Found:
    element = page.elements[page.line_block[line]]
    return Found(value=value, method=method, place=str(element.getroottree().getpath(element)), raw=raw)


def _in_url(url: str, profile: Profile) -> str | None:
    place = profile.place(url)
    if place and "tag" in place.parts:
        return place.parts["tag"]
    parts = urlsplit(url)
    if match := _IN_PATH.search(unquote(parts.path)):
        return match[1] or match[2]
    for name, value in parse_qsl(parts.query):
        if name.lower() in _IN_QUERY and value:
            return value
    return None
