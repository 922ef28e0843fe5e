"""The checks as data. Numbers are those of the conformance checklist (docs/verify.md shows this table)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How grave a finding is."""

    ERROR = "error"
    """Damage, or against a “shall” of the standard."""
    WARNING = "warning"
    """Against a recommendation, an annotation of the standard, or the practice of archives."""


@dataclass(frozen=True, kw_only=True)
class Check:
    """One check."""

    number: str
    """As in the checklist, or a name where the checklist has none."""
    title: str
    section: str
    """Of the WARC 1.1 specification, unless another source is named."""
    errors: str = ""
    """What is an error."""
    warnings: str = ""
    """What is a warning."""
    note: str = ""
    """What bytes alone cannot show."""


_TABLE = (
    Check(
        number="1",
        title="Version line",
        section="§4",
        errors="a line that is none; two versions in one file",
        warnings="a version other than WARC/1.1",
    ),
    Check(
        number="2",
        title="Header lines",
        section="§4, annotations 67, 74",
        errors="a line that does not end in CRLF, has no name, or is not UTF-8",
        warnings="folded lines, `=?…?=` words",
    ),
    Check(number="3", title="Mandatory fields", section="§5.2–5.5", errors="one lacks; Content-Length is no number"),
    Check(
        number="4",
        title="Record ids",
        section="§5.2",
        errors="no URI in angle brackets; the same id twice in the archive",
        warnings="not a urn:uuid, or not a random one (a uuid1 tells machine and time)",
    ),
    Check(
        number="5", title="Repeated fields", section="§5.1, annotation 95", errors="a field twice that may stand once"
    ),
    Check(
        number="6",
        title="Block length",
        section="§4",
        errors="the block is not as long as Content-Length says, or is not followed by exactly CRLF CRLF",
    ),
    Check(
        number="7",
        title="Dates",
        section="§5.4",
        errors="not ISO 8601 in UTC with Z, or no such day or time",
        warnings="coarser than a second; fractions in WARC/1.0",
        note="whether it is the instant at which the request began",
    ),
    Check(
        number="8",
        title="A capture's records agree",
        section="§5.4, §5.7",
        errors="records that are concurrent have different dates or target URIs",
    ),
    Check(
        number="9",
        title="Requests and Concurrent-To",
        section="§5.7",
        errors="a response or revisit without its request in the file; Concurrent-To that leads nowhere, or stands on "
        "a warcinfo, conversion or continuation",
    ),
    Check(
        number="10",
        title="Request blocks",
        section="§6.5",
        errors="no request line; path and query are not those of the target URI; no Host; the head does not end; "
        "a body of another length than stated",
        note="whether the bytes are those that were sent",
    ),
    Check(
        number="11",
        title="Response blocks",
        section="§6.3.2",
        errors="no status line; a head that does not end",
        note="whether the bytes are those that were received",
    ),
    Check(
        number="12",
        title="Chunk framing",
        section="§6.3.2",
        errors="declared and not there, or there and not declared; damaged",
        warnings="the empty line at the end lacks",
    ),
    Check(
        number="13",
        title="Content coding",
        section="§6.3.2",
        errors="declared, and the body is not so encoded",
        note="a body of which the coding and its name were both taken away",
    ),
    Check(
        number="14",
        title="HTTP Content-Length",
        section="§5.15",
        errors="the body is longer, or is shorter and not marked WARC-Truncated",
    ),
    Check(number="15", title="Interim answers", section="§6.3.2", errors="a response block begins with a 1xx answer"),
    Check(number="16", title="HTTP/2 and 3", section="specifications issue 15", errors="an `HTTP/2` or `HTTP/3` line"),
    Check(
        number="17",
        title="Block digest",
        section="§5.8",
        errors="wrong, or not readable",
        warnings="absent; of an algorithm that is not known",
    ),
    Check(
        number="18",
        title="Payload digest",
        section="§5.9",
        errors="not that of the entity body: de-chunked, not decompressed",
        warnings="absent; of an algorithm that is not known",
    ),
    Check(
        number="19", title="No payload, no payload digest", section="§5.9", errors="on a warcinfo or metadata record"
    ),
    Check(
        number="20",
        title="One form of digest",
        section="annotations 48, 80",
        warnings="more than one algorithm or encoding in the archive; a label not in lower case",
    ),
    Check(
        number="21",
        title="IP address",
        section="§5.10, annotation 100",
        errors="not numeric, or with a port; on a warcinfo, conversion or continuation",
        warnings="not as RFC 5952 writes it; absent",
    ),
    Check(
        number="22",
        title="Protocol and cipher",
        section="specifications issues 42, 86",
        warnings="absent; of another form",
    ),
    Check(
        number="23",
        title="Target URI",
        section="§5.14",
        errors="absent where it must stand; on a warcinfo; not percent-encoded ASCII; in angle brackets",
        warnings="with a fragment or credentials; in angle brackets in WARC/1.0",
    ),
    Check(
        number="24",
        title="Content types of records",
        section="§5.6, §6",
        errors="no media type",
        warnings="absent; not the one for the record's type",
    ),
    Check(
        number="25",
        title="Identified payload type",
        section="§5.19",
        errors="on a record without payload; no media type",
        note="whether it was found by looking at the payload",
    ),
    Check(
        number="26",
        title="Cut bodies are marked",
        section="§5.15",
        errors="a body is cut and has no WARC-Truncated",
        warnings="a reason that the standard does not know",
    ),
    Check(number="27", title="Empty answers are kept", section="§6.3", note="what is not in the file is not seen"),
    Check(
        number="28",
        title="Revisit: identical payload",
        section="§6.7.2",
        errors="no profile; no payload digest; a block without WARC-Truncated",
        warnings="another profile; Refers-To, -Target-URI or -Date absent; HTTP head absent; more than the head kept",
    ),
    Check(
        number="29",
        title="Revisit: not modified",
        section="§6.7.3",
        errors="the head is not that of a 304 answer",
        warnings="Refers-To, -Target-URI or -Date absent; HTTP head absent",
    ),
    Check(
        number="30",
        title="Revisits resolve",
        section="§6.7",
        errors="the original is not among the files given, or is itself a revisit, truncated, or of another payload "
        "digest",
    ),
    Check(
        number="31",
        title="warcinfo",
        section="§6.2",
        errors="WARC-Filename on another record",
        warnings="not the first record of a file; another file name; facts that lack: software, format, …",
    ),
    Check(
        number="32",
        title="Warcinfo-ID",
        section="§5.16",
        errors="leads to no warcinfo; on a warcinfo",
        warnings="absent",
    ),
    Check(
        number="33",
        title="Metadata of a capture",
        section="§6.6",
        warnings="no metadata record, or one without fetchTimeMs",
    ),
    Check(
        number="34",
        title="Conversions",
        section="§6.8",
        errors="Refers-To leads nowhere, or to another target URI",
        warnings="Refers-To absent",
    ),
    Check(
        number="35",
        title="The run's own record",
        section="§6.4",
        warnings="no resource record (configuration, log, report) among the files; no manifest, or one that names a "
        "warcinfo that is not there",
    ),
    Check(
        number="36",
        title="One gzip member a record",
        section="Annex D",
        errors="several records in a member; bytes between or behind the members; a member that is no record",
        warnings="a file that is not compressed",
    ),
    Check(
        number="37",
        title="File names and sizes",
        section="Annex C",
        warnings="not Prefix-Timestamp-Serial-Host.warc.gz; much larger than 10^9 bytes",
    ),
    Check(
        number="38",
        title="Torn files",
        section="practice",
        errors="the file ends within a record",
        warnings="so does a file that is still open",
    ),
    Check(
        number="39",
        title="No segmentation",
        section="§7",
        errors="a continuation without its Segment-Origin-ID or -Number",
        warnings="a record in segments",
    ),
    Check(
        number="member",
        title="Members are whole",
        section="RFC 1952",
        errors="a member is corrupt; bits are set that the format leaves unused; one gzip header is unlike the others",
        warnings="gzip headers of several kinds",
    ),
    Check(
        number="file",
        title="A WARC file",
        section="§4",
        errors="cannot be read, is empty, or is no WARC file",
    ),
    Check(
        number="row",
        title="Rows resolve",
        section="an archive's database",
        errors="a capture's row names no record, or one with other values; an answer has no row",
        warnings="an answer of a run that was killed has no row",
    ),
    Check(
        number="field",
        title="Fields re-derive",
        section="an archive's database",
        errors="a field is not what reading its capture again gives, or a row is too many or missing",
        warnings="the same, of a capture that another version of readmore read",
    ),
    Check(
        number="index",
        title="Index",
        section="CDXJ",
        errors="an index file is not what indexing its WARC file gives, or lacks",
    ),
    Check(
        number="seal",
        title="Seal",
        section="the manifests",
        errors="a file is missing or is not what was sealed; a link of the chain is broken",
    ),
    Check(
        number="40",
        title="Packages",
        section="WACZ 1.1.1",
        errors="a part of the package lacks, or is not what the package says",
    ),
)

CHECKS: dict[str, Check] = {check.number: check for check in _TABLE}
