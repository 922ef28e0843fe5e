"""WARC 1.1 records that stand for no exchange, and how any record is made. References are to the specification."""

from __future__ import annotations

import platform
import socket
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import version
from io import BytesIO
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from w3lib.url import safe_url_string
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.digest import sha1

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Section 8.
FIELDS = "application/warc-fields"

Headers = list[tuple[str, str]]


class RecordWriter(WARCWriter):  # type: ignore[misc]
    """Writes records to a file, one gzip member each (Annex D)."""

    #: warcio would give these a digest of a payload that they do not have (section 5.9).
    NO_PAYLOAD_DIGEST_TYPES = ("warcinfo", "revisit", "metadata", "request", "conversion", "resource")

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file, gzip=True, warc_version="WARC/1.1")


@dataclass(frozen=True, kw_only=True)
class Conversion:
    """The text that was read out of a response (section 6.8)."""

    url: str
    refers_to: str
    """Record id of the response."""
    text: str


@dataclass(frozen=True, kw_only=True)
class Resource:
    """Something of the crawl itself: its configuration, log or report (section 6.4)."""

    uri: str
    content: bytes
    content_type: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """Which files belong together (IIPC recommendation R8)."""

    uri: str
    files: Mapping[str, str]
    """Ids of the files' warcinfo records, by file name."""


def warc_date(when: datetime) -> str:
    """W3C profile of ISO 8601, UTC, microseconds (section 5.4)."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def target_uri(url: str) -> str:
    """The URL as WARC-Target-URI (section 5.14): ASCII, without fragment, and without credentials."""
    parts = urlsplit(url)
    bare = urlunsplit(parts._replace(fragment="", netloc=parts.netloc.rpartition("@")[2]))
    return bare if bare.isascii() and " " not in bare else str(safe_url_string(bare))


def new_id() -> str:
    """A WARC-Record-ID (section 5.2): random, so that it tells nothing of machine or time."""
    return f"<urn:uuid:{uuid.uuid4()}>"


def record(kind: str, headers: Headers, block: bytes, content_type: str) -> ArcWarcRecord:
    """A record whose block warcio writes as it is: one without parsed HTTP headers."""
    fields = [("WARC-Type", kind), *headers, ("WARC-Block-Digest", sha1([block]))]
    head = StatusAndHeaders("", fields, protocol="WARC/1.1")
    # Of a revisit warcio writes the HTTP head and nothing else, so there the block is handed over as that.
    verbatim, rest = (_Verbatim(block), b"") if kind == "revisit" else (None, block)
    size = len(block)
    return ArcWarcRecord("warc", kind, head, BytesIO(rest), verbatim, content_type, size, payload_length=len(rest))


class _Verbatim:
    """An HTTP head that stays as it was received."""

    def __init__(self, head: bytes) -> None:
        self.headers_buff = head

    def compute_headers_buffer(self, header_filter: object) -> None:
        """warcio's call for making the bytes; they are there."""


def warcinfo(filename: str, facts: Iterable[tuple[str, str]], now: datetime) -> tuple[ArcWarcRecord, str]:
    """The record that a file begins with (section 6.2), and its id."""
    record_id = new_id()
    software = f"readmore/{version('readmore')} warcio/{version('warcio')} Python/{platform.python_version()}"
    own = [
        ("software", software),
        ("format", "WARC File Format 1.1"),
        ("conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
        ("hostname", platform.node()),
        ("ip", _own_address()),
    ]
    headers = [("WARC-Record-ID", record_id), ("WARC-Date", warc_date(now)), ("WARC-Filename", filename)]
    return record("warcinfo", headers, fields([*own, *facts]), FIELDS), record_id


def conversion(made: Conversion, warcinfo_id: str, now: datetime) -> ArcWarcRecord:
    """The text as a record of its own; it refers to the response and is not concurrent to it (section 5.7)."""
    headers = [
        *_identified(target_uri(made.url), warcinfo_id, now),
        ("WARC-Refers-To", made.refers_to),
    ]
    return record("conversion", headers, made.text.encode("utf-8"), "text/plain; charset=utf-8")


def resource(made: Resource, warcinfo_id: str, now: datetime) -> ArcWarcRecord:
    """A part of the crawl itself; its payload is the whole block (section 5.9)."""
    headers = [
        *_identified(made.uri, warcinfo_id, now),
        ("WARC-Payload-Digest", sha1([made.content])),
    ]
    return record("resource", headers, made.content, made.content_type)


def manifest(made: Manifest, warcinfo_id: str, now: datetime) -> ArcWarcRecord:
    """The list of a run's files."""
    block = fields(("warcinfo", f"{record_id} {name}") for name, record_id in made.files.items())
    return record("metadata", _identified(made.uri, warcinfo_id, now), block, FIELDS)


def fields(pairs: Iterable[tuple[str, str]]) -> bytes:
    """Named fields (section 8, `application/warc-fields`); a value is one line."""
    lines = (f"{name}: {' '.join(value.split())}\r\n" for name, value in pairs if value)
    return "".join(lines).encode("utf-8")


def _identified(uri: str, warcinfo_id: str, now: datetime) -> Headers:
    return [
        ("WARC-Record-ID", new_id()),
        ("WARC-Target-URI", uri),
        ("WARC-Date", warc_date(now)),
        ("WARC-Warcinfo-ID", warcinfo_id),
    ]


@lru_cache(maxsize=1)
def _own_address() -> str:
    """The address that this machine asks from: that of the way to the world, over which nothing is sent here."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address (RFC 5737)
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
