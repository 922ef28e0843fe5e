"""The slow, thorough way to a page's text, for pages whose own structure does not tell which part it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.normalise.text import clean

if TYPE_CHECKING:
    from spiders.page import Page

#: Larger pages are not worth the time that the library takes on them.
_LARGEST = 2 * 1024 * 1024


def extracted(page: Page) -> tuple[str, ...]:
    """The paragraphs that trafilatura takes for the text; none where it finds none. About 30 ms a page."""
    if len(page.content) > _LARGEST:
        return ()
    import trafilatura  # takes half a second to load, and most crawls never come here

    text = trafilatura.extract(page.text, favor_precision=True, include_comments=False) or ""
    return tuple(line for raw in text.splitlines() if (line := clean(raw)))
