"""Profiles by which an archive's captures are read instead of those that they were made with.

A WARC file carries the profile of its crawl. Where somebody has the archive read by a better one (`readmore read
--source`), that stands in `DIR/profiles/NAME.json`, and holds for every file that was begun before that moment.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from archive.durable import replacing
from archive.records import warc_date
from spiders.profile import Profile

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Renewed:
    """A profile, and since when it holds for what was crawled before."""

    profile: Profile
    before: datetime
    """UTC."""


def renew(archive: Path, profile: Profile, now: datetime) -> None:
    """From now on the captures of a source that are there are read by this profile. Raises `OSError`."""
    folder = archive / "profiles"
    folder.mkdir(exist_ok=True)
    with replacing(folder / f"{profile.name}.json") as file:
        said = {"before": warc_date(now), "profile": profile.model_dump(mode="json", exclude_unset=True)}
        file.write(json.dumps(said, ensure_ascii=False, indent=1).encode())


def renewed(archive: Path, name: str) -> Renewed | None:
    """The profile by which a source is read; None where each file's own holds."""
    try:
        said = json.loads((archive / "profiles" / f"{name}.json").read_text("utf-8"))
    except FileNotFoundError:
        return None
    before = datetime.fromisoformat(said["before"])
    return Renewed(profile=Profile.model_validate(said["profile"]), before=before)
