"""Addresses of articles that show none: the page is not there, or leads elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipelines.items import EditionRow, Rank, absent
from spiders.identity import article_at, neutral_path
from spiders.reading import Found
from spiders.statements import says

if TYPE_CHECKING:
    from pipelines.items import CheckRow, Kept
    from spiders.page import Page
    from spiders.profile import Profile


def absence(page: Page, profile: Profile, kept: Kept) -> Kept:
    """The site says that there is no such page."""
    return _missing(page, profile, kept, absent(page.status))


def redirection(page: Page, profile: Profile, kept: Kept) -> Kept:
    """An address that leads elsewhere: an article that has moved, or that is not there.

    Only what leads there for good (301, 308: RFC 9110 section 15.4) and to an article has moved. Where a text stood at
    the address, that is missing there in any case.
    """
    target = page.redirects_to
    if not target:
        return kept
    target = profile.rebase(target)
    old, new = article_at(page.url, profile), article_at(target, profile)
    nothing = replace(kept, absent=absent(page.status, old.id, f"leads to {target}"))
    if not profile.owns(target):
        return nothing
    if old.id != new.id:
        is_move = page.status in (301, 308) and _may_be_one_article(page.url, target, profile)
        claims = says.identity(new, target, Rank.URL, "location")
        return replace(nothing, moved=(old.id, new.id), articles=(new,), claims=tuple(claims)) if is_move else nothing
    here, there = profile.place(page.url), profile.place(target)
    if here and there and here.lang != there.lang:
        return _missing(page, profile, kept, absent(page.status, why=f"leads to {target}"))
    return kept


def _missing(page: Page, profile: Profile, kept: Kept, check: CheckRow) -> Kept:
    """The edition whose place an address is, is not there."""
    article, place = article_at(page.url, profile), profile.place(page.url)
    if not place or place.kind != "article" or not place.lang:
        return replace(kept, absent=check)
    edition = EditionRow(article_id=article.id, lang=place.lang)
    by_place = Found(value=place.lang, method="profile", place="url", raw=page.url)
    claims = (
        *says.identity(article, page.url, Rank.ABSENCE),
        says.language(edition, by_place, Rank.ABSENCE),
        says.address(edition, page.url, "url", "url", page.url, Rank.ABSENCE),
    )
    checks = (replace(check, edition_id=edition.id),)
    return replace(kept, articles=(article,), editions=(edition,), claims=claims, checks=checks)


def _may_be_one_article(url: str, target: str, profile: Profile) -> bool:
    """Whether a redirect can be an article's move: dead articles are often led to a list or to the home page."""
    here, there = profile.place(url), profile.place(target)
    if here or there:
        return bool(here and there and here.kind == there.kind == "article")
    return neutral_path(url).count("/") == neutral_path(target).count("/") and bool(neutral_path(target))
