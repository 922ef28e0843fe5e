"""Who wrote the article, where the page says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml.etree import XPath

from pipelines.normalise.text import clean
from spiders.article.blocks import as_written
from spiders.article.labels import labelled
from spiders.article.structured import texts
from spiders.reading import Found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.article.blocks import Block
    from spiders.article.structured import Structured
    from spiders.page import Page

META = ("author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator", "byl")
_BYLINE = re.compile(
    r"(?:by|von|par|por|di|door)\s+((?:[^\W\d_a-z][\w.'’-]+[\s,]*(?:and\s+|und\s+|et\s+|y\s+|e\s+)?){2,6})$",
    re.IGNORECASE,
)
_BY_AUTHOR = XPath("//a[@rel='author'] | //*[@itemprop='author' and not(self::meta)]")
_LONGEST = 150


def find_author(page: Page, data: Structured, blocks: Sequence[Block], text: range) -> tuple[Found | None, int | None]:
    """The author as stated (name, and role where one is given), and the index of the block that shows it."""
    shown = _visible(blocks, text)
    stated = _json_ld(data) or _in_meta(data) or _rel(page)
    return stated or (shown[0] if shown else None), shown[1] if shown else None


def _json_ld(data: Structured) -> Found | None:
    for key in ("author", "creator"):
        if data.work and (names := [n for n in texts(data.work.data.get(key)) if "://" not in n]):
            value = ", ".join(dict.fromkeys(names))
            return Found(value=value, method="json-ld", place=f"{data.work.path}.{key}", raw=value)
    return None


def _in_meta(data: Structured) -> Found | None:
    for name in META:
        values = [v for v in data.meta.get(name, ()) if v and "://" not in v and len(v) <= _LONGEST]
        if values:
            raw = ", ".join(dict.fromkeys(values))
            return Found(value=raw, method="meta", place=name, raw=raw, confidence=0.9)
    return None


def _rel(page: Page) -> Found | None:
    for element in _BY_AUTHOR(page.tree):
        value = clean(element.text_content())
        if 2 < len(value) <= _LONGEST:
            place, raw = page.tree.getroottree().getpath(element), as_written(element.text_content())
            return Found(value=value, method="rel", place=place, raw=raw, confidence=0.9)
    return None


def _visible(blocks: Sequence[Block], text: range) -> tuple[Found, int] | None:
    """`Author: NAME, ROLE` near the text's beginning or end; `By NAME` right above it."""
    near = [
        *range(max(0, text.start - 10), min(text.start + 2, len(blocks))),
        *range(text.stop, min(text.stop + 4, len(blocks))),
    ]
    for i in near:
        block = blocks[i]
        if len(block.text) > _LONGEST:
            continue
        value = labelled(block.text, "author")
        if value == "" and i + 1 < len(blocks) and len(blocks[i + 1].text) < 80:
            value = blocks[i + 1].text
        if value is None and i < text.start and (match := _BYLINE.match(block.text)):
            value = match[1].strip(" ,")
        if value:
            place = block.part.element.getroottree().getpath(block.part.element)
            return Found(value=value, method="visible", place=place, raw=block.written, confidence=0.8), i
    return None
