"""URLs: made absolute, told apart, and kept as they were asked."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url, safe_url_string

#: Query parameters that name a visitor or a campaign, never a page. Only these are dropped:
#: an unknown parameter may be what tells two pages apart (`id`, `page`, `lang`).
TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|ysclid|_openstat|mc_[ce]id|igshid|_ga|_gl"
    r"|phpsessid|jsessionid|sessionid|aspsessionid\w*|cfid|cftoken|sid",
    re.IGNORECASE,
)
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def absolute(base: str, href: str) -> str | None:
    """The http(s) URL that a link leads to, percent-encoded (RFC 3986), without its fragment.

    None for what is not a page's address: `javascript:`, `mailto:`, an empty or broken link.
    """
    href = href.strip()
    if not href or href.startswith("#"):
        return None
    try:
        url = urljoin(base, href)
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        parts.port  # noqa: B018 -- raises ValueError where the port is no number
        encoded: str = safe_url_string(urlunsplit(parts._replace(fragment="")), encoding="utf-8")
    except ValueError:
        return None
    return encoded


def url_key(url: str) -> str:
    """What two addresses of one page have in common.

    Scheme, a leading `www.`, default ports, fragments, the order of parameters, tracking and session
    parameters, percent-encoding, dot segments and a trailing slash do not tell pages apart.

    >>> url_key("HTTP://WWW.Example.org:80/a/../b/?utm_source=x&id=2#top")
    'example.org/b?id=2'
    """
    parts = urlsplit(_SESSION_IN_PATH.sub("", url))
    scheme = parts.scheme.lower()
    host = (parts.hostname or "").removeprefix("www.")
    netloc = host if parts.port in (None, _DEFAULT_PORTS.get(scheme)) else f"{host}:{parts.port}"
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(k)])
    path = urlsplit(urljoin("http://x/", "." + parts.path)).path
    canonical: str = canonicalize_url(urlunsplit(("http", netloc, path, query, "")))
    key = canonical.removeprefix("http://")
    head, mark, tail = key.partition("?")
    return head.rstrip("/") + mark + tail
