"""A page: the bytes of one answer, and the views of them that reading needs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import lxml.html
from charset_normalizer import from_bytes
from lxml.etree import ParserError
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

from pipelines.normalise.urls import absolute

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from lxml.html import HtmlElement

    from archive.http import Message

#: Nothing is parsed beyond this many bytes: a list or an article is never that large.
MAX_PARSED = 8 * 1024 * 1024
_DOCUMENT_END = re.compile(rb"</(?:html|rss|feed|rdf:rdf)\s*>", re.IGNORECASE)
#: Decompressed bytes of one page that are kept in memory at the most.
MAX_DECODED = 64 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Page:
    """One answer, ready to be read. It cannot tell whether it comes from the wire or out of a WARC file."""

    url: str
    """The URL that was asked."""
    content: bytes
    """The entity: de-chunked, and decoded from its content coding."""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    """Response header fields, names in lower case; the first of repeated ones."""
    fetched_at: datetime | None = None
    """When the request began (UTC); the anchor of words such as “2 hours ago”."""

    trouble: str | None = None
    """Why the content is not whole, in words; None where it is."""

    @classmethod
    def of(cls, url: str, message: Message, fetched_at: datetime, *, truncated: str | None = None) -> Page:
        """The page that an HTTP answer carries; `truncated` is why the answer itself is not whole."""
        content, trouble = message.decoded(MAX_DECODED)
        if truncated or not message.complete:
            trouble = f"the answer was cut ({truncated or 'incomplete'})"
        headers: dict[str, str] = {}
        for name, value in message.head.headers if message.head else ():
            headers.setdefault(name.decode("latin-1").lower(), _field_text(value))
        status = message.head.status if message.head else 0
        return cls(url=url, content=content, status=status, headers=headers, fetched_at=fetched_at, trouble=trouble)

    @property
    def ends_like_one(self) -> bool:
        """Whether the document's end is there, whatever length or framing was announced."""
        return _DOCUMENT_END.search(self.content[-400:]) is not None

    @property
    def redirects_to(self) -> str | None:
        """Where an answer of status 3xx leads to (RFC 9110 section 15.4)."""
        location = self.headers.get("location")
        return absolute(self.url, location) if location and self.status in (301, 302, 303, 307, 308) else None

    @property
    def is_robots(self) -> bool:
        """Whether this is a host's robots.txt."""
        return urlsplit(self.url).path == "/robots.txt"

    @cached_property
    def mime(self) -> str:
        """The media type that the server states, in lower case, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @cached_property
    def encoding(self) -> str:
        """The character encoding: what the bytes prove, else what header and page declare, else a guess."""
        head = self.content[:MAX_PARSED]
        bom, _ = read_bom(head)
        if bom:
            return str(bom)
        if not head.isascii() and _is_utf8(head):
            return "utf-8"  # chance does not make valid UTF-8; a declaration may lie
        for declared in (
            http_content_type_encoding(self.headers.get("content-type")),
            html_body_declared_encoding(head[:4096]),
        ):
            if declared and _decodes(head, resolve_encoding(declared) or ""):
                return str(resolve_encoding(declared))
        if head.isascii():
            return "utf-8"
        guess = from_bytes(head[:65536]).best()
        return guess.encoding if guess else "utf-8"

    @cached_property
    def text(self) -> str:
        """The content as text; what cannot be decoded becomes U+FFFD."""
        text = self.content[:MAX_PARSED].decode(self.encoding, "replace")
        return text.removeprefix("\ufeff").replace("\x00", "")

    @cached_property
    def tree(self) -> HtmlElement:
        """The parsed document's root element (`<html>`), never None: an empty page has an empty tree.

        Readers must not change it: it is shared.
        """
        parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
        source = self.text.encode("utf-8", "replace")
        try:
            root = lxml.html.document_fromstring(source, parser=parser) if source.strip() else None
        except ParserError:  # nothing but comments
            root = None
        return lxml.html.Element("html") if root is None else root

    @cached_property
    def base(self) -> str:
        """What relative links resolve against: `<base href>`, else the URL."""
        for element in self.tree.iter("base"):
            if href := element.get("href"):
                return absolute(self.url, href) or self.url
        return self.url


def _field_text(value: bytes) -> str:
    """A header field's value: UTF-8 where it is that, else Latin-1 (RFC 9110 section 5.5)."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A page cut in the middle of a letter is still UTF-8.
        return error.start >= len(data) - 3
    return True


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        return data.decode(encoding, "replace").count("\ufffd") <= len(data) // 1000
    except LookupError:
        return False
