"""Reading WARC files again: the same records as the crawl made, from the bytes alone."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from archive.errors import DamageError
from archive.http import Message
from archive.reader import block_at, captures, is_not_modified, revisited
from archive.tombstone import tombstones
from crawler.origin import origin_of
from crawler.rows import redaction_row, run_row, source_row
from pipelines.items import CaptureRow, Kept
from spiders.page import Page
from spiders.requisites import is_requisite
from spiders.statements import statements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from archive.address import Original
    from archive.reader import Capture
    from crawler.origin import FileOrigin, Origin
    from pipelines.store import Store


#: Pages that share a transaction.
_TOGETHER = 100
#: New objects after which cycles are looked for.
_OBJECTS = 100_000


@dataclass(kw_only=True)
class Reread:
    """What was read."""

    files: int = 0
    captures: int = 0
    damage: list[DamageError] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)
    """What the files are of."""
    unread: list[str] = field(default_factory=list)
    """Captures that are kept and could not be read: address, and what went wrong."""

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "files": self.files,
            "captures": self.captures,
            "sources": sorted(self.sources),
            "damage": [str(error) for error in self.damage],
            "unread": self.unread,
        }


def reread(
    files: Sequence[Path],
    store: Store,
    origins: Mapping[Path, FileOrigin] | None = None,
    *,
    takes: Callable[[str], bool] | None = None,
) -> Reread:
    """Read files into the records. What was removed from any of them is neither read from another one nor asked
    again; else the frontier, which the WARC files do not hold, stays as it is.

    `origins` says of which sources the files are, as far as that is known already, and `takes` of a capture's id
    whether it is read at all. Raises `ReadmoreError` where it cannot be told of which source a file is; then nothing is
    stored.
    """
    known = {path: (origins or {}).get(path) or origin_of(path) for path in files}
    with _few_collections():
        return _read_all(_Reader(store, known, takes or (lambda _: True)), files)


def _read_all(reader: _Reader, files: Sequence[Path]) -> Reread:
    """The files in the order in which they were begun, however they are named."""
    files = sorted(files, key=lambda path: (reader.began(path), path.name))
    result = Reread(unread=reader.unread)
    for path in files:
        result.sources |= reader.know(path)
    for path in files:
        result.captures += reader.read(path, result.damage)
        result.files += 1
    result.captures += reader.read_postponed(result.damage)
    return result


@contextmanager
def _few_collections() -> Iterator[None]:
    """Look for garbage in cycles more rarely: a page makes thousands of objects, hardly any of them in a cycle."""
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@dataclass(frozen=True, kw_only=True)
class _Postponed:
    """A revisit that was met before its original."""

    path: Path
    capture: Capture
    origin: Origin


class _Reader:
    """Reads captures into the store; a revisit's original may stand in any of the files, also in a later one."""

    def __init__(self, store: Store, origins: Mapping[Path, FileOrigin], takes: Callable[[str], bool]) -> None:
        self._store = store
        self._takes = takes
        self._origins = origins
        ordered = sorted((each for file in origins.values() for each in file.all), key=lambda each: each.began)
        self._last = {each.profile.name: each for each in ordered}
        self._paths = {path.name: path for path in origins}
        self._postponed: list[_Postponed] = []
        self.unread: list[str] = []

    def began(self, path: Path) -> datetime:
        """When the writing of a file was begun."""
        return self._origins[path].main.began

    def know(self, path: Path) -> set[str]:
        """Store of which sources and runs a file is, and what was removed from it. Returns the sources."""
        file = self._origins[path]
        for origin in file.all:
            last = self._last[origin.profile.name]
            run = run_row(origin.profile, origin.run_id, origin.began, {"read": path.name})
            wrote = {} if origin.software is None else {"software": origin.software}
            self._store.know(source_row(last.profile), run | wrote)
        stones = tombstones(path)
        self._store.redact([redaction_row(stone, file.of(stone.url).profile.name) for stone in stones])
        return {origin.profile.name for origin in file.all}

    def read(self, path: Path, damage: list[DamageError]) -> int:
        """One file that is known. Returns how many captures were stored."""
        origins = self._origins[path]
        found = captures(path, damage)
        count = 0
        while batch := list(islice(found, _TOGETHER)):
            # What they refer to is stored by now, unless it stands further on.
            taken = [capture for capture in batch if self._takes(_row(capture).id)]
            pages = [kept for each in taken if (kept := self._kept(each, origins.of(each.url), path))]
            count += self._keep(pages)
        return count

    def read_postponed(self, damage: list[DamageError]) -> int:
        """What was put off, now that everything else is stored."""
        pages: list[Kept] = []
        for late in self._postponed:
            capture, original = late.capture, self._original(late.capture)
            message = self._message(capture, late.path, original)
            if message is None:
                why = "what it is a revisit of is not here"
                damage.append(DamageError(why, path=late.path, offset=capture.address.warc_offset))
            elif original and not capture.names_original:
                capture = _named(capture, original)
            pages.append(_kept(capture, message, late.origin))
        return self._keep(pages)

    def _kept(self, capture: Capture, origin: Origin, path: Path) -> Kept | None:
        """What a capture says; None where that has to wait. One that cannot be read harms no other."""
        try:
            return self._said(capture, origin, path)
        except Exception as error:  # noqa: BLE001 -- as in the recording process: its bytes are kept
            return self._unread(_bare(capture, origin), error)

    def _unread(self, kept: Kept, error: Exception) -> Kept:
        """What is left of a capture whose records cannot be made: that it was made."""
        address = kept.capture.url if kept.capture else ""
        self.unread.append(f"{address} cannot be recorded: {type(error).__name__}: {error}")
        return Kept(source_id=kept.source_id, run_id=kept.run_id, capture=kept.capture)

    def _said(self, capture: Capture, origin: Origin, path: Path) -> Kept | None:
        message: Message | None = capture.message
        if capture.address.revisit_of:
            # What does not name its original may be a revisit of any: which one it is shows when all are known.
            message = self._message(capture, path, self._original(capture)) if capture.names_original else None
        if message is None:
            self._postponed.append(_Postponed(path=path, capture=capture, origin=origin))
            return None
        return _kept(capture, message, origin)

    def _original(self, capture: Capture) -> Original | None:
        """What a revisit is one of; None where that is not here."""
        if capture.names_original:
            return self._store.original(_row(capture).revisit_of or "")
        before = _row(capture).seen_at
        if is_not_modified(capture):
            return self._store.latest(capture.url, before)
        return self._store.original_of(capture.url, capture.address.payload_digest, before)

    def _message(self, capture: Capture, path: Path, original: Original | None) -> Message | None:
        """A revisit's answer, with what its original brought; None where that is not here, or is damaged."""
        if original is None:
            return None
        name = original.address.warc_file
        try:
            block = block_at(self._paths.get(name, path.with_name(name)).parent, original.address)
        except (DamageError, OSError):
            return None
        return revisited(capture, Message.parse(block, capture.method))

    def _keep(self, pages: Sequence[Kept]) -> int:
        results = self._store.keep(pages)
        failed = [(page, error) for page, error in zip(pages, results, strict=True) if isinstance(error, Exception)]
        if failed:
            self._store.keep([self._unread(page, error) for page, error in failed])
        return len(pages)


def _named(revisit: Capture, original: Original) -> Capture:
    """A revisit that names its original, where it is one of the same payload."""
    same = original.address.payload_digest == revisit.address.payload_digest
    reference = original.reference if same else None
    return replace(revisit, address=replace(revisit.address, revisit_of=reference))


def _row(capture: Capture) -> CaptureRow:
    row = CaptureRow.of(
        url=capture.url,
        method=capture.method,
        head=capture.message.head,
        fetched_at=capture.fetched_at,
        truncated=capture.truncated,
        address=capture.address,
    )
    return replace(row, status=None) if capture.is_resource else row


def _bare(capture: Capture, origin: Origin) -> Kept:
    return Kept(source_id=origin.profile.name, run_id=origin.run_id, capture=_row(capture))


def _kept(capture: Capture, message: Message | None, origin: Origin) -> Kept:
    """What a capture says; only that it was made, where what it stands for is not here."""
    kept, row, profile = _bare(capture, origin), _row(capture), origin.profile.on(capture.fetched_at)
    if message is None:
        return kept
    page = Page.of(capture.url, message, capture.fetched_at, truncated=capture.truncated)
    if page.is_robots or not _is_read(capture, page, origin):
        return kept
    return replace(statements(page, profile, row)[0], run_id=origin.run_id)


def _is_read(capture: Capture, page: Page, origin: Origin) -> bool:
    """Whether a capture is a page, and not only kept: readmore's own captures say how they were come by."""
    return not is_requisite(capture.hops) if origin.software is None else origin.reads(capture, page)
