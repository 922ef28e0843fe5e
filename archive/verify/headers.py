"""The header of a record: read strictly, and checked field by field (WARC 1.1 sections 4 and 5)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archive.verify.checks import Level
from archive.verify.fields import FIELDS, misplaced

if TYPE_CHECKING:
    from archive.verify.fields import Problem
    from archive.verify.findings import Report

#: A header longer than this is none.
MAX_HEADER = 1024 * 1024

_VERSION = re.compile(rb"WARC/\d+\.\d+")
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_ENCODED_WORD = re.compile(r"=\?[\w.-]+\?[BQbq]\?[^? ]*\?=", re.ASCII)
_LINE_END = re.compile(rb"\r?\n")
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
#: Lines of fields whose values recur, and structures of headers, are checked once and then known.
_REMEMBERED = 4096

_MANDATORY = ("warc-record-id", "content-length", "warc-date", "warc-type")
_NEEDS_TARGET = {"response", "resource", "request", "revisit", "conversion", "continuation"}


class Header:
    """A record's header. Names are in lower case; of a repeated field the first value counts."""

    __slots__ = ("all", "fields", "kind", "names", "record_id", "version")

    def __init__(self, version: str, names: tuple[str, ...], fields: dict[str, str]) -> None:
        self.version = version
        self.names = names
        self.fields = fields
        self.all: list[str] = []
        """Every value of WARC-Concurrent-To, the one field that recurs and matters."""
        self.kind = fields.get("warc-type", "")
        self.record_id = fields.get("warc-record-id")

    @property
    def length(self) -> int | None:
        """The block's length in bytes; None where the header does not say."""
        text = self.fields.get("content-length", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None

    @property
    def is_http(self) -> bool:
        """Whether the record holds an HTTP message, or should."""
        said = self.fields.get("content-type", "").lower().replace(" ", "")
        return said.startswith("application/http") or (not said and self.target.startswith(("http:", "https:")))

    @property
    def target(self) -> str:
        """WARC-Target-URI, without the angle brackets of WARC/1.0; empty where there is none."""
        return self.fields.get("warc-target-uri", "").strip("<>")


class _Line:
    """A header line, read."""

    __slots__ = ("differs", "name", "problems", "value")

    def __init__(self, line: bytes) -> None:
        name, colon, value = line.partition(b":")
        problems: list[tuple[str, Problem]] = []
        if not colon or not _NAME.fullmatch(name):
            problems.append(("2", (Level.ERROR, f"{line[:80]!r} is no field")))
        if _CONTROL.search(line):
            problems.append(("2", (Level.ERROR, f"{name[:80]!r}: a control character")))
        try:
            text = value.decode("utf-8").strip(" \t")
        except UnicodeDecodeError:
            text = value.decode("latin-1").strip(" \t")
            problems.append(("2", (Level.ERROR, f"the value of {name[:80]!r} is not UTF-8")))
        if "=?" in text and _ENCODED_WORD.search(text):
            problems.append(("2", (Level.WARNING, f"an RFC 2047 word in {name[:80]!r}")))
        self.name = name.strip().decode("latin-1").lower()
        self.value = text
        rule = FIELDS.get(self.name)
        self.differs = rule is None or rule.differs
        problem = rule.valid(text) if rule and rule.valid and not problems else None
        self.problems = [*problems, (rule.check, problem)] if rule and problem else problems


class HeaderReader:
    """Reads headers, and reports what is wrong with them."""

    def __init__(self) -> None:
        self._lines: dict[bytes, _Line] = {}
        self._structures: dict[tuple[str, str, tuple[str, ...]], list[tuple[str, Problem]]] = {}

    def read(self, head: bytes, report: Report) -> Header:
        """A header, from the version line to the empty line. The report's place is set to the record."""
        names: list[str] = []
        fields: dict[str, str] = {}
        concurrent: list[str] = []
        faults: list[tuple[str, Problem]] = []
        if head.count(b"\n") != head.count(b"\r\n"):
            faults.append(("2", (Level.ERROR, "a line that ends in LF only")))
            head = _LINE_END.sub(b"\r\n", head)
        first, *lines = head[:-4].split(b"\r\n")
        if b"\r\n " in head or b"\r\n\t" in head:
            faults.append(("2", (Level.WARNING, "a folded line")))
            lines = _unfolded(lines)
        for text in lines:
            line = self._lines.get(text) or self._line(text)
            names.append(line.name)
            fields.setdefault(line.name, line.value)
            if line.name == "warc-concurrent-to":
                concurrent.append(line.value)
            if line.problems:
                faults += line.problems
        header = Header(first.decode("latin-1"), tuple(names), fields)
        header.all = concurrent
        report.record = header.record_id
        if header.version == "WARC/1.0" and "." in fields.get("warc-date", ""):
            faults.append(("7", (Level.WARNING, "a fraction of a second in WARC/1.0")))
        for check, (level, message) in [*faults, *self._structure(header)]:
            if header.version == "WARC/1.0":
                level, message = _in_version_1_0(header, check, level, message)
            (report.error if level is Level.ERROR else report.warning)(check, message)
        return header

    def _line(self, text: bytes) -> _Line:
        line = _Line(text)
        if not line.differs and len(self._lines) < _REMEMBERED:
            self._lines[text] = line
        return line

    def _structure(self, header: Header) -> list[tuple[str, Problem]]:
        key = (header.version, header.kind, header.names)
        known = self._structures.get(key)
        if known is None:
            known = _structure(header)
            if len(self._structures) < _REMEMBERED:
                self._structures[key] = known
        return known


def is_version(line: bytes) -> bool:
    """Whether a line is a WARC record's first."""
    return _VERSION.fullmatch(line.rstrip(b"\r\n")) is not None


def _unfolded(lines: list[bytes]) -> list[bytes]:
    whole: list[bytes] = []
    for line in lines:
        if line[:1] in (b" ", b"\t") and whole:
            whole[-1] += b" " + line.strip()
        else:
            whole.append(line)
    return whole


def _structure(header: Header) -> list[tuple[str, Problem]]:
    """What the names of a header's fields alone tell."""
    kind, names = header.kind, header.names
    error, warning = Level.ERROR, Level.WARNING
    faults = [("3", (error, f"{name} lacks")) for name in _MANDATORY if name not in names]
    faults += [(check, (error, message)) for check, message in misplaced(kind, names)]
    faults += [
        ("5", (warning, f"{name} stands there {names.count(name)} times"))
        for name in dict.fromkeys(names)
        if name not in FIELDS and names.count(name) > 1
    ]
    if header.version not in ("WARC/1.1", "WARC/1.0"):
        faults.append(("1", (warning, f"{header.version!r} is not WARC/1.1")))
    elif header.version != "WARC/1.1":
        faults.append(("1", (warning, f"{header.version}, and not WARC/1.1")))
    if kind in _NEEDS_TARGET and "warc-target-uri" not in names:
        faults.append(("23", (error, f"a {kind} record without WARC-Target-URI")))
    if "content-type" not in names and kind not in ("continuation", ""):
        faults.append(("24", (warning, f"a {kind} record without Content-Type")))
    if "warc-block-digest" not in names:
        faults.append(("17", (warning, "no WARC-Block-Digest")))
    if kind != "warcinfo" and "warc-warcinfo-id" not in names:
        faults.append(("32", (warning, f"no WARC-Warcinfo-ID on the {kind} record")))
    faults += _segment(kind, names)
    return faults


def _segment(kind: str, names: tuple[str, ...]) -> list[tuple[str, Problem]]:
    """Section 7."""
    faults: list[tuple[str, Problem]] = []
    if kind == "continuation":
        for name in ("warc-segment-origin-id", "warc-segment-number"):
            if name not in names:
                faults.append(("39", (Level.ERROR, f"a continuation without {name}")))
    if "warc-segment-number" in names or kind == "continuation":
        faults.append(("39", (Level.WARNING, "a record in segments; an oversize file is preferred")))
    return faults


def _in_version_1_0(header: Header, check: str, level: Level, message: str) -> tuple[Level, str]:
    """What WARC/1.0 allowed: its grammar has URIs in angle brackets, and its dates no fraction of a second."""
    if check == "23" and "angle brackets" in message:
        return Level.WARNING, "the target URI stands in angle brackets, as WARC/1.0 has it"
    return level, message
