"""The headline: what stands above the text, checked against what the page calls itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.normalise.dates import parse_date
from pipelines.normalise.text import clean, undouble
from spiders.article.blocks import as_written, is_far
from spiders.article.structured import texts
from spiders.article.words import is_furniture
from spiders.reading import Found

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from spiders.article.blocks import Block
    from spiders.article.structured import Structured
    from spiders.page import Page
    from spiders.profile import Profile

#: What parts a page's title from the site's name in `<title>`.
_SEPARATOR = re.compile(r"\s+[|•·»«:/–—-]+\s+|\s*[|»«]\s*|\s+::\s+|\s[-–—]\s|:\s(?=\S+$)")
_META = ("og:title", "twitter:title", "dc.title", "title", "headline")
_WORD = re.compile(r"\w+")
_LONGEST = 300
#: How alike two titles are that are the same.
_SAME = 0.6
#: A line of fewer characters that is no heading is a label or a name.
_TITLE = 25
_AROUND = " |•·»«:/–—-"


def find_headline(
    data: Structured, stated: Sequence[Found], blocks: Sequence[Block], text: range, date_at: int | None
) -> tuple[Found | None, int | None]:
    """The headline, and the index of the block that shows it (None where no block does).

    `stated` is what the page calls itself (`stated_titles`).
    """
    trusted = data.work is not None or any(name.startswith("article:") for name in data.meta)
    shown = _visible(blocks, text, date_at, stated, trusted=trusted)
    if shown is None:
        return (stated[0], None) if stated else (None, None)
    block = blocks[shown]
    titles = {found.value for found in stated}
    whole = undouble(block.text)
    if len(block.raw) > 1 and shown != date_at and not titles & set(block.pieces):
        for found in reversed(stated):
            if found.value != whole and _words(found.value) == _words(whole):
                return found, shown  # set in several lines, it lost its punctuation
    element = block.part.element
    place = element.getroottree().getpath(element)
    value = _own_piece(block, titles, parted=shown == date_at)
    return Found(value=value, method="heading", place=place, raw=block.written), shown


def title_line(blocks: Sequence[Block], stated: Sequence[Found]) -> int | None:
    """The block that says what the page calls itself: a heading rather than a line, the longest title, the first."""
    titles = {found.value.casefold(): len(found.value) for found in stated if len(found.value) <= _LONGEST}
    best: tuple[tuple[bool, int], int] | None = None
    for i, block in enumerate(blocks):
        if block.zone in ("nav", "footer", "aside") or (block.link_share > 0.5 and not block.heading):
            continue
        length = max((titles.get(piece.casefold(), 0) for piece in (block.text, *block.pieces)), default=0)
        if length and (best is None or (block.heading in range(1, 7), length) > best[0]):
            best = (block.heading in range(1, 7), length), i
    return best[1] if best else None


def page_title(page: Page) -> str:
    """The content of `<title>`, cleaned."""
    return clean(_title_written(page))


def _title_written(page: Page) -> str:
    """The content of `<title>`, of the document and not of a drawing in it, as it stands there."""
    title = page.tree.find("head/title")
    if title is None:
        title = page.tree.find(".//title")
    return as_written(title.text_content()) if title is not None else ""


def stated_titles(page: Page, profile: Profile, data: Structured) -> list[Found]:
    """What the page calls itself: JSON-LD, meta, the parts of `<title>`; never the site's name."""
    out: list[Found] = []
    if data.work:
        path = data.work.path
        named = [(key, raw) for key in ("headline", "name") for raw in texts(data.work.data.get(key))[:1]]
        out += [Found(value=raw, method="json-ld", place=f"{path}.{key}", raw=raw) for key, raw in named]
    sites = [meta[1] for key in ("og:site_name", "application-name") if (meta := data.first(key))]
    names = {name.casefold() for name in (*sites, profile.title) if name}
    metas = [meta for key in _META if (meta := data.first(key))]
    out += [Found(value=without_site(raw, names), method="meta", place=key, raw=raw) for key, raw in metas]
    if title := page_title(page):
        raw = _title_written(page)
        parts = [without_site(title, names), *_by_likelihood(_SEPARATOR.split(title))]
        out += [Found(value=part, method="title", place="/html/head/title", raw=raw) for part in dict.fromkeys(parts)]
    return [found for found in out if found.value and found.value.casefold() not in names]


def without_site(title: str, names: Collection[str]) -> str:
    """A title without the site's name (in lower case) at one of its ends.

    Where the name is not known, the first part that is long enough to be a title.
    """
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    if parts[-1].casefold() in names:
        return title[: title.rfind(parts[-1])].rstrip(_AROUND)
    if parts[0].casefold() in names:
        return title[len(parts[0]) :].lstrip(_AROUND)
    if names or len(parts[-1]) >= 40:
        return title
    return _by_likelihood(parts)[0]


def _by_likelihood(parts: Sequence[str]) -> list[str]:
    """The parts of a page's title: the first one first if it can be a headline, then the longer ones."""
    first = parts[0] if len(parts[0]) >= 15 else ""
    return [part for part in dict.fromkeys([first, *sorted(parts, key=len, reverse=True)]) if len(part) > 3] or [
        parts[0]
    ]


def alike(a: str, b: str) -> float:
    """How many words two titles share, from 0 to 1 (Dice)."""
    first, second = set(_words(a)), set(_words(b))
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _visible(
    blocks: Sequence[Block], text: range, date_at: int | None, stated: Sequence[Found], *, trusted: bool
) -> int | None:
    """The block that shows the headline: a heading that the page's titles confirm, else the nearest above the text.

    `trusted` are titles of a page that describes itself as an article: they are not the site's name.
    """
    top = text.start if text else len(blocks)
    if date_at is not None and date_at < top:
        top = max(top, date_at)
    candidates = [
        i
        for i in range(min(top, len(blocks)))
        if blocks[i].heading and blocks[i].zone not in ("nav", "footer", "aside") and _could_be(blocks[i].text)
    ]
    above = _line_above(blocks, text, date_at)
    titled = [i for i in candidates if not _is_in_menu(blocks, i)]
    candidates = titled if titled or above is not None else candidates
    if above is not None and candidates and not _is_title_like(blocks[above]):
        above = None
    confirmed = [(alike(blocks[i].text, found.value), i) for i in candidates for found in stated]
    if confirmed and (best := max(confirmed))[0] >= _SAME:
        # The site's name can be a heading and the page's title too: then the menu parts it from the article.
        if trusted or above is None or not is_far(blocks, best[1], above):
            return best[1]
        candidates = [i for i in candidates if not is_far(blocks, i, above)]
    named = title_line(blocks[:top], stated)
    if named is not None and (above is None or not is_far(blocks, named, above)):
        return named
    if not candidates:
        return above
    best_ranked = min(candidates, key=lambda i: _rank(blocks, i, text, date_at))
    return above if above is not None and is_far(blocks, best_ranked, above) else best_ranked


def _is_in_menu(blocks: Sequence[Block], heading: int) -> bool:
    """Whether a heading says what a link of the page says: then it names a section, and not an article."""
    name = blocks[heading].text.casefold()
    links = (block for i, block in enumerate(blocks) if i != heading and block.link_share > 0.8)
    return len(name) < _TITLE and any(name == piece.casefold() for b in links for piece in (b.text, *b.pieces))


def _is_title_like(block: Block) -> bool:
    """Whether a line can be a headline although other lines are headings: long, no link, no sentence."""
    return bool(block.heading) or (
        len(block.text) >= _TITLE and block.link_share < 0.5 and not block.text.endswith((".", ":", ","))
    )


def _own_piece(block: Block, titles: Collection[str], *, parted: bool) -> str:
    """The headline in its line: a piece of it where a kicker or the date stands in the same line."""
    whole = undouble(block.text)
    pieces = [p for p in block.pieces if _could_be(p)]
    counters = any(any(c.isalnum() for c in p) for p in block.pieces if p not in pieces)
    if whole in titles or len(pieces) < 2:
        return pieces[0] if (parted or counters) and pieces else whole
    for piece in pieces:
        if piece in titles:
            return piece
    return max(pieces, key=len) if parted else whole


def _rank(blocks: Sequence[Block], i: int, text: range, date_at: int | None) -> tuple[float, int]:
    """Lower is better: near the date and the text, high among headings, not a mere label."""
    goal = date_at if date_at is not None and i < date_at < text.start + 3 else text.start
    label = len(blocks[i].text) < 25
    return (goal - i) + 2.0 * blocks[i].heading + (4 if label else 0), i


def _line_above(blocks: Sequence[Block], text: range, date_at: int | None) -> int | None:
    """The line that stands where a headline does: above the date, else above the text."""
    if date_at is not None and any(
        _could_be(p) and len(p) > 14 and not parse_date(p) for p in blocks[date_at].pieces[:-1]
    ):
        return date_at
    for end in (date_at, text.start):
        if end is None or end > text.start:
            continue
        for i in range(end - 1, max(-1, end - 3), -1):
            block = blocks[i]
            if block.zone in ("nav", "footer", "aside") or parse_date(block.text):
                continue
            if _could_be(block.text) and len(block.text) > 14:
                return i
    return None


def _could_be(text: str) -> bool:
    return 3 <= len(text) <= _LONGEST and not is_furniture(text)
