"""Whether a page is a listing at all, or an article with lists around it: signs, each with its weight."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from spiders.listing.weigh import FEW, NEUTRAL, is_teaser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from spiders.listing.blocks import Layout
    from spiders.listing.weigh import Weighed
    from spiders.page import Page

#: A line outside of links with so many letters is prose.
PROSE = 80
#: So many letters of prose may introduce a list; so many are an article.
INTRODUCTION, ARTICLE = 300, 1000
#: Schema.org types of a page about one work, and of a page that lists works.
WORKS = frozenset(
    "Article NewsArticle BlogPosting ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle BackgroundNewsArticle"
    " ReviewNewsArticle LiveBlogPosting SocialMediaPosting ScholarlyArticle TechArticle Report Review Recipe".split()
)
_LISTS = frozenset("CollectionPage ItemList Blog SearchResultsPage".split())
_TYPE = re.compile(r'"@type"\s*:\s*(?:\[\s*)?"(?:https?://schema\.org/)?(\w+)"')

#: Paths of listings: of tags, sections, archives, authors, search results, later pages.
LISTING_PATH = re.compile(
    r"/(?:tags?|topics?|category|categories|cat|section|sections|rubric|rubrika|label|labels|author|authors|archives?|search|hashtag|thema|temas?|etiquetas?|mot-cle|tegi?)(?:[/-][^/]+){1,3}/?$"
    r"|/(?:page|seite|pagina|strona|p)/?\d{1,5}/?$"
    r"|/(?:19|20)\d\d(?:/\d\d?){0,2}/?$"
    r"|/(?:news|blog|archive|archives|articles|posts|press|press-releases|category|actualites|noticias|nachrichten|novosti|siaxleebi|aktuelles)/?$"
    r"|/(?:list|index)_\d+(?:_\d+)?\.html?$",
    re.IGNORECASE,
)
LISTING_QUERY = re.compile(r"(?:^|&)(?:tags?|category|cat|topic|label|page|paged|p|s|q|search|m)=[^&]+", re.IGNORECASE)
_FRONT = re.compile(r"^/?$|^(?:/[a-z]{2,4})?/(?:index\.\w+)?$", re.IGNORECASE)
_SLUG = re.compile(r"/[^/]*[^\W\d_]{2,}(?:[-_][^\W_]+){3,}[^/]*/?$")
_RECORD = re.compile(r"\d{4,}[^/]*/?$|\.s?html?$|/(?:19|20)\d\d/\d\d?/(?:\d\d?/)?[^/]+/?$", re.IGNORECASE)


class Evidence(NamedTuple):
    """What speaks for a listing (above 0) or against (below), and why."""

    weight: float
    reason: str


def evidence(page: Page, shown: Layout, best: Weighed, *, labelled: bool, paged: float) -> Evidence:
    """The signs of a page, added up. `labelled`: it names its tag; `paged`: how surely it leads
    to a next page, from 0 to 1."""
    signs = [
        *_by_entries(shown, best),
        *_by_url(page.url),
        *_by_statements(page),
    ]
    if labelled:
        signs.append(Evidence(1.2, "a tag's label"))
    if paged:
        signs.append(Evidence(0.8 + 5 * max(0.0, paged - 0.4), "a next page"))
    total = sum(s.weight for s in signs)
    strongest = sorted(signs, key=lambda s: -abs(s.weight))[:4]
    return Evidence(total, "; ".join(f"{s.reason} ({s.weight:+.1f})" for s in strongest))


def _by_entries(shown: Layout, best: Weighed) -> Iterator[Evidence]:
    yield Evidence(1.2 * log(max(best.weight, 0.01) / NEUTRAL), f"{len(best.segments)} entries: {best.group.alike}")
    if len(best.segments) <= FEW and not any(is_teaser(shown, entry) for entry in best.segments):
        yield Evidence(-1.5, "a few bare titles")
    inside, outside = prose(shown, best)
    if outside > INTRODUCTION:
        share = outside / (inside + outside)
        weight = (-4.0 * share + 0.4) * min(1.0, outside / ARTICLE)
        yield Evidence(weight, f"{share:.0%} of the prose stands outside of them")


def prose(shown: Layout, best: Weighed) -> tuple[int, int]:
    """Letters of prose inside and outside of a list's entries."""
    taken = {n for s in best.segments for n in range(s.start, s.end)}
    sums = [0, 0]
    for line, start in enumerate(shown.lines):
        letters = shown.plain[shown.line_end(line)] - shown.plain[start]
        if letters >= PROSE:
            sums[line not in taken] += letters
    return sums[0], sums[1]


def _by_url(url: str) -> Iterator[Evidence]:
    parts = urlsplit(url)
    path = unquote(parts.path)
    if LISTING_PATH.search(path) or LISTING_QUERY.search(parts.query):
        yield Evidence(2.2, "the address of a listing")
    elif _FRONT.search(path) and not parts.query:
        yield Evidence(1.5, "a site's front page")
    elif _SLUG.search(path) or _RECORD.search(path):
        yield Evidence(-1.8, "the address of one record")


def _by_statements(page: Page) -> Iterator[Evidence]:
    head = statements(page)
    if head.work and not head.lists:
        yield Evidence(-4.0, f"JSON-LD {head.work}")
    if head.lists:
        yield Evidence(1.5, "JSON-LD of a list")
    if head.og_type == "article":
        yield Evidence(-1.8, "og:type article")
    elif head.og_type in ("website", "object", "blog"):
        yield Evidence(0.8, f"og:type {head.og_type}")
    if head.published:
        yield Evidence(-1.5, "a publication time for the page")


def is_certain_article(page: Page) -> bool:
    """Whether a page says so plainly what it is that no list on it can make it a listing: worth knowing, as looking
    for one costs more than reading the article."""
    parts = urlsplit(page.url)
    path = unquote(parts.path)
    if LISTING_PATH.search(path) or LISTING_QUERY.search(parts.query) or (_FRONT.search(path) and not parts.query):
        return False
    head = statements(page)
    is_typed = head.og_type == "article"
    if head.work and not head.lists:
        return is_typed or head.published
    return is_typed and head.published and bool(_SLUG.search(path) or _RECORD.search(path))


class Statements(NamedTuple):
    """What a page's head says of its kind."""

    work: str
    """The schema.org type of the one work that it is about; empty without one."""
    lists: bool
    og_type: str
    published: bool


def statements(page: Page) -> Statements:
    """What machine-readable places say of a page's kind."""
    return _statements(page.tree)


@lru_cache(maxsize=1)  # a page is asked for it several times; nobody changes a tree
def _statements(root: HtmlElement) -> Statements:
    og_type, published = "", False
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name == "og:type":
            og_type = (meta.get("content") or "").strip().lower()
        elif name in ("article:published_time", "datepublished", "article:modified_time"):
            published = True
    works: list[str] = []
    lists = False
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            types = _top_types(script.text)
            works += [t for t in types if t in WORKS]
            lists = lists or bool(_LISTS.intersection(types))
    return Statements(
        works[0] if len(works) == 1 or len(set(works)) > 1 else "", lists and not works, og_type, published
    )


def _top_types(text: str) -> list[str]:
    """The types of a JSON-LD document's own nodes, not of those inside them."""
    try:
        data = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return _TYPE.findall(text[:5000])[:1]
    nodes = data if isinstance(data, list) else [data]
    found: list[str] = []
    for node in nodes:
        if not isinstance(node, dict):
            continue
        graph = node.get("@graph")
        for inner in graph if isinstance(graph, list) else [node]:
            kind = inner.get("@type") if isinstance(inner, dict) else None
            found += [k for k in (kind if isinstance(kind, list) else [kind]) if isinstance(k, str)]
    return found
