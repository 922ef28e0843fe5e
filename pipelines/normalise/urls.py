"""URLs: made absolute (`archive.urls`), told apart, and kept as they were asked."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

from archive.urls import absolute as absolute

#: Query parameters that name a visitor or a campaign, never a page. Only these are dropped:
#: an unknown parameter may be what tells two pages apart (`id`, `page`, `lang`).
TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|ysclid|_openstat|mc_[ce]id|igshid|_ga|_gl"
    r"|phpsessid|jsessionid|sessionid|aspsessionid\w*|cfid|cftoken|sid",
    re.IGNORECASE,
)
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def untracked(url: str) -> str:
    """The same address without parameters that name a visitor or a campaign; everything else stays as it was.

    >>> untracked("http://example.org/a?b=1&utm_source=x&c=%20"), untracked("http://example.org/a?fbclid=1")
    ('http://example.org/a?b=1&c=%20', 'http://example.org/a')
    """
    head, _, query = _SESSION_IN_PATH.sub("", url).partition("?")
    kept = [pair for pair in query.split("&") if pair and not TRACKING.fullmatch(pair.partition("=")[0])]
    return head + "?" * bool(kept) + "&".join(kept)


#: An address with nothing to canonicalise but its ends: no query, no escape, no dot segment, no upper-case host.
_PLAIN = re.compile(r"(https?)://([a-z0-9.-]+(?::\d+)?)((?:/(?!\.{0,2}(?:/|$))[A-Za-z0-9_.~-]+)*)/?")


@lru_cache(maxsize=8192)  # a site's menus are on each of its pages
def url_key(url: str) -> str:
    """What two addresses of one page have in common.

    Scheme, a leading `www.`, default ports, fragments, the order of parameters, tracking and session
    parameters, percent-encoding, dot segments and a trailing slash do not tell pages apart.

    >>> url_key("HTTP://WWW.Example.org:80/a/../b/?utm_source=x&id=2#top")
    'example.org/b?id=2'
    """
    if plain := _PLAIN.fullmatch(url):
        return host_key(plain[2], plain[1]) + plain[3]
    return _url_key(url)


def _url_key(url: str) -> str:
    parts = urlsplit(_SESSION_IN_PATH.sub("", url))
    scheme = parts.scheme.lower()
    host = (parts.hostname or "").removeprefix("www.")
    host = f"[{host}]" if ":" in host else host  # an IPv6 address
    netloc = host if parts.port in (None, _DEFAULT_PORTS.get(scheme)) else f"{host}:{parts.port}"
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(k)])
    path = urlsplit(urljoin("http://x/", "." + parts.path)).path
    canonical: str = canonicalize_url(urlunsplit(("http", netloc, path, query, "")))
    key = canonical.removeprefix("http://")
    head, mark, tail = key.partition("?")
    return head.rstrip("/") + mark + tail


@lru_cache(maxsize=1024)
def host_key(netloc: str, scheme: str = "http") -> str:
    """A host as it stands at the beginning of a `url_key`: without `www.` and without a default port."""
    return _url_key(f"{scheme}://{netloc}")
