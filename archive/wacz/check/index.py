"""The index of a package: sorted, complete, and each line leading to the record that it names."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import BufferedReader, BytesIO
from typing import TYPE_CHECKING, Any

from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

from archive import cdxj
from archive.wacz import layout
from archive.wacz.check.container import UnreadableError
from archive.wacz.check.pages import page_key
from archive.wacz.index import is_replayable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archive.verify.findings import Finding
    from archive.wacz.check.container import Container

_PIECE = 64 * 1024
#: A record's header is within so many of its first bytes.
_MAX_HEADER = 2**20
#: A block of the index that unpacks to more is not read.
_MAX_BLOCK = 64 * 2**20
_INDEX_ENDS = (".cdx", ".cdxj", ".cdx.gz", ".cdxj.gz")
#: Other tools' keys of requests other than GET hold what was sent.
_OF_POSTED_FORMS = "__wb_method="
_PARSER = StatusAndHeadersParser(["WARC/1.1", "WARC/1.0", "WARC/0.18", "WARC/0.17"])


@dataclass(kw_only=True)
class _Tally:
    """Whether two lists of records are the same, without holding either."""

    count: int = 0
    sum: int = 0

    def add(self, offset: int, length: int) -> None:
        """A record; in any order."""
        digest = hashlib.sha256(f"{offset} {length}".encode()).digest()
        self.sum = (self.sum + int.from_bytes(digest[:8], "big")) % 2**64
        self.count += 1


@dataclass(kw_only=True)
class _Seen:
    """What went by while the index was read."""

    pages: dict[bytes, int]
    """Pages that were not met yet."""
    records: dict[str, _Tally] = field(default_factory=lambda: defaultdict(_Tally))
    """By WARC file."""


def index_findings(container: Container, pages: dict[bytes, int]) -> Iterator[Finding]:
    """What is wrong with the index, and which pages are not in it (`pages`: those of `listed_pages`)."""
    names = sorted(name for name in container.files if name.startswith("indexes/") and name.endswith(_INDEX_ENDS))
    if not names:
        yield container.error("", "has no index in indexes/")
        return
    seen = _Seen(pages=dict(pages))
    with ExitStack() as files:
        warcs = _Warcs(container, files)
        for name in names:
            yield from _line_findings(container, name, warcs, seen)
        for name in sorted(container.files):
            if name.startswith(layout.ARCHIVE) and name.endswith(".gz"):
                yield from _completeness_findings(container, name, warcs, seen)
    for number in sorted(seen.pages.values()):
        yield container.error(layout.PAGES, f"line {number}: the page is not in the index")
    if layout.INDEX_BLOCKS in container.files:
        yield from _block_findings(container)


class _Warcs:
    """The WARC files of the package, opened when first asked for."""

    def __init__(self, container: Container, files: ExitStack) -> None:
        self._container = container
        self._files = files
        self._open: dict[str, BufferedReader] = {}

    def open(self, inner: str) -> BufferedReader:
        """Raises `UnreadableError`."""
        if inner not in self._open:
            self._open[inner] = self._files.enter_context(self._container.stored(inner))
        return self._open[inner]


def _line_findings(container: Container, name: str, warcs: _Warcs, seen: _Seen) -> Iterator[Finding]:
    before = ""
    for number, line in enumerate(container.lines(name), start=1):
        if line.startswith(("!", " CDX")):
            continue
        if line < before:
            yield container.error(name, f"line {number}: is not in its place; the index is not sorted")
        before = line
        entry = _entry(line)
        if entry is None:
            yield container.error(name, f"line {number}: is no line of an index")
            continue
        if entry["key"] != cdxj.url_key(entry["url"]) and _OF_POSTED_FORMS not in entry["key"]:
            yield container.error(name, f"line {number}: {entry['url']} cannot be found under the key {entry['key']}")
        seen.pages.pop(page_key(entry["url"], entry["timestamp"]), None)
        if entry["replayable"]:
            seen.records[layout.ARCHIVE + entry["filename"]].add(entry["offset"], entry["length"])
        if why := _why_no_record(warcs, entry):
            inner = layout.ARCHIVE + entry["filename"]
            yield container.error(inner, f"{why} (line {number} of {name})", offset=entry["offset"])


def _entry(line: str) -> dict[str, Any] | None:
    """What a line says: `key`, `url`, `timestamp`, `filename`, `offset`, `length`; None where it does not say it.

    `replayable` tells whether a package has to have it.
    """
    found, brace, rest = line.partition(" {")
    try:
        key, timestamp = found.rsplit(" ", 1)
        said = json.loads(brace + rest)
        entry = {"url": str(said.get("url", "")), "filename": str(said["filename"])}
        return entry | {
            "key": key,
            "timestamp": timestamp,
            "offset": int(said["offset"]),
            "length": int(said["length"]),
            "replayable": is_replayable(said),
        }
    except (ValueError, KeyError, AttributeError, TypeError):
        return None


def _why_no_record(warcs: _Warcs, entry: dict[str, Any]) -> str | None:
    """Why there is no record of this URL, as a gzip member of its own, where the index says so."""
    try:
        warc = warcs.open(layout.ARCHIVE + entry["filename"])
    except UnreadableError as error:
        return f"the index names it: {error}"
    warc.seek(entry["offset"])
    if not entry["filename"].endswith(".gz"):
        return _why_other_record(warc.read(_MAX_HEADER), entry["url"])
    try:
        head = _member_head(warc, entry["length"])
    except (zlib.error, ValueError) as error:
        return f"no gzip member of {entry['length']} bytes begins there: {error}"
    return _why_other_record(head, entry["url"])


def _member_head(warc: BufferedReader, length: int) -> bytes:
    """What a gzip member begins with. Raises `zlib.error` or `ValueError` where it is not whole or of that length."""
    inflate = zlib.decompressobj(31)
    head = bytearray()
    while length > 0 and not inflate.eof:
        data = warc.read(min(_PIECE, length))
        if not data:
            break
        length -= len(data)
        while data and not inflate.eof:
            piece = inflate.decompress(data, _PIECE)
            head += piece[: max(0, _MAX_HEADER - len(head))]
            data = inflate.unconsumed_tail
    if not inflate.eof or inflate.unused_data or length:
        raise ValueError("it is longer" if not inflate.eof else "it is shorter")
    return bytes(head)


def _why_other_record(head: bytes, url: str) -> str | None:
    try:
        headers = _PARSER.parse(BytesIO(head))
    except (StatusAndHeadersParserException, EOFError):
        return "no WARC record begins there"
    held = cdxj.plain_url(headers.get_header("WARC-Target-URI")) or ""
    return None if held == url else f"the record there is of {held}, the index says {url}"


def _completeness_findings(container: Container, name: str, warcs: _Warcs, seen: _Seen) -> Iterator[Finding]:
    """Whether the index has each record of a WARC file once; it may have the revisits that need not be in it."""
    tally = _Tally()
    try:
        for entry in cdxj.entries(warcs.open(name)):
            if is_replayable(entry.said.fields):
                tally.add(entry.offset, entry.length)
    except cdxj.NotWholeError:
        yield container.error(name, "its records cannot be read to the end")
        return
    if tally != seen.records[name]:
        indexed = seen.records[name].count
        yield container.error(
            name, f"the index has {indexed} lines for its {tally.count} records, or others than these"
        )


def _block_findings(container: Container) -> Iterator[Finding]:
    """Whether the list of blocks leads to each block of the index, and to nothing else."""
    name, end = layout.INDEX_BLOCKS, 0
    with container.stored(layout.INDEX) as index:
        for number, line in enumerate(container.lines(name), start=1):
            prefix, _, rest = line.partition(" {")
            if line.startswith("!meta"):
                continue
            try:
                place = json.loads("{" + rest)
                offset, length = int(place["offset"]), int(place["length"])
            except (ValueError, KeyError, TypeError):
                yield container.error(name, f"line {number}: does not say where a block is")
                continue
            if offset != end or (why := _why_no_block(index, prefix, offset, length, place.get("digest"))):
                yield container.error(name, f"line {number}: {why if offset == end else 'leaves something out'}")
            end = offset + length
        if end != index.seek(0, 2):
            yield container.error(name, f"ends at {end} of {layout.INDEX}, which goes on or ended before")


def _why_no_block(index: BufferedReader, prefix: str, offset: int, length: int, digest: str | None) -> str | None:
    if not 0 < length <= _MAX_BLOCK:
        return "no block has that length"
    index.seek(offset)
    packed = index.read(length)
    if len(packed) < length:
        return "the index ends within the block"
    if digest and f"sha256:{hashlib.sha256(packed).hexdigest()}" != digest:
        return "the block is another: its hash is not the listed one"
    try:
        with gzip.GzipFile(fileobj=BytesIO(packed)) as block:
            first = block.readline(_MAX_BLOCK).decode()
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        return f"the block cannot be read: {error}"
    return None if first.startswith(prefix) else "the block begins with another line"
