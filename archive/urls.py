"""URLs as a document names them, made absolute."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

#: Nothing in it is to be percent-encoded (RFC 3986 section 2).
_IS_ENCODED = re.compile(r"[a-z]+://[a-z0-9.:\[\]-]+(?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*")
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::\d+)?(?=[/?]|$)")
#: A host that can be asked: a name in ASCII or an address, no letter that no host has, behind any credentials.
_HAS_HOST = re.compile(r"https?://(?:[!\"$-.0->@-~]*@)?(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::\d*)?(?=[/?]|$)")
#: A path on the same host that needs no resolving.
_ROOTED = re.compile(r"(?:/(?!\.{0,2}(?:/|$))[A-Za-z0-9_.~-]+)+/?|/")


def absolute(base: str, href: str) -> str | None:
    """The http(s) URL that a link leads to, percent-encoded (RFC 3986), without its fragment.

    None for what is not a page's address: `javascript:`, `mailto:`, an empty or broken link.
    """
    href = href.strip()
    if not href or href.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
        return None
    if _ROOTED.fullmatch(href) and (origin := _ORIGIN.match(base)):
        return origin[0] + href
    try:
        url = urljoin(base, href)
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        parts.port  # noqa: B018 -- raises ValueError where the port is no number
        url = urlunsplit(parts._replace(fragment=""))
        url = url if _IS_ENCODED.fullmatch(url) else str(safe_url_string(url, encoding="utf-8"))
        return url if _HAS_HOST.match(url) else None
    except ValueError:
        return None
