"""The headline: what stands above the text, checked against what the page calls itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.normalise.dates import parse_date
from pipelines.normalise.text import clean, undouble
from spiders.article.structured import texts
from spiders.article.words import is_furniture
from spiders.reading import Found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.article.blocks import Block
    from spiders.article.structured import Structured
    from spiders.page import Page

#: What parts a page's title from the site's name in `<title>`.
_SEPARATOR = re.compile(r"\s+[|•·»«:/–—-]+\s+|\s*[|»«]\s*|\s+::\s+|\s[-–—]\s|:\s(?=\S+$)")
_META = ("og:title", "twitter:title", "dc.title", "title", "headline")
_WORD = re.compile(r"\w+")
_LONGEST = 300
#: How alike two titles are that are the same.
_SAME = 0.6


def find_headline(
    page: Page, data: Structured, blocks: Sequence[Block], text: range, date_at: int | None
) -> tuple[Found | None, int | None]:
    """The headline, and the index of the block that shows it (None where no block does)."""
    stated = _stated(page, data)
    titles = [found.value for found in stated]
    shown = _visible(blocks, text, date_at, titles)
    if shown is not None:
        block = blocks[shown]
        element = block.part.element
        place = element.getroottree().getpath(element)
        value = _own_piece(block, titles, parted=shown == date_at)
        return Found(value=value, method="heading", place=place, raw=block.text), shown
    return (stated[0], None) if stated else (None, None)


def page_title(page: Page) -> str:
    """The content of `<title>`, of the document and not of a drawing in it."""
    title = page.tree.find("head/title")
    if title is None:
        title = page.tree.find(".//title")
    return clean(title.text_content()) if title is not None else ""


def _stated(page: Page, data: Structured) -> list[Found]:
    """What the page calls itself: JSON-LD, meta, `<title>` without the site's name."""
    out: list[Found] = []
    if data.work:
        path = data.work.path
        named = [(key, raw) for key in ("headline", "name") for raw in texts(data.work.data.get(key))[:1]]
        out += [Found(value=raw, method="json-ld", place=f"{path}.{key}", raw=raw) for key, raw in named]
    site = [name[1] for key in ("og:site_name", "application-name") if (name := data.first(key))]
    metas = [meta for key in _META if (meta := data.first(key))]
    out += [Found(value=without_site(raw, site), method="meta", place=key, raw=raw) for key, raw in metas]
    if raw := page_title(page):
        out.append(Found(value=without_site(raw, site), method="title", place="/html/head/title", raw=raw))
    return [found for found in out if found.value]


def without_site(title: str, site: Sequence[str]) -> str:
    """A title without the site's name at one of its ends: where the name is known, else the longest part."""
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    names = {name.casefold() for name in site}
    if parts[-1].casefold() in names:
        return title[: title.rfind(parts[-1])].rstrip(" |•·»«:/–—-")
    if parts[0].casefold() in names:
        return title[len(parts[0]) :].lstrip(" |•·»«:/–—-")
    if names:
        return title
    return max(parts, key=len) if len(parts[-1]) < 40 else title


def alike(a: str, b: str) -> float:
    """How many words two titles share, from 0 to 1 (Dice)."""
    first, second = set(_WORD.findall(a.casefold())), set(_WORD.findall(b.casefold()))
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _visible(blocks: Sequence[Block], text: range, date_at: int | None, stated: Sequence[str]) -> int | None:
    """The block that shows the headline: a heading that the page's titles confirm, else the nearest above the text."""
    top = text.start if text else len(blocks)
    if date_at is not None and date_at < top:
        top = max(top, date_at)
    candidates = [
        i
        for i in range(min(top, len(blocks)))
        if blocks[i].heading and blocks[i].zone not in ("nav", "footer", "aside") and _could_be(blocks[i].text)
    ]
    confirmed = [(max(alike(blocks[i].text, title) for title in stated), i) for i in candidates] if stated else []
    if confirmed and (best := max(confirmed))[0] >= _SAME:
        return best[1]
    if not candidates:
        return _line_above(blocks, text, date_at)
    return min(candidates, key=lambda i: _rank(blocks, i, text, date_at))


def _own_piece(block: Block, titles: Sequence[str], *, parted: bool) -> str:
    """The headline in its line: a piece of it where a kicker or the date stands in the same line."""
    whole = undouble(block.text)
    pieces = [p for p in block.pieces if _could_be(p)]
    if whole in titles or len(pieces) < 2:
        return pieces[0] if parted and pieces else whole
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
    """Where no line is a heading: the line above the date, or above the text."""
    if date_at is not None and any(
        _could_be(p) and len(p) > 14 and not parse_date(p) for p in blocks[date_at].pieces[:-1]
    ):
        return date_at
    for end in (date_at, text.start):
        if end is None:
            continue
        for i in range(end - 1, max(-1, end - 3), -1):
            block = blocks[i]
            if block.zone not in ("nav", "footer") and _could_be(block.text) and len(block.text) > 14:
                return i
    return None


def _could_be(text: str) -> bool:
    return 3 <= len(text) <= _LONGEST and not is_furniture(text)
