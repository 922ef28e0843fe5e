"""What one page adds to the store: plain values, stored together in one transaction."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from archive.records import target_uri, warc_date

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Self

    from archive.address import Address, Original
    from archive.http import Head
    from archive.records import Conversion


#: The kind of an address that is kept because pages need it to look right.
REQUISITE = "requisite"


class State(StrEnum):
    """How it stands with an address of the frontier."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"
    """Asked as often as is sensible, without an answer that can be used: a loss."""
    MISSING = "missing"
    """The site says that there is no such page."""
    EXCLUDED = "excluded"
    """Not asked: robots.txt, a bound, the profile."""
    UNNAMED = "unnamed"
    """Not asked: a requisite that no page of this round has named yet."""


class Availability(StrEnum):
    """Whether an article exists in a language."""

    FULL = "full"
    NOTICE = "notice"
    MISSING = "missing"
    GONE = "gone"


class Rank(IntEnum):
    """Which of two statements on one field wins; of one rank, the later one does."""

    SILENCE = 5
    """A page that names no other edition."""
    ABSENCE = 10
    URL = 20
    FEED = 30
    LISTING = 40
    PAGE = 50
    """The article's own page, by what a reader sees."""
    TIME = 60
    META = 70
    JSON_LD = 80


@dataclass(frozen=True, kw_only=True)
class CaptureRow:
    """An exchange that is kept."""

    url: str
    method: str
    status: int | None
    mime: str | None
    fetched_at: datetime
    truncated: str | None
    address: Address

    @classmethod
    def of(
        cls,
        *,
        url: str,
        method: str,
        head: Head | None,
        fetched_at: datetime,
        truncated: str | None,
        address: Address,
    ) -> Self:
        """The row of an exchange, live or read back; the same for both."""
        mime = (head.first(b"content-type") or b"").decode("latin-1").partition(";")[0].strip().lower() if head else ""
        return cls(
            url=target_uri(url),
            method=method,
            status=head.status if head else None,
            mime=mime or None,
            fetched_at=fetched_at,
            truncated=truncated,
            address=address,
        )

    @cached_property
    def seen_at(self) -> str:
        """The moment as it is stored, and as it stands in the WARC record."""
        return warc_date(self.fetched_at)

    @cached_property
    def id(self) -> str:
        """Made of moment, address and content, so that reading the WARC file again gives the same."""
        return capture_id(self.method, self.url, self.seen_at, self.address.payload_digest)

    @cached_property
    def revisit_of(self) -> str | None:
        """The id of the capture that this one stands for; None where it is whole itself."""
        original = self.address.revisit_of
        digest = self.address.payload_digest
        return capture_id(self.method, original.url, warc_date(original.fetched_at), digest) if original else None


def capture_id(method: str, url: str, seen_at: str, payload_digest: str) -> str:
    """The id of a capture."""
    proof = f"{method} {url} {seen_at} {payload_digest}"
    return f"{seen_at.replace('-', '').replace(':', '')}-{hashlib.sha256(proof.encode()).hexdigest()[:12]}"


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One statement on one field of one row, with its proof."""

    table: str
    row: str
    field: str
    value: str
    method: str
    place: str
    raw: str
    rank: int


@dataclass(frozen=True, kw_only=True)
class ArticleRow:
    """A work that a page speaks of."""

    id: str
    section: str | None
    native_id: str | None


@dataclass(frozen=True, kw_only=True)
class EditionRow:
    """A work in one language that a page speaks of."""

    article_id: str
    lang: str

    @property
    def id(self) -> str:
        """The article's id and the language."""
        return f"{self.article_id}:{self.lang}"


class Stated(StrEnum):
    """A field of an article on which several pages may speak; each of them is kept."""

    DATE = "date_published"
    TAG = "tag"


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What one place says of an article's field, beside what others say of it, with its proof."""

    article_id: str
    field: Stated
    origin: str
    """Who says it: the id of the edition whose page it is, or the address of a listing or a feed. What an origin says
    later takes the place of what it said before."""
    value: str
    """A date in EDTF; the slug of a tag."""
    method: str
    place: str
    raw: str
    rank: int


@dataclass(frozen=True, kw_only=True)
class LabelRow:
    """What a tag is called."""

    slug: str
    lang: str
    label: str
    method: str
    place: str
    raw: str


@dataclass(frozen=True, kw_only=True)
class ListingItemRow:
    """One entry of a listing."""

    position: int
    article_id: str
    url: str
    title: str
    excerpt: str


@dataclass(frozen=True, kw_only=True)
class ListingRow:
    """What a listing shows."""

    url: str
    tag_slug: str | None
    items: tuple[ListingItemRow, ...]


@dataclass(frozen=True, kw_only=True)
class Content:
    """What an edition says, as one look at its page found it. What the page does not state is None."""

    headline: str | None
    date_published: str | None
    """EDTF, as this page states it."""
    tags: tuple[str, ...] | None
    """Labels, as this page states them."""
    body: str
    """Paragraphs, with an empty line between."""
    method: str
    """How the text was found."""
    place: str
    """XPath of what the text stands in."""


@dataclass(frozen=True, kw_only=True)
class CheckRow:
    """What a look at an edition's own address found there."""

    edition_id: str
    found: Availability
    """`gone` where the site says so itself (410); whether a page that is not there is gone, its earlier checks tell."""
    method: str
    place: str
    raw: str
    content: Content | None = None
    """Of a full text."""
    misplaced: bool = False
    """Whether it was found at the place for another language: what stands at its own place counts more."""

    @property
    def is_there(self) -> bool:
        """Whether a text was found, or a notice in its place."""
        return self.found in (Availability.FULL, Availability.NOTICE)


def absent(status: int, edition_id: str = "", why: str | None = None) -> CheckRow:
    """What an answer without a page says of the edition whose address was asked; `why` in words, else the status."""
    found = Availability.GONE if status == 410 else Availability.MISSING
    raw = why or str(status)
    return CheckRow(edition_id=edition_id, found=found, method="status", place="response", raw=raw)


#: Priorities from here on are those of requisites.
REQUISITES_FROM = 100


@dataclass(frozen=True, kw_only=True)
class AskRow:
    """An address to be asked."""

    url_key: str
    url: str
    kind: str
    via: str | None = None
    depth: int = 0
    page: int = 1
    """Which page of a listing; of a requisite, how many steps from the page that needs it."""
    optional: bool = False
    """Only tried: that it does not answer is no loss."""
    hops: int = 0
    """Redirects that led here."""

    @property
    def priority(self) -> int:
        """The lowest is asked first.

        A listing's next page comes before the articles: there is only one of them at a time, and it keeps the
        frontier filled. Listings that would only name more of the same come last, and what pages need to look
        right after all pages.
        """
        if self.kind == REQUISITE:
            return REQUISITES_FROM + self.page
        if self.depth == 0:
            return 0
        if self.kind != "listing":
            return 2 + self.optional
        return 1 if self.page > 1 else 4


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of an address that was asked."""

    url_key: str
    state: State
    error: str | None = None
    moved_to: str | None = None
    """An address with the same key that it redirects to: asked next, in its place."""
    retry_at: str | None = None
    """Ask again then (ISO 8601, UTC); the state stays pending."""
    etag: str | None = None
    last_modified: str | None = None

    @property
    def again(self) -> bool:
        """Whether the address is to be asked once more in this round."""
        return self.retry_at is not None or self.moved_to is not None


@dataclass(frozen=True, kw_only=True)
class Lease:
    """An address that is being asked."""

    url_key: str
    url: str
    kind: str
    via: str | None
    depth: int
    page: int
    optional: bool
    attempts: int
    hops: int
    etag: str | None = None
    last_modified: str | None = None
    original: Original | None = None
    """The whole response that these two validators came with, where it is still in the archive."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An exchange that is kept and not read yet."""

    capture: CaptureRow
    block: bytes = field(repr=False)
    """The answer as it crossed the wire."""
    lease: Lease | None = None
    """What was asked; None for what is only kept (robots.txt)."""
    original: Original | None = None
    """The response that a 304 stands for; it is read in its place."""


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What became of an answer, once it is on disk."""

    url_key: str | None = None
    state: State | None = None
    """None where the address is to be asked again."""
    text: str = "nothing"
    """Of the edition's text: `new`, `changed`, `unchanged`, or `nothing` where the page has none."""
    error: str | None = None
    conversion: Conversion | None = None
    """The text that was read, to be kept beside the response."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Everything that one exchange adds. Without `capture` it only settles an address that gave no answer."""

    source_id: str
    run_id: str | None = None
    capture: CaptureRow | None = None
    outcome: Outcome | None = None
    articles: tuple[ArticleRow, ...] = ()
    editions: tuple[EditionRow, ...] = ()
    claims: tuple[Claim, ...] = ()
    statements: tuple[Statement, ...] = ()
    labels: tuple[LabelRow, ...] = ()
    listing: ListingRow | None = None
    checks: tuple[CheckRow, ...] = ()
    """One a language that the address is said to be of: a place for Georgian can show an English text."""
    absent: CheckRow | None = None
    """That no page is at the address: of the editions that stood there. Its `edition_id` is the id of the only article
    that this is said of; empty where it is said of any."""
    moved: tuple[str, str] | None = None
    """An article's id, and that of the article which its address leads to for good."""
    joined: tuple[tuple[str, str], ...] = ()
    """Ids of articles whose pages are editions of another one, each with that one's."""
    asks: tuple[AskRow, ...] = ()

    @property
    def content(self) -> Content | None:
        """The text that was read, if any."""
        return next((check.content for check in self.checks if check.content), None)
