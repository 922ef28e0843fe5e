"""Where a layout's links lead, at the price of a look: thousands of links are compared, few are resolved."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from pipelines.normalise.urls import absolute

if TYPE_CHECKING:
    from spiders.listing.blocks import Layout

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_WEB = re.compile(r"https?:", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
#: A path and query that are already as RFC 3986 wants them, with no dot segment.
_TIDY = re.compile(
    r"/(?!/)(?:(?!\.\.?(?:/|$|\?))[A-Za-z0-9_~.!$&'()*+,;=:@-]|%[0-9A-F]{2}|/)*(?:\?[A-Za-z0-9_~.!$&'()*+,;=:@/?-]*)?"
)
#: Paths that do something, or are no page: never an item, never a further page.
DEED = re.compile(
    r"/(?:wp-login|wp-admin|login|logout|signin|sign-in|signup|register|cart|checkout|account|share|sharer|print|feed|rss)"
    r"(?:[/.?]|$)|\.(?:jpe?g|png|gif|webp|svg|zip|css|js|xml|rss|mp3|mp4)$|[?&](?:replytocom|share)=",
    re.IGNORECASE,
)


def resolve(base: str, href: str) -> str | None:
    """The absolute URL of a link, as `absolute` gives it; a shortcut for the plain case."""
    if _TIDY.fullmatch(href):
        return _origin(base) + href
    return absolute(base, href)


def key(base: str, href: str) -> str | None:
    """What tells a link's target from others: host and path and query, without `www.` and a trailing slash.

    None where the link leads to no page.
    """
    scheme = _SCHEME.match(href)
    if scheme and not _WEB.match(href):
        return None
    target = href.partition("#")[0].strip()
    if not target:
        return None
    if target.startswith("/") and not target.startswith("//"):
        target = _host(base) + target
    elif scheme:
        target = target[scheme.end() :].lstrip("/")
    else:
        try:
            target = urljoin(base, target).partition("://")[2]
        except ValueError:
            return None
    return target.removeprefix("www.").rstrip("/").replace("/?", "?")


def host_of(target: str) -> str:
    """The host of a link's key."""
    return target.partition("/")[0].partition("?")[0].lower()


def shape(target: str) -> str:
    """The form of a link's key: numbers, and the last part of the path, left open.

    >>> shape("example.org/news/2024/05/a-title"), shape("example.org/?id=7")
    ('example.org/news/#/#/*', 'example.org/?id=')
    """
    path, mark, query = target.partition("?")
    head, slash, _ = path.rstrip("/").rpartition("/")
    path = _NUMBER.sub("#", head) + slash + "*" if slash else path
    if not mark:
        return path
    names = "&".join(pair.partition("=")[0] + "=" for pair in query.split("&"))
    return f"{path}{mark}{names}"


def keys(page: Layout, base: str) -> list[str | None]:
    """The key of each link of a layout, by the link's index."""
    known: dict[str, str | None] = {}
    found: list[str | None] = []
    for link in page.links:
        if link.href not in known:
            known[link.href] = key(base, link.href)
        found.append(known[link.href])
    return found


@lru_cache(maxsize=256)
def _origin(base: str) -> str:
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}"


@lru_cache(maxsize=256)
def _host(base: str) -> str:
    return urlsplit(base).netloc.rpartition("@")[2].lower()
