"""Content codings (RFC 9110 section 8.4): an entity as it was before the server compressed it."""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Callable

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd as zstd
else:
    from backports import zstd as zstd

Decoded = tuple[bytes, str | None]
"""The data, and what was wrong with it, in words."""

#: What a zstd frame begins with (RFC 8878 section 3.1.1).
ZSTD = b"\x28\xb5\x2f\xfd"
#: Bytes that no text has.
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
#: So much is looked at to see what data is.
_TASTE = 1024


def inflate(data: bytes, wbits: int, limit: int) -> tuple[bytes, str | None]:
    """Decompress at most `limit` bytes, over several gzip members; what was wrong, in words."""
    parts: list[bytes] = []
    left = limit
    while data:
        stream = zlib.decompressobj(wbits)
        try:
            part = stream.decompress(data, left)
        except zlib.error as error:
            # What stands before the damage is still wanted: feed it piece by piece.
            parts.append(_inflate_until_error(data, wbits, left))
            return b"".join(parts), f"compression is damaged: {error}"
        parts.append(part)
        left -= len(part)
        if not stream.eof:
            return b"".join(parts), "larger than the limit" if left <= 0 else "compressed data is cut short"
        data = stream.unused_data
        if left <= 0 or not data.startswith(b"\x1f\x8b"):
            break
    return b"".join(parts), None


def _inflate_until_error(data: bytes, wbits: int, limit: int) -> bytes:
    stream = zlib.decompressobj(wbits)
    parts: list[bytes] = []
    for at in range(0, len(data), 256):
        try:
            part = stream.decompress(data[at : at + 256], limit)
        except zlib.error:
            break
        parts.append(part)
        limit -= len(part)
        if limit <= 0:
            break
    return b"".join(parts)


def _gunzip(data: bytes, limit: int) -> Decoded | None:
    return inflate(data, 31, limit) if data.startswith(b"\x1f\x8b") else None


def _deflated(data: bytes, limit: int) -> Decoded | None:
    """With the header that RFC 9110 section 8.4.1.2 asks for, or without, as some servers send it."""
    zlib_header = len(data) > 1 and data[0] & 15 == 8 and (data[0] << 8 | data[1]) % 31 == 0
    return inflate(data, 15 if zlib_header else -15, limit) if _is_deflate(data[:_TASTE]) else None


def _unbrotli(data: bytes, limit: int) -> Decoded | None:
    """Brotli (RFC 7932) has no mark to know it by: what is none fails, and a text that fails is none."""
    stream = brotli.Decompressor()
    parts: list[bytes] = []
    size, is_text = 0, not _CONTROL.search(data, 0, _TASTE)
    try:
        while size < limit and not stream.is_finished() and (data or not stream.can_accept_more_data()):
            parts.append(stream.process(data, output_buffer_limit=limit - size))
            data, size = b"", size + len(parts[-1])
    except brotli.error as error:
        return (b"".join(parts), f"compression is damaged: {error}") if size and not is_text else None
    return b"".join(parts)[:limit], _ending(stream.is_finished(), size, limit)


def _unzstd(data: bytes, limit: int) -> Decoded | None:
    """Zstandard (RFC 8878), over several frames."""
    parts: list[bytes] = []
    left, whole = limit, True
    while left > 0 and data.startswith(ZSTD):
        stream = zstd.ZstdDecompressor()
        try:
            parts.append(stream.decompress(data, max_length=left))
        except zstd.ZstdError as error:
            return b"".join(parts), f"compression is damaged: {error}"
        left, whole, data = left - len(parts[-1]), stream.eof, stream.unused_data
    return (b"".join(parts), _ending(whole, limit - left, limit)) if parts else None


def _ending(whole: bool, size: int, limit: int) -> str | None:
    """What is wrong with the end of decompressed data."""
    if whole:
        return None
    return "larger than the limit" if size >= limit else "compressed data is cut short"


#: By content coding; None where the data is not in it.
DECODERS: dict[bytes, Callable[[bytes, int], Decoded | None]] = {
    b"gzip": _gunzip,
    b"x-gzip": _gunzip,
    b"deflate": _deflated,
    b"br": _unbrotli,
    b"zstd": _unzstd,
}


def _is_deflate(start: bytes) -> bool:
    for wbits in (15, -15):
        try:
            zlib.decompressobj(wbits).decompress(start)
        except zlib.error:
            continue
        return True
    return False


#: How an encoded body begins. Brotli has no mark to know it by.
_CODINGS: dict[bytes, Callable[[bytes], bool]] = {
    b"gzip": lambda start: start.startswith(b"\x1f\x8b"[: len(start)]),
    b"x-gzip": lambda start: start.startswith(b"\x1f\x8b"[: len(start)]),
    b"zstd": lambda start: start.startswith(ZSTD[: len(start)]),
    b"deflate": _is_deflate,
}


def miscoded(coding: bytes, start: bytes) -> bool:
    """Whether an entity that begins so is certainly not in a content coding (name in lower case)."""
    looks = _CODINGS.get(coding)
    return looks is not None and not looks(start)
