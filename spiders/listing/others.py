"""Other listings that a page links to: tags and sections."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spiders.listing.links import host_of, resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.listing.blocks import Layout
    from spiders.profile import Profile

#: URL shapes of listings, for sites whose profile names none.
_LISTING = re.compile(
    r"/(?:tags?|topics?|category|categories|section|sections|rubric|rubrika|label|labels|hashtag|thema|temas?|etiquetas?)(?:[/-][^/?]+)+/?$"
    r"|[?&](?:tags?|category|cat|topic|label|rubric)=[^&]+$",
    re.IGNORECASE,
)
#: More are not listed: a page that links to so many is a directory.
MAX_LISTINGS = 2_000


def other_listings(
    page: Layout, base: str, here: str, keys: Sequence[str | None], profile: Profile, taken: frozenset[str]
) -> tuple[str, ...]:
    """Absolute URLs of listings of the same site, in order; `taken` are keys of items and of the next page."""
    by_profile = bool(profile.urls.listing)
    host = host_of(here)
    found: dict[str, str] = {}
    for link, key in zip(page.links, keys, strict=True):
        if key is None or key in found or key == here or key in taken or host_of(key) != host:
            continue
        if by_profile:
            url = resolve(base, link.href)
            place = profile.place(url) if url else None
            if url and place and place.kind == "listing":
                found[key] = url
        elif _LISTING.search(key) or "tag" in (page.elements[link.element].get("rel") or "").split():
            url = resolve(base, link.href)
            if url:
                found[key] = url
        if len(found) >= MAX_LISTINGS:
            break
    return tuple(found.values())
