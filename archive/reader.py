"""WARC files, read back: each response record as an exchange, with its address."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser, StatusAndHeadersParserException

from archive.address import Address, Reference
from archive.errors import DamageError
from archive.http import Head, Message
from archive.members import member_at, members
from archive.records import target_uri
from archive.writer import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archive.members import Member

_NOT_MODIFIED = 304
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
    """As a WARC-Target-URI should be (`archive.records.target_uri`), whatever the tool wrote."""
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
    destination: str = ""
    """What a browser wanted it for: `Sec-Fetch-Dest` of its request, else what its recorder says in
    `WARC-Resource-Type`; empty where neither does."""
    is_resource: bool = False
    """Whether it is the document alone (WARC 1.1 section 6.4): nothing is known of the answer that it came with."""

    @property
    def names_original(self) -> bool:
        """Of a revisit: whether it names what it is one of, by address and date (section 5.12, 5.13)."""
        reference = self.address.revisit_of
        return reference is not None and (reference.url, reference.fetched_at) != (self.url, self.fetched_at)


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
    """Every response and revisit of a file, and every document of the web that stands there as a resource.

    What belongs to a capture, its request and metadata, may stand before it or right behind it. One whose date or
    address cannot be read is added to `damage`.
    """
    before = _Around()
    pending: tuple[Record, _Around] | None = None
    for record in records(path, damage):
        if pending and _belongs(record, pending[0]):
            pending[1].add(record)
            continue
        if pending:
            yield from _whole(path, *pending, damage)
            pending = None
        if _is_capture(record):
            pending, before = (record, before), _Around()  # a file of a million records shall not be held in memory
        else:
            before.add(record)
    if pending:
        yield from _whole(path, *pending, damage)


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
    head = capture.message.head
    return original if head is None or is_not_modified(capture) else replace(original, head=head)


def is_not_modified(revisit: Capture) -> bool:
    """Whether a revisit is one because the server said so (WARC 1.1 section 6.7.3; WARC 1.0 has another profile)."""
    head = revisit.message.head
    return bool(head and head.status == _NOT_MODIFIED) or (revisit.profile or "").endswith("/server-not-modified")


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
    """The value of a field of an `application/warc-fields` block, or of a request; empty where it has none."""
    found = re.search(rb"^%b:[ \t]*([^\r\n]*)" % name.encode(), block, re.MULTILINE | re.IGNORECASE)
    return found[1].decode("utf-8", "replace") if found else ""


class _Around:
    """What the records around a capture say of it."""

    def __init__(self) -> None:
        self._requests: dict[str | None, bytes] = {}
        self._hops: dict[str | None, str] = {}

    def add(self, record: Record) -> None:
        """Take note of a request or of metadata."""
        kind = record.header("WARC-Type")
        own, other = record.header("WARC-Record-ID"), record.header("WARC-Concurrent-To")
        if kind == "request":
            # The reference may stand in either of the two records.
            self._requests[own] = self._requests[other] = record.block
        elif kind == "metadata":
            self._hops = {other: _field(record.block, "hopsFromSeed")}

    def request(self, capture: Record) -> bytes:
        """The block of its request; empty where there is none."""
        own, other = capture.header("WARC-Record-ID"), capture.header("WARC-Concurrent-To")
        self._requests.pop(None, None)
        return self._requests.get(other) or self._requests.get(own) or b""

    def hops(self, capture: Record) -> str:
        """`hopsFromSeed`; empty where nothing says it."""
        own, other = capture.header("WARC-Record-ID"), capture.header("WARC-Concurrent-To")
        return self._hops.get(other) or self._hops.get(own) or ""


def _belongs(record: Record, capture: Record) -> bool:
    """Whether a record says that it is of a capture that stands before it."""
    named = record.header("WARC-Concurrent-To")
    return named is not None and named == capture.header("WARC-Record-ID")


def _is_capture(record: Record) -> bool:
    kind, content_type = record.header("WARC-Type"), record.header("Content-Type") or ""
    is_web = target_of(record).startswith(("http://", "https://"))
    if kind == "resource":
        return is_web
    is_http = content_type.startswith("application/http") or (is_web and not content_type)
    return kind in ("response", "revisit") and is_http


def _whole(path: Path, record: Record, around: _Around, damage: list[DamageError] | None) -> Iterator[Capture]:
    """The capture that a record is; none where it does not say when, or of what."""
    try:
        yield _capture(path, record, around)
    except ValueError as error:
        if damage is not None:
            damage.append(DamageError(f"the record cannot be read: {error}", path=path, offset=record.offset))


def _capture(path: Path, record: Record, around: _Around) -> Capture:
    request = around.request(record)
    method = request.partition(b" ")[0].decode("latin-1") or "GET"
    reference = _reference(record) if record.header("WARC-Type") == "revisit" else None
    is_resource = record.header("WARC-Type") == "resource"
    return Capture(
        url=target_uri(target_of(record)),
        method=method,
        fetched_at=parse_warc_date(record.header("WARC-Date") or ""),
        message=_document(record) if is_resource else Message.parse(record.block, method),
        hops=around.hops(record),
        # Of a revisit it says that the payload is left out.
        truncated=None if reference else record.header("WARC-Truncated"),
        profile=record.header("WARC-Profile") if reference else None,
        destination=(_field(request, "Sec-Fetch-Dest") or record.header("WARC-Resource-Type") or "").strip().lower(),
        is_resource=is_resource,
        address=Address(
            warc_file=path.name.removesuffix(OPEN),
            warc_offset=record.offset,
            warc_length=record.length,
            record_id=record.header("WARC-Record-ID") or "",
            payload_digest=record.header("WARC-Payload-Digest") or "",
            revisit_of=reference,
        ),
    )


def _document(record: Record) -> Message:
    """A resource as the answer that it may have been: only its media type is known."""
    fields = ((b"Content-Type", (record.header("Content-Type") or "").encode("latin-1", "replace")),)
    return Message(head=Head(version=b"", status=200, reason=b"", headers=fields), entity=record.block)


def target_of(record: Record) -> str:
    """The WARC-Target-URI, without the angle brackets that WARC/1.0 asks for (section 5.14)."""
    return (record.header("WARC-Target-URI") or "").strip("<>")


def _reference(record: Record) -> Reference:
    """What a revisit is one of; itself where it does not name another by address and date."""
    url, date = record.header("WARC-Refers-To-Target-URI"), record.header("WARC-Refers-To-Date")
    named = (url.strip("<>"), date) if url and date else (target_of(record), record.header("WARC-Date") or "")
    return Reference(
        record_id=record.header("WARC-Refers-To") or "",
        url=target_uri(named[0]),
        fetched_at=parse_warc_date(named[1]),
    )
