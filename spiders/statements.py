"""From a reading to records: what one exchange adds to the store. Pure, so that reading again gives the same."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipelines.items import (
    Availability,
    Claim,
    EditionRow,
    Kept,
    ListingItemRow,
    ListingRow,
    Rank,
    TagRow,
    TextRow,
)
from pipelines.normalise.tags import label_from_url, slug
from pipelines.normalise.urls import untracked
from spiders.identity import article_at, neutral_path, one_article
from spiders.language import content_language
from spiders.read import read
from spiders.reading import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.items import ArticleRow, CaptureRow
    from spiders.page import Page
    from spiders.profile import Profile
    from spiders.reading import Article, Found, Item, Reading

#: Answers that may be different a moment later.
TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})

_RANKS = {
    "json-ld": Rank.JSON_LD,
    "meta": Rank.META,
    "time": Rank.TIME,
    "feed": Rank.FEED,
    "listing": Rank.LISTING,
    "url": Rank.URL,
}


def statements(page: Page, profile: Profile, capture: CaptureRow) -> tuple[Kept, Reading | None]:
    """What a page adds to the records, and how it was read (None where it was no page: an error, a redirect)."""
    kept = Kept(source_id=profile.name, capture=capture)
    if unusable(page, capture):
        return kept, None
    if page.status in (404, 410):
        return _absence(page, profile, kept), None
    if 300 <= page.status < 400:
        return _redirection(page, profile, kept), None
    if page.status != 200:
        return kept, None
    reading = read(page, profile)
    if reading.kind is Kind.ARTICLE and reading.article:
        return _Article(page, profile, reading, reading.article).kept(kept), reading
    if reading.listing:
        return _listing(page, profile, reading, kept), reading
    return kept, reading


def unusable(page: Page, capture: CaptureRow) -> str | None:
    """Why an answer cannot be taken for what the page says, in words; None where it can."""
    if page.status in TRY_AGAIN:
        return f"status {page.status}"
    if capture.truncated == "length":
        return "the answer is larger than the limit; it is kept truncated"
    # Some servers state a wrong length, always: what ends like a document is taken for one, as browsers do.
    return None if page.ends_like_one else page.trouble


def _absence(page: Page, profile: Profile, kept: Kept) -> Kept:
    """The site says that there is no such page."""
    return _missing(page, profile, kept, f"status {page.status}")


def _missing(page: Page, profile: Profile, kept: Kept, why: str) -> Kept:
    """The edition whose place an address is, is missing."""
    place = profile.place(page.url)
    if not place or place.kind != "article" or not place.lang:
        return kept
    article = article_at(page.url, profile)
    edition = EditionRow(article_id=article.id, lang=place.lang)
    claims = (
        _claim("editions", edition.id, "availability", Availability.MISSING, "status", "response", why, Rank.ABSENCE),
        _claim("editions", edition.id, "url", page.url, "url", "url", page.url, Rank.ABSENCE),
    )
    return replace(kept, articles=(article,), editions=(edition,), claims=claims)


def _redirection(page: Page, profile: Profile, kept: Kept) -> Kept:
    """An article's address that leads to another article's."""
    target = page.redirects_to
    if not target:
        return kept
    target = profile.rebase(target)
    if not profile.owns(target) or not _may_be_one_article(page.url, target, profile):
        return kept
    old, new = article_at(page.url, profile), article_at(target, profile)
    if old.id != new.id:
        return replace(kept, redirected=(old.id, new.id))
    here, there = profile.place(page.url), profile.place(target)
    if here and there and here.lang != there.lang:
        return _missing(page, profile, kept, f"leads to {target}")
    return kept


def _may_be_one_article(url: str, target: str, profile: Profile) -> bool:
    """Whether a redirect can be an article's move: dead articles are often led to a list or to the home page."""
    here, there = profile.place(url), profile.place(target)
    if here or there:
        return bool(here and there and here.kind == there.kind == "article")
    return neutral_path(url).count("/") == neutral_path(target).count("/") and bool(neutral_path(target))


class _Article:
    """The records of an article's page."""

    def __init__(self, page: Page, profile: Profile, reading: Reading, article: Article) -> None:
        self.page = page
        self.profile = profile
        self.reading = reading
        self.article = article
        others = [e.url for e in reading.editions if e.method == "hreflang"]
        others += [reading.canonical] if reading.canonical else []
        self.row: ArticleRow = one_article(page.url, profile, map(profile.rebase, others))
        place = profile.place(page.url)
        self.place_lang = place.lang if place else None
        self.edition = EditionRow(article_id=self.row.id, lang=self._language())

    def _language(self) -> str:
        """The edition's language: of a notice, that of the place where it stands."""
        found = self.reading.language.value if self.reading.language else None
        if self.article.notice:
            return next(lang for lang in (self.place_lang, found, "und") if lang and lang != self.article.notice)
        return found or self.place_lang or "und"

    def kept(self, kept: Kept) -> Kept:
        own = article_at(self.page.url, self.profile)
        return replace(
            kept,
            articles=(self.row,),
            editions=(self.edition, *self._other_editions()),
            claims=(*self._claims(), *self._other_claims()),
            tags=tuple(self._tags()),
            text=self._text(),
            redirected=(own.id, self.row.id) if own.id != self.row.id else None,
        )

    def _claims(self) -> Iterator[Claim]:
        article, edition = self.article, self.edition.id
        in_place = self.place_lang in (None, self.edition.lang)
        yield _claim(
            "editions", edition, "url", self.page.url, "url", "url", self.page.url, Rank.PAGE if in_place else Rank.URL
        )
        availability = Availability.NOTICE if article.notice else Availability.FULL
        found = self.reading.language
        raw = next(iter(article.body), "") if article.notice else (found.raw if found else "")
        yield _claim("editions", edition, "availability", availability, "page", "body", raw, Rank.PAGE)
        if article.headline:
            yield _found("editions", edition, "headline", article.headline, Rank.PAGE)
        if article.excerpt and not article.notice:
            yield _found("editions", edition, "excerpt", article.excerpt, Rank.URL)  # a listing's own words count more
        if article.author:
            yield _found("editions", edition, "author", article.author, Rank.PAGE)
        if article.date_published:
            yield from _date_claims(self.row.id, article.date_published, Rank.PAGE)

    def _other_editions(self) -> Iterator[EditionRow]:
        wrong_place = self.place_lang and self.place_lang != self.edition.lang
        if wrong_place and self.place_lang in self.profile.languages:
            yield EditionRow(article_id=self.row.id, lang=str(self.place_lang))

    def _other_claims(self) -> Iterator[Claim]:
        """A place for one language where another language stands: that language is missing."""
        for edition in self._other_editions():
            raw = f"the page there is in {self.edition.lang}"
            yield _claim(
                "editions", edition.id, "availability", Availability.MISSING, "language", "body", raw, Rank.ABSENCE
            )
            yield _claim("editions", edition.id, "url", self.page.url, "url", "url", self.page.url, Rank.ABSENCE)

    def _tags(self) -> Iterator[TagRow]:
        for tag in self.article.tags:
            place = self.profile.place(tag.link) if tag.link else None
            if name := slug(place.parts.get("tag", tag.value) if place else tag.value):
                lang = label_language(tag.value, self.edition.lang)
                yield TagRow(slug=name, lang=lang, label=tag.value, method="article", article_ids=(self.row.id,))

    def _text(self) -> TextRow | None:
        if self.article.notice or not self.article.body:
            return None
        headline = self.article.headline.value if self.article.headline else ""
        date = self.article.date_published.value if self.article.date_published else ""
        body = "\n\n".join(self.article.body)
        digest = hashlib.sha256("\0".join((headline, date, body)).encode()).hexdigest()
        return TextRow(edition_id=self.edition.id, headline=headline, body=body, content_digest=f"sha256:{digest}")


def _listing(page: Page, profile: Profile, reading: Reading, kept: Kept) -> Kept:
    """The records of a listing, or of a feed: what it says of its items, and that they stand there."""
    assert reading.listing is not None
    rank = Rank.FEED if reading.kind is Kind.FEED else Rank.LISTING
    articles: dict[str, ArticleRow] = {}
    editions: dict[str, EditionRow] = {}
    claims: list[Claim] = []
    rows: list[ListingItemRow] = []
    for item in reading.listing.items:
        url = untracked(profile.rebase(item.url))
        if not profile.owns(url):
            continue
        article = article_at(url, profile)
        edition = EditionRow(article_id=article.id, lang=_item_language(page, profile, reading, item))
        articles.setdefault(article.id, article)
        editions.setdefault(edition.id, edition)
        claims += _item_claims(item, url, article, edition, profile, rank)
        rows.append(
            ListingItemRow(
                position=len(rows) + 1, article_id=article.id, url=url, title=item.title, excerpt=item.excerpt
            )
        )
    tag = _listing_tag(page, profile, reading, tuple(articles))
    is_listing = reading.kind is Kind.LISTING
    return replace(
        kept,
        articles=tuple(articles.values()),
        editions=tuple(editions.values()),
        claims=tuple(claims),
        tags=(tag,) if tag else (),
        listing=ListingRow(url=page.url, tag_slug=tag.slug if tag else None, items=tuple(rows)) if is_listing else None,
    )


def _item_claims(
    item: Item, url: str, article: ArticleRow, edition: EditionRow, profile: Profile, rank: Rank
) -> Iterator[Claim]:
    method = "feed" if rank is Rank.FEED else "listing"
    if item.title:
        yield _claim("editions", edition.id, "headline", item.title, method, item.place, item.title, rank)
    if item.excerpt:
        yield _claim("editions", edition.id, "excerpt", item.excerpt, method, item.place, item.excerpt, rank)
    if item.notice and item.notice != edition.lang:
        yield _claim(
            "editions", edition.id, "availability", Availability.NOTICE, method, item.place, item.excerpt, rank
        )
    place = profile.place(url)
    if not place or place.lang in (None, edition.lang):
        yield _claim("editions", edition.id, "url", url, method, item.place, item.url, rank)
    if item.date:
        yield from _date_claims(article.id, item.date, rank)


def _item_language(page: Page, profile: Profile, reading: Reading, item: Item) -> str:
    """An item's language: that of the place its link leads to, unless none of its words can be in that language."""
    place = profile.place(untracked(profile.rebase(item.url)))
    named = place.lang if place else None
    text = f"{item.title} {item.excerpt}"
    if named and (item.notice or label_language(item.title, named) == named or label_language(text, named) == named):
        return named
    default = named or (reading.language.value if reading.language else None)
    by_script = label_language(item.title if item.notice else text, default or "und")
    if by_script != "und":
        return by_script
    found = content_language(page, profile, text)
    return found.value if found else "und"


def _listing_tag(page: Page, profile: Profile, reading: Reading, article_ids: tuple[str, ...]) -> TagRow | None:
    """The tag of a listing: its slug by the address where that names one, else by the label."""
    place = profile.place(page.url)
    named = place.parts.get("tag") if place else None
    label = reading.listing.tag.value if reading.listing and reading.listing.tag else None
    if not named and not label:
        return None
    shown = label or label_from_url(named or "")
    name = slug(named or shown)
    lang = label_language(shown, reading.language.value if reading.language else "und")
    return TagRow(slug=name, lang=lang, label=shown, method="listing", article_ids=article_ids) if name else None


_SCRIPTS = (("ka", re.compile("[\u10a0-\u10ff\u1c90-\u1cbf]")), ("ru", re.compile("[\u0400-\u04ff]")))
_LATIN = re.compile("[A-Za-z]")
_CYRILLIC = {"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "ab", "os"}


def label_language(label: str, page_language: str) -> str:
    """The language of a few words: the page's, unless they are in another script than it is written in."""
    counts = {lang: len(script.findall(label)) for lang, script in _SCRIPTS} | {"en": len(_LATIN.findall(label))}
    best = max(counts, key=lambda lang: counts[lang])
    if not counts[best]:
        return page_language
    if best == "ru":
        return page_language if page_language in _CYRILLIC else "ru"
    if best == "en":
        return "en" if page_language in _CYRILLIC | {"ka"} else page_language
    return best


def _date_claims(article_id: str, date: Found, rank: int) -> Iterator[Claim]:
    rank = _RANKS.get(date.method, rank)
    values = (
        ("date_published_edtf", date.value),
        ("date_published", date.value),
        ("date_source", date.method),
    )
    for field, value in values:
        yield _claim("articles", article_id, field, value, date.method, date.place, date.raw, rank)


def _found(table: str, row: str, field: str, found: Found, rank: int) -> Claim:
    return _claim(table, row, field, found.value, found.method, found.place, found.raw, rank)


def _claim(table: str, row: str, field: str, value: str, method: str, place: str, raw: str, rank: int) -> Claim:
    return Claim(table=table, row=row, field=field, value=value, method=method, place=place, raw=raw, rank=rank)
