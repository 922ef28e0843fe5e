"""The records of an archive, made anew from all of its WARC files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.errors import DamageError
from crawler.errors import Exit, ReadmoreError
from crawler.origin import origin_of
from crawler.renewed import renew
from crawler.reread import reread
from crawler.rows import source_row

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from crawler.archive_folder import ArchiveFolder
    from crawler.origin import FileOrigin
    from crawler.reread import Reread
    from pipelines.store import Store
    from spiders.profile import Profile


def rebuild(archive: ArchiveFolder, store: Store, profile: Profile | None, now: datetime) -> Reread:
    """Read all files, each by its own profile or, of the source of that name, by another one from now on.

    What they do not give any more is forgotten; unless one of them is damaged or not there: then nothing is. Whoever
    reads the database meanwhile sees what was there before. Raises `ReadmoreError`.
    """
    origins = all_origins(archive, profile)
    is_here = set(store.warc_files()) <= {path.name for path in origins}
    result = _anew(store, origins) if is_here else None
    result = result or reread(tuple(origins), store, origins)
    if profile:
        store.is_read_by(source_row(profile))
        renew(archive.path, profile, now)
    return result


def _anew(store: Store, origins: dict[Path, FileOrigin]) -> Reread | None:
    """Forget, and read; None, with everything as it was, where some of it is damaged."""
    try:
        with store.anew():
            return _whole(reread(tuple(origins), store, origins))
    except DamageError:
        return None


def _whole(result: Reread) -> Reread:
    if result.damage:
        raise result.damage[0]
    return result


def all_origins(archive: ArchiveFolder, profile: Profile | None) -> dict[Path, FileOrigin]:
    """Of which sources the archive's files are, read by another profile where one is given.

    Raises `ReadmoreError` where no file is of that profile's source.
    """
    origins = {path: origin_of(path) for path in archive.warc_files()}
    names = sorted({origin.profile.name for file in origins.values() for origin in file.all})
    if profile and profile.name not in names:
        known = ", ".join(names) or "none"
        message = f"nothing in {archive.path} is of the source “{profile.name}”; there is: {known}"
        raise ReadmoreError(message, Exit.USAGE)
    return {path: file.read_by(profile) for path, file in origins.items()} if profile else origins
