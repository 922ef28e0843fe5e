"""Where a document leads, and what it needs to look right: every address that HTML, SVG or CSS names.

Heritrix' letters tell the two apart: `L` for a link that a reader follows, `E` for what is embedded.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import lxml.html
from lxml import etree
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

from archive import css
from archive.outlink_rules import ATTRIBUTES, rule_for
from archive.urls import absolute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archive.outlink_rules import Hop

    #: An address as it stands there, its hop, and its place.
    Named = tuple[str, Hop, str]

#: Bytes of one document that are read.
MAX_DOCUMENT = 8 * 2**20
#: Outlinks of one document that are named.
MAX_OUTLINKS = 5000
#: A longer address is a trap or a mistake.
_MAX_URL = 4096
_MARKUP = frozenset({"text/html", "application/xhtml+xml", "image/svg+xml"})
#: A table decides in Python which attributes matter: libxml2 is no faster at it.
_PLACES = etree.XPath("//@* | //style")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlink:
    """One address that a document names."""

    url: str
    """Absolute http(s) URL without fragment."""
    hop: Hop
    """`L` a link, `E` something embedded: a page requisite."""
    place: str
    """Where it stands: `img/@srcset`, `style/url()`, `css/@import`."""

    def __str__(self) -> str:
        """As the metadata record of Heritrix has it."""
        return f"{self.url} {self.hop} {self.place}"


def names_others(mime: str) -> bool:
    """Whether documents of this Content-Type are read for outlinks at all."""
    kind = _kind(mime)
    return kind == "text/css" or kind in _MARKUP


def _kind(mime: str) -> str:
    return mime.partition(";")[0].strip().lower()


def outlinks(document: bytes, url: str, mime: str) -> tuple[Outlink, ...]:
    """What a document names, each address once a hop, in document order; none for what is neither markup nor CSS.

    `document` is the decoded entity, `mime` the Content-Type it came with. Any bytes will do.
    """
    kind = _kind(mime)
    if kind == "text/css":
        return _distinct(_in_sheet(_text(document, mime), "css"), url)
    if kind not in _MARKUP:
        return ()
    tree = _parse(_text(document, mime))
    return () if tree is None else tree_outlinks(tree, url)


def tree_outlinks(tree: etree._Element, url: str) -> tuple[Outlink, ...]:
    """The same for a document that is parsed already (by lxml's HTML parser)."""
    bases = tree.xpath("string((//base/@href)[1])")
    return _distinct(_in_tree(tree), (absolute(url, bases) if bases else None) or url)


def _distinct(named: Iterable[Named], base: str) -> tuple[Outlink, ...]:
    return tuple(islice(_resolved(named, base), MAX_OUTLINKS))


def _resolved(named: Iterable[Named], base: str) -> Iterator[Outlink]:
    seen = set()
    for raw, hop, place in named:
        if (raw, hop) in seen:
            continue
        seen.add((raw, hop))
        url = absolute(base, raw) if len(raw) <= _MAX_URL else None
        if url and (url == raw or (url, hop) not in seen):
            seen.add((url, hop))
            yield Outlink(url=url, hop=hop, place=place)


# Reading the document


def _text(document: bytes, mime: str) -> str:
    """The document as text: by its byte order mark, what was declared, or as UTF-8."""
    head = document[:MAX_DOCUMENT]
    bom, _ = read_bom(head)
    declared = bom or http_content_type_encoding(mime) or html_body_declared_encoding(head[:4096])
    name = resolve_encoding(declared) if declared else None
    try:
        text = head.decode(name or "utf-8", "replace")
    except (LookupError, ValueError):  # Python's codecs know more than encodings: `hex`, `undefined`
        text = head.decode("utf-8", "replace")
    return text.removeprefix("\ufeff").replace("\0", "")


def _parse(text: str) -> etree._Element | None:
    # Encoded anew: libxml2 ends a document at the first byte that its encoding does not have.
    source = text.encode("utf-8", "replace")
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        return lxml.html.document_fromstring(source, parser=parser) if source.strip() else None
    except etree.ParserError:  # nothing but comments
        return None


# Naming what is in it


def _in_sheet(sheet: str, place: str) -> Iterator[Named]:
    for url, form in css.references(sheet):
        yield url, "E", f"{place}/{form}"


def _in_tree(tree: etree._Element) -> Iterator[Named]:
    """Every attribute of every element, and the style sheets, in document order."""
    for found in _PLACES(tree):
        if isinstance(found, str):
            yield from _in_attribute(found)
        elif found.text:
            yield from _in_sheet(found.text, "style")


def _in_attribute(value: Any) -> Iterator[Named]:
    """`value` is one of lxml's strings that know where they stand."""
    name = value.attrname
    if name not in ATTRIBUTES:
        return
    element = value.getparent()
    if rule := rule_for(element, name):
        place = f"{element.tag}/@{name}"
        for url in rule.form(str(value)):
            yield url, rule.hop, place
