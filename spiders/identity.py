"""What an address identifies: an article, whatever the language of the edition that stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from pipelines.items import ArticleRow
from pipelines.normalise.languages import bcp47
from pipelines.normalise.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spiders.profile import Profile

_LANGUAGE_PARAMETERS = {"lang", "hl", "language", "locale", "lng"}


def article_at(url: str, profile: Profile) -> ArticleRow:
    """The article that an address leads to, by the profile's URL shapes, else by the path without its language.

    The id is `source:section:native_id`; it names no host, so that a mirror's articles are the same articles.
    """
    place = profile.place(url)
    if place and place.kind == "article" and "native_id" in place.parts:
        section, native_id = place.parts.get("section", ""), place.parts["native_id"]
    else:
        section, _, native_id = neutral_path(url).rpartition("/")
    return ArticleRow(
        id=f"{profile.name}:{section.replace(':', '%3A')}:{native_id}",
        section=section or None,
        native_id=native_id or None,
    )


def neutral_path(url: str) -> str:
    """Path and query without what names a language, and without what does not tell pages apart.

    >>> neutral_path("http://x.org/ka/news/7?lang=ka&id=3"), neutral_path("http://x.org/news/7/?id=3")
    ('news/7?id=3', 'news/7?id=3')
    """
    key = url_key(url)
    path, mark, query = key.partition("/")[2].partition("?")
    if not mark and "?" in key.partition("/")[0]:
        query = key.partition("?")[2]
    segments = [unquote(part) for part in path.split("/")]
    kept = [part for at, part in enumerate(segments) if at > 1 or not _names_language(part)]
    pairs = [(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if k.lower() not in _LANGUAGE_PARAMETERS]
    return "/".join(kept) + (f"?{urlencode(pairs)}" if pairs else "")


def one_article(url: str, profile: Profile, others: Iterable[str]) -> ArticleRow:
    """The article of a page that names other addresses of itself (its translations, its canonical address).

    Every page of the group names the same addresses, so each finds the same article: the first in order.
    """
    own = article_at(url, profile)
    place = profile.place(url)
    if place and place.kind == "article":
        return own
    depth = neutral_path(url).count("/")
    # An address far up, or none at all, is a home page that somebody linked carelessly.
    same = [article_at(u, profile) for u in others if profile.owns(u) and neutral_path(u).count("/") == depth]
    return min([own, *(a for a in same if a.native_id)], key=lambda article: article.id)


def _names_language(segment: str) -> bool:
    """Whether a path segment is a language's code (`ka`, `eng`, `pt-br`), and `ge` for Georgian."""
    return 2 <= len(urlsplit(segment).path) <= 5 and segment.isascii() and bcp47(segment) is not None
