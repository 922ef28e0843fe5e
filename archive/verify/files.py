"""One pass over WARC files, in bounded memory: every record is read once, and every rule is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from archive.members import WARC, stretches
from archive.reader import parse_warc_date
from archive.records import target_uri, warc_date
from archive.verify import http, naming
from archive.verify.block import Block
from archive.verify.findings import Finding, Report
from archive.verify.headers import HeaderReader, begins_well
from archive.verify.links import ArchiveLinks, FileLinks
from archive.verify.members import MemberRules
from archive.verify.stream import RecordStream
from archive.writer import OPEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from archive.members import Stretch
    from archive.verify.headers import Header

_PIECE = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Input:
    """A file to verify."""

    path: Path
    name: str
    """What findings call it: a path, an address."""

    @classmethod
    def of(cls, path: Path) -> Input:
        """A file under its own name."""
        return cls(path=path, name=str(path))


@dataclass(kw_only=True)
class Summary:
    """What was read."""

    files: int = 0
    records: int = 0
    bytes: int = 0
    """Of records, not compressed."""
    captures: int = 0
    """Responses and revisits."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A capture that was read, for whoever has statements about it."""

    file: str
    """As it was given."""
    offset: int
    length: int
    """Of its gzip member."""
    record_id: str
    url: str
    date: str
    status: int | None
    payload_digest: str
    truncated: str | None
    """Why the answer is not whole; of a revisit, nothing is said."""
    refers_to: tuple[str, str] | None
    """Of a revisit: URL and date of what it refers to; both empty where it names nothing."""


def verify_files(
    inputs: Iterable[Input],
    summary: Summary,
    witness: Callable[[Seen], object] | None = None,
    beside: Iterable[Path] = (),
) -> Iterator[Finding]:
    """Every finding in files that are one archive; `summary` is counted up, `witness` is told of every capture.

    Findings across files come last. Where a record refers to one that is in none of them, files `beside` them that
    belong to the same archive are read for it; what is wrong with these is not told.
    """
    links = ArchiveLinks()
    names: list[str] = []
    for each in inputs:
        names.append(each.name)
        yield from _File(each, links, summary, witness).findings()
        summary.files += 1
    if any(links.finish()):
        for path in beside:
            for _ in _File(Input.of(path), links, Summary(), None).findings():
                pass
    yield from (finding for finding in links.finish() if finding.file in names)
    if names and summary.records:
        yield from _of_the_run(links, names[0])


def _of_the_run(links: ArchiveLinks, file: str) -> Iterator[Finding]:
    """Check 35: what is there of the run itself."""
    report = Report(file)
    if not links.resources:
        report.warning("35", "no resource record among the files holds a run's configuration, log or report")
    if not links.manifests:
        report.warning("35", "no metadata record among the files lists their warcinfo records")
    yield from report.habits()


class _File:
    """The pass over one file."""

    def __init__(
        self, given: Input, links: ArchiveLinks, summary: Summary, witness: Callable[[Seen], object] | None
    ) -> None:
        self._given = given
        self._report = Report(given.name)
        self._links = FileLinks(links, self._report)
        self._headers = HeaderReader()
        self._members = MemberRules(self._report, is_open=given.name.endswith(OPEN))
        self._summary = summary
        self._witness = witness
        self._seen: Seen | None = None
        self._version: str | None = None
        self._records = 0

    def findings(self) -> Iterator[Finding]:
        """Read it to its end."""
        try:
            with self._given.path.open("rb") as file:
                start = file.read(len(WARC))
                if not start:
                    self._report.error("file", "the file is empty: it holds no record")
                elif start.startswith(WARC):
                    yield from self._plain(file)
                else:
                    yield from self._packed(file)
        except OSError as error:
            self._at(0)
            self._report.error("file", f"cannot be read: {error.strerror or error}")
        if self._records:
            self._links.finish()
            self._at(0)
            naming.file_name(self._given.name, self._given.path.stat().st_size, self._report)
        yield from self._report.taken()
        yield from self._report.habits()

    def _at(self, offset: int) -> None:
        self._report.offset, self._report.record = offset, None

    def _packed(self, file: BinaryIO) -> Iterator[Finding]:
        for stretch in stretches(file):
            self._seen = None
            count = self._stream(RecordStream(stretch.pieces()), stretch)
            for _ in stretch.pieces():
                pass
            self._at(stretch.offset)
            self._members.judge(stretch, count, alone=not self._records)
            if self._seen and self._witness and not stretch.problem:
                self._witness(replace(self._seen, length=stretch.length))
            yield from self._report.taken()
        self._members.finish()

    def _plain(self, file: BinaryIO) -> Iterator[Finding]:
        self._report.warning("36", "the file is not compressed")

        def reopen(position: int) -> Iterator[bytes]:
            file.seek(position)
            return iter(lambda: file.read(_PIECE), b"")

        stream = RecordStream(reopen(0), reopen)
        while stream.peek(1):
            start = stream.position
            self._seen = None
            more = self._one(stream, start, None)
            if self._seen and self._witness:
                self._witness(replace(self._seen, length=stream.position - start))
            yield from self._report.taken()
            if not more:
                break

    def _stream(self, stream: RecordStream, stretch: Stretch) -> int:
        """The records of a gzip member: how many."""
        before, first = self._records, None
        while stream.peek(1) and self._one(stream, stretch.offset, stretch):
            first = first or self._seen
            self._seen = None
        self._seen = first or self._seen  # only a member's first record has an address
        return self._records - before

    def _one(self, stream: RecordStream, offset: int, stretch: Stretch | None) -> bool:
        """Read a record, and ask every rule. Returns whether another may follow."""
        self._at(offset)
        start = stream.position
        head = stream.head()
        if head is None or not begins_well(head):
            return self._no_record(stream, start, head, stretch)
        header = self._headers.read(head, self._report)
        length = header.length
        if length is None:
            return stream.recover(start + len(head))
        block = Block(header)
        for piece in stream.take(length):
            block.feed(piece)
        if stretch and stretch.problem:
            return False
        end = stream.peek(4)
        self._count(header, len(head) + block.size)
        if block.size < length or end != b"\r\n\r\n":
            return self._bad_end(stream, start + len(head), length, block.size, end, stretch)
        stream.skip(4)
        block.finish()
        self._judge(header, block)
        return True

    def _no_record(self, stream: RecordStream, start: int, head: bytes | None, stretch: Stretch | None) -> bool:
        if stretch and stretch.problem:
            return False
        begins = (head or stream.peek(40))[:40]
        more = stream.recover(start + 1)
        if stretch is None and not more:
            self._members.torn(stream.position - start) if begins.startswith(WARC) else self._report.error(
                "36", f"bytes that are no record: {begins!r}"
            )
        elif begins.startswith(WARC):
            self._report.error("1", f"the record begins with {begins!r}, or its header does not end")
        else:
            self._report.error("6", f"what follows the record is neither a record nor the end: {begins!r}")
        return more

    def _bad_end(
        self, stream: RecordStream, behind: int, length: int, size: int, end: bytes, stretch: Stretch | None
    ) -> bool:
        more = stream.recover(behind)
        if stretch is None and not more and (size < length or len(end) < 4):
            self._members.torn(stream.position - behind)
        elif size < length:
            self._report.error("6", f"Content-Length is {length}, and the block has {size} bytes")
        else:
            self._report.error("6", f"the block is not {length} bytes long, or is followed by {end!r}, not CRLF CRLF")
        return more

    def _count(self, header: Header, size: int) -> None:
        self._records += 1
        self._summary.records += 1
        self._summary.bytes += size + 4
        self._summary.captures += header.kind in ("response", "revisit")
        if self._records == 1 and header.kind != "warcinfo":
            self._report.warning("31", f"the first record is a {header.kind}, and not a warcinfo")
        if self._version is None:
            self._version = header.version
        elif header.version != self._version:
            self._report.error("1", f"{header.version}, and records before it are {self._version}")

    def _judge(self, header: Header, block: Block) -> None:
        report, faults = self._report, []
        http.content_type(header, report)
        http.digests(header, block, report)
        kind = header.kind
        if kind in ("request", "response", "revisit"):
            http.wire(header, report)
            if header.is_http:
                faults = list((http.request if kind == "request" else http.response)(header, block))
        if kind == "revisit":
            http.revisit(header, block, report)
        elif kind == "warcinfo":
            naming.warcinfo(header, block, self._given.name, report)
        self._links.add(header, block, faults)
        if self._witness and _is_capture(header):
            self._seen = Seen(
                file=self._given.name,
                offset=report.offset,
                length=0,
                record_id=header.record_id or "",
                url=_uri(header.target),
                date=_moment(header.fields.get("warc-date", "")),
                status=block.status,
                payload_digest=header.fields.get("warc-payload-digest", ""),
                truncated=None if kind == "revisit" else header.fields.get("warc-truncated"),
                refers_to=_refers_to(header) if kind == "revisit" else None,
            )


def _is_capture(header: Header) -> bool:
    """Whether a record is one of those that `archive.reader.captures` gives."""
    if header.kind == "resource":
        return header.target.startswith(("http://", "https://"))
    return header.kind in ("response", "revisit") and header.is_http


def _refers_to(header: Header) -> tuple[str, str]:
    """What a revisit names; empty where it names none."""
    url, date = (header.fields.get(f"warc-refers-to-{name}", "") for name in ("target-uri", "date"))
    return (_uri(url.strip("<>")), _moment(date)) if url and date else ("", "")


def _uri(text: str) -> str:
    """An address as `archive.reader.captures` gives it; as it stands where that is none."""
    try:
        return target_uri(text)
    except ValueError:
        return text


def _moment(text: str) -> str:
    """The same for a date."""
    try:
        return warc_date(parse_warc_date(text))
    except ValueError:
        return text
