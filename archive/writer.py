"""The writer: exchanges into rotating WARC files, durable before anyone is told where they are.

A file is `NAME.warc.gz.open` while it is written and gets its name when it is closed. It is created, never
appended to and never overwritten: what an earlier run left open is closed by `archive.recovery`.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import platform
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING

from archive.batch import BatchThread
from archive.errors import WriteError
from archive.records import RecordWriter, capture, warcinfo

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from archive.exchange import Exchange

#: Suffix of a file that is being written.
OPEN = ".open"
#: WARC 1.1 Annex C recommends 1 GB a file.
TARGET_SIZE = 10**9


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a capture's response record stands."""

    warc_file: str
    """The file's final name, without folder."""
    warc_offset: int
    warc_length: int
    """Of the gzip member, in bytes."""
    record_id: str
    payload_digest: str


@dataclass(kw_only=True)
class Written:
    """What a writer has written so far."""

    captures: int = 0
    bytes: int = 0
    files: list[str] = field(default_factory=list)


class WarcWriter:
    """Writes exchanges in a thread of its own; many share one fsync.

    After an error nothing more is written: every later exchange fails with the same `WriteError`.
    """

    def __init__(
        self,
        folder: Path,
        *,
        prefix: str,
        facts: Sequence[tuple[str, str]] = (),
        target_size: int = TARGET_SIZE,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.folder = folder
        self.prefix = re.sub(r"[^A-Za-z0-9._]+", "_", prefix)
        self.facts = facts
        self.target_size = target_size
        self.written = Written()
        self._now = now
        self._file: _OpenFile | None = None
        self._broken: WriteError | None = None
        self._thread: BatchThread[Exchange, Address] = BatchThread("warc-writer", self._write)

    async def keep(self, exchange: Exchange) -> Address:
        """Where the exchange stands, once it is on disk. Raises `WriteError`."""
        return await asyncio.wrap_future(self._thread.submit(exchange))

    def close(self) -> None:
        """Write what is queued, and give the file its name."""
        self._thread.close()
        if self._file:
            self._file.finish(whole=self._broken is None)
            self._file = None

    def _write(self, exchanges: Sequence[Exchange]) -> list[Address]:
        if self._broken:
            raise self._broken
        addresses: list[Address] = []
        path = self.folder
        try:
            for exchange in exchanges:
                file = self._writable_file()
                path = file.path
                addresses.append(file.write(exchange))
            if self._file:
                self._file.sync()
        except OSError as error:
            self._broken = WriteError(f"cannot write {path}: {error.strerror or error}", path=path, errno=error.errno)
            raise self._broken from error
        self.written.captures += len(addresses)
        self.written.bytes += sum(exchange.response.size for exchange in exchanges)
        return addresses

    def _writable_file(self) -> _OpenFile:
        if self._file and self._file.size >= self.target_size:
            self._file.finish()
            self._file = None
        if self._file is None:
            self._file = self._create()
            self.written.files.append(self._file.name)
        return self._file

    def _create(self) -> _OpenFile:
        """A file that did not exist before (WARC 1.1 Annex C: prefix, time, serial, host)."""
        self.folder.mkdir(parents=True, exist_ok=True)
        host = re.sub(r"[^A-Za-z0-9.]+", "_", platform.node()) or "localhost"
        serial = len(self.written.files)
        while True:
            stamp = self._now().astimezone(UTC).strftime("%Y%m%d%H%M%S%f")[:17]
            name = f"{self.prefix}-{stamp}-{serial:05}-{host}.warc.gz"
            with contextlib.suppress(FileExistsError):
                if not (self.folder / name).exists():
                    return _OpenFile(self.folder, name, self.facts, self._now())
            serial += 1


class _OpenFile:
    """A WARC file that is being written."""

    def __init__(self, folder: Path, name: str, facts: Sequence[tuple[str, str]], now: datetime) -> None:
        self.name = name
        self.path = folder / (name + OPEN)
        self._raw: IO[bytes] = self.path.open("xb")
        self._writer = RecordWriter(self._raw)
        self.size = self._durable = 0
        record, self._warcinfo_id = warcinfo(name, facts, now)
        self._append(record)
        sync_folder(folder)

    def write(self, exchange: Exchange) -> Address:
        records = capture(exchange, self._warcinfo_id)
        self._append(records.request)
        self._append(records.metadata)
        offset = self.size
        self._append(records.response)
        length = self.size - offset
        return Address(
            warc_file=self.name,
            warc_offset=offset,
            warc_length=length,
            record_id=records.record_id,
            payload_digest=records.payload_digest,
        )

    def sync(self) -> None:
        """Make everything written so far durable."""
        os.fsync(self._raw.fileno())
        self._durable = self.size

    def finish(self, *, whole: bool = True) -> None:
        """Give the file its name; after a failed write, without what was not known to be on disk."""
        with contextlib.suppress(OSError) if not whole else contextlib.nullcontext():
            if not whole:
                os.ftruncate(self._raw.fileno(), self._durable)
            os.fsync(self._raw.fileno())
        with contextlib.suppress(OSError) if not whole else contextlib.nullcontext():
            self._raw.close()
        if self._durable:
            self.path.rename(self.path.with_name(self.name))
        sync_folder(self.path.parent)

    def _append(self, record: object) -> None:
        stream = record.raw_stream  # type: ignore[attr-defined]
        self._writer.write_record(record)  # flushes the file
        stream.close()
        self.size = self._raw.tell()


def sync_folder(folder: Path) -> None:
    """Make a created or renamed file's name durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
