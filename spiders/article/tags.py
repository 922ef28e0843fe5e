"""The tags that a page gives its article."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote_plus

from pipelines.normalise.text import clean, undouble
from pipelines.normalise.urls import absolute
from spiders.article.blocks import as_written
from spiders.article.labels import labelled
from spiders.article.structured import texts
from spiders.article.words import is_furniture
from spiders.reading import Found

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

    from spiders.article.blocks import Block
    from spiders.article.structured import Structured
    from spiders.page import Page
    from spiders.profile import Profile

_YEAR = re.compile(r"(?:19|20)\d\d")
_SPLIT = re.compile(r"\s*[,;|،、]\s*")
#: Path segments that lead to a tag's listing, on any site.
_TAG_PATH = re.compile(
    r"/(?:tags?|topics?|themen|thema|tema|temas|etiketa|etiqueta|keywords?|t[eé]g)(?:[/=-][^/?#]+)/?$", re.IGNORECASE
)
#: The path of an address (RFC 3986 appendix B).
_PARTS = re.compile(r"(?:[^:/?#]+:)?(?://[^/?#]*)?([^?#]*)")
_LONGEST = 80
_LONG_LINE = 400
_MOST = 60
_SHORT = 40
#: What systems put among the keywords that no reader calls a tag: numbers, codes, identifiers.
_CODE = re.compile(r"[\d\W]+|[0-9a-f]{8}-[0-9a-f-]{20,}|_.*|\S+\.(?:com|org|net)|[\w ]+: .*", re.IGNORECASE)


class _Link(NamedTuple):
    """A link at the text."""

    label: str
    href: str
    below: bool
    """Whether it stands after the text."""
    element: HtmlElement

    @property
    def raw(self) -> str:
        return as_written(self.element.text_content())

    @property
    def place(self) -> str:
        return str(self.element.getroottree().getpath(self.element))


def find_tags(
    page: Page, profile: Profile, data: Structured, blocks: Sequence[Block], text: range
) -> tuple[Found, ...]:
    """The tags, each once, as a reader sees them: from the most specific place that states any."""
    # “Tags” as a heading is often over a cloud of the whole site's. Where the profile names the listings of tags,
    # these say which articles have a tag, and a page's own statement must be beyond doubt.
    strict = any("{tag}" in shape for shape in profile.urls.listing)
    links = list(_links(blocks, text, strict=strict))
    for source in (
        _labelled(page, blocks, text, strict=strict),
        _profile_links(page, profile, links),
        _json_ld(data),
        _article_tags(data),
        _rel_links(page),
        _keywords(data),
        _tag_links(page, links),
    ):
        if found := _once(source):
            return found
    return ()


def _once(source: Iterable[Found]) -> tuple[Found, ...]:
    seen: dict[str, Found] = {}
    for found in source:
        value = found.value.strip(" #")
        if is_furniture(value):
            continue
        if 1 < len(value) <= _LONGEST and len(seen) < _MOST and (_YEAR.fullmatch(value) or not _CODE.fullmatch(value)):
            seen.setdefault(value.casefold(), replace(found, value=value))
    return tuple(seen.values())


def _json_ld(data: Structured) -> Iterator[Found]:
    if data.work:
        keywords = data.work.data.get("keywords")
        for raw in texts(keywords):
            whole = isinstance(keywords, list) and len(keywords) > 1
            for value in [raw] if whole else _SPLIT.split(raw):
                yield Found(value=value, method="json-ld", place=f"{data.work.path}.keywords", raw=raw)


def _article_tags(data: Structured) -> Iterator[Found]:
    for name in ("article:tag", "og:article:tag", "parsely-tags", "article.tag"):
        contents = data.meta.get(name, [])
        for raw in contents:
            for value in _SPLIT.split(raw) if len(contents) == 1 else [raw]:
                yield Found(value=value, method="meta", place=name, raw=raw)


def _keywords(data: Structured) -> Iterator[Found]:
    for name in ("news_keywords", "keywords"):
        if meta := data.first(name):
            for value in _SPLIT.split(meta[1]):
                yield Found(value=value, method="meta", place=name, raw=meta[1])
            return


def _labelled(page: Page, blocks: Sequence[Block], text: range, *, strict: bool) -> Iterator[Found]:
    """“Tags: a, b” above or below the text; the label can be a line of its own, unless `strict` a heading too."""
    for i in _around(blocks, text):
        block = blocks[i]
        if len(block.text) > 400 or (rest := labelled(block.text, "tags")) is None:
            continue
        if block.heading and not rest and strict:
            continue
        lines = [block] if rest else list(_linked_lines(blocks, i + 1))
        for line in lines:
            yield from _linked_tags(page, line)
        if rest and not block.links:
            for value in _SPLIT.split(rest):
                yield Found(value=undouble(value), method="visible", place=_place(block), raw=block.written)
            return
        if any(line.links for line in lines):
            return


def _linked_tags(page: Page, line: Block) -> Iterator[Found]:
    place, raw = _place(line), line.written
    for link in line.links:
        url = absolute(page.base, link.get("href") or "")
        yield Found(value=undouble(link.text_content()), method="visible", place=place, raw=raw, link=url)


def _place(block: Block) -> str:
    return str(block.part.element.getroottree().getpath(block.part.element))


def _around(blocks: Sequence[Block], text: range) -> Iterator[int]:
    """The blocks shortly before the text, in it, and shortly after it; boxes beside it are passed over."""
    after = (i for i in range(text.stop, len(blocks)) if blocks[i].zone != "aside")
    yield from range(max(0, text.start - 15), min(len(blocks), text.stop))
    yield from islice(after, 25)


def _linked_lines(blocks: Sequence[Block], start: int) -> Iterator[Block]:
    for block in blocks[start : start + 30]:
        if block.link_share < 0.8 or len(block.text) > _LONGEST:
            return
        yield block


def _profile_links(page: Page, profile: Profile, links: Sequence[_Link]) -> Iterator[Found]:
    """Links at the text that lead to what the profile calls the listing of a tag."""
    for link in links:
        url = absolute(page.base, link.href)
        spot = profile.place(url) if url else None
        if url and spot and spot.kind == "listing" and "tag" in spot.parts:
            label = link.label or spot.parts["tag"].replace("_", " ")
            yield Found(value=label, method="link", place=link.place, raw=link.raw, link=url)


def _rel_links(page: Page) -> Iterator[Found]:
    """`<a rel=tag>`; WordPress also puts it on categories."""
    for element in page.tree.iter("a"):
        rel = element.get("rel")
        if rel and "tag" in rel.lower().split() and (value := undouble(clean(element.text_content()))):
            place = page.tree.getroottree().getpath(element)
            url = absolute(page.base, element.get("href") or "")
            raw = as_written(element.text_content())
            yield Found(value=value, method="rel", place=place, raw=raw, link=url)


def _tag_links(page: Page, links: Sequence[_Link]) -> Iterator[Found]:
    """Links at the text whose address says tag or topic; below it also those whose address ends in their label."""
    for link in links:
        if link.label and _says_tag(link.href):
            yield _linked(page, link)
    for link in links:
        if link.below and len(link.label) <= _SHORT and _slug(link.label) == _slug(_last_segment(link.href)) != "":
            yield _linked(page, link)


def _linked(page: Page, link: _Link) -> Found:
    url = absolute(page.base, link.href)
    return Found(value=link.label, method="link", place=link.place, raw=link.raw, link=url)


@lru_cache(maxsize=2048)
def _says_tag(url: str) -> bool:
    return _TAG_PATH.search(_path(url)) is not None


def _path(url: str) -> str:
    """The path of a link as it stands on a page, also where it is no address that anybody could ask."""
    found = _PARTS.match(url)
    return unquote_plus(found[1]) if found else ""


@lru_cache(maxsize=2048)
def _last_segment(url: str) -> str:
    """The last segment of a path, without the word tag before the tag."""
    segment = _path(url).rstrip("/").rpartition("/")[2]
    return re.sub(r"^tags?[-_=]", "", segment, flags=re.IGNORECASE)


@lru_cache(maxsize=2048)
def _slug(text: str) -> str:
    """Letters and digits alone, without accents, in lower case."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if c.isalnum())


def _is_sentence(block: Block) -> bool:
    """Whether a line says more than its links: those lead to what it speaks of."""
    return block.text.endswith(".") and block.link_share < 0.5


def _above(blocks: Sequence[Block], text: range) -> Iterator[int]:
    for i in range(text.start - 1, max(-1, text.start - 11), -1):
        yield i
        if blocks[i].heading:
            return


def _below(blocks: Sequence[Block], text: range, *, strict: bool) -> Iterator[int]:
    for i in range(text.stop, min(len(blocks), text.stop + 25)):
        if blocks[i].heading and strict:
            return
        yield i


def _links(blocks: Sequence[Block], text: range, *, strict: bool) -> Iterator[_Link]:
    """Links in the short lines before and after the text, up to the headings that part it from the rest of the page."""
    for i in (*_above(blocks, text), *_below(blocks, text, strict=strict)):
        block = blocks[i]
        if block.zone in ("nav", "footer") or len(block.text) > _LONG_LINE or _is_sentence(block):
            continue
        for link in block.links:
            if (label := undouble(link.text_content())) and len(label) <= _LONGEST:
                yield _Link(label, link.get("href") or "", i >= text.stop, link)
