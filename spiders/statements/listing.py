"""What a listing, or a feed, adds to the records: what it says of its items, and that they stand there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipelines.items import (
    Availability,
    Claim,
    EditionRow,
    ListingItemRow,
    ListingRow,
    Rank,
    Stated,
    Statement,
)
from pipelines.normalise.languages import UNDETERMINED
from pipelines.normalise.tags import label_from_url
from pipelines.normalise.urls import untracked
from spiders.identity import article_at
from spiders.language import content_language
from spiders.reading import Found, Kind
from spiders.statements import says
from spiders.statements.label import label_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.items import ArticleRow, Kept
    from spiders.page import Page
    from spiders.profile import Profile
    from spiders.reading import Item, Reading


def listing_page(page: Page, profile: Profile, reading: Reading, kept: Kept) -> Kept:
    """The records of a listing, or of a feed."""
    assert reading.listing is not None
    entries = [_Entry(page, profile, reading, item) for item in reading.listing.items]
    entries = [entry for entry in entries if profile.owns(entry.url)]
    tag, label = _tag(page, profile, reading)
    lang = reading.language.value if reading.language else UNDETERMINED
    rows = tuple(entry.row(position) for position, entry in enumerate(entries, 1))
    is_listing = reading.kind is Kind.LISTING
    return replace(
        kept,
        articles=tuple({entry.article.id: entry.article for entry in entries}.values()),
        editions=tuple({entry.edition.id: entry.edition for entry in entries}.values()),
        claims=tuple(claim for entry in entries for claim in entry.claims()),
        statements=(
            *(date for entry in entries for date in entry.dates()),
            *(_tags(page, entries, tag) if tag else ()),
        ),
        labels=tuple(says.labels(profile, tag, label, lang)) if tag else (),
        listing=ListingRow(url=page.url, tag_slug=tag or None, items=rows) if is_listing else None,
    )


class _Entry:
    """One item, and which article and edition it is of."""

    def __init__(self, page: Page, profile: Profile, reading: Reading, item: Item) -> None:
        self._page = page
        self._profile = profile
        self._item = item
        self._method = "feed" if reading.kind is Kind.FEED else "listing"
        self._rank = Rank.FEED if reading.kind is Kind.FEED else Rank.LISTING
        self.url = untracked(profile.rebase(item.url))
        self.article: ArticleRow = article_at(self.url, profile)
        place = profile.place(self.url)
        self._place_lang = place.lang if place else None
        self._language = self._found_language(reading)
        self.edition = EditionRow(article_id=self.article.id, lang=self._language.value)

    def row(self, position: int) -> ListingItemRow:
        item = self._item
        return ListingItemRow(
            position=position, article_id=self.article.id, url=self.url, title=item.title, excerpt=item.excerpt
        )

    def claims(self) -> Iterator[Claim]:
        item = self._item
        yield from says.identity(self.article, self.url, self._rank)
        yield says.language(self.edition, self._language, self._rank)
        if item.title:
            yield self._claim("headline", item.title, item.title)
        if item.excerpt:
            yield self._claim("excerpt", item.excerpt, item.excerpt)
        if item.notice and item.notice != self.edition.lang:
            is_denied = item.notice == UNDETERMINED
            found = Availability.MISSING if is_denied else Availability.NOTICE
            yield self._claim("availability", found, item.excerpt)
        if self._place_lang in (None, self.edition.lang):
            yield self._claim("url", self.url, item.url)

    def dates(self) -> Iterator[Statement]:
        if self._item.date:
            yield says.published(self.article.id, self._page.url, self._item.date, self._rank)

    @property
    def place(self) -> str:
        """Where it stands in the listing."""
        return self._item.place

    @property
    def title(self) -> str:
        """What stands there."""
        return self._item.title or self._item.url

    def _claim(self, field: str, value: str, raw: str) -> Claim:
        return Claim(
            table="editions",
            row=self.edition.id,
            field=field,
            value=value,
            method=self._method,
            place=self._item.place,
            raw=raw,
            rank=self._rank,
        )

    def _found_language(self, reading: Reading) -> Found:
        """An item's language: that of the place its link leads to, unless none of its words can be in that language."""
        item, named = self._item, self._place_lang
        text = f"{item.title} {item.excerpt}"
        if named and (
            item.notice or label_language(item.title, named) == named or label_language(text, named) == named
        ):
            return Found(value=named, method="profile", place=item.place, raw=item.url)
        default = named or (reading.language.value if reading.language else None)
        words = item.title if item.notice else text
        by_script = label_language(words, default or UNDETERMINED)
        if by_script != UNDETERMINED:
            method = "listing" if by_script == default else "script"
            return Found(value=by_script, method=method, place=item.place, raw=words)
        found = content_language(self._page, self._profile, text)
        return (
            replace(found, place=item.place)
            if found
            else Found(value=UNDETERMINED, method="none", place=item.place, raw=words)
        )


def _tags(page: Page, entries: list[_Entry], tag: str) -> tuple[Statement, ...]:
    """That the items stand under the listing's tag."""
    return tuple(
        Statement(
            article_id=entry.article.id,
            field=Stated.TAG,
            origin=page.url,
            value=tag,
            method="listing",
            place=entry.place,
            raw=entry.title,
            rank=Rank.LISTING,
        )
        for entry in entries
    )


def _tag(page: Page, profile: Profile, reading: Reading) -> tuple[str, Found]:
    """The tag of a listing, by the address where that names one, else by the label; and its label.

    Empty where it is no tag's listing.
    """
    place = profile.place(page.url)
    named = place.parts.get("tag", "") if place else ""
    by_url = Found(value=label_from_url(named), method="url", place="url", raw=page.url)
    shown = reading.listing.tag if reading.listing and reading.listing.tag else by_url
    return profile.tag_slug(named or shown.value), shown
