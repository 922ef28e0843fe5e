"""What an address identifies: an article, whatever the language of the edition that stands there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlencode

from pipelines.items import ArticleRow
from pipelines.normalise.urls import url_key
from spiders.url_language import language_of_url, names_language, parameter_language, without_language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spiders.profile import Profile

#: Files that are their folder's page.
_INDEX = re.compile(r"index\.(?:html?|php|aspx?)", re.IGNORECASE)


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
    kept = [part for at, part in enumerate(segments) if not names_language(part, at)]
    if len(kept) > 1 and _INDEX.fullmatch(kept[-1]):
        kept.pop()
    if kept:
        kept[-1] = without_language(kept[-1])
    pairs = [(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if not parameter_language(k, v)]
    return "/".join(kept) + (f"?{urlencode(pairs)}" if pairs else "")


def one_article(url: str, profile: Profile, others: Iterable[str]) -> ArticleRow:
    """The article of a page that names other addresses of itself (its translations, its canonical address).

    Every page of the group names the same addresses, so each finds the same article, the first in order, whichever
    page was seen first. Where only one page names the others, `same_articles` says which articles it makes one.
    """
    return min(same_articles(url, profile, others), key=lambda article: article.id)


def same_articles(
    url: str, profile: Profile, others: Iterable[str], canonical: str | None = None
) -> tuple[ArticleRow, ...]:
    """The articles, by their addresses alone, that a page says are one, its own first; each once.

    `others` are its editions in other languages. A canonical address is believed where it differs in parameters alone:
    templates often name one and the same on every page.
    """
    found = {own.id: own for own in [article_at(url, profile)]}
    same = [canonical] if canonical and _path(canonical) == _path(url) else []
    for other in (*others, *same):
        if profile.owns(other) and _may_be_one(url, other, profile):
            article = article_at(other, profile)
            if article.native_id:
                found.setdefault(article.id, article)
    return tuple(found.values())


def _path(url: str) -> str:
    return neutral_path(url).partition("?")[0]


def _may_be_one(url: str, other: str, profile: Profile) -> bool:
    """Whether an address that a page names as its own can be: sites link home pages and lists carelessly.

    A profile that names the languages' prefixes says that editions differ in nothing else. Where it only names the
    shape of articles, another article's address is believed to be a translation, and no canonical address.
    """
    here, there = profile.place(url), profile.place(other)
    if there and there.kind != "article":
        return False
    if here and here.kind == "article":
        if profile.urls.prefix or not there:
            return False
        return language_of_url(other) != language_of_url(url)
    return neutral_path(other).count("/") == neutral_path(url).count("/")
