"""The writer: exchanges into rotating WARC files, durable before anyone is told where they are.

A file is `NAME.warc.gz.open` while it is written and gets its name when it is closed. It is created, never
appended to and never overwritten: what an earlier run left open is closed by `archive.recovery`.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import fcntl
import os
import platform
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING

from archive import records
from archive.address import Address
from archive.batch import BatchThread
from archive.capture import capture, failure
from archive.dedup import revisits
from archive.errors import WriteError
from archive.exchange import Exchange, FailedRequest, FailureKind
from archive.records import Conversion, Manifest, RecordWriter, Resource

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from warcio.recordloader import ArcWarcRecord

    from archive.dedup import Originals, Revisit

#: Suffix of a file that is being written.
OPEN = ".open"
#: WARC 1.1 Annex C recommends 1 GB a file.
TARGET_SIZE = 10**9

#: Whatever becomes a record, or the records of a capture.
Piece = Exchange | FailedRequest | Conversion | Resource | Manifest


@dataclass(kw_only=True)
class Written:
    """What a writer has written so far."""

    captures: int = 0
    bytes: int = 0
    """Of answers, as received."""
    files: dict[str, str] = field(default_factory=dict)
    """Ids of the files' warcinfo records, by file name."""
    failures: Counter[FailureKind] = field(default_factory=Counter)
    """Requests that got no answer."""


class WarcWriter:
    """Writes exchanges in a thread of its own; many share one fsync.

    `originals` knows what is on disk already: an exchange with the same payload becomes a revisit. After an error
    nothing more is written: every later exchange fails with the same `WriteError`.
    """

    def __init__(
        self,
        folder: Path,
        *,
        prefix: str,
        facts: Sequence[tuple[str, str]] = (),
        target_size: int = TARGET_SIZE,
        originals: Originals | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.folder = folder
        self.prefix = re.sub(r"[^A-Za-z0-9._]+", "_", prefix)
        self.facts = facts
        self.target_size = target_size
        self.written = Written()
        self._originals = originals
        self._now = now
        self._file: _OpenFile | None = None
        self._broken: WriteError | None = None
        self._thread: BatchThread[Piece, Address] = BatchThread("warc-writer", self._write)

    async def keep(self, piece: Piece) -> Address:
        """Where the exchange (or the record of something else) stands, once it is on disk. Raises `WriteError`."""
        return await asyncio.wrap_future(self._thread.submit(piece))

    def add(self, piece: Piece) -> None:
        """Write this as well, sooner or later; `close` raises where that failed."""
        self._thread.submit(piece)

    def close(self) -> None:
        """Write what is queued, and give the file its name. Raises `WriteError` where anything was not written."""
        self._thread.close()
        file, self._file = self._file, None
        try:
            if file:
                file.finish(whole=self._broken is None)
        except OSError as error:
            message = f"cannot close the WARC file {file and file.path}: {error.strerror or error}"
            self._broken = self._broken or WriteError(message, path=self.folder, errno=error.errno)
        if self._broken:
            raise self._broken

    def _write(self, pieces: Sequence[Piece]) -> list[Address]:
        if self._broken:
            raise self._broken
        exchanges = [piece for piece in pieces if isinstance(piece, Exchange)]
        known = dict(zip(map(id, exchanges), revisits(exchanges, self._originals), strict=True))
        addresses: list[Address] = []
        path = self.folder
        try:
            for piece in pieces:
                file = self._writable_file()
                path = file.path
                addresses.append(file.write(piece, known.get(id(piece)), self._now()))
            if self._file:
                self._file.sync()
        except OSError as error:
            self._broken = WriteError(f"cannot write {path}: {error.strerror or error}", path=path, errno=error.errno)
            raise self._broken from error
        self.written.failures.update(piece.kind for piece in pieces if isinstance(piece, FailedRequest))
        self.written.captures += len(exchanges)
        self.written.bytes += sum(exchange.response.size for exchange in exchanges)
        return addresses

    def _writable_file(self) -> _OpenFile:
        if self._file and self._file.size >= self.target_size:
            self._file.finish()
            self._file = None
        if self._file is None:
            self._file = self._create()
            self.written.files[self._file.name] = self._file.warcinfo_id
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
        # Held while it is written, so that nobody takes it for what a killed process left (`archive.recovery`).
        fcntl.flock(self._raw, fcntl.LOCK_EX)
        self._writer = RecordWriter(self._raw)
        self.size = self._durable = 0
        record, self.warcinfo_id = records.warcinfo(name, facts, now)
        self._append(record)
        sync_folder(folder)

    def write(self, piece: Piece, revisit: Revisit | None, now: datetime) -> Address:
        """Add the records that a piece becomes."""
        if isinstance(piece, Exchange):
            return self._capture(piece, revisit)
        if isinstance(piece, FailedRequest):
            return self._append(failure(piece, self.warcinfo_id))
        if isinstance(piece, Conversion):
            return self._append(records.conversion(piece, self.warcinfo_id, now))
        if isinstance(piece, Resource):
            return self._append(records.resource(piece, self.warcinfo_id, now))
        return self._append(records.manifest(piece, self.warcinfo_id, now))

    def _capture(self, exchange: Exchange, revisit: Revisit | None) -> Address:
        *before, answer = capture(exchange, self.warcinfo_id, revisit)
        for record in before:
            self._append(record)
        return replace(self._append(answer), revisit_of=revisit.original.reference if revisit else None)

    def sync(self) -> None:
        """Make everything written so far durable."""
        os.fsync(self._raw.fileno())
        self._durable = self.size

    def finish(self, *, whole: bool = True) -> None:
        """Give the file its name; after a failed write, without what was not known to be on disk."""
        if whole:
            self.sync()
            self._raw.close()
        else:
            self._cut_back()
        if self._durable:
            name_finally(self.path)

    def _cut_back(self) -> None:
        """Take off what a failed write left, also what closing still writes: the file's buffer holds some of it."""
        handle = os.dup(self._raw.fileno())  # and with it the lock
        try:
            with contextlib.suppress(OSError):
                self._raw.close()
            os.ftruncate(handle, self._durable)
            os.fsync(handle)
        finally:
            os.close(handle)

    def _append(self, record: ArcWarcRecord) -> Address:
        offset = self.size
        self._writer.write_record(record)  # flushes the file
        self.size = self._raw.tell()
        return Address(
            warc_file=self.name,
            warc_offset=offset,
            warc_length=self.size - offset,
            record_id=record.rec_headers.get_header("WARC-Record-ID"),
            payload_digest=record.rec_headers.get_header("WARC-Payload-Digest") or "",
        )


def name_finally(path: Path) -> Path:
    """Give a file that was being written its name. Raises `FileExistsError`: nothing is ever overwritten."""
    final = path.with_name(path.name.removesuffix(OPEN))
    if final.exists():
        raise FileExistsError(errno.EEXIST, "a WARC file of that name is there already", str(final))
    path.rename(final)
    sync_folder(path.parent)
    return final


def sync_folder(folder: Path) -> None:
    """Make a created or renamed file's name durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
