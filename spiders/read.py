"""The one entry to extraction: from a page and its source's profile to what the page says. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.normalise.text import clean
from pipelines.normalise.urls import absolute
from spiders.article import find_article
from spiders.editions import find_editions
from spiders.feed import read_feed
from spiders.kind import kind_of
from spiders.language import content_language
from spiders.listing import find_listing
from spiders.listing.evidence import is_certain_article
from spiders.reading import Found, Kind, Listing, Reading

if TYPE_CHECKING:
    from spiders.page import Page
    from spiders.profile import Profile

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_TEXT_TYPES = ("", "text/html", "application/xhtml+xml", "text/plain", "text/xml", "application/xml")


def read(page: Page, profile: Profile) -> Reading:
    """What a page says. The same page and profile give the same reading, whenever and wherever it is read."""
    if not _is_text(page):
        return Reading(kind=Kind.PAGE, reason=f"not a text to be read ({page.mime})")
    items = read_feed(page, profile.timezone)
    if items is not None:
        return Reading(kind=Kind.FEED, reason="an RSS or Atom document", listing=Listing(items=items))
    place = profile.place(page.url)
    is_article = place.kind == "article" if place else is_certain_article(page)
    listing = None if is_article else find_listing(page, profile)
    kind, reason = kind_of(page, profile, listing)
    article = find_article(page, profile) if kind is Kind.ARTICLE else None
    if article:
        text = "\n".join(article.body)
    elif listing:
        text = " ".join(f"{i.title} {'' if i.notice else i.excerpt}" for i in listing.items)
    else:
        text = ""
    language = content_language(page, profile, text)
    return Reading(
        kind=kind,
        reason=reason,
        language=language,
        title=article.headline if article and article.headline else _title(page),
        listing=listing if kind is Kind.LISTING else None,
        article=article,
        editions=find_editions(page, profile, language),
        canonical=_canonical(page),
        feeds=_feeds(page),
    )


def _is_text(page: Page) -> bool:
    return page.mime in _TEXT_TYPES or page.mime.endswith("+xml")


def _title(page: Page) -> Found | None:
    for element in page.tree.iter("title"):
        if text := clean(element.text_content()):
            return Found(value=text, method="title", place="/html/head/title", raw=text, confidence=0.5)
    return None


def _canonical(page: Page) -> str | None:
    for link in page.tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            return absolute(page.base, link.get("href") or "")
    return None


def _feeds(page: Page) -> tuple[str, ...]:
    links = (link for link in page.tree.iter("link") if (link.get("type") or "").lower() in _FEED_TYPES)
    urls = (absolute(page.base, link.get("href") or "") for link in links)
    return tuple(dict.fromkeys(url for url in urls if url))
