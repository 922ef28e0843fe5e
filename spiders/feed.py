"""Feeds (RSS 0.9x, 1.0, 2.0 and Atom) and sitemaps: what they list, however badly they are written.

A document type declaration never reaches the parser: no entity is resolved but those of XML and HTML.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from functools import partial
from html import unescape
from html.entities import html5
from typing import TYPE_CHECKING, Any

import lxml.html
from lxml import etree

from pipelines.normalise.languages import bcp47
from pipelines.normalise.text import clean
from pipelines.normalise.urls import absolute
from spiders.moments import day_at, is_believable
from spiders.notice import text_is_in
from spiders.page import MAX_PARSED
from spiders.reading import Found, Item

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from spiders.page import Page

#: Entries of one document that are read at the most; a sitemap may have 50,000 (sitemaps.org).
MAX_ITEMS = 10_000
MAX_LOCATIONS = 50_000
#: The root element must begin within so many characters.
_MAX_PROLOGUE = 65_536
#: Characters of one description that are read as HTML.
_MAX_HTML = 100_000

#: What the names of elements are shortened to: `dc:date`, `atom:link`, and plain names for RSS of any age.
_PREFIXES = {
    "": "",
    "http://purl.org/rss/1.0/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/atom/ns#": "",
    "http://www.sitemaps.org/schemas/sitemap/0.9": "",
    "http://www.google.com/schemas/sitemap/0.84": "",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
}
#: Where an entry's statements stand, the best place first.
_TITLES = ("title", "dc:title")
_EXCERPTS = ("description", "summary", "dc:description", "content:encoded", "content")
_DATES = ("pubdate", "published", "issued", "dc:date", "dcterms:issued", "dcterms:created", "created")
#: When an entry was last touched: a date of publication only where no better one stands.
_TOUCHED = ("updated", "modified", "dcterms:modified")

_FEED_ROOT = re.compile(
    r"<(?:!doctype\s+html|html|head|body|((?:[\w.-]{1,40}:)?(?:rss|rdf|feed)))(?=[\s>])", re.IGNORECASE
)
_SITEMAP_ROOT = re.compile(
    r"<(?:!doctype\s+html|html|head|body|((?:[\w.-]{1,40}:)?(?:urlset|sitemapindex)))(?=[\s>])", re.IGNORECASE
)
#: A CDATA section, which stays as it is, or an ampersand that begins no reference of XML's own.
_AMPERSAND = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)(?:([A-Za-z][A-Za-z0-9]{0,31});)?",
    re.DOTALL,
)
_NUMBERED = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));")
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);")
_INLINE = frozenset("a abbr b bdi bdo big cite code em font i ins kbd mark q s small span strong sub sup tt u".split())
_UNSEEN = frozenset(("script", "style", "noscript", "template"))


def read_feed(page: Page, zone: str = "UTC") -> tuple[Item, ...] | None:
    """The entries of an RSS or Atom document, in its order; None where the page is none of these.

    The content decides, not the media type. A broken document gives what can be saved of it. An entry without
    an address is left out, and so is one whose address came before. Days are those of the calendar in `zone` (an
    IANA name), see `spiders.moments`. `place` is an XPath for RSS 2.0; in RSS 1.0
    and Atom its names are those of the document's own namespaces.
    """
    root = _root(page, _FEED_ROOT)
    if root is None:
        return None
    day = partial(_day, zone=zone, lang=_language(root), captured=page.fetched_at)
    items: dict[str, Item] = {}
    for position, entry in enumerate(_named(root.iter(etree.Element), ("item", "entry")), 1):
        item = _item(entry, position, page.url, day)
        if item:
            items.setdefault(item.url, item)
        if len(items) >= MAX_ITEMS:
            break
    return tuple(items.values())


def read_sitemap(page: Page) -> tuple[tuple[str, str | None], ...] | None:
    """The addresses that a sitemap or an index of sitemaps lists, each with its `lastmod` as stated.

    None where the page is neither. A gzip file is read as far as `MAX_PARSED` bytes of its content.
    """
    if page.content.startswith(b"\x1f\x8b"):
        page = replace(page, content=_unpacked(page.content))
    root = _root(page, _SITEMAP_ROOT)
    if root is None:
        return None
    found: dict[str, str | None] = {}
    for entry in _named(root.iter(etree.Element), ("url", "sitemap")):
        fields = {name: child for child in entry if (name := _name(child))}
        url = absolute(page.url, _text(fields.get("loc")))
        if url:
            found.setdefault(url, _text(fields.get("lastmod")) or None)
        if len(found) >= MAX_LOCATIONS:
            break
    return tuple(found.items())


# The document


def _root(page: Page, shape: re.Pattern[str]) -> Any:
    """The root element; None where the first element that tells is not of the shape.

    Parsing begins at the root, so that no declaration in front of it is ever read.
    """
    match = shape.search(page.text, 0, _MAX_PROLOGUE)
    if not match or not match[1]:
        return None
    source = _NUMBERED.sub(_whole, _AMPERSAND.sub(_resolved, page.text[match.start() :]))
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(source.encode("utf-8", "replace"), parser, base_url=page.url)
    except etree.XMLSyntaxError:
        return None


def _whole(match: re.Match[str]) -> str:
    """A reference to a character by its number; those to halves of one (surrogates) the parser would pass on."""
    number = int(match[1], 16) if match[1] else int(match[2][:9])
    return "\ufffd" if 0xD800 <= number <= 0xDFFF else match[0]


def _resolved(match: re.Match[str]) -> str:
    """The character of a name that HTML knows; any other ampersand stays the text that it is."""
    if match[0].startswith("<"):
        return match[0]
    return html5.get(f"{match[1]};") or f"&amp;{match[0][1:]}"


def _unpacked(content: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(content, MAX_PARSED)
    except zlib.error:
        return b""


def _name(element: Any) -> str:
    """An element's name in lower case, with the prefix that this module gives its namespace."""
    namespace, brace, local = element.tag.rpartition("}")
    if not brace:
        return str(local).lower()
    prefix = _PREFIXES.get(namespace[1:].lower().rstrip("/"), _PREFIXES.get(namespace[1:].lower(), "?:"))
    return f"{prefix}{local}".lower()


def _written(element: Any) -> str:
    """An element's name as the document writes it."""
    local = element.tag.rpartition("}")[2]
    return f"{element.prefix}:{local}" if element.prefix else str(local)


def _named(elements: Iterable[Any], names: tuple[str, ...]) -> Iterator[Any]:
    return (element for element in elements if _name(element).rpartition(":")[2] in names)


def _language(root: Any) -> str | None:
    """The language that the feed states for itself, as BCP 47."""
    stated = root.get("{http://www.w3.org/XML/1998/namespace}lang")
    channel = next(_named(root, ("channel",)), root)
    for child in channel.iterchildren(etree.Element):
        if _name(child) in ("language", "dc:language"):
            stated = stated or _text(child)
    return bcp47(stated) if stated else None


# An entry


def _item(entry: Any, position: int, base: str, day: Callable[[str], str | None]) -> Item | None:
    fields: dict[str, list[Any]] = {}
    for child in entry.iterchildren(etree.Element):
        fields.setdefault(_name(child), []).append(child)
    url = _url(entry, fields, base)
    if not url:
        return None
    place = f"//{_written(entry)}[{position}]"
    excerpt = next(filter(None, (_shown(field) for field in _of(fields, _EXCERPTS))), "")
    return Item(
        url=url,
        title=next(filter(None, (_shown(field) for field in _of(fields, _TITLES))), ""),
        excerpt=excerpt,
        date=_date(fields, place, day),
        notice=text_is_in(excerpt),
        place=place,
    )


def _of(fields: dict[str, list[Any]], names: tuple[str, ...]) -> Iterator[Any]:
    return (field for name in names for field in fields.get(name, ()))


def _url(entry: Any, fields: dict[str, list[Any]], page_url: str) -> str | None:
    """The entry's address: its link, else an identifier that is one."""
    for link in sorted(fields.get("link", ()), key=lambda link: link.get("type", "text/html") != "text/html"):
        if link.get("rel", "alternate") == "alternate":
            url = absolute(link.base or page_url, link.get("href") or _text(link))
            if url:
                return url
    for identifier in _of(fields, ("guid", "id")):
        text = _text(identifier)
        stated = {name.lower(): value for name, value in identifier.attrib.items()}.get("ispermalink", "true")
        if stated.strip().lower() != "false" and re.match(r"https?://", text, re.IGNORECASE):
            return absolute(page_url, text)
    about = entry.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about") or ""
    return absolute(page_url, about) if about.startswith("http") else None


def _date(fields: dict[str, list[Any]], place: str, day: Callable[[str], str | None]) -> Found | None:
    for names, confidence in ((_DATES, 1.0), (_TOUCHED, 0.5)):
        for field in _of(fields, names):
            raw = _text(field)
            value = day(raw)
            if value:
                where = f"{place}/{_written(field)}"
                return Found(value=value, method="feed", place=where, raw=raw, confidence=confidence)
    return None


def _day(text: str, *, zone: str, lang: str | None, captured: datetime | None) -> str | None:
    value = day_at(zone, text, lang)
    return value if value and is_believable(value, captured) else None


# Text


def _text(element: Any) -> str:
    return "" if element is None else clean("".join(element.itertext()))


def _shown(element: Any) -> str:
    """What a reader sees of a text: without the HTML that may be written in it, once more escaped or not."""
    if element.get("type") in ("text", "text/plain"):
        return _text(element)
    if len(element):
        return _seen(element)
    text = (element.text or "")[:_MAX_HTML]
    if not _MARKUP.search(text):
        return clean(text)
    if "<" not in text:
        return clean(unescape(text))
    try:
        return _seen(lxml.html.fragment_fromstring(text, create_parent="div"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return clean(text)


def _seen(root: Any) -> str:
    """The text of an element, its blocks kept apart."""
    pieces: list[str] = []
    unseen = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else "script"
        space = "" if name in _INLINE else " "
        if event == "start":
            unseen += name in _UNSEEN
            pieces += (space, "" if unseen else element.text or "")
        else:
            unseen -= name in _UNSEEN
            pieces += (space, "" if unseen or element is root else element.tail or "")
    return clean("".join(pieces))
