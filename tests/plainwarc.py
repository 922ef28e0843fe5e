"""WARC files taken apart by hand, from the standard alone: nothing here is the code that writes or verifies them."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True, kw_only=True, eq=False)
class Plain:
    """One record, as it stands in the file."""

    file: str
    offset: int
    length: int
    """Of its gzip member."""
    raw: bytes
    """All of it, uncompressed."""
    head: bytes
    """From the version line to the empty line, without that."""
    block: bytes

    @property
    def version(self) -> bytes:
        return self.head.partition(b"\r\n")[0]

    @cached_property
    def fields(self) -> list[tuple[str, str]]:
        """Names as they stand there."""
        lines = self.head.decode("utf-8").split("\r\n")[1:]
        return [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]

    def all(self, name: str) -> list[str]:
        return [value for known, value in self.fields if known.lower() == name.lower()]

    def get(self, name: str) -> str:
        """The value of a field that stands there once; empty where it does not."""
        found = self.all(name)
        assert len(found) < 2, (name, found)
        return found[0] if found else ""

    @cached_property
    def kind(self) -> str:
        return self.get("WARC-Type")

    @property
    def id(self) -> str:
        return self.get("WARC-Record-ID")

    @cached_property
    def url(self) -> str:
        return self.get("WARC-Target-URI")

    @property
    def says(self) -> list[tuple[str, str]]:
        """The lines of an `application/warc-fields` block."""
        lines = self.block.decode("utf-8").split("\r\n")
        assert lines.pop() == "", self.block
        return [(name, value) for name, _, value in (line.partition(": ") for line in lines)]

    def said(self, name: str) -> list[str]:
        return [value for known, value in self.says if known == name]


def members(path: Path) -> Iterator[tuple[int, bytes]]:
    """Offset and content of each gzip member; fails at anything else between or behind them (RFC 1952)."""
    data = path.read_bytes()
    at = 0
    while at < len(data):
        unpacker = zlib.decompressobj(31)
        content = unpacker.decompress(data[at:])
        assert unpacker.eof, f"{path.name}: the member at {at} does not end"
        yield at, content
        at = len(data) - len(unpacker.unused_data)


def records(path: Path) -> list[Plain]:
    """Every record; fails where a member is not one record, whole, with CRLF CRLF behind it (section 4)."""
    found = list(members(path))
    ends = [offset for offset, _ in found[1:]] + [path.stat().st_size]
    made = []
    for (offset, raw), end in zip(found, ends, strict=True):
        head, empty, rest = raw.partition(b"\r\n\r\n")
        assert empty, raw[:200]
        match = re.search(rb"(?im)^content-length: *(\d+)\r?$", head)
        assert match, head
        size = int(match[1])
        assert rest[size:] == b"\r\n\r\n", f"{path.name} at {offset}: {rest[size:][:40]!r} behind the block"
        made.append(
            Plain(file=path.name, offset=offset, length=end - offset, raw=raw, head=head, block=rest[:size]),
        )
    return made


def sha1(data: bytes) -> str:
    """A digest as archives label it: Base32, upper case."""
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def http_head(block: bytes) -> bytes:
    """An HTTP message's head with the empty line behind it, where lines may end in LF alone."""
    leading = len(block) - len(block.lstrip(b"\r\n"))
    match = re.search(rb"\r?\n\r?\n", block[leading:])
    return block[: leading + match.end()] if match else block


def http_field(block: bytes, name: str) -> list[bytes]:
    """Values of a header field."""
    return [value.strip() for value in re.findall(rb"(?im)^%b[ \t]*:([^\r\n]*)" % name.encode(), http_head(block))]


def dechunked(body: bytes) -> tuple[bytes, bytes]:
    """The entity of a chunk-framed body, and what follows its last chunk (RFC 9112 section 7.1)."""
    entity, at = b"", 0
    while True:
        line = body.index(b"\n", at) + 1
        size = int(body[at:line].partition(b";")[0].strip(), 16)
        if not size:
            return entity, body[line:]
        entity += body[line : line + size]
        at = line + size
        at = body.index(b"\n", at) + 1
