"""The list of pages that a reader of a package begins with (WACZ 1.1.1, “pages.jsonl”)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page, as it was seen once."""

    url: str
    """As in the WARC-Target-URI of its capture."""
    seen_at: str
    """When its capture began: ISO 8601, UTC."""
    title: str
    language: str | None = None
    """BCP 47."""
    date: str | None = None
    """When it was published, as precise as it is known (ISO 8601)."""
    seed: bool = False
    """Whether one should begin here."""

    @property
    def ts(self) -> str:
        """`seen_at` to the second, as the index has it (RFC 3339)."""
        return self.seen_at[:19] + "Z"

    def entry(self) -> dict[str, str | bool]:
        """The page as an object of the list; `language` and `date` are our additions."""
        known = {"language": self.language, "date": self.date, "seed": self.seed or None}
        base: dict[str, str | bool] = {"id": self._id(), "url": self.url, "ts": self.ts, "title": self.title}
        return base | {name: value for name, value in known.items() if value is not None}

    def _id(self) -> str:
        return hashlib.sha256(f"{self.ts} {self.url}".encode()).hexdigest()[:16]


def page_lines(pages: Iterable[Page]) -> Iterator[bytes]:
    """The list, line by line: what it is, then a page a line."""
    yield _line({"format": "json-pages-1.0", "id": "pages", "title": "All Pages"})
    for page in pages:
        yield _line(page.entry())


def _line(value: dict[str, str | bool] | dict[str, str]) -> bytes:
    return (json.dumps(value, ensure_ascii=False) + "\n").encode()
