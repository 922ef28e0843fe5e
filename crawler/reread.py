"""Reading WARC files again: the same records as the crawl made, from the bytes alone."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from archive.reader import captures, parse_warc_date, records
from archive.tombstone import tombstones
from crawler.errors import Exit, ReadmoreError
from crawler.rows import redaction_row, run_row, source_row
from pipelines.items import CaptureRow, Kept
from spiders.page import Page
from spiders.profile import Profile
from spiders.statements import statements

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from archive.errors import DamageError
    from archive.reader import Capture
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


def reread(files: Sequence[Path], store: Store) -> Reread:
    """Read files into the records. The frontier, which the WARC files do not hold, stays as it is, but that what
    was removed is not asked for again."""
    result = Reread()
    for path in files:
        profile, run_id, began = _origin(path)
        store.know(source_row(profile), run_row(profile, run_id, began, {"read": path.name}))
        store.redact([redaction_row(tombstone, profile.name) for tombstone in tombstones(path)])
        pages = (_kept(capture, profile, run_id) for capture in captures(path, result.damage))
        while batch := list(islice(pages, _TOGETHER)):
            for error in store.keep(batch):
                if isinstance(error, Exception):
                    raise error
            result.captures += len(batch)
        result.files += 1
    return result


def source_of(path: Path) -> str:
    """The source that a file is of. Raises `ReadmoreError` where it does not say."""
    return _origin(path)[0].name


def _origin(path: Path) -> tuple[Profile, str, datetime]:
    """The profile and the run that a file's warcinfo record names, and its date."""
    for record in records(path):
        if record.header("WARC-Type") != "warcinfo":
            continue
        facts = dict(line.split(": ", 1) for line in record.block.decode("utf-8").splitlines() if ": " in line)
        if "readmore-profile" in facts:
            profile = Profile.model_validate(json.loads(facts["readmore-profile"]))
            return profile, facts["isPartOf"], parse_warc_date(record.header("WARC-Date") or "")
    raise ReadmoreError(f"{path} does not say which source it is of: it was not written by readmore", Exit.USAGE)


def _kept(capture: Capture, profile: Profile, run_id: str | None) -> Kept:
    page = Page.of(capture.url, capture.message, capture.fetched_at, truncated=capture.truncated)
    row = CaptureRow(
        url=capture.url,
        method=capture.method,
        status=page.status or None,
        mime=page.mime or None,
        fetched_at=capture.fetched_at,
        truncated=capture.truncated,
        address=capture.address,
    )
    if page.is_robots:
        return Kept(source_id=profile.name, run_id=run_id, capture=row)
    return replace(statements(page, profile, row)[0], run_id=run_id)
