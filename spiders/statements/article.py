"""What an article's page adds to the records."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipelines.items import Availability, CheckRow, Content, EditionRow, LabelRow, Rank, Stated, Statement
from pipelines.normalise.languages import UNDETERMINED, primary
from spiders.identity import same_articles
from spiders.language import content_language
from spiders.reading import Found
from spiders.statements import says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.items import ArticleRow, Claim, Kept
    from spiders.page import Page
    from spiders.profile import Profile
    from spiders.reading import Article, Edition, Reading


def article_page(page: Page, profile: Profile, reading: Reading, kept: Kept) -> Kept:
    """The records of an article's page."""
    assert reading.article is not None
    records = _Article(page, profile, reading, reading.article)
    return replace(
        kept,
        articles=(records.row,),
        editions=(records.edition, *records.other_editions()),
        claims=(*records.claims(), *records.other_claims()),
        statements=(*records.dates(), *records.tags()),
        labels=tuple(records.labels()),
        checks=(records.check(), *records.other_checks()),
        joined=tuple((other.id, records.row.id) for other in records.same if other.id != records.row.id),
    )


class _Article:
    """An article's page, whose it is."""

    def __init__(self, page: Page, profile: Profile, reading: Reading, article: Article) -> None:
        self.page = page
        self.profile = profile
        self.reading = reading
        self.article = article
        others = [profile.rebase(e.url) for e in reading.editions if e.method == "hreflang"]
        canonical = profile.rebase(reading.canonical) if reading.canonical else None
        self.same = same_articles(page.url, profile, others, canonical)
        self.row: ArticleRow = min(self.same, key=lambda article: article.id)
        place = profile.place(page.url)
        self.place_lang = place.lang if place else None
        self.language = self._language()
        self.edition = EditionRow(article_id=self.row.id, lang=self.language.value)
        elsewhere = self.place_lang not in (None, self.edition.lang)
        self.is_misplaced = elsewhere and profile.in_language(page.url, self.edition.lang) is not None
        """Whether it stands at the place for another language, and has one of its own."""
        self.rank = Rank.URL if self.is_misplaced else Rank.PAGE
        self.origin = page.url if self.is_misplaced else self.edition.id

    def _language(self) -> Found:
        """The edition's language: of a notice, that of the place where it stands."""
        found, content = self.reading.language, self.article.content
        if found and content and found.place == "content":
            found = replace(found, place=content.place)
        by_place = Found(value=self.place_lang or "", method="profile", place="url", raw=self.page.url)
        unknown = Found(value=UNDETERMINED, method="none", place="body", raw="")
        notice, headline = self.article.notice, self.article.headline
        if notice and not found and headline:
            found = content_language(self.page, self.profile, headline.value)
        candidates = (by_place, found, unknown) if notice else (found, by_place, unknown)
        return next(each for each in candidates if each and each.value and each.value != notice)

    def claims(self) -> Iterator[Claim]:
        article, edition, url = self.article, self.edition, self.page.url
        in_place = self.place_lang in (None, edition.lang)
        yield from says.identity(self.row, url, Rank.PAGE)
        yield says.language(edition, self.language, self.rank)
        yield says.address(edition, url, "url", "url", url, Rank.PAGE if in_place else Rank.URL)
        if article.headline:
            yield says.found(edition, "headline", article.headline, self.rank)
        if article.excerpt and not article.notice:
            yield says.found(edition, "excerpt", article.excerpt, Rank.URL)  # a listing's own words count more
        if article.author:
            yield says.found(edition, "author", article.author, self.rank)

    def dates(self) -> Iterator[Statement]:
        # A page without a text knows less of it than one that has it.
        rank = Rank.LISTING if self.article.notice else Rank.PAGE
        for date in self.article.dates:
            yield says.published(self.row.id, self.origin, date, rank)

    def tags(self) -> Iterator[Statement]:
        for name, tag in self._tags():
            yield Statement(
                article_id=self.row.id,
                field=Stated.TAG,
                origin=self.origin,
                value=name,
                method=tag.method,
                place=tag.place,
                raw=tag.raw,
                rank=self.rank,
            )

    def labels(self) -> Iterator[LabelRow]:
        for name, tag in self._tags():
            yield from says.labels(self.profile, name, tag, self.edition.lang)

    def _tags(self) -> Iterator[tuple[str, Found]]:
        for tag in self.article.tags:
            place = self.profile.place(tag.link) if tag.link else None
            if name := self.profile.tag_slug(place.parts.get("tag", tag.value) if place else tag.value):
                yield name, tag

    def check(self) -> CheckRow:
        """What stands at the address: the text, or the notice that it exists in another language."""
        article, where = self.article, self.article.content
        return CheckRow(
            edition_id=self.edition.id,
            found=_availability(article),
            method=where.method if where else "page",
            place=where.place if where else "/html/body",
            raw=where.raw if where else "",
            content=self._content(),
            misplaced=self.is_misplaced,
        )

    def _content(self) -> Content | None:
        article, where = self.article, self.article.content
        if article.notice or not article.body or where is None:
            return None
        return Content(
            headline=article.headline.value if article.headline else None,
            date_published=article.date_published.value if article.date_published else None,
            tags=tuple(tag.value for _, tag in self._tags()) or None,
            body="\n\n".join(article.body),
            method=where.method,
            place=where.place,
        )

    # Other languages

    def other_editions(self) -> Iterator[EditionRow]:
        """Editions of which the page shows that they are not there, and those that it names."""
        notice = self.article.notice
        said = [notice] if notice in self.profile.languages else []
        for lang in dict.fromkeys((*self._misplaced(), *self._unnamed(), *self._named(), *said)):
            yield EditionRow(article_id=self.row.id, lang=lang)

    def other_claims(self) -> Iterator[Claim]:
        for lang in self._misplaced():
            edition = EditionRow(article_id=self.row.id, lang=lang)
            by_place = Found(value=lang, method="profile", place="url", raw=self.page.url)
            yield says.language(edition, by_place, Rank.ABSENCE)
            yield says.address(edition, self.page.url, "url", "url", self.page.url, Rank.ABSENCE)
        for lang, link in self._named().items():
            edition = EditionRow(article_id=self.row.id, lang=lang)
            url = self.profile.rebase(link.url)
            how = Found(value=lang, method=link.method, place="page", raw=link.url)
            yield says.language(edition, how, Rank.ABSENCE)
            yield says.address(edition, url, link.method, "page", link.url, Rank.ABSENCE)
        for lang in self._unnamed():
            edition = EditionRow(article_id=self.row.id, lang=lang)
            nowhere = Found(
                value=Availability.MISSING, method="links", place="page", raw="names no edition in this language"
            )
            yield says.language(edition, Found(value=lang, method="profile", place="languages", raw=lang), Rank.SILENCE)
            yield says.found(edition, "availability", nowhere, Rank.SILENCE)

    def other_checks(self) -> Iterator[CheckRow]:
        for lang in self._misplaced():
            yield CheckRow(
                edition_id=EditionRow(article_id=self.row.id, lang=lang).id,
                found=Availability.MISSING,
                method="language",
                place="body",
                raw=f"the page there is in {self.edition.lang}",
            )

    def _misplaced(self) -> list[str]:
        """A place for one language where another language stands: that language is missing."""
        wrong = self.place_lang and self.place_lang != self.edition.lang
        return [str(self.place_lang)] if wrong and self.place_lang in self.profile.languages else []

    def _named(self) -> dict[str, Edition]:
        """The source's languages in which the page links to an edition that no rule of addresses finds."""
        places = {primary(lang) for lang in self.profile.urls.prefix}
        links = {
            primary(each.lang): each
            for each in self.reading.editions
            if each.exists is not False and primary(each.lang) not in places and self.profile.owns(each.url)
        }
        return {lang: links[primary(lang)] for lang in self.profile.languages if primary(lang) in links}

    def _unnamed(self) -> list[str]:
        """The source's languages in which the page neither is nor names an edition, nor has a place for one."""
        named = {self.edition.lang, self.place_lang, self.article.notice, *self.profile.urls.prefix}
        named |= {each.lang for each in self.reading.editions if each.exists is not False}
        known = {primary(lang) for lang in named if lang}
        return [lang for lang in self.profile.languages if primary(lang) not in known]


def _availability(article: Article) -> Availability:
    """A page that says that the text is not here, and not where else, says no more than a page that is not there."""
    if article.notice is None:
        return Availability.FULL
    return Availability.MISSING if article.notice == UNDETERMINED else Availability.NOTICE
