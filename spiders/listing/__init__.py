"""Reading a page as a listing, in any markup: by repetition, text, links and URL shapes."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from spiders.listing.blocks import layout
from spiders.listing.evidence import evidence
from spiders.listing.groups import groups, usable
from spiders.listing.items import Reader
from spiders.listing.links import key, keys, resolve
from spiders.listing.next_page import find_next
from spiders.listing.others import other_listings
from spiders.listing.tag import find_tag
from spiders.listing.weigh import rank
from spiders.listing.words import is_read_more
from spiders.reading import Listing

if TYPE_CHECKING:
    from spiders.page import Page
    from spiders.profile import Profile
    from spiders.reading import Item

__all__ = ["find_listing"]


def find_listing(page: Page, profile: Profile) -> Listing | None:
    """The page as a listing; None where it lists nothing."""
    shown = layout(page.tree)
    targets = keys(shown, page.base)
    here = key(page.url, page.url) or ""
    ranked = rank(shown, groups(shown, usable(shown, targets, here), targets), targets, here)
    if not ranked:
        return None
    best = ranked[0]
    texts = [shown.links[n].text for n in best.group.links]
    linked = sum(bool(t) and not is_read_more(t) for t in texts) > len(texts) / 2
    reader = Reader(shown, targets, best.segments, linked, page.fetched_at)
    items: list[Item] = []
    for entry in best.segments:
        url = resolve(page.base, shown.links[entry.link].href)
        item = reader.read(entry, url) if url else None
        if item:
            items.append(item)
    taken = frozenset(k for e in best.segments if (k := targets[e.link]))
    tag = find_tag(shown, page.url, profile, best.segments[0].start)
    next_page = find_next(shown, page.base, here, targets, taken)
    place = profile.place(page.url)
    signs = evidence(page, shown, best, labelled=tag is not None and tag.method == "visible", paged=next_page is not None)
    if not items or (signs.weight <= 0 and not (place and place.kind == "listing")):
        return None
    return Listing(
        items=tuple(items),
        tag=tag,
        next_page=next_page,
        listings=other_listings(shown, page.base, here, targets, profile, taken),
        reason=signs.reason,
        confidence=round(1 / (1 + exp(-signs.weight)), 3),
    )
