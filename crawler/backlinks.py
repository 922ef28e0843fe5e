"""Which kept pages name an address: listings, feeds, redirects, and whatever else links to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.reader import captures
from crawler.near import key_or_none
from pipelines.normalise.urls import absolute
from spiders.feed import read_feed
from spiders.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from archive.reader import Capture

#: Ends of media types of documents with links, besides `text/*`.
_XML = ("/xml", "+xml")


def named_by(files: Sequence[Path], keys: set[str]) -> Iterator[str]:
    """The addresses of kept pages that link to one of these keys and have none of them, each once."""
    seen: set[str] = set()
    linking: set[str] = set()  # ids of records
    for capture in (capture for path in files for capture in captures(path)):
        original = capture.address.revisit_of
        if original.record_id not in linking if original else keys.isdisjoint(_links(capture)):
            continue
        linking.add(capture.address.record_id)
        if capture.url not in seen and key_or_none(capture.url) not in keys:
            seen.add(capture.url)
            yield capture.url


def _links(capture: Capture) -> Iterator[str | None]:
    """Keys of the addresses that a page, a feed or a redirect names."""
    page = Page.of(capture.url, capture.message, capture.fetched_at)
    if page.redirects_to:
        yield key_or_none(page.redirects_to)
    if page.mime and not page.mime.startswith("text/") and not page.mime.endswith(_XML):
        return
    items = read_feed(page)
    hrefs = page.tree.xpath("//@href") if items is None else [item.url for item in items]
    for url in (absolute(page.base, href) for href in dict.fromkeys(hrefs)):
        yield key_or_none(url) if url else None
