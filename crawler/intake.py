"""Taking in: WARC files from elsewhere are put into an archive, all that are named or none.

A row never refers to bytes that are not in the archive, so what is read is there first. A file that has a gzip member
for each record is linked, or copied, as it is; any other one is written so, each record as the bytes that it is.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from archive.durable import replacing
from archive.repack import is_by_record, repack
from archive.rewrite import sha256
from archive.writer import sync_folder
from crawler.archive_folder import unusable
from crawler.errors import Exit, ReadmoreError
from crawler.given import warc_files
from crawler.origin import named_source, note_of, origin_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archive.errors import DamageError
    from crawler.archive_folder import ArchiveFolder
    from crawler.given import Given
    from crawler.origin import FileOrigin
    from spiders.profile import Profile

#: Beginning of the name of the folder for what is not in the archive yet.
_SCRATCH = ".intake."


@dataclass(kw_only=True)
class TakenIn:
    """The files that were named, as they stand in the archive."""

    files: dict[Path, FileOrigin] = field(default_factory=dict)
    """With the sources that each is of."""
    new: list[Path] = field(default_factory=list)
    """Those that were not there before."""
    damage: list[DamageError] = field(default_factory=list)
    """What could not be carried over from a file that was written anew."""


def take_in(archive: ArchiveFolder, given: Sequence[str], profile: Profile | None = None) -> TakenIn:
    """Put files into an archive: paths or http(s) addresses, of WARC files in any packing or of WACZ packages.

    `profile` is the source of those that readmore did not write. The archive must be held. Raises `ReadmoreError`,
    and then leaves nothing behind.
    """
    intake = _Intake(archive, profile)
    try:
        intake.clear()
        with tempfile.TemporaryDirectory(dir=archive.path, prefix=_SCRATCH) as scratch:
            paths = [path for each in given for path in intake.take(each, Path(tempfile.mkdtemp(dir=scratch)))]
        for path in paths:
            intake.taken.files[path] = intake.origin(path)
    except OSError as error:
        intake.undo()
        raise unusable(archive.path, error) from error
    except BaseException:
        intake.undo()
        raise
    return intake.taken


class _Intake:
    """Puts files into one archive."""

    def __init__(self, archive: ArchiveFolder, profile: Profile | None) -> None:
        self.taken = TakenIn()
        self._archive = archive
        self._profile = profile
        self._notes: list[Path] = []

    def clear(self) -> None:
        """Remove what a killed intake left."""
        for left in self._archive.path.glob(f"{_SCRATCH}*"):
            shutil.rmtree(left)

    def undo(self) -> None:
        """Remove everything that was put there."""
        for path in self.taken.new:
            path.unlink(missing_ok=True)
        for note in self._notes:
            self._forget(note)

    def take(self, given: str, scratch: Path) -> Iterator[Path]:
        """The archive's files that a word of the command line became."""
        for each in warc_files(given, scratch, self._archive.check_disk):
            yield self._take(each, scratch / "repacked")

    def origin(self, path: Path) -> FileOrigin:
        """Of which sources a file is. Raises `ReadmoreError` where it was taken in as another one before."""
        origin = origin_of(path, self._profile)
        if self._profile is None:
            return origin
        if not origin.is_foreign:
            self._forget(note_of(path))
            return origin
        if path in self.taken.new:
            return origin
        named = named_source(path)
        if named is None or named.name != self._profile.name:
            was = f"as {named.name}" if named else "without --source"
            message = f"{path.name} was taken in {was} before; read it into another --archive as {self._profile.name}"
            raise ReadmoreError(message, Exit.USAGE)
        return origin_of(path)

    def _take(self, given: Given, repacked: Path) -> Path:
        target, ready = self._archive.warc / given.name, given.path.resolve()
        if ready == target.resolve():
            return target
        if not is_by_record(ready):
            ready = self._repacked(given, repacked)
        if twin := self._twin(target, ready):
            return twin
        if target.exists():
            message = (
                f"{given.said}: the archive has a file {target.name} already, with other content; rename the new one"
            )
            raise ReadmoreError(message, Exit.USAGE)
        self._forget(note_of(target))  # of a killed intake
        if self._profile:
            self._note(target, self._profile)  # first: whoever finds the file shall know of which source it is
        self.taken.new.append(target)
        self._place(ready, target)
        return target

    def _repacked(self, given: Given, repacked: Path) -> Path:
        """The file with a gzip member for each record."""
        self._archive.check_disk(given.path.stat().st_size)
        with repacked.open("wb") as file:
            damage = repack(given.path, file)
        if not repacked.stat().st_size:
            why = f": {damage[0]}" if damage else ""
            raise ReadmoreError(f"{given.said} holds no WARC record{why}", Exit.USAGE)
        self.taken.damage += damage
        return repacked

    def _twin(self, target: Path, ready: Path) -> Path | None:
        """The archive's file with the same content, under whatever name; None where there is none."""
        size = ready.stat().st_size
        same = [path for path in self._archive.warc_files() if path.stat().st_size == size]
        digest = sha256(ready) if same else ""
        return next((path for path in sorted(same, key=target.__ne__) if sha256(path) == digest), None)

    def _place(self, ready: Path, target: Path) -> None:
        """Give a file its name in the archive when all of it is on disk."""
        try:
            with ready.open("rb") as file:
                os.fsync(file.fileno())
            os.link(ready, target)
            sync_folder(target.parent)
        except FileExistsError:
            raise
        except OSError:  # another disk, or one that knows no links
            self._archive.check_disk(ready.stat().st_size)
            with ready.open("rb") as source, replacing(target) as file:
                shutil.copyfileobj(source, file)

    def _note(self, path: Path, profile: Profile) -> None:
        note = note_of(path)
        self._notes.append(note)
        note.parent.mkdir(parents=True, exist_ok=True)
        for folder in (note.parent.parent, self._archive.path):
            sync_folder(folder)
        with replacing(note) as file:
            said = {"file": path.name, "profile": profile.model_dump(mode="json", exclude_unset=True)}
            file.write(json.dumps(said, ensure_ascii=False, indent=1).encode())

    def _forget(self, note: Path) -> None:
        note.unlink(missing_ok=True)
        if note.parent.is_dir() and not any(note.parent.iterdir()):
            note.parent.rmdir()
