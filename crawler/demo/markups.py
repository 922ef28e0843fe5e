"""The markups: each a site built in its own way, of a shell, a form of listing and a form of article."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Literal

from crawler.demo import articles, listings, shells

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.demo.views import ArticleView, Frame, ListingView, PlainView


@dataclass(frozen=True, kw_only=True)
class Markup:
    """One way to build the site."""

    name: str
    shell: Callable[[Frame, str, str], str]
    listing_form: Callable[[ListingView], str]
    article_form: Callable[[ArticleView], str]
    paging: Literal["query", "path"] = "query"
    """How the address of a listing's second page is made: `?page=2` or `/page/2`."""
    charset_in_header: bool = True
    """Whether the HTTP header names the encoding too; the page always does."""

    def listing(self, view: ListingView) -> str:
        """A whole page that lists items."""
        title = f"{view.heading}: {view.tag}" if view.tag else view.heading
        return self.shell(view.frame, title, self.listing_form(view))

    def article(self, view: ArticleView) -> str:
        """A whole page about one article."""
        return self.shell(view.frame, view.title, self.article_form(view))

    def plain(self, view: PlainView) -> str:
        """A whole page of static text."""
        text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in view.paragraphs)
        return self.shell(view.frame, view.title, f"<h1>{escape(view.title)}</h1>{text}")

    def page_href(self, listing: str, number: int) -> str:
        """The address of a listing's page; the first page is the listing itself."""
        if number == 1:
            return listing
        return f"{listing}?page={number}" if self.paging == "query" else f"{listing}/page/{number}"


MARKUPS: tuple[Markup, ...] = (
    Markup(name="divs", shell=shells.divs, listing_form=listings.divs, article_form=articles.divs),
    Markup(
        name="bullets",
        shell=shells.semantic,
        listing_form=listings.bullets,
        article_form=articles.headed,
        paging="path",
    ),
    Markup(
        name="cells",
        shell=shells.table,
        listing_form=listings.cells,
        article_form=articles.cells,
        charset_in_header=False,
    ),
    Markup(
        name="definitions",
        shell=shells.divs,
        listing_form=listings.definitions,
        article_form=articles.definitions,
        paging="path",
    ),
    Markup(name="cards", shell=shells.semantic, listing_form=listings.cards, article_form=articles.pictured),
    Markup(name="flat", shell=shells.divs, listing_form=listings.flat, article_form=articles.flat),
    Markup(
        name="headlines",
        shell=shells.semantic,
        listing_form=listings.headlines,
        article_form=articles.pasted,
        paging="path",
    ),
    Markup(name="figures", shell=shells.bare, listing_form=listings.figures, article_form=articles.pictured),
    Markup(
        name="lines",
        shell=shells.bare,
        listing_form=listings.lines,
        article_form=articles.lines,
        paging="path",
        charset_in_header=False,
    ),
    Markup(name="pairs", shell=shells.table, listing_form=listings.pairs, article_form=articles.lines),
    Markup(name="grid", shell=shells.semantic, listing_form=listings.grid, article_form=articles.flat),
)


def markup(which: str | int) -> Markup:
    """The markup of a name, or the n-th one, counted from 1. `LookupError` where there is none."""
    by_name = {one.name: one for one in MARKUPS} | {str(n): one for n, one in enumerate(MARKUPS, 1)}
    if str(which) not in by_name:
        known = ", ".join(f"{n} {one.name}" for n, one in enumerate(MARKUPS, 1))
        raise LookupError(f"there is no markup “{which}”; there are: {known}")
    return by_name[str(which)]
