"""The site's content as views: what each of its pages shows, in the site's own two languages."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from crawler.demo import content
from crawler.demo.content import PAGE_SIZE, PREFIXES, SECTIONS
from crawler.demo.views import ArticleView, Frame, Link, ListingView, PlainView, Teaser
from crawler.demo.words import LANGUAGES, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.demo.content import Article, Entry

_LANGUAGE_NAMES = {"ka": "ქართული", "en": "English"}
#: Places in a section's list of the three items that its slider repeats.
_SLIDES = (1, 3, 20)


def listing_view(
    section: str, tag: str | None, number: int, lang: str, *, page_href: Callable[[str, int], str]
) -> ListingView | None:
    """One page of a listing; None where there is no such listing or no such page of it."""
    if section not in SECTIONS or (tag is not None and tag not in content.tags()):
        return None
    items = content.entries(section, lang, tag)
    count = -(-len(items) // PAGE_SIZE)
    if not 1 <= number <= count:
        return None
    name, full_list = texts()["sections"][section][lang], f"{PREFIXES[lang]}/{section}"
    start = _tag_href(tag, section, lang) if tag else full_list
    pages = (Link(text=str(n), href=page_href(start, n), current=n == number) for n in range(1, count + 1))
    return ListingView(
        heading=name,
        tag=content.tags()[tag][lang] if tag else None,
        full_list=full_list if tag else None,
        items=tuple(map(_teaser, items[(number - 1) * PAGE_SIZE :][:PAGE_SIZE])),
        pages=tuple(pages) if count > 1 else (),
        frame=_frame(lang, start.removeprefix(PREFIXES[lang]), section, (Link(text=name, href=full_list),)),
    )


def article_view(article: Article, lang: str) -> ArticleView:
    """An edition of an article; where it is a notice, the notice is all its text."""
    text, section_href = article.texts[lang], f"{PREFIXES[lang]}/{article.section}"
    section = texts()["sections"][article.section][lang]
    return ArticleView(
        title=text.title,
        date=f"{article.published:%Y / %m / %d}",
        paragraphs=text.body or (text.excerpt,),
        section=section,
        image=_image_href(article),
        tags=tuple(_tag_link(tag, article.section, lang) for tag in article.tags),
        back=section_href,
        frame=_frame(lang, article.path("en"), article.section, (Link(text=section, href=section_href),)),
    )


def plain_view(title: str, paragraphs: tuple[str, ...], lang: str, path: str = "/") -> PlainView:
    """A page of static text."""
    return PlainView(title=title, paragraphs=paragraphs, frame=_frame(lang, path))


def _frame(lang: str, path: str, section: str = "news", crumbs: tuple[Link, ...] = ()) -> Frame:
    """What surrounds the page at a path (without language prefix)."""
    prefix = PREFIXES[lang]
    home = Link(text="⌂", href=prefix or "/")
    menu = (
        *(Link(text=texts()["sections"][name][lang], href=f"{prefix}/{name}") for name in SECTIONS),
        Link(text=texts()["about"]["title"][lang], href=f"{prefix}/about-project"),
    )
    feed = f"{prefix}/{section}/rss"
    return Frame(
        lang=lang,
        site=texts()["site"][lang],
        home=home.href,
        menu=menu,
        languages=tuple(_switch(other, path, current=other == lang) for other in reversed(LANGUAGES)),
        crumbs=(home, *crumbs) if crumbs else (),
        slider=_slider(section, lang),
        tags=tuple(_tag_link(tag, section, lang) for tag in content.tags()),
        footer=(*menu, Link(text="RSS", href=feed), Link(text="Desk", href="/desk/drafts")),
        feed=feed,
    )


def _switch(lang: str, path: str, *, current: bool) -> Link:
    href = f"{PREFIXES[lang]}{path}".rstrip("/") or "/"
    return Link(text=_LANGUAGE_NAMES[lang], href=href, current=current)


@cache
def _slider(section: str, lang: str) -> tuple[Teaser, ...]:
    items = content.entries(section, lang)
    return tuple(replace(_teaser(items[place]), excerpt="") for place in _SLIDES)


def _teaser(entry: Entry) -> Teaser:
    image = _image_href(entry.article) if entry.article else None
    return Teaser(title=entry.title, href=entry.href, excerpt=entry.excerpt, image=image)


def _image_href(article: Article) -> str | None:
    """Most articles have a picture."""
    return f"/images/{article.number}.svg" if article.number % 5 else None


def _tag_link(tag: str, section: str, lang: str) -> Link:
    return Link(text=content.tags()[tag][lang], href=_tag_href(tag, section, lang))


def _tag_href(tag: str, section: str, lang: str) -> str:
    return f"{PREFIXES[lang]}/{section}/view/tags-{tag}"
