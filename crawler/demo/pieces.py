"""Small pieces of HTML that every markup is made of."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.demo.views import Labels, Link, ListingView


def anchor(link: Link, attributes: str = "") -> str:
    """A link of the furniture."""
    here = ' aria-current="page"' if link.current else ""
    return f'<a href="{escape(link.href)}"{here}{attributes}>{escape(link.text)}</a>'


def anchors(links: Iterable[Link], between: str = " ") -> str:
    """Links in a row."""
    return between.join(anchor(link) for link in links)


def image(href: str | None, attributes: str = "") -> str:
    """A picture; nothing where there is none."""
    return f'<img src="{escape(href)}" alt="" loading="lazy"{attributes}>' if href else ""


def photo(href: str | None, attributes: str = "") -> str:
    """A picture in two sizes, for screens of more and of less points."""
    large = (href or "").replace(".svg", "-large.svg")
    return image(href, f' srcset="{escape(href or "")} 1x, {escape(large)} 2x"{attributes}')


def late_image(href: str | None) -> str:
    """A picture that a script puts in place once the page is there (`late.js`)."""
    return f'<img data-src="{escape(href)}" alt="">' if href else ""


def twice(text: str) -> str:
    """A text in two elements, one of them meant for another screen width: `Read moreRead more`."""
    return f"<span>{escape(text)}</span><span>{escape(text)}</span>"


def link(href: str, inner: str, attributes: str = "") -> str:
    """A link around markup."""
    return f'<a href="{escape(href)}"{attributes}>{inner}</a>'


def rows(parts: Iterable[str]) -> str:
    """Markup, a line each."""
    return "\n".join(part for part in parts if part)


def numbered(view: ListingView, tag: str = "div") -> str:
    """A pager that names every page, and the next one by an arrow."""
    if not view.pages:
        return ""
    following = _neighbour(view, 1)
    arrow = link(following.href, "»") if following else ""
    named = " ".join(f"<b>{p.text}</b>" if p.current else anchor(p) for p in view.pages)
    return f"<{tag}>{named} {arrow}</{tag}>"


def neighbours(view: ListingView, tag: str = "p") -> str:
    """A pager that leads one page back and one on, in words."""
    labels: Labels = view.frame.labels
    back, on = _neighbour(view, -1), _neighbour(view, 1)
    parts = (
        link(back.href, f"← {labels.previous}") if back else "",
        link(on.href, f"{labels.next} →", ' rel="next"') if on else "",
    )
    return f"<{tag}>{' '.join(filter(None, parts))}</{tag}>" if view.pages else ""


def _neighbour(view: ListingView, step: int) -> Link | None:
    here = next((i for i, page in enumerate(view.pages) if page.current), 0)
    there = here + step
    return view.pages[there] if 0 <= there < len(view.pages) else None
