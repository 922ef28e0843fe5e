"""Listings: one function for each way in which a site may write down its items."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from crawler.demo.pieces import image, link, neighbours, numbered, rows, twice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.demo.views import ListingView, Teaser


def divs(view: ListingView) -> str:
    """Nested `div`s: a title that is no link, a picture that is one, “Read more” said twice in one link."""
    more = twice(view.frame.labels.read_more)

    def item(teaser: Teaser) -> str:
        picture = link(teaser.href, image(teaser.image), ' class="pic"') if teaser.image else ""
        text = (
            f'<div class="name">{escape(teaser.title)}</div><div class="txt">{escape(teaser.excerpt)}</div>'
            f'<div class="more">{link(teaser.href, more)}</div>'
        )
        return f'<div class="item"><div class="in">{picture}<div class="about">{text}</div></div></div>'

    head = f'<div class="title">{escape(view.heading)}</div>{_tag(view, "div")}{_full_list(view, "div")}'
    return rows((head, '<div class="items">', *map(item, view.items), "</div>", numbered(view)))


def bullets(view: ListingView) -> str:
    """A list; headings that are links, with “Read more” below."""
    more = escape(view.frame.labels.read_more)

    def item(teaser: Teaser) -> str:
        title = f"<h3>{link(teaser.href, escape(teaser.title))}</h3>"
        return f"<li>{title}<p>{escape(teaser.excerpt)}</p>{link(teaser.href, more)}</li>"

    return rows((_head(view), "<ul>", *map(item, view.items), "</ul>", neighbours(view)))


def cells(view: ListingView) -> str:
    """Table rows: picture and text side by side; two links to read more, for two screen widths."""
    more = escape(view.frame.labels.read_more)

    def item(teaser: Teaser) -> str:
        text = f"<b>{escape(teaser.title)}</b><br>{escape(teaser.excerpt)}<br>"
        links = link(teaser.href, more, ' class="wide"') + link(teaser.href, more, ' class="narrow"')
        return f'<tr><td width="120">{image(teaser.image)}</td><td>{text}{links}</td></tr>'

    head = f"<h2>{escape(view.heading)}</h2>{_tag(view, 'p')}{_full_list(view, 'p')}"
    return rows((head, '<table class="list">', *map(item, view.items), "</table>", numbered(view, "p")))


def definitions(view: ListingView) -> str:
    """A definition list: the title as term, excerpt and “Read more” as its descriptions."""
    more = twice(view.frame.labels.read_more)

    def item(teaser: Teaser) -> str:
        title = link(teaser.href, escape(teaser.title))
        return f"<dt>{title}</dt><dd>{escape(teaser.excerpt)}</dd><dd>{link(teaser.href, more)}</dd>"

    return rows((_head(view), "<dl>", *map(item, view.items), "</dl>", neighbours(view, "div")))


def cards(view: ListingView) -> str:
    """Cards, each of them one big link around everything."""
    more = twice(view.frame.labels.read_more)

    def item(teaser: Teaser) -> str:
        text = f"<strong>{escape(teaser.title)}</strong><p>{escape(teaser.excerpt)}</p>"
        return link(teaser.href, f"{image(teaser.image)}{text}<em>{more}</em>", ' class="card"')

    return rows((_head(view), '<div class="cards">', *map(item, view.items), "</div>", numbered(view, "nav")))


def flat(view: ListingView) -> str:
    """Siblings without a wrapper: heading, paragraph, link, and the next heading after them."""
    more = twice(view.frame.labels.read_more)
    items = (f"<h3>{escape(t.title)}</h3>\n<p>{escape(t.excerpt)}</p>\n{link(t.href, more)}" for t in view.items)
    return rows((_head(view), *items, neighbours(view)))


def headlines(view: ListingView) -> str:
    """Headings that are links, and no “Read more” at all."""

    def item(teaser: Teaser) -> str:
        title = f"<h2>{link(teaser.href, escape(teaser.title))}</h2>"
        return f'<section class="entry">{title}<p class="sum">{escape(teaser.excerpt)}</p></section>'

    return rows((_head(view), *map(item, view.items), numbered(view, "nav")))


def figures(view: ListingView) -> str:
    """`article` elements with a figure and a footer that has no time in it."""
    more = twice(view.frame.labels.read_more)

    def item(teaser: Teaser) -> str:
        figure = f"<figure>{image(teaser.image)}</figure>" if teaser.image else ""
        head = f"<header><h3>{escape(teaser.title)}</h3></header>"
        foot = f"<footer>{link(teaser.href, more)}</footer>"
        return f"<article>{figure}{head}<p>{escape(teaser.excerpt)}</p>{foot}</article>"

    return rows((_head(view), *map(item, view.items), neighbours(view, "nav")))


def lines(view: ListingView) -> str:
    """Bold text and line breaks in `div`s; no class, no heading, no paragraph."""
    more = escape(view.frame.labels.read_more)

    def item(teaser: Teaser) -> str:
        text = f"<b>{escape(teaser.title)}</b><br><br>{escape(teaser.excerpt)}<br><br>"
        return f"<div>{text}{link(teaser.href, more)}{link(teaser.href, more)}</div>"

    tag = f"{escape(view.frame.labels.tag)}: {escape(view.tag)}<br>" if view.tag else ""
    head = f"<div><b>{escape(view.heading)}</b><br>{tag}{_full_list(view, 'i')}</div>"
    return rows((head, "<div>", *map(item, view.items), "</div>", numbered(view)))


def pairs(view: ListingView) -> str:
    """A table in which an item takes two rows: its title, then excerpt and link."""
    more = twice(view.frame.labels.read_more)

    def item(teaser: Teaser) -> str:
        below = f"<td>{escape(teaser.excerpt)}</td><td>{link(teaser.href, more)}</td>"
        return f'<tr><th colspan="2" align="left">{escape(teaser.title)}</th></tr>\n<tr>{below}</tr>'

    return rows((_head(view), "<table>", *map(item, view.items), "</table>", neighbours(view)))


def grid(view: ListingView) -> str:
    """Three items to a row; the first row and the last item are classed differently."""
    more = twice(view.frame.labels.read_more)
    last = len(view.items) - 1

    def item(position: int, teaser: Teaser) -> str:
        title = f'<div class="cell-title">{link(teaser.href, escape(teaser.title))}</div>'
        text = f"{image(teaser.image)}{title}<div>{escape(teaser.excerpt)}</div>{link(teaser.href, more)}"
        return f'<div class="cell{" last" if position == last else ""}">{text}</div>'

    cells_ = [item(position, teaser) for position, teaser in enumerate(view.items)]
    rows_ = (
        f'<div class="row{" first" if i == 0 else ""}">{"".join(cells_[i : i + 3])}</div>' for i in _thirds(cells_)
    )
    return rows((_head(view), *rows_, numbered(view)))


def _thirds(items: list[str]) -> Iterable[int]:
    return range(0, len(items), 3)


def _head(view: ListingView) -> str:
    return f"<h1>{escape(view.heading)}</h1>\n{_tag(view, 'h2')}\n{_full_list(view, 'div')}"


def _tag(view: ListingView, element: str) -> str:
    label = escape(view.frame.labels.tag)
    return f"<{element}>{label}: {escape(view.tag)}</{element}>" if view.tag else ""


def _full_list(view: ListingView, element: str) -> str:
    if not view.full_list:
        return ""
    return f"<{element}>{link(view.full_list, escape(view.frame.labels.full_list))}</{element}>"
