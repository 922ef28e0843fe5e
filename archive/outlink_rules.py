"""Which attributes of HTML and SVG name an address, what for, and in which form: a table.

Names are those of lxml's HTML parser: in lower case, `xlink:href` with its prefix.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from archive import css, srcset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lxml.etree import _Element

Hop: TypeAlias = Literal["L", "E"]


class Rule(NamedTuple):
    """What an attribute names."""

    hop: Hop
    """`L` a link, `E` something embedded."""
    form: Callable[[str], Iterable[str]]
    """Gives the addresses in the attribute's value, as they stand there."""


# Forms


def _one(value: str) -> Iterable[str]:
    return (value,)


def _style(value: str) -> Iterable[str]:
    return (reference.url for reference in css.references(value))


_NO_ADDRESS = re.compile(r"[{}<>\"\s]")


def _late(value: str) -> Iterable[str]:
    """What a script may put in place: an address or what a style sheet would say, and no template or data for it."""
    return tuple(_style(value)) or (() if _NO_ADDRESS.search(value.strip()) else (value,))


_REFRESH = re.compile(r"[\d.\s]*[;,\s]\s*(?:url\s*=\s*)?[\"']?([^\"']*)", re.IGNORECASE)


def _refresh(value: str) -> Iterable[str]:
    """HTML Standard, “Shared declarative refresh steps”."""
    match = _REFRESH.match(value)
    return (match[1],) if match else ()


# The table: elements (`*`: any), attributes, hop, form

_TABLE: tuple[tuple[str, str, Hop, Callable[[str], Iterable[str]]], ...] = (
    ("a area", "href xlink:href", "L", _one),
    ("img source video audio track script iframe frame embed input bgsound image", "src", "E", _one),
    ("amp-img amp-anim amp-video amp-audio amp-iframe", "src", "E", _one),
    ("img source image amp-img amp-anim", "srcset", "E", srcset.candidates),
    ("video amp-video", "poster", "E", _one),
    ("object", "data", "E", _one),
    ("image use script feimage", "href xlink:href", "E", _one),
    ("link", "imagesrcset", "E", srcset.candidates),
    ("*", "background", "E", _one),
    ("*", "style fill filter mask clip-path cursor", "E", _style),
    ("*", "data-src data-lazy data-lazy-src data-original data-poster", "E", _late),
    ("*", "data-bg data-background data-background-image", "E", _late),
    ("*", "data-srcset data-lazy-srcset data-original-set", "E", srcset.candidates),
)
_RULES = {
    place: Rule(hop, form)
    for elements, attributes, hop, form in _TABLE
    for place in product(elements.split(), attributes.split())
}

#: `<link rel>` (HTML Standard, “Link types”): what is needed to show the page, and what names no document at all.
#: Every other type is a link, also what is fetched for a page to come (`prefetch`).
_EMBEDDED_RELS = frozenset(
    "stylesheet icon apple-touch-icon apple-touch-icon-precomposed apple-touch-startup-image mask-icon fluid-icon"
    " preload modulepreload manifest image_src".split()
)
_NO_DOCUMENT_RELS = frozenset({"preconnect", "dns-prefetch"})
#: `<meta>` by `property`, `name` or `itemprop` (Open Graph, Twitter cards, schema.org, Windows tiles).
_EMBEDDED_METAS = frozenset(
    "og:image og:image:url og:image:secure_url twitter:image twitter:image:src image thumbnail thumbnailurl"
    " msapplication-tileimage".split()
)

#: Attributes that may name something.
ATTRIBUTES = frozenset(attribute for _, attribute in _RULES) | {"href", "content"}


def rule_for(element: _Element, attribute: str) -> Rule | None:
    """What an attribute of an element names; None where that is nothing."""
    if element.tag == "link" and attribute == "href":
        return _link(element)
    if element.tag == "meta" and attribute == "content":
        return _meta(element)
    return _RULES.get((element.tag, attribute)) or _RULES.get(("*", attribute))


def _link(element: _Element) -> Rule | None:
    types = set((element.get("rel") or "").lower().split())
    if types & _EMBEDDED_RELS:
        return Rule("E", _one)
    return None if types & _NO_DOCUMENT_RELS else Rule("L", _one)


def _meta(element: _Element) -> Rule | None:
    names = (element.get("property"), element.get("name"), element.get("itemprop"))
    if any(name and name.lower() in _EMBEDDED_METAS for name in names):
        return Rule("E", _one)
    return Rule("L", _refresh) if (element.get("http-equiv") or "").lower() == "refresh" else None
