"""CDXJ: the index that replay software looks captures up in, a sorted line an indexed record.

Line for line what `cdxj-indexer --sort` prints for the same file, made at the speed of fastwarc. A line is the
URL's sort-friendly key (SURT), the capture's second, and a JSON object: url, mime, status, digest, length,
offset, filename. Responses, revisits, resources and metadata are indexed; not what is in `application/warc-fields`.
"""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO, Protocol

from fastwarc.warc import ArchiveIterator
from surt import surt
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser
from warcio.timeutils import iso_date_to_timestamp

from archive.digest import sha1
from archive.durable import replacing
from archive.reader import records
from archive.writer import OPEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fastwarc.warc import WarcRecord

#: Kinds of records that are indexed.
_INDEXED = {"response", "revisit", "resource", "metadata"}
#: Kinds whose block begins with an HTTP head, where the URL is one of HTTP.
_WITH_HTTP = {"response", "revisit"}
#: Kinds that cdxj-indexer gives no digest that they do not state.
_WITHOUT_DIGEST = {"revisit"}
_HTTP = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1"], verify=False)
_PARAMETERS = re.compile(r"[;\s]")
_PIECE = 1024 * 1024
_LONGEST = 2**40
_LONGEST_HEADER = 2**20


class _Block(Protocol):
    """A record's block, read from its beginning."""

    def readline(self) -> bytes: ...
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class _Said:
    """What a line says, but for where the record stands."""

    key: str
    """SURT and timestamp."""
    fields: dict[str, str]


@dataclass(frozen=True)
class Entry:
    """An indexed record."""

    said: _Said
    offset: int
    length: int
    """Of the gzip member, in bytes."""

    def line(self, filename: str) -> str:
        """The line of the index, where the file has this name."""
        place = {"length": str(self.length), "offset": str(self.offset), "filename": filename}
        return f"{self.said.key} {json.dumps(self.said.fields | place)}"


def lines(warc: Path) -> list[str]:
    """The index of one WARC file (`.warc.gz`, a member a record), sorted, without line ends.

    A file that is damaged, or still being written, is indexed as far as its records are whole, also behind the
    damage. A record without a usable date is in no index. Raises `OSError` where the file cannot be read at all.
    """
    name = warc.name.removesuffix(OPEN)
    with warc.open("rb") as file:
        try:
            return sorted(entry.line(name) for entry in entries(file))
        except NotWholeError:
            return sorted(entry.line(name) for entry in _around_damage(warc))


def index_name(warc: Path) -> str:
    """The name of a WARC file's index."""
    return warc.name.removesuffix(OPEN).removesuffix(".gz").removesuffix(".warc") + ".cdxj"


def write(warc: Path, folder: Path) -> Path:
    """Write the index of one WARC file into a folder, durably; what was there is replaced when it is whole."""
    path = folder / index_name(warc)
    folder.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        file.writelines(f"{line}\n".encode() for line in lines(warc))
    return path


@lru_cache(maxsize=2**14)
def url_key(url: str | None) -> str:
    """The key that a URL is found by (Sort-friendly URI Reordering Transform); the URL where it has none."""
    try:
        return str(surt(url))
    except Exception:  # noqa: BLE001 -- surt stumbles over odd URLs in as many ways as they are odd
        return url or "-"


class NotWholeError(Exception):
    """A file cannot be read from its beginning to its end in one go."""


def entries(file: BinaryIO) -> Iterator[Entry]:
    """What the index says of each indexed record of a whole file, in the file's order.

    Raises `NotWholeError` at the first damage, or at the end.
    """
    pending: tuple[int, _Said | None] | None = None
    for record in _fast(file):
        if pending and pending[1]:
            yield Entry(pending[1], pending[0], record.stream_pos - pending[0])
        pending = (record.stream_pos, _said(_getter(record), _FastBlock(record), record.content_length))
    if pending is None or not _ends_whole(file, pending[0]):
        raise NotWholeError
    if pending[1]:
        yield Entry(pending[1], pending[0], file.seek(0, 2) - pending[0])


def _fast(file: BinaryIO) -> Iterator[WarcRecord]:
    file.seek(0)
    try:
        yield from ArchiveIterator(file, parse_http=False, max_header_len=_LONGEST_HEADER)
    except OSError as error:
        raise NotWholeError from error


def _ends_whole(file: BinaryIO, offset: int) -> bool:
    """Whether the last member is whole, and nothing stands behind it: fastwarc takes a torn one for whole."""
    inflate = zlib.decompressobj(31)
    file.seek(offset)
    try:
        while not inflate.eof and (piece := file.read(_PIECE)):
            inflate.decompress(piece)
    except zlib.error:  # fastwarc reads what is not compressed as well
        return False
    return inflate.eof and not inflate.unused_data and not file.read(1)


def _around_damage(path: Path) -> Iterator[Entry]:
    for record in records(path):
        said = _said(record.header, BytesIO(record.block), len(record.block))
        if said:
            yield Entry(said, record.offset, record.length)


class _FastBlock:
    """The block of fastwarc's record; lines of any length."""

    def __init__(self, record: WarcRecord) -> None:
        self._reader = record.reader

    def readline(self) -> bytes:
        return self._reader.readline(_LONGEST)

    def read(self, size: int, /) -> bytes:
        return self._reader.read(size)


def _getter(record: WarcRecord) -> Callable[[str], str | None]:
    """A record's header fields by name, decoded as warcio does."""

    def get(name: str) -> str | None:
        value = record.headers.get_bytes(name.encode())
        return None if value is None else str(StatusAndHeadersParser.decode_header(value))

    return get


def _said(header: Callable[[str], str | None], block: _Block, size: int) -> _Said | None:
    """What the index says of a record; None where it is not indexed."""
    kind = header("WARC-Type")
    if kind not in _INDEXED or _is_fields(kind, header("Content-Type")):
        return None
    url, date = plain_url(header("WARC-Target-URI")), header("WARC-Date")
    try:
        timestamp = iso_date_to_timestamp(date)
    except (TypeError, ValueError):
        return None
    with_http = kind in _WITH_HTTP and size > 0 and (url or "").startswith(("http:", "https:"))
    http = _HTTP.parse(block) if with_http else None
    fields = {
        "url": url,
        "mime": _mime(kind, http, header("Content-Type")),
        "status": http.get_statuscode() if http else None,
        "digest": header("WARC-Payload-Digest") or _digest(kind, block),
    }
    stated = {name: value for name, value in fields.items() if value is not None}
    return _Said(f"{url_key(url)} {timestamp}", stated)


def _is_fields(kind: str, content_type: str | None) -> bool:
    return kind in ("resource", "metadata") and content_type == "application/warc-fields"


def plain_url(url: str | None) -> str | None:
    """Without the angle brackets and spaces that some tools write."""
    if url is not None and url.startswith("<") and url.endswith(">"):
        url = url[1:-1]
    return url and url.replace(" ", "%20")


def _mime(kind: str, http: StatusAndHeaders | None, content_type: str | None) -> str | None:
    """The media type without parameters: the answer's, or the record's own; one of replay's own for a revisit."""
    if kind == "revisit":
        return "warc/revisit"
    if kind == "response":
        content_type = http.get_header("content-type") if http else None
    return content_type and _PARAMETERS.split(content_type, maxsplit=1)[0].strip()


def _digest(kind: str, block: _Block) -> str | None:
    """What stands behind the HTTP head, as it crossed the wire, where the record states no payload digest."""
    return None if kind in _WITHOUT_DIGEST else sha1(iter(lambda: block.read(_PIECE), b""))
