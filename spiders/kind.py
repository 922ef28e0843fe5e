"""What a page is: a listing, an article, a feed, or something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from pipelines.normalise.dates import parse_date
from spiders.listing.blocks import layout
from spiders.listing.evidence import PROSE, statements
from spiders.notice import text_is_in
from spiders.reading import Kind

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from spiders.page import Page
    from spiders.profile import Profile
    from spiders.reading import Listing

FEED_TYPES = frozenset(("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"))
_FEED_ROOT = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*|<\?xml-stylesheet[^>]*\?>\s*)*<(?:rss|feed|rdf:RDF)[\s>]", re.DOTALL
)
#: A page with fewer letters of prose is no article.
ENOUGH_PROSE = 150
#: A line that is a date is no longer; a date (EDTF) that names a day is no shorter; more of them are a calendar.
_DATE_LENGTH, _FULL_DATE, _DATES = 60, 10, 2
#: Last parts of paths that lead to pages that every site has.
_STATIC = re.compile(
    r"/(?:about(?:-us|-project|-the-project|-site)?|contacts?|contact-us|privacy(?:-policy)?|terms(?:-\w+)*|faq|imprint|impressum|kontakt|login|register"
    r"|search|sitemap|team|staff|advertise|cookies?(?:-policy)?|kontaqti|chvens-shesakheb|o-nas|kontakty)(?:/|\.html?|/index\.html?)?$",
    re.IGNORECASE,
)
#: A path that names a day and a text.
_DATED = re.compile(r"/(?:19|20)\d\d/\d\d?/(?:\d\d?/)?[^/]{4,}")
_BY_PROFILE = {
    "listing": Kind.LISTING,
    "article": Kind.ARTICLE,
    "feed": Kind.FEED,
    "page": Kind.PAGE,
    "skip": Kind.PAGE,
}


def kind_of(page: Page, profile: Profile, listing: Listing | None) -> tuple[Kind, str]:
    """A page's kind, and the reason in words.

    `listing` is what the page was read as by `find_listing`. A feed is a feed wherever it stands; then the
    profile's URL shapes decide; then what the page shows.
    """
    if page.mime in FEED_TYPES or _FEED_ROOT.match(page.text[:2000]):
        return Kind.FEED, "an RSS or Atom document"
    place = profile.place(page.url)
    if place and place.kind != "feed":
        return _BY_PROFILE[place.kind], f"the profile's URL shapes say {place.kind}"
    if listing and listing.items:
        return Kind.LISTING, listing.reason
    head = statements(page)
    if head.work or head.og_type == "article" or head.published:
        return Kind.ARTICLE, f"its head says so ({head.work or head.og_type or 'a publication time'})"
    if _STATIC.search(unquote(urlsplit(page.url).path)):
        return Kind.PAGE, "the address of a page about the site"
    if _DATED.search(urlsplit(page.url).path):
        return Kind.ARTICLE, "a dated address, and no list"
    letters = _prose(page.tree)
    if letters >= ENOUGH_PROSE:
        return Kind.ARTICLE, "prose, and no list"
    return _by_lines(page.tree)


def _prose(tree: HtmlElement) -> int:
    """Letters of prose: of texts that are long enough to be no label, up to what is enough."""
    letters = 0
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "noscript", "a", "head", "title"):
            text = element.tail
        else:
            text = f"{element.text or ''}\n{element.tail or ''}"
        if text and len(text) >= PROSE:
            letters += sum(len(t) for t in text.split("\n") if len(t.strip()) >= PROSE)
            if letters >= ENOUGH_PROSE:
                break
    return letters


def _by_lines(tree: HtmlElement) -> tuple[Kind, str]:
    """A short page's kind, by what stands in a line of its own: the day of an article, or a notice in its place."""
    shown = layout(tree)
    dates = 0
    for line, start in enumerate(shown.lines):
        if shown.chrome[shown.line_block[line]] or shown.piece_link[start] >= 0:
            continue
        text = shown.line_text(line)
        if text_is_in(text):
            return Kind.ARTICLE, "a notice of the text's language, and no list"
        if len(text) <= _DATE_LENGTH and any(c.isdigit() for c in text):
            date = parse_date(text)
            dates += date is not None and len(date) >= _FULL_DATE
    if 0 < dates <= _DATES:
        return Kind.ARTICLE, "a line that is a date, and no list"
    return Kind.PAGE, "neither a list nor prose"
