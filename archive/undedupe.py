"""Revisits written out whole: for software, and for people, that cannot follow a reference."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecordType
from warcio.recordloader import ArcWarcRecord

from archive.digest import sha1
from archive.errors import DamageError
from archive.http import Framing, Head, Message, framing, raw_head
from archive.reader import record_at, records
from archive.records import RecordWriter, new_id
from archive.records import record as new_record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from archive.reader import Record

_NOT_MODIFIED = "/revisit/server-not-modified"
#: What a revisit says of itself that is not true of the response that is made of it; in lower case.
_OF_REVISITS = {
    "content-length",
    "content-type",
    "warc-block-digest",
    "warc-payload-digest",
    "warc-profile",
    "warc-record-id",
    "warc-refers-to",
    "warc-refers-to-date",
    "warc-refers-to-target-uri",
    "warc-truncated",
    "warc-type",
}


@dataclass(frozen=True, kw_only=True)
class Unresolved:
    """A revisit that was left as it is."""

    file: str
    offset: int
    record_id: str
    why: str

    def __str__(self) -> str:
        return f"{self.file} at {self.offset}: the revisit {self.record_id} stays as it is: {self.why}"


@dataclass(kw_only=True)
class Undeduped:
    """What became of a file's revisits."""

    written_out: int = 0
    unresolved: list[Unresolved] = field(default_factory=list)


class Originals:
    """The responses that revisits refer to, by record id. Their places are held, and not their bytes."""

    def __init__(self, warcs: Iterable[Path]) -> None:
        files = list(warcs)
        wanted = {target for path in files for target in _ids(path, WarcRecordType.revisit, "WARC-Refers-To")}
        self._places: dict[str, tuple[Path, int]] = {}
        for path in files if wanted else []:
            found = _ids(path, WarcRecordType.response, "WARC-Record-ID")
            self._places |= {name: (path, offset) for name, offset in found.items() if name in wanted}

    def find(self, record_id: str | None) -> Record | None:
        """The response; None where it is in none of the files, or damaged."""
        place = self._places.get(record_id or "")
        try:
            return record_at(*place) if place else None
        except DamageError:
            return None


def undedupe(warc: Path, out: BinaryIO, originals: Originals) -> Undeduped:
    """Copy a WARC file, each revisit as the whole response that it stands for; all else stays byte for byte.

    A revisit whose original is not there, or is another than it says, is copied as it is and told. What is damaged
    is left out. One record at a time is held in memory.
    """
    done = Undeduped()
    writer = RecordWriter(out)
    with warc.open("rb") as file:
        for record in records(warc):
            made = _whole(record, originals) if record.header("WARC-Type") == "revisit" else None
            if isinstance(made, ArcWarcRecord):
                writer.write_record(made)
                done.written_out += 1
                continue
            if made:
                record_id = record.header("WARC-Record-ID") or ""
                done.unresolved.append(Unresolved(file=warc.name, offset=record.offset, record_id=record_id, why=made))
            file.seek(record.offset)
            out.write(file.read(record.length))
    return done


def _ids(path: Path, kind: WarcRecordType, field_name: str) -> dict[str, int]:
    """A field of all records of a kind, with their offsets; of a damaged file, up to the damage and behind it."""
    try:
        with path.open("rb") as file:
            found = ArchiveIterator(file, record_types=kind, parse_http=False)
            return {name: record.stream_pos for record in found if (name := record.headers.get(field_name))}
    except OSError:
        scanned = (r for r in records(path) if r.header("WARC-Type") == str(kind))
        return {name: record.offset for record in scanned if (name := record.header(field_name))}


def _whole(revisit: Record, originals: Originals) -> ArcWarcRecord | str:
    """The response that a revisit stands for (WARC 1.1 section 6.7); why there is none, in words."""
    original = originals.find(revisit.header("WARC-Refers-To"))
    if original is None:
        return f"the record {revisit.header('WARC-Refers-To')} that it refers to is not there"
    if (revisit.header("WARC-Profile") or "").endswith(_NOT_MODIFIED):
        block = original.block
    else:
        block = revisit.block + _body(revisit.block, original.block)
    digest = sha1([Message.parse(block).entity])
    if digest != revisit.header("WARC-Payload-Digest"):
        return f"the record {revisit.header('WARC-Refers-To')} that it refers to has another payload"
    return _response(revisit, block, digest)


def _body(head: bytes, original: bytes) -> bytes:
    """An answer's body, framed as another head of it says (RFC 9112 section 6.3)."""
    parsed = Head.parse(head)
    whole = Message.parse(original)
    if parsed is None or framing(parsed, "GET") is not Framing.CHUNKED:
        return whole.entity
    if whole.head and whole.head.chunked:
        return original[len(raw_head(original)) :]
    last = b"0\r\n\r\n"
    return b"%X\r\n%s\r\n%s" % (len(whole.entity), whole.entity, last) if whole.entity else last


def _response(revisit: Record, block: bytes, payload_digest: str) -> ArcWarcRecord:
    kept = [(name, value) for name, value in revisit.headers.headers if name.lower() not in _OF_REVISITS]
    headers = [("WARC-Record-ID", new_id()), *kept, ("WARC-Payload-Digest", payload_digest)]
    return new_record("response", headers, block, "application/http;msgtype=response")
