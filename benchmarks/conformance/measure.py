"""What a writer's files hold of what crossed the wire: blocks against bytes, and what `archive.verify` says of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator

from archive.verify.files import Input, Summary, verify_files
from archive.verify.findings import Finding
from archive.wacz import check_wacz
from benchmarks.conformance.served import Turn

#: Seconds by which a request's date may be before its arrival, where dates are whole seconds.
_NEAR = 1.5


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A record of a writer's."""

    kind: str
    target: str
    """Path and query of its address."""
    fields: dict[str, str]
    block: bytes

    @property
    def head(self) -> bytes:
        """Of the HTTP message, as far as it has one."""
        return head_of(self.block)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One exchange, and what was kept of it; None where nothing was."""

    turn: Turn
    request: Kept | None
    answer: Kept | None

    @property
    def is_request_exact(self) -> bool:
        """Whether the request's block is what was sent."""
        return self.request is not None and self.request.block == self.turn.received

    @property
    def is_answer_exact(self) -> bool:
        """Whether the answer's block is what was received; a revisit's, its head."""
        if self.answer is None:
            return False
        sent = bytes(self.turn.sent)
        return self.answer.block == (head_of(sent) if self.answer.kind == "revisit" else sent)


@dataclass(kw_only=True)
class Measured:
    """All that is known of a writer."""

    records: list[Kept]
    pairs: list[Pair]
    findings: dict[str, list[Finding]] = field(default_factory=lambda: defaultdict(list))
    """Of `archive.verify` and, for packages, `archive.wacz`, by check; without what a metadata record explains."""
    names: list[str] = field(default_factory=list)
    packages: int = 0

    def of(self, *scripts: str) -> list[Pair]:
        """The exchanges of some scripts."""
        return [pair for pair in self.pairs if pair.turn.script in scripts]

    def kinds(self) -> Counter[str]:
        """How many records of each kind there are."""
        return Counter(record.kind for record in self.records)


def measure(folder: Path, turns: list[Turn]) -> Measured:
    """Compare the files in a folder with the turns of the server."""
    paths = sorted(folder.glob("*.warc.gz"))
    records = [record for path in paths for record in _records(path)]
    answered = [turn for turn in turns if turn.sent]
    measured = Measured(records=records, pairs=_pairs(answered, records), names=[path.name for path in paths])
    for finding in verify_files([Input(path=path, name=path.name) for path in paths], Summary()):
        if "the metadata record says" not in finding.message:
            measured.findings[finding.check].append(finding)
    for package in sorted(folder.glob("*.wacz")):
        measured.packages += 1
        measured.findings["40"] += [finding for finding in check_wacz(package) if finding.level == "error"]  # type: ignore[misc]
    return measured


def head_of(block: bytes) -> bytes:
    """An HTTP message's head and the empty line behind it."""
    leading = len(block) - len(block.lstrip(b"\r\n"))
    match = re.search(rb"\r?\n\r?\n", block[leading:])
    return block[: leading + match.end()] if match else block


def moment(record: Kept) -> datetime:
    """Its WARC-Date."""
    return datetime.fromisoformat(record.fields["warc-date"])


def _records(path: Path) -> list[Kept]:
    found = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file, no_record_parse=True):
            fields = {name.lower(): value for name, value in record.rec_headers.headers}
            parts = urlsplit(fields.get("warc-target-uri", "").strip("<>"))
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            found.append(Kept(kind=record.rec_type, target=target, fields=fields, block=record.raw_stream.read()))
    return found


def _pairs(turns: list[Turn], records: list[Kept]) -> list[Pair]:
    """Each exchange with the records that were made of it, by address and time."""
    requests = _assigned(turns, [record for record in records if record.kind == "request"])
    answers = _assigned(turns, [record for record in records if record.kind in ("response", "revisit")])
    return [Pair(turn=turn, request=requests.get(id(turn)), answer=answers.get(id(turn))) for turn in turns]


def _assigned(turns: list[Turn], records: list[Kept]) -> dict[int, Kept]:
    """Records by the turn that they tell of: the next one after their date, else, where that is late, the nearest."""
    assigned: dict[int, Kept] = {}
    for record in sorted(records, key=moment):
        free = [turn for turn in turns if id(turn) not in assigned and _target(turn) == record.target]
        after = [turn for turn in free if 0 <= turn.received_at - moment(record).timestamp() < _NEAR]
        if free:
            nearest = min(after or free, key=lambda turn: abs(turn.received_at - moment(record).timestamp()))
            assigned[id(nearest)] = record
    return assigned


def _target(turn: Turn) -> str:
    return turn.received.split(b" ")[1].decode("ascii")
