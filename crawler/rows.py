"""The rows that stand for a source and for a run."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from archive.records import warc_date
from pipelines.normalise.urls import url_key
from pipelines.store import RedactionRow

if TYPE_CHECKING:
    from datetime import datetime

    from archive.tombstone import Tombstone
    from spiders.profile import Profile


def source_row(profile: Profile) -> dict[str, Any]:
    """A row of `sources`."""
    return {
        "id": profile.name,
        "title": profile.title or profile.name,
        "url": profile.start_urls[0],
        "languages": json.dumps(profile.languages),
        "profile": profile.model_dump_json(exclude_unset=True),
    }


def run_row(profile: Profile, run_id: str, began: datetime, options: dict[str, Any]) -> dict[str, Any]:
    """A row of `runs`, for a run that begins."""
    return {
        "id": run_id,
        "source_id": profile.name,
        "started_at": warc_date(began),
        "software": f"readmore/{version('readmore')}",
        "options": json.dumps(options),
    }


def redaction_row(tombstone: Tombstone, source_id: str) -> RedactionRow:
    """A row of `redactions`, for a tombstone in a file of that source."""
    return RedactionRow(
        id=tombstone.record_id,
        url_key=url_key(tombstone.url),
        url=tombstone.url,
        source_id=source_id,
        captured_at=tombstone.captured_at,
        reason=tombstone.reason,
        redacted_at=warc_date(tombstone.removed_at),
        run_id=tombstone.run_id,
        records=len(tombstone.records),
    )
