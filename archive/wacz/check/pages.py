"""pages.jsonl: that there is one, and that it can be read."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from archive.wacz import layout
from archive.wacz.check.container import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.verify.findings import Finding
    from archive.wacz.check.container import Container


def page_findings(container: Container) -> Iterator[Finding]:
    """What is wrong with the list of pages, and with the page that a reader begins with (“pages.jsonl”)."""
    if "format" not in _object(next(container.lines(layout.PAGES), "")):
        yield container.error(layout.PAGES, "its first line does not say what it is")
    for number, line in _page_lines(container):
        if why := _why_no_page(_object(line)):
            yield container.error(layout.PAGES, f"line {number}: {why}")
    manifest, _ = container.json(layout.DATAPACKAGE)
    main = manifest.get("mainPageUrl", manifest.get("mainPageURL"))
    if main is not None and not any(_object(line).get("url") == main for _, line in _page_lines(container)):
        yield container.error(layout.DATAPACKAGE, f"its main page {main} is none of the pages")


def listed_pages(container: Container) -> dict[bytes, int]:
    """The pages that should be in the index, by `page_key`, each with its line's number."""
    try:
        pages = [(number, _object(line)) for number, line in _page_lines(container)]
    except UnreadableError:
        return {}  # which `page_findings` tells
    return {page_key(page["url"], _digits(page["ts"])): number for number, page in pages if not _why_no_page(page)}


def page_key(url: str, timestamp: str) -> bytes:
    """What a page is looked up by: its URL without fragment, and 14 digits of a moment, shortened."""
    return hashlib.sha256(f"{timestamp} {url.partition('#')[0]}".encode("utf-8", "replace")).digest()[:12]


def _page_lines(container: Container) -> Iterator[tuple[int, str]]:
    """The lines of pages, with their numbers; not the header's."""
    for number, line in enumerate(container.lines(layout.PAGES), start=1):
        if number > 1 and line.strip():
            yield number, line


def _object(line: str) -> dict[str, Any]:
    """A line's object; an empty one where it holds none."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _why_no_page(page: dict[str, Any]) -> str | None:
    if not page:
        return "no JSON object"
    if not isinstance(page.get("url"), str):
        return "the page has no url"
    try:
        datetime.fromisoformat(page["ts"])
    except (KeyError, TypeError, ValueError):
        return "the page has no ts that is a moment (RFC 3339)"
    return None


def _digits(ts: str) -> str:
    return datetime.fromisoformat(ts).strftime("%Y%m%d%H%M%S")
