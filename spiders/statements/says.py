"""Statements in the form in which they are stored, each with its proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.items import Claim, LabelRow, Rank, Stated, Statement
from pipelines.normalise.tags import clean_label
from spiders.statements.label import label_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.items import ArticleRow, EditionRow
    from spiders.profile import Profile
    from spiders.reading import Found

#: What a statement on a publication date is worth, by how it was found; else it is worth what its page is.
_RANKS = {
    "json-ld": Rank.JSON_LD,
    "meta": Rank.META,
    "time": Rank.TIME,
    "feed": Rank.FEED,
    "listing": Rank.LISTING,
    "url": Rank.URL,
}


#: Confidence up to which a date is doubtful: a site's clock, an entry's last change.
_DOUBTFUL = 0.5


def found(edition: EditionRow, field: str, what: Found, rank: int) -> Claim:
    """A field of an edition, as a reader of the page found it."""
    return Claim(
        table="editions",
        row=edition.id,
        field=field,
        value=what.value,
        method=what.method,
        place=what.place,
        raw=what.raw,
        rank=rank,
    )


def identity(article: ArticleRow, url: str, rank: int, place: str = "url") -> Iterator[Claim]:
    """The section and number of an article, which its address says."""
    for field, value in (("section", article.section), ("native_id", article.native_id)):
        if value is not None:
            yield Claim(
                table="articles",
                row=article.id,
                field=field,
                value=value,
                method="url",
                place=place,
                raw=url,
                rank=rank,
            )


def address(edition: EditionRow, url: str, method: str, place: str, raw: str, rank: int) -> Claim:
    """Where an edition stands."""
    return Claim(
        table="editions", row=edition.id, field="url", value=url, method=method, place=place, raw=raw, rank=rank
    )


def language(edition: EditionRow, how: Found, rank: int) -> Claim:
    """Which language an edition is in."""
    return Claim(
        table="editions",
        row=edition.id,
        field="lang",
        value=edition.lang,
        method=how.method,
        place=how.place,
        raw=how.raw,
        rank=rank,
    )


def labels(profile: Profile, tag: str, shown: Found, page_language: str) -> Iterator[LabelRow]:
    """What a tag is called: as the profile states it, and as a page shows it."""
    lang = label_language(shown.value, page_language)
    label = clean_label(shown.value)
    yield LabelRow(slug=tag, lang=lang, label=label, method=shown.method, place=shown.place, raw=shown.raw)
    for code, name in profile.tag_labels.get(tag, {}).items():
        yield LabelRow(slug=tag, lang=code, label=name, method="profile", place=f"tags.{tag}.labels.{code}", raw=name)


def published(article_id: str, origin: str, date: Found, rank: int) -> Statement:
    """A date of publication. A doubtful one counts no more than what an address says."""
    worth = _RANKS.get(date.method, rank)
    return Statement(
        article_id=article_id,
        field=Stated.DATE,
        origin=origin,
        value=date.value,
        method=date.method,
        place=date.place,
        raw=date.raw,
        rank=min(worth, Rank.URL) if date.confidence <= _DOUBTFUL else worth,
    )
