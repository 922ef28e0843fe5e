"""HTTP/1.x answers, read from their bytes as a browser would: leniently, and without changing one.

The same reader cuts an answer out of a connection while it arrives (`MessageReader`) and reads it again
out of a WARC record years later (`Message`). References are to RFC 9112 (HTTP/1.1) and RFC 9110 (semantics).
Servers break nearly all of its rules; what is accepted here beyond them is what browsers accept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING

from archive.coding import DECODERS, miscoded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: A head of more bytes than this is no head.
MAX_HEAD = 1024 * 1024

_LEADING_LINES = re.compile(rb"[\r\n]*")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LINE_END = re.compile(rb"\r?\n")
_BLANK_LINES = re.compile(rb"\s*\n")
#: RFC 9112 section 4, and Shoutcast's `ICY 200 OK`; blank lines before it are skipped (section 2.2).
_STATUS_LINE = re.compile(rb"[\r\n]*(HTTP/\d+(?:\.\d+)?|HTTP|ICY)[ \t]+(\d{3})(?!\d)[ \t]*([^\r\n]*)", re.IGNORECASE)
_MAYBE_STATUS_LINE = re.compile(rb"[\r\n]*(H(T(T(P.{0,64})?)?)?|I(C(Y.{0,64})?)?)?", re.IGNORECASE | re.DOTALL)
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\n]*)?\r?\n")
#: A chunk-size line with more extension than this is not waited for.
_MAX_CHUNK_LINE = 64 * 1024


@dataclass(frozen=True, kw_only=True)
class Head:
    """The status line and header fields of an answer."""

    version: bytes
    """As sent: `HTTP/1.1`, `http/1.0`, `ICY`."""
    status: int
    reason: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    """Names as sent (trailing white space removed); values unfolded and stripped; order and repetition kept."""

    @classmethod
    def parse(cls, data: bytes) -> Head | None:
        """The head that a block begins with; None where the block is no HTTP answer."""
        end = _head_end(data)
        text = data[: end.start()] if end else data
        line = _STATUS_LINE.match(text)
        if not line:
            return None
        version, status, reason = line.groups()
        lines = _LINE_END.split(text[line.end() :])[1:]
        return cls(version=version, status=int(status), reason=reason.strip(), headers=parse_fields(lines))

    @cached_property
    def _index(self) -> Mapping[bytes, tuple[bytes, ...]]:
        index: dict[bytes, tuple[bytes, ...]] = {}
        for name, value in self.headers:
            key = name.lower()
            index[key] = (*index.get(key, ()), value)
        return index

    def all(self, name: bytes) -> tuple[bytes, ...]:
        """Every value of a field (name in lower case), in order."""
        return self._index.get(name, ())

    def first(self, name: bytes) -> bytes | None:
        """The first value of a field (name in lower case)."""
        values = self.all(name)
        return values[0] if values else None

    @property
    def chunked(self) -> bool:
        """Whether the body is chunk-framed (RFC 9112 section 7.1)."""
        codings = b",".join(self.all(b"transfer-encoding")).lower()
        return codings.rpartition(b",")[2].strip() == b"chunked"

    @property
    def content_length(self) -> int | None:
        """The stated length; the largest where several are stated (RFC 9112 section 6.3 allows no guess: we wait)."""
        stated = b",".join(self.all(b"content-length")).split(b",")
        lengths = [int(value) for value in (part.strip() for part in stated) if value.isdigit() and len(value) < 19]
        return max(lengths, default=None)

    @property
    def keeps_alive(self) -> bool:
        """Whether the server keeps the connection open (RFC 9112 section 9.3)."""
        options = b",".join(self.all(b"connection")).lower()
        if self.version.upper() == b"HTTP/1.1":
            return b"close" not in options
        return b"keep-alive" in options and self.version.upper() == b"HTTP/1.0"


def _head_end(data: bytes | bytearray, start: int = 0) -> re.Match[bytes] | None:
    """The empty line that ends a head, looked for from `start`; one before its first line does not (section 2.2)."""
    leading = _LEADING_LINES.match(data)
    return _HEAD_END.search(data, max(start, leading.end() if leading else 0))


def raw_head(block: bytes) -> bytes:
    """The head as it stands at the beginning of an answer's block, with the empty line that ends it."""
    end = _head_end(block)
    return block[: end.end()] if end else block


def parse_fields(lines: list[bytes]) -> tuple[tuple[bytes, bytes], ...]:
    """Header or trailer lines as fields; folded lines joined (RFC 9112 section 5.2), nameless ones left out."""
    fields: list[tuple[bytes, bytes]] = []
    for line in lines:
        if line[:1] in (b" ", b"\t") and fields:
            name, value = fields[-1]
            fields[-1] = (name, (value + b" " + line.strip()).strip())
            continue
        name, colon, value = line.partition(b":")
        if colon and name.strip():
            fields.append((name.strip(), value.strip()))
    return tuple(fields)


class Framing(Enum):
    """What ends a body (RFC 9112 section 6.3)."""

    NONE = "none"
    LENGTH = "length"
    CHUNKED = "chunked"
    CLOSE = "close"


def framing(head: Head, method: str) -> Framing:
    """What ends the body of this answer to a request with this method."""
    if method == "HEAD" or head.status in (204, 304) or head.status < 200:
        return Framing.NONE
    if head.chunked:
        return Framing.CHUNKED
    return Framing.CLOSE if head.content_length is None else Framing.LENGTH


class MessageReader:
    """Cuts one answer out of a connection's bytes as they arrive, and hands on every one of them.

    Interim answers (1xx, but for 101) go to `interim`; everything else, from the status line to the last byte
    that belongs to the answer, and any byte that came behind it, goes to `sink`.
    """

    def __init__(self, method: str, sink: Callable[[bytes], object]) -> None:
        self.method = method
        self.head: Head | None = None
        self.interim: list[bytes] = []
        self._interim_size = 0
        self.complete = False
        self.malformed: str | None = None
        """What broke the framing, in words; the rest was read until the connection closed."""
        self.excess = 0
        """Bytes that came behind the answer on the same connection."""
        self._sink = sink
        self._buffer = bytearray()
        self._body: _Body | None = None

    def feed(self, data: bytes) -> None:
        """Take what arrived."""
        if self.complete:
            self._take_excess(data)
        elif self._body:
            self._feed_body(data)
        else:
            # The line ends that were too few to end the head may be completed now.
            start = max(len(self._buffer) - len(b"\r\n\r"), 0)
            self._buffer += data
            self._feed_head(start)

    def eof(self) -> None:
        """The connection ended: what was read until it closed is complete, anything else is cut."""
        if self._buffer and not self._body:  # a head that never ended
            self._sink(bytes(self._buffer))
            self.head = Head.parse(bytes(self._buffer))
            self._buffer.clear()
        elif self._body and self._body.may_end:
            self.complete = True

    @property
    def reusable(self) -> bool:
        """Whether the connection can carry another exchange."""
        clean = self.complete and not self.excess and not self.malformed
        return bool(
            clean and self.head and self.head.keeps_alive and self._body and self._body.kind is not Framing.CLOSE
        )

    def _feed_head(self, start: int) -> None:
        while (end := _head_end(self._buffer, start)) is not None or self._is_no_answer():
            raw = bytes(self._buffer[: end.end()] if end and end.end() <= MAX_HEAD else b"")
            head = Head.parse(raw) if raw else None
            del self._buffer[: len(raw)]
            if head and self._is_interim(head, len(raw)):
                self.interim.append(raw)
                start = 0
                continue
            self._start_body(raw, head)
            return

    def _is_interim(self, head: Head, size: int) -> bool:
        """Whether another answer follows this one."""
        if head.status >= 200 or head.status == 101:
            return False
        self._interim_size += size
        if self._interim_size > MAX_HEAD:
            self.malformed = "the interim answers do not end"
        return not self.malformed

    def _is_no_answer(self) -> bool:
        """Whether what arrived cannot become a head any more."""
        begins_well = _MAYBE_STATUS_LINE.fullmatch(self._buffer) or _STATUS_LINE.match(self._buffer)
        return bool(self._buffer) and (not begins_well or len(self._buffer) > MAX_HEAD)

    def _start_body(self, raw: bytes, head: Head | None) -> None:
        self.head = head
        if head is None:
            self.malformed = "the answer has no status line"
        self._sink(raw)
        kind = framing(head, self.method) if head else Framing.CLOSE
        length = head.content_length if head and kind is Framing.LENGTH else None
        self._body = _Body(kind, length or 0)
        rest, self._buffer = bytes(self._buffer), bytearray()
        self._feed_body(rest)

    def _feed_body(self, data: bytes) -> None:
        assert self._body is not None
        used = self._body.feed(data)
        self._sink(data[:used])
        self.malformed = self.malformed or self._body.malformed
        if self._body.complete:
            self.complete = True
            self._take_excess(data[used:])

    def _take_excess(self, data: bytes) -> None:
        self.excess += len(data)
        if data:
            self._sink(data)


class _Body:
    """Knows where a body ends, from its bytes in pieces."""

    def __init__(self, kind: Framing, length: int) -> None:
        self.kind = kind
        self.malformed: str | None = None
        self.complete = kind is Framing.NONE or (kind is Framing.LENGTH and length == 0)
        self._left = length  # of the body, or of the chunk with its line end
        self._line = bytearray()  # a chunk-size or trailer line that is not whole yet
        self._in_trailer = False

    @property
    def may_end(self) -> bool:
        """Whether the connection may end here: nothing of the body is missing, at most of its trailer."""
        return self.complete or self.kind is Framing.CLOSE or self._in_trailer

    def feed(self, data: bytes) -> int:
        """How many of these bytes belong to the body."""
        if self.complete:
            return 0
        if self.kind is Framing.CLOSE:
            return len(data)
        if self.kind is Framing.LENGTH:
            used = min(len(data), self._left)
            self._left -= used
            self.complete = self._left == 0
            return used
        return self._feed_chunks(data)

    def _feed_chunks(self, data: bytes) -> int:
        at = 0
        while at < len(data) and not self.complete:
            if self._left:
                step = min(self._left, len(data) - at)
                self._left -= step
                at += step
                continue
            end = data.find(b"\n", at) + 1 or len(data)
            self._line += data[at:end]
            at = end
            if len(self._line) > _MAX_CHUNK_LINE:
                self._give_up("a chunk-size line does not end")
            elif self._line.endswith(b"\n"):
                self._take_line(bytes(self._line))
                self._line.clear()
            if self.kind is Framing.CLOSE:
                return len(data)
        return at

    def _take_line(self, line: bytes) -> None:
        if self._in_trailer:
            self.complete = not line.strip()
            return
        if not line.strip():  # the line end behind a chunk's data
            return
        size = _CHUNK_SIZE.fullmatch(line)
        if not size:
            self._give_up("a chunk has no valid size")
            return
        self._left = int(size[1], 16)
        self._in_trailer = self._left == 0

    def _give_up(self, why: str) -> None:
        self.malformed = why
        self.kind = Framing.CLOSE


@dataclass(frozen=True, kw_only=True)
class Message:
    """An answer as a whole, read from its block."""

    head: Head | None
    """None where the bytes are no HTTP answer; then `entity` is all of them."""
    entity: bytes
    """The body without its framing, still in its content coding; what arrived of it where it was cut."""
    trailers: tuple[tuple[bytes, bytes], ...] = ()
    complete: bool = True
    """False where fewer bytes came than the framing announces."""
    excess: bytes = field(default=b"", repr=False)
    """What stands behind a body of the announced length."""

    @classmethod
    def parse(cls, block: bytes, method: str = "GET") -> Message:
        """Read a whole block (as in a WARC response record)."""
        head, end = Head.parse(block), _head_end(block)
        if head is None or (end.end() if end else len(block)) > MAX_HEAD:
            return cls(head=None, entity=block, complete=False)
        if end is None:
            return cls(head=head, entity=b"", complete=False)
        body = block[end.end() :]
        kind = framing(head, method)
        if kind is Framing.NONE:
            return cls(head=head, entity=b"")
        if kind is Framing.CHUNKED:
            return cls._chunked(head, body)
        length = head.content_length if kind is Framing.LENGTH else None
        if length is None:
            return cls(head=head, entity=body)
        return cls(head=head, entity=body[:length], complete=len(body) >= length, excess=body[length:])

    @classmethod
    def _chunked(cls, head: Head, body: bytes) -> Message:
        parts: list[bytes] = []
        at = 0
        while size := _CHUNK_SIZE.match(body, _skip_blank_lines(body, at)):
            at = size.end() + int(size[1], 16)
            parts.append(body[size.end() : at])
            if at == size.end():
                trailer = list(takewhile(bytes.strip, _LINE_END.split(body[at:])))
                return cls(head=head, entity=b"".join(parts), trailers=parse_fields(trailer))
        if not parts:  # says chunked and is not: browsers show what is there
            return cls(head=head, entity=body, complete=False)
        return cls(head=head, entity=b"".join(parts), complete=False)

    @property
    def miscoded(self) -> str | None:
        """The content coding that the head names last, where the entity is not so encoded."""
        codings = b",".join(self.head.all(b"content-encoding")).lower() if self.head else b""
        coding = codings.rpartition(b",")[2].strip()
        return coding.decode("latin-1") if self.entity and miscoded(coding, self.entity[:1024]) else None

    def decoded(self, limit: int) -> tuple[bytes, str | None]:
        """The entity without its content codings (RFC 9110 section 8.4), at most `limit` bytes of it.

        A coding that is stated, and that the entity is not in, is passed over, as browsers do: many tools keep a body
        that they decoded under the head that it came with. Then the stated length is not its own either.
        The second value says in words what was wrong, None where nothing was.
        """
        data, trouble = self.entity, None
        codings = b",".join(self.head.all(b"content-encoding")).lower().split(b",") if self.head else []
        for coding in reversed([c.strip() for c in codings if c.strip() not in (b"", b"identity", b"none")]):
            decode = DECODERS.get(coding)
            if decode is None:
                return data, f"cannot decode {coding.decode('latin-1')}"
            decoded = decode(data, limit)
            if decoded is None:
                data += self.excess if data is self.entity else b""
            else:
                data, trouble = decoded
        return data, trouble


def _skip_blank_lines(data: bytes, at: int) -> int:
    end = _BLANK_LINES.match(data, at)
    return end.end() if end else at
