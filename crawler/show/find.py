"""Which article, and which edition of it, somebody means."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from crawler.errors import Exit, ReadmoreError

if TYPE_CHECKING:
    from pipelines.store import Shown

_MOST_NEAR = 5


def the_article(shown: Shown, name: str) -> str:
    """The id of the article that a name means: its id, an edition's, an address, the site's own number.

    Raises `ReadmoreError` where it means none, or several.
    """
    found = shown.named(name)
    if len(found) == 1:
        return found[0]
    if found:
        raise ReadmoreError(f"“{name}” can be any of {', '.join(found[:_MOST_NEAR])}; give the whole id", Exit.USAGE)
    near = difflib.get_close_matches(name, shown.ids(), n=_MOST_NEAR, cutoff=0.5)
    hint = f"; there is {', '.join(near)}" if near else "; the view articles_flat has all ids"
    raise ReadmoreError(f"there is no article “{name}”{hint}", Exit.USAGE)


def the_edition(shown: Shown, article_id: str, lang: str | None) -> dict[str, Any]:
    """The edition in a language; else the one with a text that is in the source's main language.

    Raises `ReadmoreError` where there is none.
    """
    editions = shown.editions(article_id)
    if lang:
        found = [edition for edition in editions if edition["lang"] == lang]
        if not found:
            known = ", ".join(edition["lang"] for edition in editions) or "none"
            raise ReadmoreError(f"{article_id} has no edition in “{lang}”; known are: {known}", Exit.USAGE)
        return found[0]
    order = shown.languages(shown.article(article_id)["source_id"])
    place = {code: number for number, code in enumerate(order)}
    ranked = sorted(editions, key=lambda e: (e["availability"] != "full", place.get(e["lang"], len(place)), e["lang"]))
    if not ranked:
        raise ReadmoreError(f"{article_id} has no edition", Exit.USAGE)
    return ranked[0]
