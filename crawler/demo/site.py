"""The site: which answer belongs to which address. Knows nothing of sockets."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from importlib import resources
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from crawler.demo import content
from crawler.demo.content import BUILT, MOVED, PREFIXES, SECTIONS
from crawler.demo.pages import article_view, listing_view, plain_view
from crawler.demo.picture import picture
from crawler.demo.rss import feed
from crawler.demo.words import texts

if TYPE_CHECKING:
    from datetime import date

    from crawler.demo.markups import Markup

ROBOTS = "User-agent: *\nCrawl-delay: 0\nDisallow: /desk/\n"

_LISTING = re.compile(r"/(?P<section>[a-z-]+)(?:/view/tags-(?P<tag>[^/]+))?(?:/page/(?P<page>\d{1,4}))?")
_ARTICLE = re.compile(r"/(?P<section>[a-z-]+)/display/(?P<number>\d{1,9})")
_FEED = re.compile(r"/(?P<section>[a-z-]+)/rss")
_PICTURE = re.compile(r"/images/(?P<number>\d{1,9})(?P<large>-large)?\.svg")
#: What every page needs, and its media type.
_FILES = {
    "/style.css": "text/css; charset=utf-8",
    "/print.css": "text/css; charset=utf-8",
    "/late.js": "text/javascript; charset=utf-8",
    "/icon.svg": "image/svg+xml",
    "/paper.svg": "image/svg+xml",
    "/rule.svg": "image/svg+xml",
}
_PAGE_NUMBER = re.compile(r"\d{1,4}")


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer, before HTTP."""

    content: bytes
    mime: str
    status: int = 200
    changed: date = BUILT
    """The day of its last change."""
    location: str | None = None
    """Where a redirect leads."""


class Site:
    """The built-in site in one markup."""

    def __init__(self, markup: Markup) -> None:
        self._markup = markup

    def answer(self, target: str, origin: str) -> Reply:
        """The answer to a request's target (path and query); absolute links in it begin with `origin`."""
        parts = urlsplit(target)
        path = unquote(parts.path).rstrip("/") or "/"
        lang = next((lang for lang, prefix in PREFIXES.items() if prefix and f"{path}/".startswith(f"{prefix}/")), "en")
        page = parse_qs(parts.query).get("page", ["1"])[0]
        inner = path.removeprefix(PREFIXES[lang]) or "/"
        return (
            self._file(path)
            or self._static(inner, lang)
            or self._article(inner, lang)
            or self._feed(inner, lang, origin)
            or self._listing(inner, page, lang)
            or self._plain("404", (texts()["not_found"][lang],), lang, "/", status=404)
        )

    def _file(self, path: str) -> Reply | None:
        if path == "/robots.txt":
            return Reply(content=ROBOTS.encode(), mime="text/plain; charset=utf-8")
        if mime := _FILES.get(path):
            return Reply(content=resources.files(__package__).joinpath("files", path[1:]).read_bytes(), mime=mime)
        if found := _PICTURE.fullmatch(path):
            drawn = picture(int(found["number"]), scale=2 if found["large"] else 1)
            return Reply(content=drawn.encode(), mime="image/svg+xml")
        return None

    def _static(self, path: str, lang: str) -> Reply | None:
        about = texts()["about"]
        match path:
            case "/":
                return self._plain(texts()["site"][lang], tuple(about[lang][:1]), lang, path)
            case "/about-project":
                return self._plain(about["title"][lang], tuple(about[lang]), lang, path)
            case "/desk/drafts":
                return self._plain("Drafts", ("robots.txt asks crawlers not to come here.",), lang, path)
        return None

    def _article(self, path: str, lang: str) -> Reply | None:
        if not (found := _ARTICLE.fullmatch(path)):
            return None
        key = (found["section"], int(found["number"]))
        if key in MOVED:
            section, number = MOVED[key]
            location = f"{PREFIXES[lang]}/{section}/display/{number}"
            return Reply(content=b"", mime="text/html; charset=utf-8", status=301, location=location)
        article = content.article(*key)
        if article is None or lang not in article.texts:
            return None
        page = self._markup.article(article_view(article, lang))
        return replace(self._html(page), changed=article.published)

    def _feed(self, path: str, lang: str, origin: str) -> Reply | None:
        found = _FEED.fullmatch(path)
        if not found or found["section"] not in SECTIONS:
            return None
        text = feed(found["section"], lang, origin)
        return Reply(content=text.encode(), mime="application/rss+xml; charset=utf-8")

    def _listing(self, path: str, page: str, lang: str) -> Reply | None:
        found = _LISTING.fullmatch(path)
        if not found or not _PAGE_NUMBER.fullmatch(page):
            return None
        number = int(found["page"] or page)
        view = listing_view(found["section"], found["tag"], number, lang, page_href=self._markup.page_href)
        return self._html(self._markup.listing(view)) if view else None

    def _plain(self, title: str, paragraphs: tuple[str, ...], lang: str, path: str, *, status: int = 200) -> Reply:
        return self._html(self._markup.plain(plain_view(title, paragraphs, lang, path)), status)

    def _html(self, page: str, status: int = 200) -> Reply:
        mime = "text/html; charset=utf-8" if self._markup.charset_in_header else "text/html"
        return Reply(content=page.encode(), mime=mime, status=status)
