"""Which captures are pages, where nothing says how they were come by: those of other tools.

readmore's own captures say it (`hopsFromSeed`); Heritrix' do as well; a browser says in each request what it wants the
answer for. Where none of that is said, the media type decides, and the address where an answer has no content.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spiders.kind import FEED_TYPES
from spiders.requisites import is_requisite

if TYPE_CHECKING:
    from archive.reader import Capture

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_XML = frozenset({"text/xml", "application/xml"})
#: Types that servers give what they know no type of.
_UNKNOWN = frozenset({"", "text/plain", "application/octet-stream", "unk", "warc/revisit"})
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|\?xml|rss|feed)[\s>]", re.IGNORECASE)
#: How the path of an address ends that is no page, whatever an error or a redirect there says.
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp|css|m?js|json|map|woff2?|ttf|otf|eot|mp[34]|m4[av]|web[mp]|og[gv]|wav"
    r"|pdf|docx?|xlsx?|pptx?|zip|gz|swf)$",
    re.IGNORECASE,
)
#: A request with a body, as an address that is looked up like a page's (pywb's canonical form).
_POSTED = re.compile(r"[?&]__wb_method=", re.IGNORECASE)


def may_be_page(capture: Capture, mime: str, content: bytes) -> bool:
    """Whether a capture is read, and not only kept; `content` is its body, decoded."""
    if capture.method != "GET" or capture.destination not in ("", "document") or _POSTED.search(capture.url):
        return False
    if is_requisite(capture.hops) or _FILE.search(urlsplit(capture.url).path):
        return False
    return _is_text(mime, content) or not content


def is_html_page(capture: Capture, mime: str, content: bytes) -> bool:
    """Whether it is a page of the site's own, by which a host is known to be one."""
    head = capture.message.head
    if head is None or head.status != 200 or not may_be_page(capture, mime, content):
        return False
    return mime in _HTML or (mime in _UNKNOWN and bool(_MARKUP.match(content)))


def _is_text(mime: str, content: bytes) -> bool:
    if mime in _UNKNOWN:
        return bool(_MARKUP.match(content))
    return mime in _HTML or mime in _XML or mime in FEED_TYPES
