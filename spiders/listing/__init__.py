"""Reading a page as a listing, in any markup: by repetition, text, links and URL shapes."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from spiders.listing.blocks import layout
from spiders.listing.evidence import LISTING_PATH, LISTING_QUERY, evidence
from spiders.listing.groups import groups, usable
from spiders.listing.items import Reader
from spiders.listing.links import key, keys, resolve
from spiders.listing.next_page import find_next
from spiders.listing.others import other_listings
from spiders.listing.tag import find_tag, label_line
from spiders.listing.weigh import FEW, alone, is_teaser, rank, single
from spiders.reading import Listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.listing.blocks import Layout
    from spiders.listing.weigh import Weighed
    from spiders.page import Page
    from spiders.profile import Profile
    from spiders.reading import Item

__all__ = ["find_listing"]

#: Few entries that show less may as well be a menu, and the page's only entry stand elsewhere.
RICH = 2.0
#: A list that weighs less is a menu.
LIGHT = 1.0


def find_listing(page: Page, profile: Profile) -> Listing | None:
    """The page as a listing; None where it lists nothing.

    A profile's URL shapes tell entries from other links where they speak; they never make entries of their own.
    """
    shown = layout(page.tree)
    targets = keys(shown, page.base)
    here = key(page.url, page.url) or ""
    place = profile.place(page.url)
    is_listing = place is not None and place.kind == "listing"
    best = _best(page, shown, targets, here, _entry_links(page, shown, targets, here, profile), sure=is_listing)
    if best is None:
        return None
    items = _items(page, shown, targets, best, profile.timezone)
    taken = frozenset(k for e in best.segments if (k := targets[e.link]))
    tag = find_tag(shown, page.url, profile, best.segments[0].start, here, targets)
    next_page = find_next(shown, page.base, here, targets, taken)
    labelled = tag is not None and tag.method == "visible"
    signs = evidence(page, shown, best, labelled=labelled, paged=next_page.confidence if next_page else 0.0)
    if not items or (signs.weight <= 0 and not is_listing):
        return None
    return Listing(
        items=items,
        tag=tag,
        next_page=next_page,
        listings=other_listings(shown, page.base, here, targets, profile, taken),
        reason=signs.reason,
        confidence=round(1 / (1 + exp(-signs.weight)), 3),
    )


def _entry_links(page: Page, shown: Layout, targets: Sequence[str | None], here: str, profile: Profile) -> list[int]:
    """Links that could be an entry's; only links to articles where the profile knows their shape."""
    links = usable(shown, targets, here)
    if not profile.urls.article:
        return links
    found = []
    for n in links:
        url = resolve(page.base, shown.links[n].href)
        place = profile.place(url) if url else None
        if place and place.kind == "article":
            found.append(n)
    return found


def _best(
    page: Page, shown: Layout, targets: Sequence[str | None], here: str, links: list[int], *, sure: bool
) -> Weighed | None:
    """The page's list. A single entry is one only where the page's address is that of a listing."""
    ranked = rank(shown, groups(shown, links, targets), targets, here)
    best = ranked[0] if ranked else None
    if best is not None and best.quality >= RICH and best.weight >= LIGHT:
        return best
    likely = ranked[1:]
    few = best is None or len(best.segments) <= FEW + 1 or best.weight < LIGHT
    if few and (sure or LISTING_PATH.search(page.url) or LISTING_QUERY.search(page.url.partition("?")[2])):
        lonely = single(shown, links, targets)
        if lonely is not None and (best is None or best.weight < LIGHT):
            return lonely
        likely = [lonely, *likely] if lonely is not None else likely
    if best is None:
        return None
    return next((some for some in likely if _outshines(shown, some, best, here, targets)), best)


def _outshines(shown: Layout, some: Weighed, best: Weighed, here: str, targets: Sequence[str | None]) -> bool:
    """Whether the list is `some`, and what `best` has besides is what a site shows on every page.

    It is where each of `some` has a text of its own or “read more”, the others are a few bare titles, and none of
    these comes between the list's label and the list.
    """
    own = {targets[entry.link] for entry in some.segments}
    others = [entry for entry in best.segments if targets[entry.link] not in own]
    if some.weight < LIGHT / 2 or not 0 < len(others) <= FEW:
        return False
    if not all(is_teaser(shown, entry) for entry in some.segments):
        return False
    homes = {shown.parents[entry.block] for entry in some.segments}
    if len(own) > 1 and any(shown.parents[entry.block] in homes for entry in others):
        return False
    for entry in others:
        itself = alone(shown, entry.link, targets)
        if is_teaser(shown, itself) or shown.parents[itself.block] in homes:
            return False
    label, first = label_line(shown, here, targets), some.segments[0].start
    return label is None or not any(label < entry.start < first for entry in others)


def _items(page: Page, shown: Layout, targets: Sequence[str | None], best: Weighed, zone: str) -> tuple[Item, ...]:
    """What the entries say, in order; an article that is listed twice counts once."""
    reader = Reader(shown, targets, page.fetched_at, zone)
    found: dict[str | None, Item] = {}
    for entry in best.segments:
        if targets[entry.link] in found:
            continue
        url = resolve(page.base, shown.links[entry.link].href)
        item = reader.read(entry, url) if url else None
        if item:
            found[targets[entry.link]] = item
    return tuple(found.values())
