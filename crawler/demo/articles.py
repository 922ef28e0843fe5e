"""Articles: one function for each way in which a site may write one down."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from crawler.demo.pieces import anchors, link, photo, rows, twice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.demo.views import ArticleView


def divs(view: ArticleView) -> str:
    """Everything in `div`s; the section's name above the title, the way back doubled."""
    parts = (
        f'<div class="title">{escape(view.section)}</div>',
        f'<div class="headline">{escape(view.title)}</div>',
        f'<div class="date">{escape(view.date)}</div>',
        f'<div class="photo">{photo(view.image)}</div>' if view.image else "",
        '<div class="text">',
        *(f"<div>{escape(text)}</div>" for text in view.paragraphs),
        "</div>",
        f'<div class="labels">{_tags(view)}</div>' if view.tags else "",
        f'<div class="back">{_back(view)}</div>',
    )
    return rows(parts)


def headed(view: ArticleView) -> str:
    """A heading, a date in a paragraph of its own, paragraphs."""
    tags = f"<p>{_tags(view)}</p>" if view.tags else ""
    return rows((f"<h1>{escape(view.title)}</h1>", f"<p>{escape(view.date)}</p>", *_p(view), tags, _back(view)))


def cells(view: ArticleView) -> str:
    """A table of one column: title, date, text with a picture in it, links."""
    picture = photo(view.image, ' align="right" width="200"')
    return rows(
        (
            f"<h2>{escape(view.section)}</h2>",
            '<table class="text">',
            f"<tr><td><b>{escape(view.title)}</b></td></tr>",
            f"<tr><td><i>{escape(view.date)}</i></td></tr>",
            f"<tr><td>{picture}{''.join(_p(view))}</td></tr>",
            f"<tr><td>{_tags(view)}</td></tr>" if view.tags else "",
            f"<tr><td>{_back(view)}</td></tr>",
            "</table>",
        )
    )


def definitions(view: ArticleView) -> str:
    """A definition list of title, date and text."""
    text = (f"<dd>{escape(paragraph)}</dd>" for paragraph in view.paragraphs)
    parts = (f"<dt>{escape(view.title)}</dt>", f"<dd>{escape(view.date)}</dd>", *text)
    return rows((f"<h1>{escape(view.section)}</h1>", "<dl>", *parts, "</dl>", f"<div>{_tags(view)}</div>", _back(view)))


def pictured(view: ArticleView) -> str:
    """An `article` with header, figure and footer; the date is plain text, in no `time` element."""
    figure = f"<figure>{photo(view.image)}<figcaption>{escape(view.section)}</figcaption></figure>"
    return rows(
        (
            "<article>",
            f"<header><h1>{escape(view.title)}</h1><span>{escape(view.date)}</span></header>",
            figure if view.image else "",
            *_p(view),
            f"<footer>{_tags(view)} {_back(view)}</footer>",
            "</article>",
        )
    )


def lines(view: ArticleView) -> str:
    """Bold title and line breaks; no class, no heading, no paragraph."""
    text = "<br><br>\n".join(map(escape, view.paragraphs))
    head = f"<b>{escape(view.section)}</b><br><b>{escape(view.title)}</b><br>{escape(view.date)}<br><br>"
    return rows((f"<div>{head}", text, f"<br><br>{_tags(view)}</div>", f"<div>{_back(view)}</div>"))


def flat(view: ArticleView) -> str:
    """Section, title and date as headings of falling rank, all siblings of the paragraphs."""
    head = f"<h2>{escape(view.section)}</h2><h3>{escape(view.title)}</h3><h5>{escape(view.date)}</h5>"
    return rows((head, *_p(view), f"<p>{_tags(view)}</p>" if view.tags else "", _back(view)))


def pasted(view: ArticleView) -> str:
    """Text as pasted from a word processor: spans with styles, empty paragraphs, the date below the text's title."""
    style = ' style="font-size:12pt;line-height:115%"'
    text = (f'<p class="MsoNormal"><span{style}>{escape(p)}</span></p><p>&nbsp;</p>' for p in view.paragraphs)
    head = f"<h1><span>{escape(view.title)}</span></h1><div><em>{escape(view.date)}</em></div>"
    return rows(('<div class="post">', head, *text, f"<div>{_tags(view)}</div>", _back(view), "</div>"))


def _p(view: ArticleView) -> Iterable[str]:
    return (f"<p>{escape(text)}</p>" for text in view.paragraphs)


def _tags(view: ArticleView) -> str:
    return f"{escape(view.frame.labels.tags)}: {anchors(view.tags, ', ')}" if view.tags else ""


def _back(view: ArticleView) -> str:
    return link(view.back, twice(view.frame.labels.go_back))
