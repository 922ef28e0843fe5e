"""A page as an article: headline, date, author, tags, text. Pure: nothing but the page and the profile counts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipelines.normalise.languages import bcp47, primary
from spiders.article.author import find_author
from spiders.article.blocks import read_blocks
from spiders.article.body import behind_notice, below_date, find_body, find_notice, notices, paragraphs, stated_body
from spiders.article.boxes import boxes, outside
from spiders.article.headline import find_headline, stated_titles, title_line
from spiders.article.published import find_published
from spiders.article.structured import structured, texts
from spiders.article.tags import find_tags
from spiders.language import content_language
from spiders.notice import text_is_in
from spiders.reading import Article, Found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spiders.article.blocks import Block
    from spiders.article.body import Body
    from spiders.article.structured import Structured
    from spiders.page import Page
    from spiders.profile import Profile

__all__ = ["find_article"]


def find_article(page: Page, profile: Profile) -> Article:
    """What a page says as an article. Every field is empty where the page does not state it."""
    data = structured(page)
    titles = stated_titles(page, profile, data)
    blocks, title_at, body = _text(page, titles)
    notice_at = find_notice(blocks, body)
    if notice_at is not None:
        body = behind_notice(blocks, body, notice_at)
    text = _text_range(blocks, body, notice_at)
    dates, date_at = find_published(page, profile, data, blocks, text, title_at, _declared_language(page))
    if body and date_at is not None and notice_at is None:
        body = below_date(blocks, body, date_at)
        text = _text_range(blocks, body, None)
    headline, headline_at = find_headline(data, titles, blocks, text, date_at)
    author, author_at = find_author(page, data, blocks, text)
    dropped = {i for i in (date_at, headline_at, author_at, notice_at) if i is not None}
    written = paragraphs(blocks, body, headline_at, date_at, dropped) if body else ()
    notice = text_is_in(blocks[notice_at].text) if notice_at is not None else None
    if notice and written and not _is_in(notice, page, profile, written):
        notice = None  # the text stands here in a language of its own: the line only points to a translation
    whole, method, place = written, "text", _place(blocks, body, notice_at)
    if notice_at is None and data.work and (stated := stated_body(data, written)):
        whole, method, place = stated, "json-ld", f"{data.work.path}.articleBody"
    raw = blocks[notice_at].text if notice and notice_at is not None else next(iter(whole), "")
    return Article(
        headline=headline,
        dates=dates,
        excerpt=_excerpt(data),
        author=author,
        tags=find_tags(page, profile, data, blocks, text),
        body=whole,
        notice=notice,
        content=Found(value=raw, method="notice" if notice else method, place=place, raw=raw) if raw else None,
    )


def _text(page: Page, titles: Sequence[Found]) -> tuple[tuple[Block, ...], int | None, Body | None]:
    """The page's lines, the one with its title, and where its text stands.

    With hidden lines where no text is seen and no notice tells why.
    """
    for hidden in (False, True):
        lines = read_blocks(page.tree, hidden=hidden)
        title_at = title_line(lines, titles)
        blocks = outside(lines, boxes(lines, title_at, (urlsplit(page.url).hostname or "").removeprefix("www.")))
        body = find_body(blocks, title_at)
        if body or notices(blocks):
            break
    return blocks, title_at, body


def _place(blocks: Sequence[Block], body: Body | None, notice_at: int | None) -> str:
    """XPath of the element in which the text stands, or the notice."""
    part = blocks[notice_at].part if notice_at is not None else body.part if body else None
    return str(part.element.getroottree().getpath(part.element)) if part else "/html/body"


def _text_range(blocks: Sequence[Block], body: Body | None, notice_at: int | None) -> range:
    """From the first to after the last block of the text; empty, at the page's end, where there is none."""
    if notice_at is not None and (body is None or notice_at < body.prose[0]):
        return range(notice_at, notice_at + 1)
    return range(body.prose[0], body.prose[-1] + 1) if body else range(len(blocks), len(blocks))


def _excerpt(data: Structured) -> Found | None:
    """The page's own summary of this article."""
    if data.work:
        for key in ("description", "abstract"):
            for raw in texts(data.work.data.get(key))[:1]:
                return Found(value=raw, method="json-ld", place=f"{data.work.path}.{key}", raw=raw)
    if meta := data.first("og:description", "description", "twitter:description", "dc.description"):
        return Found(value=meta[1], method="meta", place=meta[0], raw=meta[1], confidence=0.9)
    return None


def _declared_language(page: Page) -> str | None:
    """What `<html lang>` claims, for reading dates: 03/04 means two days."""
    return bcp47(page.tree.get("lang") or page.tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "")


def _is_in(lang: str, page: Page, profile: Profile, written: tuple[str, ...]) -> bool:
    """Whether a text is in a language: a page can show it under the notice that it is only available in that one."""
    found = content_language(page, profile, " ".join(written))
    return found is not None and primary(found.value) == primary(lang)
