"""The tombstone: the metadata record (WARC 1.1 section 6.6) that stands where a capture was removed.

It says that something was there, when it went, why, and which records they were; nothing of what they held, and no
digest of it either: whoever suspects a content could prove it by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.digest import sha1
from archive.reader import parse_warc_date, records
from archive.records import FIELDS, fields, warc_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from archive.reader import Record
    from archive.records import Headers

#: The field that tells a tombstone from any other metadata record.
_MARK = "removed"


@dataclass(frozen=True, kw_only=True)
class Tombstone:
    """What is left of one capture."""

    record_id: str
    """Its own."""
    warcinfo_id: str | None
    """Of the file that it stands in."""
    url: str
    """WARC-Target-URI of what was removed."""
    captured_at: str
    """WARC-Date of what was removed, and of the tombstone: it says which visit is missing. The moment of the
    removal stands in the block."""
    removed_at: datetime
    """UTC."""
    reason: str
    """In words, on one line."""
    run_id: str
    """The run that removed it."""
    records: tuple[str, ...]
    """Ids of the records that are gone. In the block, not in a WARC-Refers-To, which would lead nowhere."""

    def block(self) -> bytes:
        """As `application/warc-fields` (section 8)."""
        said = [(_MARK, warc_date(self.removed_at)), ("reason", self.reason), ("removedBy", self.run_id)]
        return fields([*said, *(("removedRecord", record_id) for record_id in self.records)])

    def headers(self) -> Headers:
        """The record's named fields, but for its length."""
        return [
            ("WARC-Type", "metadata"),
            ("WARC-Record-ID", self.record_id),
            ("WARC-Target-URI", self.url),
            ("WARC-Date", self.captured_at),
            *([("WARC-Warcinfo-ID", self.warcinfo_id)] if self.warcinfo_id else []),
            ("WARC-Block-Digest", sha1([self.block()])),
            ("Content-Type", FIELDS),
        ]


def tombstone_of(record: Record) -> Tombstone | None:
    """The tombstone that a record is; None for any other record."""
    if record.header("WARC-Type") != "metadata" or not record.block.startswith(f"{_MARK}: ".encode()):
        return None
    said = [line.partition(": ")[::2] for line in record.block.decode("utf-8").splitlines()]
    values = dict(said)
    return Tombstone(
        record_id=record.header("WARC-Record-ID") or "",
        warcinfo_id=record.header("WARC-Warcinfo-ID"),
        url=record.header("WARC-Target-URI") or "",
        captured_at=record.header("WARC-Date") or "",
        removed_at=parse_warc_date(values[_MARK]),
        reason=values.get("reason", ""),
        run_id=values.get("removedBy", ""),
        records=tuple(value for name, value in said if name == "removedRecord"),
    )


def tombstones(path: Path) -> Iterator[Tombstone]:
    """Every tombstone of a file, in order; what is damaged is passed over."""
    for record in records(path):
        if tombstone := tombstone_of(record):
            yield tombstone
