"""What stands around the content: one function for each way in which a site may be built."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from crawler.demo.pieces import anchor, anchors, late_image, link, rows

if TYPE_CHECKING:
    from crawler.demo.views import Frame, Link, Teaser


def semantic(frame: Frame, title: str, content: str) -> str:
    """`header`, `nav`, `main`, `aside`, `footer`; the slider stands above the content."""
    switch = anchors(frame.languages)
    body = rows(
        (
            '<header class="top">',
            f'<a class="brand" href="{escape(frame.home)}">{escape(frame.site)}</a>',
            f'<nav class="menu">{_list(frame.menu)}</nav>',
            f'<nav class="languages" aria-label="{escape(frame.labels.languages)}">{switch}</nav>',
            "</header>",
            f'<nav class="trail">{anchors(frame.crumbs, " › ")}</nav>',
            _slider(frame, "section", ' class="slider"'),
            f'<main class="content">\n{content}\n</main>',
            f'<aside class="tags"><h4>{escape(frame.labels.tags)}</h4>{_list(frame.tags)}</aside>',
            f"<footer><p>{escape(frame.labels.imprint)}</p>{_list(frame.footer)}</footer>",
        )
    )
    return _document(frame, title, body)


def divs(frame: Frame, title: str, content: str) -> str:
    """Nothing but `div`s, named by class; the slider stands beside the content."""
    body = rows(
        (
            '<div class="wrap">',
            f'<div class="lang">{anchors(frame.languages, " | ")}</div>',
            f'<div class="logo">{link(frame.home, escape(frame.site))}</div>',
            f'<div class="menu">{"".join(f"<div>{anchor(item)}</div>" for item in frame.menu)}</div>',
            f'<div class="path">{anchors(frame.crumbs, " / ")}</div>',
            '<div class="cols">',
            f'<div class="left">\n{content}\n</div>',
            '<div class="right">',
            _slider(frame, "div", ' class="slides"'),
            f'<div class="cloud">{anchors(frame.tags)}</div>',
            "</div>",
            "</div>",
            f'<div class="bottom">{anchors(frame.footer)}<div>{escape(frame.labels.imprint)}</div></div>',
            "</div>",
        )
    )
    return _document(frame, title, body)


def table(frame: Frame, title: str, content: str) -> str:
    """A page laid out as a table: a head, a column of menus, the content, a foot."""
    menu = "<br>".join(anchor(item) for item in frame.menu)
    cloud = "<br>".join(anchor(item) for item in frame.tags)
    body = rows(
        (
            '<table class="layout" width="100%" cellpadding="8">',
            f"<tr><td>{link(frame.home, f'<b>{escape(frame.site)}</b>')}</td>",
            f'<td align="right">{anchors(frame.languages)}</td></tr>',
            f'<tr><td colspan="2">{anchors(frame.crumbs, " &raquo; ")}</td></tr>',
            f'<tr valign="top"><td width="22%">{menu}<hr>{cloud}<hr>{_slider(frame, "div")}</td>',
            f"<td>\n{content}\n</td></tr>",
            f'<tr><td colspan="2">{anchors(frame.footer, " | ")}<br>{escape(frame.labels.imprint)}</td></tr>',
            "</table>",
        )
    )
    return _document(frame, title, body)


def bare(frame: Frame, title: str, content: str) -> str:
    """Elements without a single class or id; the slider stands below the content."""
    body = rows(
        (
            f"<div><p>{link(frame.home, escape(frame.site))}</p>",
            f"{_list(frame.languages)}{_list(frame.menu)}",
            f"<p>{anchors(frame.crumbs, ' → ')}</p></div>",
            f"<div>\n{content}\n</div>",
            _slider(frame, "div"),
            f"<div>{_list(frame.tags)}</div>",
            f"<div><p>{escape(frame.labels.imprint)}</p><p>{anchors(frame.footer)}</p></div>",
        )
    )
    return _document(frame, title, body)


def _document(frame: Frame, title: str, body: str) -> str:
    feed = f'<link rel="alternate" type="application/rss+xml" href="{escape(frame.feed)}">' if frame.feed else ""
    return rows(
        (
            "<!DOCTYPE html>",
            f'<html lang="{escape(frame.lang)}">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)} – {escape(frame.site)}</title>",
            f'<link rel="stylesheet" href="{escape(frame.stylesheet)}">',
            '<link rel="icon" type="image/svg+xml" href="/icon.svg">',
            '<script src="/late.js" defer></script>',
            feed,
            "</head>",
            "<body>",
            body,
            "</body>",
            "</html>",
            "",
        )
    )


def _list(links: tuple[Link, ...]) -> str:
    return f"<ul>{''.join(f'<li>{anchor(item)}</li>' for item in links)}</ul>" if links else ""


def _slider(frame: Frame, tag: str, attributes: str = "") -> str:
    if not frame.slider:
        return ""
    slides = "".join(f"<div>{_slide(teaser)}</div>" for teaser in frame.slider)
    return f"<{tag}{attributes}><h4>{escape(frame.labels.highlights)}</h4><div>{slides}</div></{tag}>"


def _slide(teaser: Teaser) -> str:
    return link(teaser.href, f"{late_image(teaser.image)}<br>{escape(teaser.title)}")
