"""Page requisites: what pages need to look right, asked once a round, after the pages, from whatever host.

A requisite is kept and never read, but for style sheets: those that a page names (level 1) and those that these
name (level 2) name more. A requisite that cannot be had is no loss.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archive.hosts import is_private
from archive.outlinks import outlinks, tree_outlinks
from pipelines.items import REQUISITE, AskRow
from pipelines.normalise.urls import url_key
from spiders.reading import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archive.outlinks import Outlink
    from pipelines.items import Lease
    from spiders.page import Page
    from spiders.profile import Profile
    from spiders.reading import Reading

#: Style sheets that are read for more: a page's own, and those that they import.
MAX_SHEET_LEVEL = 2
#: A longer address is a trap or a mistake.
_MAX_URL = 2000
_READ_KINDS = frozenset({Kind.LISTING, Kind.ARTICLE, Kind.PAGE})
_HTML_TYPES = frozenset({"", "text/html", "application/xhtml+xml"})
#: Types that servers give style sheets whose type they do not know.
_UNKNOWN_TYPES = frozenset({"", "text/plain", "application/octet-stream"})


def requisites(page: Page, profile: Profile, reading: Reading | None, lease: Lease) -> tuple[AskRow, ...]:
    """What to ask because of an answer: for a page of the source's own, or for a style sheet of such a page."""
    if not profile.crawl.requisites:
        return ()
    if lease.kind == REQUISITE:
        return tuple(_asks(_of_sheet(page, lease), page, profile, lease, level=lease.page + 1))
    if reading is None or reading.kind not in _READ_KINDS or page.mime not in _HTML_TYPES:
        return ()
    return tuple(_asks(tree_outlinks(page.tree, page.url), page, profile, lease, level=1))


def may_ask(url: str, profile: Profile) -> bool:
    """Whether a page may make us ask an address: none of a private network, unless the source itself is in one."""
    if profile.owns(url):
        place = profile.place(url)
        return not place or place.kind != "skip"
    return not is_private(urlsplit(url).hostname or "") or _is_within(profile)


def hops_from_seed(lease: Lease) -> str:
    """How an address was come by, a letter a step (Heritrix): `L` a link, `E` a requisite, `R` a redirect.

    Of the steps before the last nothing is kept but their number, so those of one letter stand together.
    """
    embedded = lease.page if lease.kind == REQUISITE else 0
    return "L" * (lease.depth - embedded) + "E" * embedded + "R" * lease.hops


def is_requisite(hops: str) -> bool:
    """Whether what was come by in this way is kept and not read."""
    return "E" in hops


def least_delay(lease: Lease, profile: Profile) -> float:
    """Seconds between two requests to a lease's host, whatever the source's own hosts bear: a source on this machine
    is asked without a pace, but its pages may name others."""
    is_foreign = lease.kind == REQUISITE and not is_private(urlsplit(lease.url).hostname or "")
    return profile.crawl.delay if is_foreign else 0.0


class Budget:
    """Lets as many requisites into a round as the profile allows, each once."""

    def __init__(self, known: Iterable[str], most: int) -> None:
        self._known = set(known)
        self._most = most

    def admitted(self, asks: Iterable[AskRow]) -> tuple[AskRow, ...]:
        """Those of them that are new and that there is room for."""
        return tuple(ask for ask in asks if self._admit(ask.url_key))

    def _admit(self, key: str) -> bool:
        if key in self._known or len(self._known) >= self._most:
            return False
        self._known.add(key)
        return True


def _of_sheet(page: Page, lease: Lease) -> tuple[Outlink, ...]:
    is_sheet = page.mime == "text/css" or (page.mime in _UNKNOWN_TYPES and urlsplit(page.url).path.endswith(".css"))
    if page.status != 200 or lease.page > MAX_SHEET_LEVEL or not is_sheet:
        return ()
    return outlinks(page.content, page.url, f"text/css; charset={page.encoding}")


def _asks(found: Iterable[Outlink], page: Page, profile: Profile, lease: Lease, *, level: int) -> Iterator[AskRow]:
    for outlink in found:
        url = profile.rebase(outlink.url)
        if outlink.hop != "E" or len(url) > _MAX_URL or not may_ask(url, profile):
            continue
        key = url_key(url)
        if key != lease.url_key:
            yield AskRow(
                url_key=key, url=url, kind=REQUISITE, via=page.url, depth=lease.depth + 1, page=level, optional=True
            )


def _is_within(profile: Profile) -> bool:
    return any(is_private(urlsplit(url).hostname or "") for url in profile.start_urls)
