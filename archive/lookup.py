"""One exchange out of a WARC file: the answer at an offset, and the request that it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.members import members
from archive.reader import record_at, to_record

if TYPE_CHECKING:
    from pathlib import Path

    from archive.reader import Record

#: So many records behind an answer are looked at for its request; our own files have it in front.
_BEHIND = 4


def exchange_at(path: Path, offset: int, since: int = 0) -> tuple[bytes, bytes]:
    """The request and the answer of the response (or revisit) record at an offset, each as it crossed the wire.

    The request is looked for from `since` on, where a record begins; it is empty where the file has none. Raises
    `DamageError` where no record is at the offset, and `OSError`.
    """
    answer = record_at(path, offset)
    behind = 0
    with path.open("rb") as file:
        for member in members(file, since):
            record = None if member.problem else to_record(member)
            if record and _is_request_of(record, answer):
                return record.block, answer.block
            behind += member.offset > offset
            if behind > _BEHIND:
                break
    return b"", answer.block


def _is_request_of(record: Record, answer: Record) -> bool:
    """Whether a record is the request of an answer: the reference may stand in either of the two (section 5.7)."""
    if record.header("WARC-Type") != "request":
        return False
    named = {record.header("WARC-Concurrent-To"), answer.header("WARC-Concurrent-To")} - {None}
    return bool(named & {record.header("WARC-Record-ID"), answer.header("WARC-Record-ID")})
