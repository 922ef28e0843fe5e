"""Reading a package in pieces, and only what may be read without harm."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import IO, TYPE_CHECKING, Any

from archive.verify.checks import Level
from archive.verify.findings import Finding
from archive.wacz.check.structure import local_header, unsafe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: WARC.md's number of the check that packages and index are right.
CHECK = "40"
_PIECE = 1024 * 1024
#: A package's JSON and text beyond these sizes is not read.
_MAX_JSON = 256 * 2**20
_MAX_LINE = 16 * 2**20


class UnreadableError(Exception):
    """A file of the package cannot be read (on)."""

    def __init__(self, inner: str, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.inner = inner
        self.offset = offset


@dataclass(frozen=True, kw_only=True)
class Container:
    """A package that is being checked."""

    path: Path
    zip: zipfile.ZipFile | None
    """None where it is none."""

    @cached_property
    def files(self) -> dict[str, zipfile.ZipInfo]:
        """What may be read, by path: not what `structure_findings` warns of."""
        infos = self.zip.infolist() if self.zip else []
        return {info.filename: info for info in infos if not info.is_dir() and not unsafe(info)}

    def error(self, inner: str, message: str, *, offset: int = 0, record: str | None = None) -> Finding:
        """Something that is wrong with a file of the package; "" for the package itself."""
        return self._finding(Level.ERROR, inner, message, offset, record)

    def warning(self, inner: str, message: str) -> Finding:
        """Something that is against a recommendation."""
        return self._finding(Level.WARNING, inner, message, 0, None)

    def _finding(self, level: Level, inner: str, message: str, offset: int, record: str | None) -> Finding:
        file = f"{self.path}!/{inner}" if inner else str(self.path)
        return Finding(check=CHECK, level=level, file=file, offset=offset, record=record, message=message)

    def chunks(self, inner: str) -> Iterator[bytes]:
        """A file's content, in pieces. Raises `UnreadableError`."""
        if not self.zip or inner not in self.files:
            raise UnreadableError(inner, "it is not in the package")
        try:
            with self.zip.open(self.files[inner]) as file:
                while piece := file.read(_PIECE):
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise UnreadableError(inner, str(error) or type(error).__name__) from error

    def json(self, inner: str) -> tuple[dict[str, Any], bytes]:
        """A JSON object, and the bytes that it was read from. Raises `UnreadableError`."""
        data = bytearray()
        for piece in self.chunks(inner):
            data += piece
            if len(data) > _MAX_JSON:
                raise UnreadableError(inner, "it is too large")
        try:
            value = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise UnreadableError(inner, f"it is no JSON: {error}") from error
        if not isinstance(value, dict):
            raise UnreadableError(inner, "it is no JSON object")
        return value, bytes(data)

    def lines(self, inner: str) -> Iterator[str]:
        """A text file's lines, without line ends; unpacked where the file is gzip. Raises `UnreadableError`."""
        pieces = self.chunks(inner)
        rest = b""
        for piece in gunzipped(inner, pieces) if inner.endswith(".gz") else pieces:
            *whole, rest = (rest + piece).split(b"\n")
            yield from (_text(inner, line) for line in whole)
            if len(rest) > _MAX_LINE:
                raise UnreadableError(inner, "a line does not end")
        if rest:
            yield _text(inner, rest)

    def stored(self, inner: str) -> io.BufferedReader:
        """A file that stands in the package as it is, open for reading anywhere in it. Raises `UnreadableError`."""
        info = self.files.get(inner)
        if not self.zip or not info or info.compress_type != zipfile.ZIP_STORED:
            raise UnreadableError(inner, "it does not stand in the package as it is")
        file = self.path.open("rb")
        header = local_header(file, info)
        if header is None:
            file.close()
            raise UnreadableError(inner, "its header in the ZIP file is damaged")
        return io.BufferedReader(_Stored(file, info.header_offset + header.length, info.file_size), _PIECE // 16)


class _Stored(io.RawIOBase):
    """A stretch of a file, as a file."""

    def __init__(self, file: IO[bytes], start: int, size: int) -> None:
        self._file = file
        self._start = start
        self._size = size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        self._at = max(0, {0: 0, 1: self._at, 2: self._size}[whence] + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        self._file.seek(self._start + self._at)
        data = self._file.read(max(0, min(len(buffer), self._size - self._at)))
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


def gunzipped(inner: str, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """What one or more gzip members hold, in pieces of bounded size. Raises `UnreadableError`."""
    inflate = zlib.decompressobj(31)
    begun = False
    try:
        for piece in pieces:
            data = piece
            while data:
                yield inflate.decompress(data, _PIECE)
                begun, data = True, inflate.unconsumed_tail
                if inflate.eof:
                    begun, data, inflate = False, inflate.unused_data, zlib.decompressobj(31)
    except zlib.error as error:
        raise UnreadableError(inner, f"its compression is damaged: {error}") from error
    if begun:
        raise UnreadableError(inner, "its compression is cut short")


def _text(inner: str, line: bytes) -> str:
    try:
        return line.decode().removesuffix("\r")
    except UnicodeDecodeError as error:
        raise UnreadableError(inner, f"it is no UTF-8: {error}") from error
