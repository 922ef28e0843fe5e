"""An archive's tags, and which of them are probably one: on the same articles, under another name."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines.normalise.spelling import typing_errors
from pipelines.normalise.tags import slug
from pipelines.normalise.transliteration import latin

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

ALPHABET, SPELLING, LANGUAGE = "the same name in another alphabet", "nearly the same spelling", "another language"
#: Articles that two tags must share: with names that are alike, and with names that are not.
_COMMON = {ALPHABET: 2, SPELLING: 2, LANGUAGE: 3}
#: How much of all their articles they must share.
_SHARE = {ALPHABET: 0.3, SPELLING: 0.3, LANGUAGE: 0.5}
#: How many articles the rarer of two tags may have to itself, for each that they share: a tag with articles of its own
#: is a tag of its own.
_ALONE = 0.2
#: One typing error is let pass for so many letters.
_LETTERS_PER_ERROR = 6
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, kw_only=True)
class ListedTag:
    """A tag with what is known of it."""

    slug: str
    labels: dict[str, str] = field(default_factory=dict)
    """What it is called, by language (BCP 47)."""
    articles: int = 0
    """On how many articles it stands."""


@dataclass(frozen=True, kw_only=True)
class TagPair:
    """Two tags that are probably one."""

    first: ListedTag
    """The one that stands on more articles."""
    second: ListedTag
    common: int
    """On how many articles both stand."""
    reason: str
    """What speaks for it besides the articles: `ALPHABET`, `SPELLING` or `LANGUAGE`."""

    @property
    def share(self) -> float:
        """Of the articles that either stands on, how many both do, 0 to 1 (the Jaccard index)."""
        return self.common / (self.first.articles + self.second.articles - self.common)


def listed_tags(db: sqlite3.Connection) -> list[ListedTag]:
    """Every tag of an archive, the one on the most articles first."""
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    for tag, lang, label in db.execute("SELECT tag_id, lang, label FROM tag_labels ORDER BY tag_id, lang, label"):
        labels[tag].setdefault(lang, label)
    rows = db.execute("SELECT id, (SELECT count(*) FROM article_tags WHERE tag_id = tags.id) FROM tags").fetchall()
    found = [ListedTag(slug=tag, labels=labels.get(tag, {}), articles=count) for tag, count in rows]
    return sorted(found, key=lambda tag: (-tag.articles, tag.slug))


def suggestions(db: sqlite3.Connection) -> list[TagPair]:
    """Pairs of an archive's tags that are probably one, those with the most in common first.

    They stand on largely the same articles, and their names are in different languages, in different alphabets, or
    nearly the same. Names that are not alike count only where either tag is the other's nearest of that language:
    of several tags that always stand together nothing tells which is which.
    """
    pairs = list(_pairs(db))
    alike = [pair for pair in pairs if pair.reason != LANGUAGE]
    named = {(tag.slug, *other.labels) for pair in alike for tag, other in _both_ways(pair)}
    unlike = [
        p for p in pairs if p.reason == LANGUAGE and not any((a.slug, *b.labels) in named for a, b in _both_ways(p))
    ]
    return sorted([*alike, *_nearest(unlike)], key=lambda p: (-p.share, -p.common, p.first.slug, p.second.slug))


def _pairs(db: sqlite3.Connection) -> Iterator[TagPair]:
    """Every pair of tags on enough of the same articles whose names may mean one thing."""
    tags = {tag.slug: tag for tag in listed_tags(db)}
    order = {name: at for at, name in enumerate(tags)}
    shared = db.execute(
        "SELECT a.tag_id, b.tag_id, count(*) FROM article_tags a JOIN article_tags b"
        " ON b.article_id = a.article_id AND b.tag_id > a.tag_id GROUP BY 1, 2 HAVING count(*) >= ?",
        (min(_COMMON.values()),),
    )
    for one, other, common in shared.fetchall():
        first, second = (tags[name] for name in sorted((one, other), key=order.__getitem__))
        if reason := _reason(first, second):
            pair = TagPair(first=first, second=second, common=common, reason=reason)
            if _on_the_same_articles(pair):
                yield pair


def _on_the_same_articles(pair: TagPair) -> bool:
    alone = min(pair.first.articles, pair.second.articles) - pair.common
    enough = pair.common >= _COMMON[pair.reason] and pair.share >= _SHARE[pair.reason]
    return enough and alone <= max(1, pair.common * _ALONE)


def _reason(first: ListedTag, second: ListedTag) -> str | None:
    """Why two names may mean one thing; None where they do not: “2019” is not “2020” in another language."""
    a, b = _names(first), _names(second)
    if {tuple(_DIGITS.findall(name)) for name in a}.isdisjoint(tuple(_DIGITS.findall(name)) for name in b):
        return None
    if any(_alike(latin(x), latin(y)) for x in a for y in b):
        return SPELLING if any(_alike(x, y) for x in a for y in b) else ALPHABET
    languages, others = set(first.labels) - {"und"}, set(second.labels) - {"und"}
    return LANGUAGE if languages and others and languages.isdisjoint(others) else None


def _names(tag: ListedTag) -> list[str]:
    return sorted({tag.slug, *map(slug, tag.labels.values())} - {""})


def _alike(a: str, b: str) -> bool:
    """Whether two names are one but for a typing error or two; short ones must be the same."""
    limit = min(len(a), len(b)) // _LETTERS_PER_ERROR
    return abs(len(a) - len(b)) <= limit and typing_errors(a, b, limit=limit) <= limit


def _nearest(pairs: Iterable[TagPair]) -> Iterator[TagPair]:
    """Those pairs of which each tag has no equally near one in the other's languages."""
    best: dict[tuple[str, ...], list[TagPair]] = defaultdict(list)
    for pair in sorted(pairs, key=lambda p: -p.share):
        for tag, other in _both_ways(pair):
            near = best[(tag.slug, *other.labels)]
            if not near or near[0].share == pair.share:
                near.append(pair)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for near in best.values():
        if len(near) == 1:
            counts[near[0].first.slug, near[0].second.slug] += 1
            if counts[near[0].first.slug, near[0].second.slug] == 2:
                yield near[0]


def _both_ways(pair: TagPair) -> tuple[tuple[ListedTag, ListedTag], tuple[ListedTag, ListedTag]]:
    return (pair.first, pair.second), (pair.second, pair.first)
