"""Reading WARC files again: the same records as the crawl made, from the bytes alone."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from archive.errors import DamageError
from archive.http import Message
from archive.reader import block_at, captures, parse_warc_date, records, revisited
from archive.tombstone import tombstones
from crawler.errors import Exit, ReadmoreError
from crawler.rows import redaction_row, run_row, source_row
from pipelines.items import CaptureRow, Kept
from spiders.page import Page
from spiders.profile import Profile
from spiders.requisites import is_requisite
from spiders.statements import statements

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from archive.reader import Capture, Record
    from pipelines.store import Store


#: Pages that share a transaction.
_TOGETHER = 100


@dataclass(kw_only=True)
class Reread:
    """What was read."""

    files: int = 0
    captures: int = 0
    damage: list[DamageError] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {"files": self.files, "captures": self.captures, "damage": [str(error) for error in self.damage]}


def reread(
    files: Sequence[Path],
    store: Store,
    *,
    profile: Profile | None = None,
    takes: Callable[[str], bool] | None = None,
) -> Reread:
    """Read files into the records, by the profile that each was crawled with unless another one is given.

    What was removed from any of them is neither read from another one nor asked again; else the frontier, which the
    WARC files do not hold, stays as it is. `takes` says of a capture's id whether it is read at all.
    """
    result = Reread()
    reader = _Reader(store, files, profile, takes or (lambda _: True))
    for path in files:
        reader.know(path)
    for path in files:
        result.captures += reader.read(path, result.damage)
        result.files += 1
    result.captures += reader.read_postponed(result.damage)
    return result


@dataclass(frozen=True, kw_only=True)
class _Origin:
    """Of which source and run a file is."""

    profile: Profile
    run_id: str
    began: datetime


@dataclass(frozen=True, kw_only=True)
class _Postponed:
    """A revisit that was met before its original."""

    path: Path
    capture: Capture
    origin: _Origin


class _Reader:
    """Reads captures into the store; a revisit's original may stand in any of the files, also in a later one."""

    def __init__(
        self, store: Store, files: Sequence[Path], profile: Profile | None, takes: Callable[[str], bool]
    ) -> None:
        self._store = store
        self._profile = profile
        self._takes = takes
        self._paths = {path.name: path for path in files}
        self._origins: dict[Path, _Origin] = {}
        self._postponed: list[_Postponed] = []

    def know(self, path: Path) -> None:
        """Of which source and run a file is, and what was removed from it."""
        origin = _origin(path)
        origin = self._origins[path] = replace(origin, profile=self._profile or origin.profile)
        run = run_row(origin.profile, origin.run_id, origin.began, {"read": path.name})
        self._store.know(source_row(origin.profile), run)
        self._store.redact([redaction_row(tombstone, origin.profile.name) for tombstone in tombstones(path)])

    def read(self, path: Path, damage: list[DamageError]) -> int:
        """One file that is known. Returns how many captures were stored."""
        origin = self._origins[path]
        found = captures(path, damage)
        count = 0
        while batch := list(islice(found, _TOGETHER)):
            # What they refer to is stored by now, unless it stands further on.
            taken = [capture for capture in batch if self._takes(_row(capture).id)]
            pages = [kept for capture in taken if (kept := self._kept(capture, origin, path))]
            count += self._keep(pages)
        return count

    def read_postponed(self, damage: list[DamageError]) -> int:
        """What was put off, now that everything else is stored."""
        pages: list[Kept] = []
        for late in self._postponed:
            message = self._message(late.capture)
            if message is None:
                why = "what it is a revisit of is not here"
                damage.append(DamageError(why, path=late.path, offset=late.capture.address.warc_offset))
            pages.append(_kept(late.capture, message, late.origin))
        return self._keep(pages)

    def _kept(self, capture: Capture, origin: _Origin, path: Path) -> Kept | None:
        """What a capture says; None where that has to wait."""
        message = self._message(capture)
        if message is None:
            self._postponed.append(_Postponed(path=path, capture=capture, origin=origin))
            return None
        return _kept(capture, message, origin)

    def _message(self, capture: Capture) -> Message | None:
        """The answer, a revisit's with what its original brought; None where that is not here, or is damaged."""
        row = _row(capture)
        if row.revisit_of is None:
            return capture.message
        original = self._store.original(row.revisit_of)
        path = self._paths.get(original.address.warc_file) if original else None
        if original is None or path is None:
            return None
        try:
            block = block_at(path.parent, original.address)
        except (DamageError, OSError):
            return None
        return revisited(capture, Message.parse(block, capture.method))

    def _keep(self, pages: Sequence[Kept]) -> int:
        for error in self._store.keep(pages):
            if isinstance(error, Exception):
                raise error
        return len(pages)


def source_of(path: Path) -> str:
    """The source that a file is of. Raises `ReadmoreError` where it does not say."""
    return _origin(path).profile.name


def _origin(path: Path) -> _Origin:
    """The profile and the run that a file's warcinfo record names, and its date."""
    for record in records(path):
        if record.header("WARC-Type") != "warcinfo":
            continue
        facts = _facts(record)
        if "readmore-profile" in facts:
            profile = Profile.model_validate(json.loads(facts["readmore-profile"]))
            began = parse_warc_date(record.header("WARC-Date") or "")
            return _Origin(profile=profile, run_id=facts["isPartOf"], began=began)
    raise ReadmoreError(f"{path} does not say which source it is of: it was not written by readmore", Exit.USAGE)


def run_of(path: Path) -> str | None:
    """The run that a file says to be part of; None where it does not say. Raises `OSError`."""
    first = next(records(path), None)
    return _facts(first).get("isPartOf") if first and first.header("WARC-Type") == "warcinfo" else None


def _facts(warcinfo: Record) -> dict[str, str]:
    lines = warcinfo.block.decode("utf-8", "replace").splitlines()
    return dict(line.split(": ", 1) for line in lines if ": " in line)


def _row(capture: Capture) -> CaptureRow:
    return CaptureRow.of(
        url=capture.url,
        method=capture.method,
        head=capture.message.head,
        fetched_at=capture.fetched_at,
        truncated=capture.truncated,
        address=capture.address,
    )


def _kept(capture: Capture, message: Message | None, origin: _Origin) -> Kept:
    """What a capture says; only that it was made, where what it stands for is not here."""
    row, profile = _row(capture), origin.profile.on(capture.fetched_at)
    kept = Kept(source_id=profile.name, run_id=origin.run_id, capture=row)
    if message is None:
        return kept
    page = Page.of(capture.url, message, capture.fetched_at, truncated=capture.truncated)
    if page.is_robots or is_requisite(capture.hops):
        return kept
    return replace(statements(page, profile, row)[0], run_id=origin.run_id)
