"""Addresses as people type them, and what they may have meant where there is nothing of it."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from archive.reader import records
from archive.records import warc_date
from archive.tombstone import tombstones
from crawler.errors import Exit, ReadmoreError
from pipelines.normalise.urls import url_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from archive.removal import Plan

_MOST_NEAR = 5


def key_of(url: str) -> str:
    """The same of an address that somebody typed. Raises `ReadmoreError`."""
    key = key_or_none(url)
    if key is None:
        raise ReadmoreError(f"{url} is no http(s) URL", Exit.USAGE)
    return key


def key_or_none(url: str) -> str | None:
    """What the spellings of an address have in common; None for what is no page's address (`urn:…`)."""
    try:
        parts = urlsplit(url)
        return url_key(url) if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def refuse_nothing(files: Sequence[Path], urls: Sequence[str], made: Plan) -> None:
    """Raise `ReadmoreError` where there is nothing of one of the addresses."""
    found = {key_or_none(stone.url) for stone in made.tombstones}
    for url in urls:
        if key_of(url) not in found:
            raise ReadmoreError(f"nothing was removed: {_why_nothing(files, url)}", Exit.USAGE)


def _why_nothing(files: Sequence[Path], url: str) -> str:
    key = key_of(url)
    for path in files:
        for stone in tombstones(path):
            if key_or_none(stone.url) == key:
                return (
                    f"{url} was redacted at {warc_date(stone.removed_at)} ({stone.reason}), and nothing of it is left"
                )
    known: dict[str, str] = {}
    for path in files:
        for record in records(path):
            address = record.header("WARC-Target-URI") or ""
            known.setdefault(key_or_none(address) or address, address)
    near = [known[match] for match in difflib.get_close_matches(key, known, n=_MOST_NEAR)]
    hint = f"; there is {', '.join(near)}" if near else ""
    return f"there is no capture of {url}, with or without www., https or a slash at its end{hint}"
