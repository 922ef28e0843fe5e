"""The rows that stand for a source and for a run."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from archive.records import warc_date

if TYPE_CHECKING:
    from datetime import datetime

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
