"""WARC files, read back: each response record as an exchange, with its address."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser, StatusAndHeadersParserException

from archive.address import Address, Reference
from archive.dedup import IDENTICAL
from archive.errors import DamageError
from archive.http import Message
from archive.members import member_at, members
from archive.writer import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archive.members import Member

_PARSER = StatusAndHeadersParser(["WARC/1.1", "WARC/1.0", "WARC/0.18"], verify=False)


@dataclass(frozen=True, kw_only=True)
class Record:
    """One WARC record, whole."""

    offset: int
    length: int
    headers: StatusAndHeaders
    block: bytes

    def header(self, name: str) -> str | None:
        """A field of the record; None where it has none."""
        value = self.headers.get_header(name)
        return None if value is None else str(value)


@dataclass(frozen=True, kw_only=True)
class Capture:
    """An exchange that is kept: what was asked, what came back, and where it stands."""

    url: str
    method: str
    fetched_at: datetime
    message: Message
    """As it was received; a revisit's has no body (`revisited`)."""
    address: Address
    truncated: str | None = None
    hops: str = ""
    """`hopsFromSeed` of its metadata record, a letter a step from the seed (Heritrix); empty where it says none."""
    profile: str | None = None
    """Of a revisit: in which way it is one (`archive.dedup`)."""


def records(path: Path, damage: list[DamageError] | None = None) -> Iterator[Record]:
    """Every whole record of a file, in order; what is damaged is passed over and added to `damage`."""
    with path.open("rb") as file:
        for member in members(file):
            record = None if member.problem else _record(member.offset, member.length, member.data)
            if record:
                yield record
            elif damage is not None:
                why = member.problem or "the record is not as long as it says"
                damage.append(DamageError(why, path=path, offset=member.offset))


def captures(path: Path, damage: list[DamageError] | None = None) -> Iterator[Capture]:
    """Every response and revisit of a file, with the method of its request."""
    methods: dict[str | None, str] = {}
    hops: dict[str | None, str] = {}
    for record in records(path, damage):
        kind = record.header("WARC-Type")
        if kind == "request":
            method = record.block.partition(b" ")[0].decode("latin-1")
            # The reference may stand in either of the two records.
            methods[record.header("WARC-Record-ID")] = methods[record.header("WARC-Concurrent-To")] = method
        elif kind == "metadata":
            hops = {record.header("WARC-Concurrent-To"): _field(record.block, "hopsFromSeed")}
        elif kind in ("response", "revisit") and (record.header("Content-Type") or "").startswith("application/http"):
            methods.pop(None, None)
            concurrent, own = record.header("WARC-Concurrent-To"), record.header("WARC-Record-ID")
            method = methods.get(concurrent) or methods.get(own) or "GET"
            methods.clear()  # a file of a million records shall not be held in memory
            yield _capture(path, record, method, hops.get(concurrent, ""))


def record_at(path: Path, offset: int) -> Record:
    """The record that begins there. Raises `DamageError` where none does."""
    with path.open("rb") as file:
        member = member_at(file, offset)
    record = None if member.problem else _record(member.offset, member.length, member.data)
    if record is None:
        raise DamageError(member.problem or "the record is not as long as it says", path=path, offset=offset)
    return record


def block_at(folder: Path, address: Address) -> bytes:
    """The block of a capture: an answer as it was received. Raises `DamageError`, `OSError`."""
    path = find(folder, address.warc_file)
    record = record_at(path, address.warc_offset)
    if record.header("WARC-Record-ID") != address.record_id:
        raise DamageError(f"another record than {address.record_id} stands there", path=path, offset=record.offset)
    return record.block


def revisited(capture: Capture, original: Message) -> Message:
    """What a revisit's answer was, given its original's: the same payload, or all of it where the server said so."""
    return replace(original, head=capture.message.head) if capture.profile == IDENTICAL else original


def parse_warc_date(text: str) -> datetime:
    """A WARC-Date (WARC 1.1 section 5.4), with up to nine digits of a second."""
    text = re.sub(r"(\.\d{6})\d+", r"\1", text.strip())
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def to_record(member: Member) -> Record | None:
    """The record that a whole member holds; None where it is not as long as it says."""
    return _record(member.offset, member.length, member.data)


def find(folder: Path, warc_file: str) -> Path:
    """A WARC file of an archive by its final name, also while it is still being written."""
    path = folder / warc_file
    return path if path.exists() else folder / (warc_file + OPEN)


def _record(offset: int, length: int, data: bytes) -> Record | None:
    stream = BytesIO(data)
    try:
        headers = _PARSER.parse(stream)
        size = int(headers.get_header("Content-Length", "-1"))
    except (StatusAndHeadersParserException, EOFError, ValueError):
        return None
    block = stream.read()
    if size < 0 or block[size:] != b"\r\n\r\n":
        return None
    return Record(offset=offset, length=length, headers=headers, block=block[:size])


def _field(block: bytes, name: str) -> str:
    """The value of a field of an `application/warc-fields` block; empty where it has none."""
    found = re.search(rb"^%b:[ \t]*([^\r\n]*)" % name.encode(), block, re.MULTILINE)
    return found[1].decode("utf-8", "replace") if found else ""


def _capture(path: Path, record: Record, method: str, hops: str) -> Capture:
    reference = _reference(record) if record.header("WARC-Type") == "revisit" else None
    return Capture(
        url=record.header("WARC-Target-URI") or "",
        method=method,
        fetched_at=parse_warc_date(record.header("WARC-Date") or ""),
        message=Message.parse(record.block, method),
        hops=hops,
        # Of a revisit it says that the payload is left out.
        truncated=None if reference else record.header("WARC-Truncated"),
        profile=record.header("WARC-Profile") if reference else None,
        address=Address(
            warc_file=path.name.removesuffix(OPEN),
            warc_offset=record.offset,
            warc_length=record.length,
            record_id=record.header("WARC-Record-ID") or "",
            payload_digest=record.header("WARC-Payload-Digest") or "",
            revisit_of=reference,
        ),
    )


def _reference(record: Record) -> Reference:
    return Reference(
        record_id=record.header("WARC-Refers-To") or "",
        url=record.header("WARC-Refers-To-Target-URI") or record.header("WARC-Target-URI") or "",
        fetched_at=parse_warc_date(record.header("WARC-Refers-To-Date") or record.header("WARC-Date") or ""),
    )
