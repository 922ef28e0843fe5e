"""Which addresses a page leads on to: further listings, their next pages, articles, and editions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from pipelines.items import AskRow
from pipelines.normalise.urls import absolute, untracked, url_key
from spiders.identity import neutral_path
from spiders.reading import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spiders.page import Page
    from spiders.profile import Profile
    from spiders.reading import Reading

#: A longer address is a trap or a mistake.
_MAX_URL = 2000
#: A path that says the same segment more often is a trap (relative links that pile up).
_MAX_REPEATS = 3


@dataclass(frozen=True, kw_only=True)
class Position:
    """Where in the walk a page stands."""

    depth: int = 0
    page: int = 1
    """Which page of a listing."""


def start(profile: Profile) -> tuple[AskRow, ...]:
    """Where the walk begins: the profile's start addresses, their other editions, and the feeds to try."""
    asks: dict[str, AskRow] = {}
    for url in profile.start_urls:
        _add(asks, profile, url, _kind(profile, url, Kind.LISTING), Position(depth=-1))
        for other in _in_other_languages(profile, url):
            _add(asks, profile, other, _kind(profile, url, Kind.LISTING), Position(), optional=True)
    for path in profile.urls.feed:
        feed = profile.rebase(urljoin(str(profile.start[0]), path))
        for url in (feed, *_in_other_languages(profile, feed)):
            _add(asks, profile, url, Kind.FEED, Position(), optional=True)
    return tuple(asks.values())


def links(page: Page, profile: Profile, reading: Reading, position: Position) -> tuple[AskRow, ...]:
    """The addresses to ask because of this page."""
    asks: dict[str, AskRow] = {}
    if reading.kind in (Kind.LISTING, Kind.FEED):
        _add_items(asks, page, profile, reading, position)
    if reading.kind is Kind.LISTING:
        _add_next(asks, page, profile, reading, position)
    if not profile.stay:
        for url in _listings(page, profile, reading):
            _add(asks, profile, url, Kind.LISTING, position, via=page.url)
        for url in reading.feeds:
            _add(asks, profile, url, Kind.FEED, position, via=page.url, optional=True)
    if reading.kind in (Kind.LISTING, Kind.ARTICLE):
        for url in _linked_editions(page, profile, reading):
            _add(asks, profile, url, reading.kind, position, via=page.url, page=position.page)
        for url in _in_other_languages(profile, page.url):
            _add(asks, profile, url, reading.kind, position, via=page.url, page=position.page, optional=True)
    asks.pop(url_key(page.url), None)
    return tuple(asks.values())


def _add_items(asks: dict[str, AskRow], page: Page, profile: Profile, reading: Reading, position: Position) -> None:
    for item in reading.listing.items if reading.listing else ():
        url = profile.rebase(item.url)
        kind = _kind(profile, url, Kind.ARTICLE)
        if reading.kind is Kind.FEED and profile.urls.article and kind is not Kind.ARTICLE:
            continue  # a feed may name anything; a listing's item is what the listing says it is
        _add(asks, profile, url, kind, position, via=page.url)


def _add_next(asks: dict[str, AskRow], page: Page, profile: Profile, reading: Reading, position: Position) -> None:
    following = reading.listing.next_page if reading.listing and reading.listing.items else None
    if following and position.page < profile.crawl.max_listing_pages:
        url = profile.rebase(following.value)
        _add(asks, profile, url, Kind.LISTING, position, via=page.url, page=position.page + 1)


def _listings(page: Page, profile: Profile, reading: Reading) -> Iterator[str]:
    """Other listings: every link of a listing's shape where the profile names shapes, else what was inferred."""
    if not profile.urls.listing:
        yield from map(profile.rebase, reading.listing.listings if reading.listing else ())
        return
    for href in dict.fromkeys(anchor.get("href") for anchor in page.tree.iter("a")):
        link = absolute(page.base, href) if href else None
        if link is None:
            continue
        url = profile.rebase(link)
        place = profile.place(url)
        if place and place.kind == "listing" and profile.owns(url):
            yield url


def _linked_editions(page: Page, profile: Profile, reading: Reading) -> Iterator[str]:
    """The same page in other languages, where the page links to it."""
    own = neutral_path(page.url)
    for edition in reading.editions:
        url = profile.rebase(edition.url)
        # A language switch of a listing often leads to the other language's home page.
        if edition.exists is not False and (reading.kind is Kind.ARTICLE or neutral_path(url) == own):
            yield url


def _in_other_languages(profile: Profile, url: str) -> Iterator[str]:
    """Where the profile says that the same page would stand in other languages."""
    own = url_key(url)
    for lang in profile.languages:
        other = profile.in_language(url, lang)
        if other and url_key(other) != own:
            yield other


def _kind(profile: Profile, url: str, default: Kind) -> Kind:
    place = profile.place(url)
    return Kind(place.kind) if place and place.kind != "skip" else default


def _add(
    asks: dict[str, AskRow],
    profile: Profile,
    url: str,
    kind: Kind,
    position: Position,
    *,
    via: str | None = None,
    page: int = 1,
    optional: bool = False,
) -> None:
    """Add an address, unless it is another site's, a trap, or there already."""
    place = profile.place(url)
    if not profile.owns(url) or (place and place.kind == "skip") or _is_trap(url):
        return
    url = untracked(url)
    ask = AskRow(
        url_key=url_key(url), url=url, kind=kind, via=via, depth=position.depth + 1, page=page, optional=optional
    )
    asks.setdefault(ask.url_key, ask)


def _is_trap(url: str) -> bool:
    return len(url) > _MAX_URL or _most_frequent(url.partition("?")[0].split("/")[3:]) > _MAX_REPEATS


def _most_frequent(parts: Iterable[str]) -> int:
    counts: dict[str, int] = {}
    for part in filter(None, parts):
        counts[part] = counts.get(part, 0) + 1
    return max(counts.values(), default=0)
