"""Rules across records: ids, captures, revisits, and what records say of one another (WARC 1.1 sections 5.7, 5.11, 6).

Of each record only numbers are kept: a million of them fit in memory. Ids are 128 bits; what is said of a record is
packed into a few more.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from archive.verify.checks import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.verify.block import Block
    from archive.verify.digests import Form
    from archive.verify.findings import Finding, Report
    from archive.verify.headers import Header

_ORIGINAL, _TRUNCATED, _REVISIT, _WARCINFO = 1, 2, 4, 8
_FLAG_BITS = 4
_DIGEST_BITS = 56

_ID = re.compile(rb"<urn:uuid:[0-9a-fA-F-]{36}>")
#: Fields of a capture's metadata record that say: the server did this, and the bytes are kept as they came.
#: Of a block in lower case, behind a line end.
_NOTES = re.compile(rb"\n(?:malformed|bytesbehindresponse|contentcoding)\s*:")
#: What a note, or a HEAD request, explains.
_EXPLAINED = frozenset({"11", "12", "13", "14"})


@lru_cache(maxsize=1024)  # a record's id is mostly named again by the next ones
def key(record_id: str) -> int:
    """A record id as a number."""
    if record_id.startswith("<urn:uuid:") and len(record_id) == 47:
        try:
            return int(record_id[10:46].replace("-", ""), 16)
        except ValueError:
            pass
    return int.from_bytes(hashlib.blake2b(record_id.encode("utf-8", "replace"), digest_size=16).digest(), "big")


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """A record that must be somewhere in the archive."""

    key: int
    needs: int
    """Flags that it must have."""
    finding: Finding
    """What is reported where it is not there."""


@dataclass(frozen=True, kw_only=True)
class _Revisit:
    """A revisit whose original was not seen yet."""

    key: int | None
    moment: int | None
    digest: int
    finding: Finding


class ArchiveLinks:
    """What is known of all files."""

    def __init__(self) -> None:
        self._known: dict[int, int] = {}
        self._moments: set[int] = set()
        self._wanted: list[_Wanted] = []
        self._revisits: list[_Revisit] = []
        self._digest_form: str | None = None
        self._usual_form: Form | None = None
        """That of which nothing is to be said."""
        self.resources = 0
        """Resource records."""
        self.manifests = 0
        """Metadata records that list warcinfo records."""

    def add(self, header: Header, block: Block, moment: int, report: Report) -> int | None:
        """Know a record. Returns its key; None where it has no id."""
        if not header.record_id:
            return None
        number = key(header.record_id)
        if number in self._known:
            report.error("4", "the record id was used before")
        self._known[number] = _facts(header, block)
        if header.kind == "response":
            self._moments.add(moment)
        return number

    def digest_forms(self, block: Block, report: Report) -> None:
        """Check 20: one algorithm and encoding, labels in lower case."""
        for digest in (block.block_digest, block.payload_digest):
            if digest is None or digest.form is self._usual_form:
                continue
            form = digest.form
            if self._digest_form is None:
                self._digest_form = form.words
            if form.words != self._digest_form:
                report.warning("20", f"a digest is {form.words}, and others are {self._digest_form}")
            elif form.label == form.label.lower():
                self._usual_form = form
            if form.label != form.label.lower():
                report.warning("20", f"the label {form.label!r} is not in lower case")

    def has(self, number: int, needs: int = 0) -> bool:
        """Whether a record is known, with these flags."""
        known = self._known.get(number)
        return known is not None and known & needs == needs

    def want(self, number: int, finding: Finding, needs: int = 0) -> None:
        """Report this at the end, unless the record is known then."""
        self._wanted.append(_Wanted(key=number, needs=needs, finding=finding))

    def revisit(self, header: Header, block: Block, report: Report) -> None:
        """Check 30: the original is a full, untruncated record with the same payload."""
        refers_to = header.fields.get("warc-refers-to")
        target, date = (header.fields.get(f"warc-refers-to-{name}") for name in ("target-uri", "date"))
        waiting = _Revisit(
            key=key(refers_to) if refers_to else None,
            moment=_moment(target.strip("<>"), date) if target and date else None,
            digest=_digest(block),
            finding=report.finding("30", Level.ERROR, ""),
        )
        problem = self._problem(waiting)
        if problem == _NOT_THERE:
            self._revisits.append(waiting)
        elif problem:
            report.error("30", problem)

    def finish(self) -> Iterator[Finding]:
        """What never came."""
        for wanted in self._wanted:
            if not self.has(wanted.key, wanted.needs):
                yield wanted.finding
        for revisit in self._revisits:
            if problem := self._problem(revisit):
                yield replace(revisit.finding, message=problem)

    def _problem(self, revisit: _Revisit) -> str | None:
        if revisit.key is None and revisit.moment is None:
            return "the revisit does not say what it revisits"
        if revisit.key is None:
            return None if revisit.moment in self._moments else _NOT_THERE
        known = self._known.get(revisit.key)
        if known is None:
            return _NOT_THERE
        if known & _REVISIT:
            return "what it refers to is itself a revisit"
        if not known & _ORIGINAL:
            return "what it refers to is no response"
        if known & _TRUNCATED:
            return "what it refers to is truncated"
        digest = known >> _FLAG_BITS
        if revisit.digest and digest and digest != revisit.digest:
            return "what it refers to has another payload digest"
        if revisit.moment is not None and revisit.moment not in self._moments:
            return "WARC-Refers-To-Target-URI and -Date are those of no response"
        return None


_NOT_THERE = "what it refers to is not among the files given"


_FLAGS = {"warcinfo": _WARCINFO, "response": _ORIGINAL, "resource": _ORIGINAL, "revisit": _REVISIT}


def _facts(header: Header, block: Block) -> int:
    truncated = _TRUNCATED if "warc-truncated" in header.fields else 0
    return _FLAGS.get(header.kind, 0) | truncated | _digest(block) << _FLAG_BITS


def _digest(block: Block) -> int:
    value = block.payload_digest.value if block.payload_digest else None
    return (value or 0) & (1 << _DIGEST_BITS) - 1


class _Answer(NamedTuple):
    """A response or revisit, until its file's end."""

    key: int
    offset: int
    record: str | None


class FileLinks:
    """What is known of the records of one file, until its end."""

    def __init__(self, archive: ArchiveLinks, report: Report) -> None:
        self._archive = archive
        self._report = report
        self._warcinfo: str | None = None
        self._parent: dict[int, int] = {}
        self._moments: dict[int, int] = {}
        self._waiting: dict[int, list[tuple[int, Finding]]] = {}
        self._requests: list[int] = []
        self._heads: list[int] = []
        self._metadata: list[int] = []
        self._noted: list[int] = []
        self._answers: list[_Answer] = []
        self._faults: list[tuple[int, Finding]] = []

    def add(self, header: Header, block: Block, faults: list[tuple[str, str]]) -> None:
        """Know a record. `faults` are errors of its block that the capture's other records may explain."""
        report, archive = self._report, self._archive
        moment = _moment(header.target, header.fields.get("warc-date"))
        number = archive.add(header, block, moment, report)
        archive.digest_forms(block, report)
        self._warcinfo_id(header)
        if number is None:
            for check, message in faults:
                report.error(check, message)
            return
        if header.concurrent:
            self._concurrent(header, number, moment)
        if header.kind in _KINDS:
            self._capture(header, block, number, moment)
        elif header.kind == "warcinfo":
            self._warcinfo = header.record_id
        elif header.kind == "conversion":
            self._conversion(header, moment)
        elif header.kind == "resource":
            archive.resources += 1
        if header.kind == "revisit":
            archive.revisit(header, block, report)
        for check, message in faults:
            self._faults.append((number, report.finding(check, Level.ERROR, message)))

    def finish(self) -> None:
        """The file's end: what each capture lacks."""
        requests, heads, metadata, noted = (
            {self._root(number) for number in numbers}
            for numbers in (self._requests, self._heads, self._metadata, self._noted)
        )
        report = self._report
        for answer in self._answers:
            root = self._root(answer.key)
            report.offset, report.record = answer.offset, answer.record
            if root not in requests:
                report.error("9", "there is no request record of this answer in the file")
            if root not in metadata:
                report.warning("33", "a capture without a metadata record")
        for number, finding in self._faults:
            root = self._root(number)
            if root in heads and finding.check in ("12", "14", "26"):
                continue  # the answer to a HEAD request has no body
            if root in noted and finding.check in _EXPLAINED:
                finding = replace(
                    finding,
                    level=Level.WARNING,
                    message=f"{finding.message}; the metadata record says that the server sent it so",
                )
            report.add(finding)

    def _capture(self, header: Header, block: Block, number: int, moment: int) -> None:
        self._moments[number] = moment
        for other, finding in self._waiting.pop(number, ()) if self._waiting else ():
            if other != moment:
                self._report.add(finding)
        if header.kind == "request":
            self._requests.append(number)
            if block.head and block.head.startswith(b"HEAD "):
                self._heads.append(number)
        elif header.kind == "metadata":
            self._metadata_record(header, block, number)
        elif header.target.startswith(("http:", "https:")):
            self._answers.append(_Answer(number, self._report.offset, header.record_id))

    def _metadata_record(self, header: Header, block: Block, number: int) -> None:
        if header.concurrent:
            self._metadata.append(number)
            if b"fetchTimeMs:" not in block.kept:
                self._report.warning("33", "a capture's metadata record without fetchTimeMs")
            if _NOTES.search(b"\n" + block.kept.lower()):
                self._noted.append(number)
        elif header.target.startswith("urn:") and (listed := _ID.findall(block.kept)):
            self._archive.manifests += 1
            for found in listed:
                # Of the whole run's files, of which only some may have been given.
                self._want("35", "the manifest's", found.decode("ascii"), "warcinfo", _WARCINFO, Level.WARNING)

    def _concurrent(self, header: Header, number: int, moment: int) -> None:
        for said in header.concurrent:
            self._want("9", "WARC-Concurrent-To", said, "record")
            if header.kind in _KINDS and self._moments.get(key(said)) != moment:
                self._other_moment(key(said), moment, said)
        self._parent[number] = self._root(key(header.concurrent[0]))

    def _other_moment(self, target: int, moment: int, said: str) -> None:
        finding = self._report.finding(
            "8", Level.ERROR, f"WARC-Date or WARC-Target-URI is another than that of the concurrent record {said}"
        )
        if target in self._moments:
            self._report.add(finding)
        else:
            self._waiting.setdefault(target, []).append((moment, finding))

    def _warcinfo_id(self, header: Header) -> None:
        said = header.fields.get("warc-warcinfo-id")
        if said and said != self._warcinfo and header.kind != "warcinfo":
            self._want("32", "WARC-Warcinfo-ID", said, "warcinfo", _WARCINFO)

    def _conversion(self, header: Header, moment: int) -> None:
        said = header.fields.get("warc-refers-to")
        if not said:
            self._report.warning("34", "a conversion without WARC-Refers-To")
            return
        self._want("34", "WARC-Refers-To", said, "record")
        origin = self._moments.get(key(said))
        if origin is not None and origin >> 64 != moment >> 64:
            self._report.error("34", "the target URI is another than that of the record it was made from")

    def _want(self, check: str, field: str, said: str, what: str, needs: int = 0, level: Level = Level.ERROR) -> None:
        """Report a reference that leads nowhere, unless its record comes."""
        number = key(said)
        if not self._archive.has(number, needs):
            finding = self._report.finding(check, level, f"{field} {said} leads to no {what} among the files given")
            self._archive.want(number, finding, needs)

    def _root(self, number: int) -> int:
        for _ in range(_DEPTH):
            parent = self._parent.get(number)
            if parent is None or parent == number:
                break
            number = parent
        return number


#: The records of a capture.
_KINDS = frozenset({"request", "response", "revisit", "metadata"})
#: References that go in a circle end here.
_DEPTH = 16


_MASK = (1 << 64) - 1


def _moment(target: str, date: str | None) -> int:
    """Target URI and date as a number: 64 bits each."""
    return (hash(target) & _MASK) << 64 | hash(date) & _MASK
