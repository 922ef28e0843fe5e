"""The header of a record: read strictly, and checked field by field (WARC 1.1 sections 4 and 5)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from archive.verify.checks import Level
from archive.verify.fields import FIELDS, misplaced
from archive.verify.templates import Template, can_be_template

if TYPE_CHECKING:
    from archive.verify.fields import Fault
    from archive.verify.findings import Report

#: Version, type, and the fields' names.
_Structure = tuple[str, str, tuple[str, ...]]

#: A header longer than this is none.
MAX_HEADER = 1024 * 1024

_VERSION = re.compile(rb"WARC/\d+\.\d+\r*\n")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_ENCODED_WORD = re.compile(rb"=\?[\w.-]+\?[BQ]\?[^? ]*\?=", re.IGNORECASE)
_FOLD = re.compile(rb"\r\n[ \t]+")
_FRACTION = re.compile(rb"\nWARC-Date: *[^\r\n]*\.", re.IGNORECASE)
_LINE_END = re.compile(rb"\r?\n")
#: What a header may hold: all but control characters. CR and LF are looked at apart.
_PLAIN = bytes({*range(0x20, 0x100), *b"\t\r\n"} - {0x7F})
#: Structures of headers are checked once and then known.
_REMEMBERED = 4096
#: So many bytes of a header mostly tell version and type, and with them the structures that it may have.
_START = len(b"WARC/1.1\r\nWARC-Type: res")
#: Structures that begin alike, of which the others are read field by field.
_ALIKE = 16

_MANDATORY = ("warc-record-id", "content-length", "warc-date", "warc-type")
_NEEDS_TARGET = {"response", "resource", "request", "revisit", "conversion", "continuation"}


class Header:
    """A record's header. Names are in lower case; of a repeated field the first value counts."""

    __slots__ = ("concurrent", "fields", "is_http", "kind", "names", "record_id", "target", "version")

    def __init__(self, version: str, names: tuple[str, ...], fields: dict[str, str], concurrent: list[str]) -> None:
        self.version = version
        self.names = names
        self.fields = fields
        self.concurrent = concurrent
        """Every value of WARC-Concurrent-To, the one field that may recur and matters here."""
        self.kind = fields.get("warc-type", "")
        self.record_id = fields.get("warc-record-id")
        self.target = fields.get("warc-target-uri", "").strip("<>")
        """WARC-Target-URI, without the angle brackets of WARC/1.0; empty where there is none."""
        said = fields.get("content-type", "")[:16].lower()
        self.is_http = said == "application/http" or (not said and self.target.startswith(("http:", "https:")))
        """Whether the record holds an HTTP message, or should."""

    @property
    def length(self) -> int | None:
        """The block's length in bytes; None where the header does not say."""
        text = self.fields.get("content-length", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


class HeaderReader:
    """Reads headers, and reports what is wrong with them."""

    def __init__(self) -> None:
        self._structures: dict[_Structure, list[Fault]] = {}
        self._learned: set[_Structure] = set()
        self._templates: dict[bytes, list[Template]] = {}

    def read(self, head: bytes, report: Report) -> Header:
        """A header, from the version line to the empty line. The report's place is set to the record."""
        header, faults = self._at_once(head) or self._by_field(head)
        report.record = header.record_id
        for check, (level, message) in faults:
            if header.version == "WARC/1.0":
                level, message = _in_version_1_0(check, level, message)
            (report.error if level is Level.ERROR else report.warning)(check, message)
        return header

    def _at_once(self, head: bytes) -> tuple[Header, list[Fault]] | None:
        """A header of a structure that is known, with no value that must be looked at."""
        if not head.isascii() or b"=?" in head:
            return None
        text = head.decode("ascii")
        for template in self._templates.get(head[:_START], ()):
            if found := template.read(text):
                fields, concurrent, faults = found
                return Header(template.version, template.names, fields, concurrent), faults
        return None

    def _by_field(self, head: bytes) -> tuple[Header, list[Fault]]:
        lines, faults = _lines(head)
        names: list[str] = []
        fields: dict[str, str] = {}
        concurrent: list[str] = []
        for text in lines[1:]:
            name, value, problems = _line(text)
            names.append(name)
            fields.setdefault(name, value)
            if name == "warc-concurrent-to":
                concurrent.append(value)
            faults += problems
        header = Header(lines[0], tuple(names), fields, concurrent)
        known = self._structures.get(key := (header.version, header.kind, header.names))
        if known is None:
            known = _structure(header)
            if len(self._structures) < _REMEMBERED:
                self._structures[key] = known
        elif key not in self._learned:
            self._learned.add(key)
            self._learn(head, lines, known)
        return header, faults + known

    def _learn(self, head: bytes, lines: list[str], faults: list[Fault]) -> None:
        """Read headers like this at once from now on. The second such one pays for it: of many there is but one."""
        alike = self._templates.setdefault(head[:_START], [])
        if len(alike) < _ALIKE and can_be_template(lines):
            alike.append(Template(lines, faults))


def _line(text: str) -> tuple[str, str, list[Fault]]:
    """A field: name in lower case, value, and what is wrong with it."""
    name, colon, value = text.partition(":")
    value = value.strip(" \t")
    name = name.lower()
    rule = FIELDS.get(name)
    problems: list[Fault] = []
    if rule is None:
        if not colon or not _NAME.fullmatch(name):
            problems.append(("2", (Level.ERROR, f"{text[:80]!r} is no field")))
    elif rule.valid and (problem := rule.valid(value)):
        problems.append((rule.check, problem))
    return name, value, problems


def end_of_header(data: bytes, start: int, stop: int | None = None) -> int:
    """Where the empty line ends that ends a header, of CRLF or of LF; -1 where there is none."""
    found = data.find(b"\n\r\n", start, stop)
    bare = data.find(b"\n\n", start, stop if found < 0 else found + 1)
    if bare >= 0:
        return bare + 2
    return found + 3 if found >= 0 else -1


def begins_well(head: bytes) -> bool:
    """Whether a header's first line is that of a WARC record."""
    return _VERSION.match(head) is not None


def _lines(head: bytes) -> tuple[list[str], list[Fault]]:
    """A header's lines without their ends, and what is wrong with its bytes (check 2)."""
    faults: list[Fault] = []
    ends = head.count(b"\r\n")
    if head.count(b"\n") != ends:
        faults.append(("2", (Level.ERROR, "a line that ends in LF only")))
        head = _LINE_END.sub(b"\r\n", head)
    if head.translate(None, _PLAIN) or head.count(b"\r") != head.count(b"\n"):
        faults.append(("2", (Level.ERROR, "a control character in the header")))
    if b"\r\n " in head or b"\r\n\t" in head:
        faults.append(("2", (Level.WARNING, "a folded line")))
        head = _FOLD.sub(b" ", head)
    if b"=?" in head and _ENCODED_WORD.search(head):
        faults.append(("2", (Level.WARNING, "an RFC 2047 word")))
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError:
        text = head.decode("latin-1")
        faults.append(("2", (Level.ERROR, "a value that is not UTF-8")))
    lines = text[:-4].split("\r\n")
    if lines[0] == "WARC/1.0" and _FRACTION.search(head):
        faults.append(("7", (Level.WARNING, "a fraction of a second in WARC/1.0")))
    return lines, faults


def _structure(header: Header) -> list[Fault]:
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


def _segment(kind: str, names: tuple[str, ...]) -> list[Fault]:
    """Section 7."""
    faults: list[Fault] = []
    if kind == "continuation":
        needed = [name for name in ("warc-segment-origin-id", "warc-segment-number") if name not in names]
        faults += [("39", (Level.ERROR, f"a continuation without {name}")) for name in needed]
    if "warc-segment-number" in names or kind == "continuation":
        faults.append(("39", (Level.WARNING, "a record in segments; an oversize file is preferred")))
    return faults


def _in_version_1_0(check: str, level: Level, message: str) -> tuple[Level, str]:
    """What WARC/1.0 allowed: its grammar has URIs in angle brackets, and its dates no fraction of a second."""
    if check == "23" and "angle brackets" in message:
        return Level.WARNING, "the target URI stands in angle brackets, as WARC/1.0 has it"
    return level, message
