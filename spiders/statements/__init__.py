"""From a reading to records: what one exchange adds to the store. Pure, so that reading again gives the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.items import Kept
from spiders.read import read
from spiders.reading import Kind
from spiders.statements.absent import absence, redirection
from spiders.statements.article import article_page
from spiders.statements.listing import listing_page

if TYPE_CHECKING:
    from pipelines.items import CaptureRow
    from spiders.page import Page
    from spiders.profile import Profile
    from spiders.reading import Reading

__all__ = ["statements", "unusable"]

#: Answers that may be different a moment later.
TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})


def statements(page: Page, profile: Profile, capture: CaptureRow) -> tuple[Kept, Reading | None]:
    """What a page adds to the records, and how it was read (None where it was no page: an error, a redirect)."""
    kept = Kept(source_id=profile.name, capture=capture)
    if unusable(page, capture):
        return kept, None
    if page.status in (404, 410):
        return absence(page, profile, kept), None
    if 300 <= page.status < 400:
        return redirection(page, profile, kept), None
    if page.status != 200:
        return kept, None
    reading = read(page, profile)
    if reading.kind is Kind.ARTICLE and reading.article:
        return article_page(page, profile, reading, kept), reading
    if reading.listing:
        return listing_page(page, profile, reading, kept), reading
    return kept, reading


def unusable(page: Page, capture: CaptureRow) -> str | None:
    """Why an answer cannot be taken for what the page says, in words; None where it can."""
    if page.status in TRY_AGAIN:
        return f"status {page.status}"
    if capture.truncated == "length":
        return "the answer is larger than the limit; it is kept truncated"
    # Some servers state a wrong length, always: what ends like a document is taken for one, as browsers do.
    return None if page.ends_like_one else page.trouble
