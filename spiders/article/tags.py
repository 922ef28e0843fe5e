"""The tags that a page gives its article."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus, urlsplit

from pipelines.normalise.text import clean, undouble
from pipelines.normalise.urls import absolute
from spiders.article.labels import labelled
from spiders.article.structured import texts
from spiders.reading import Found

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spiders.article.blocks import Block
    from spiders.article.structured import Structured
    from spiders.page import Page
    from spiders.profile import Profile

_YEAR = re.compile(r"(?:19|20)\d\d")
_SPLIT = re.compile(r"\s*[,;|،、]\s*")
#: Path segments that lead to a tag's listing, on any site.
_TAG_PATH = re.compile(r"/(?:tags?|topics?|themen|thema|tema|temas|etiketa|etiqueta|keywords?|t[eé]g)(?:[/=-][^/?#]+)/?$", re.IGNORECASE)
_LONGEST = 80
_MOST = 60
_SHORT = 40
#: What systems put among the keywords that no reader calls a tag: numbers, codes, identifiers.
_CODE = re.compile(r"[\d\W]+|[0-9a-f]{8}-[0-9a-f-]{20,}|_.*|\S+\.(?:com|org|net)|[\w ]+: .*", re.IGNORECASE)


def find_tags(
    page: Page, profile: Profile, data: Structured, blocks: Sequence[Block], text: range
) -> tuple[Found, ...]:
    """The tags, each once, as a reader sees them: from the most specific place that states any."""
    for source in (
        _labelled(blocks, text),
        _profile_links(page, profile, blocks, text),
        _json_ld(data),
        _article_tags(data),
        _rel_links(page),
        _keywords(data),
        _tag_links(page, blocks, text),
    ):
        if found := _once(source):
            return found
    return ()


def _once(source: Iterable[Found]) -> tuple[Found, ...]:
    seen: dict[str, Found] = {}
    for found in source:
        value = found.value.strip(" #")
        if 1 < len(value) <= _LONGEST and len(seen) < _MOST and (_YEAR.fullmatch(value) or not _CODE.fullmatch(value)):
            seen.setdefault(value.casefold(), Found(value=value, method=found.method, place=found.place, raw=found.raw))
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


def _labelled(blocks: Sequence[Block], text: range) -> Iterator[Found]:
    """“Tags: a, b” above or below the text; the label can be a line of its own."""
    for i in range(max(0, text.start - 15), min(len(blocks), text.stop + 25)):
        block = blocks[i]
        if len(block.text) > 400 or (rest := labelled(block.text, "tags")) is None:
            continue
        place = block.part.element.getroottree().getpath(block.part.element)
        lines = [rest] if rest else [b.text for b in _linked_lines(blocks, i + 1)]
        links = [clean(a.text_content()) for a in block.part.element.iter("a")] if rest else lines
        for value in links or _SPLIT.split(rest):
            yield Found(value=undouble(value), method="visible", place=place, raw=block.text)
        return


def _linked_lines(blocks: Sequence[Block], start: int) -> Iterator[Block]:
    for block in blocks[start : start + 30]:
        if block.link_share < 0.8 or len(block.text) > _LONGEST:
            return
        yield block


def _profile_links(page: Page, profile: Profile, blocks: Sequence[Block], text: range) -> Iterator[Found]:
    """Links at the text that lead to what the profile calls the listing of a tag."""
    if any("{tag}" in shape for shape in profile.urls.listing):
        for label, url, place in _links(page, blocks, text):
            spot = profile.place(url)
            if spot and spot.kind == "listing" and "tag" in spot.parts:
                yield Found(value=label or spot.parts["tag"].replace("_", " "), method="link", place=place, raw=url)


def _rel_links(page: Page) -> Iterator[Found]:
    """`<a rel=tag>`; WordPress also puts it on categories."""
    for element in page.tree.iter("a"):
        rel = element.get("rel")
        if rel and "tag" in rel.lower().split() and (value := undouble(clean(element.text_content()))):
            place = page.tree.getroottree().getpath(element)
            yield Found(value=value, method="rel", place=place, raw=element.get("href") or "")


def _tag_links(page: Page, blocks: Sequence[Block], text: range) -> Iterator[Found]:
    """Links below or above the text whose address says tag or topic; below it also those that end in their label."""
    for label, url, place in _links(page, blocks, text):
        path = unquote_plus(urlsplit(url).path)
        if label and _TAG_PATH.search(path):
            yield Found(value=label, method="link", place=place, raw=url)
    for label, url, place in _links(page, blocks, range(0, text.stop)):
        if len(label) <= _SHORT and _slug(label) and _slug(label) == _slug(_last_segment(url)):
            yield Found(value=label, method="link", place=place, raw=url)


def _last_segment(url: str) -> str:
    """The last segment of a path, without the word tag before the tag."""
    segment = unquote_plus(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    return re.sub(r"^tags?[-_=]", "", segment, flags=re.IGNORECASE)


def _slug(text: str) -> str:
    """Letters and digits alone, without accents, in lower case."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if c.isalnum())


def _links(page: Page, blocks: Sequence[Block], text: range) -> Iterator[tuple[str, str, str]]:
    """Links in the lines shortly before and after the text: label, absolute URL, XPath."""
    near = [*range(max(0, text.start - 10), text.start), *range(text.stop, min(len(blocks), text.stop + 25))]
    done = set()
    for i in near:
        element = blocks[i].part.element
        if blocks[i].zone in ("nav", "footer") or not blocks[i].linked or element in done:
            continue
        done.add(element)
        root = element.getparent() if element.getparent() is not None and element.getparent().tag == "a" else element
        for link in root.iter("a"):
            if (href := link.get("href")) and (url := absolute(page.base, href)):
                yield undouble(clean(link.text_content())), url, root.getroottree().getpath(link)
