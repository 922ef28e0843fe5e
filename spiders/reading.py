"""What reading a page yields: values only, each with where on the page it was found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a page is."""

    LISTING = "listing"
    """A page that lists items."""
    ARTICLE = "article"
    """A page that is about one work."""
    FEED = "feed"
    """RSS or Atom."""
    PAGE = "page"
    """Anything else; kept as a snapshot."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """One statement of a page, with its proof."""

    value: str
    """The normalised value: text, an EDTF date, a BCP 47 tag, an absolute URL."""
    method: str
    """How it was found: `json-ld`, `meta`, `time`, `visible`, `heading`, `url`, `profile` …"""
    place: str
    """Where: an XPath, a JSON path such as `$.datePublished`, a meta name, `url`."""
    raw: str
    """What stood there, as it stood there."""
    confidence: float = 1.0
    """From 0 to 1, for ordering and for `probe`; not a probability."""
    link: str | None = None
    """Where it leads, for a tag that is a link; absolute."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One entry of a listing, in the listing's own words."""

    url: str
    title: str
    excerpt: str = ""
    """Empty where the listing shows none; for a notice, the notice."""
    date: Found | None = None
    """A publication date shown with the item, as EDTF; never a date out of the excerpt's sentences."""
    notice: str | None = None
    """The language (BCP 47) that the item says it is available in instead: “Article is available in Georgian.”; `und`
    where it only says that it is not here."""
    place: str = ""
    """XPath of the item's block, or of its link where it has no block of its own."""


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A page as a listing."""

    items: tuple[Item, ...]
    tag: Found | None = None
    """The tag that the listing is about; `value` as a reader sees it (“Tskhinvali Region”)."""
    next_page: Found | None = None
    """The next page of the same listing (its absolute URL)."""
    listings: tuple[str, ...] = ()
    """Absolute URLs of other listings that it links to (tags, sections)."""
    confidence: float = 1.0
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Edition:
    """Another edition that a page points to."""

    lang: str
    """BCP 47."""
    url: str
    method: str = "link"
    """`hreflang`, `link` (a language switch), `notice`, `profile` …"""
    exists: bool | None = None
    """False where the page itself says that this edition does not exist; None where it does not tell."""


@dataclass(frozen=True, kw_only=True)
class Article:
    """A page as an article."""

    headline: Found | None = None
    dates: tuple[Found, ...] = ()
    """Every statement of the publication date, as EDTF, as precise as stated and no more: first the one that stands,
    then the others, the most reliable first; of one method each date once."""
    excerpt: Found | None = None
    """The page's own summary (`og:description`, JSON-LD `description`), not the body's beginning."""
    author: Found | None = None
    tags: tuple[Found, ...] = ()
    body: tuple[str, ...] = ()
    """Clean paragraphs in reading order; no menus, no “Go Back”, no share buttons, no date line, no title."""
    notice: str | None = None
    """The language (BCP 47) that the page says the article is available in instead; `und` where it only says that it is
    not here."""
    content: Found | None = None
    """Where the text stands, or the notice: `value` and `raw` are its beginning."""

    @property
    def date_published(self) -> Found | None:
        """The statement of the publication date that stands."""
        return self.dates[0] if self.dates else None


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one page says."""

    kind: Kind
    reason: str = ""
    """Why it was taken for this kind, in words."""
    language: Found | None = None
    """The language of the content, which `<html lang>`, labels and the URL may belie."""
    title: Found | None = None
    listing: Listing | None = None
    article: Article | None = None
    editions: tuple[Edition, ...] = ()
    canonical: str | None = None
    """`<link rel=canonical>`, absolute."""
    feeds: tuple[str, ...] = ()
    """Feeds that the page announces (`<link rel=alternate type=application/rss+xml>`)."""
