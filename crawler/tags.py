"""An archive's tags for people and programs: what they are called, and which are probably one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipelines.normalise.tags import slug
from pipelines.store.database import connect_anywhere
from pipelines.store.suggestions import listed_tags, suggestions
from spiders.tag_names import TagNames, as_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from pipelines.store.suggestions import ListedTag, TagPair


def read_tags(database: Path) -> tuple[list[ListedTag], list[TagPair]]:
    """The tags of a database, and the pairs of them that are probably one."""
    connection = connect_anywhere(database)
    try:
        return listed_tags(connection), suggestions(connection)
    finally:
        connection.close()


def groups(pairs: Iterable[TagPair]) -> list[list[ListedTag]]:
    """Tags that pairs make one, each group with its most frequent tag first."""
    found: list[list[ListedTag]] = []
    for pair in pairs:
        joined = [group for group in found if pair.first in group or pair.second in group]
        tags = {tag.slug: tag for group in joined for tag in group} | {t.slug: t for t in (pair.first, pair.second)}
        found = [group for group in found if group not in joined]
        found.append(sorted(tags.values(), key=lambda tag: (-tag.articles, tag.slug)))
    return found


def profile_lines(group: Sequence[ListedTag]) -> str:
    """What to put into a profile so that tags are one: under the first one's slug, its labels before the others'."""
    labels: dict[str, str] = {}
    aliases: list[str] = []
    for tag in group:
        for lang, label in tag.labels.items():
            if lang != "und" and labels.setdefault(lang, label) == label:
                continue
            aliases.append(label)
        if tag is not group[0] and tag.slug not in map(slug, tag.labels.values()):
            aliases.append(tag.slug)
    return as_toml(group[0].slug, TagNames(labels=labels, aliases=tuple(dict.fromkeys(aliases))))


def as_dict(tags: Sequence[ListedTag], pairs: Sequence[TagPair] | None) -> dict[str, Any]:
    """The same for programs; `pairs` only where they were asked for."""
    document: dict[str, Any] = {
        "tags": [{"slug": tag.slug, "articles": tag.articles, "labels": tag.labels} for tag in tags]
    }
    if pairs is not None:
        document["suggestions"] = [_pair_as_dict(pair) for pair in pairs]
        document["profile"] = "\n\n".join(map(profile_lines, groups(pairs)))
    return document


def _pair_as_dict(pair: TagPair) -> dict[str, Any]:
    return {
        "tags": [pair.first.slug, pair.second.slug],
        "reason": pair.reason,
        "articles": [pair.first.articles, pair.second.articles],
        "common": pair.common,
        "share": round(pair.share, 3),
    }


def describe(tags: Sequence[ListedTag], pairs: Sequence[TagPair] | None) -> Iterator[str]:
    """The same for people, line by line."""
    for tag in tags:
        labels = "  ".join(f"{lang} {label}" for lang, label in tag.labels.items())
        yield f"{tag.articles:>6}  {tag.slug}  {labels}".rstrip()
    if pairs is None:
        return
    yield ""
    yield "Probably one:" if pairs else "No two tags are probably one."
    for pair in pairs:
        yield f"  {pair.first.slug} = {pair.second.slug}  ({pair.reason}; {_figures(pair)})"
    if pairs:
        yield ""
        yield "If you agree, put this into the source's profile, and run `readmore read`:"
        yield ""
        yield "\n\n".join(map(profile_lines, groups(pairs)))


def _figures(pair: TagPair) -> str:
    return f"{pair.common} articles have both, {pair.first.articles} and {pair.second.articles} have each"
