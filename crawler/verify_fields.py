"""Whether every field of an archive's records re-derives from the bytes that it is said to come from."""

from __future__ import annotations

from collections import Counter
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from archive.verify.checks import Level
from archive.verify.findings import Finding
from archive.writer import OPEN
from crawler.errors import ReadmoreError
from crawler.origin import origin_of
from crawler.rederive import differences
from pipelines.store import is_comparable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crawler.archive_folder import ArchiveFolder
    from crawler.origin import FileOrigin
    from pipelines.store import Difference

_OWN = f"readmore/{version('readmore')}"
#: So many differences of one table are told one by one; a whole archive can differ.
_TOLD = 50
_LONGEST = 120


def field_findings(folder: ArchiveFolder, paths: list[Path]) -> Iterator[Finding]:
    """Fields that are not what their captures say. Raises `ReadmoreError` where the database cannot be read.

    What another readmore read, this one may read otherwise: that is a warning. What rests on a record that is damaged
    by now cannot be compared; the damage itself is told by who reads the records.
    """
    if not folder.database.exists():
        return
    if not is_comparable(folder.database):
        said = "an earlier readmore made these records; the next crawl or `readmore read` makes them anew"
        yield Finding(
            check="field", level=Level.WARNING, file=str(folder.database), offset=0, record=None, message=said
        )
        return
    told: Counter[tuple[str, Level]] = Counter()
    origins = {path: origin for path in paths if (origin := _origin(path))}
    written_by = {path.name.removesuffix(OPEN): origin.main.written_by for path, origin in origins.items()}
    for difference in differences(folder, origins, [], all_captures=False):
        finding = _finding(folder, difference, written_by)
        told[difference.table, finding.level] += 1
        if told[difference.table, finding.level] <= _TOLD:
            yield finding
    for (table, level), count in told.items():
        if count > _TOLD:
            message = f"{count - _TOLD} more fields of {table} differ; `readmore read --diff` shows all"
            yield Finding(check="field", level=level, file=str(folder.database), offset=0, record=None, message=message)


def _origin(path: Path) -> FileOrigin | None:
    """Of which source a file is; None where damage hides it."""
    try:
        return origin_of(path)
    except (OSError, ReadmoreError):
        return None


def _finding(folder: ArchiveFolder, difference: Difference, written_by: dict[str, str | None]) -> Finding:
    """What was written by this version cannot have been read by an earlier one, whatever the row says."""
    place = difference.place
    other = place and place.read_by != _OWN and written_by.get(place.warc_file) != _OWN
    message = describe(difference)
    if other and place:
        message += f" (read by {place.read_by}; `readmore read --diff` shows what this version reads)"
    return Finding(
        check="field",
        level=Level.WARNING if other else Level.ERROR,
        file=_file(folder, place.warc_file) if place else str(folder.database),
        offset=place.warc_offset if place else 0,
        record=place.record_id if place else None,
        message=message,
    )


def _file(folder: ArchiveFolder, warc_file: str) -> str:
    path = folder.warc / warc_file
    return str(path if path.exists() else folder.warc / (warc_file + OPEN))


def describe(difference: Difference) -> str:
    """A difference in words."""
    where = f"{difference.table} {difference.row}"
    if difference.field is not None:
        said, given = _short(difference.stored), _short(difference.derived)
        return f"{where}, {difference.field}: the database says {said}, the bytes give {given}"
    if difference.derived is None:
        return f"{where}: no bytes give this row"
    return f"{where}: the bytes give this row, which the database does not have"


def _short(value: Any) -> str:
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
