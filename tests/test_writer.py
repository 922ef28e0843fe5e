"""Exchanges into WARC files: what is written, where it stands, and what survives."""

from __future__ import annotations

import asyncio
import base64
import errno
import gzip
import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from exchanges import BEGAN, exchange
from warcio.archiveiterator import ArchiveIterator

from archive.address import Address
from archive.errors import WriteError
from archive.exchange import Blob
from archive.members import members
from archive.reader import captures, records
from archive.records import RecordWriter
from archive.recovery import recover
from archive.writer import WarcWriter

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;note=x\r\nhello\r\n6\r\n world\r\n0\r\nT: v\r\n\r\n"


def write(folder: Path, exchanges: list, **options: object) -> list[Address]:
    """Write exchanges one after the other, and close."""
    writer = WarcWriter(folder, prefix="test", **options)  # type: ignore[arg-type]

    async def run() -> list[Address]:
        return [await writer.keep(one) for one in exchanges]

    try:
        return asyncio.run(run())
    finally:
        writer.close()


def sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def test_blocks_are_the_bytes_of_the_wire(tmp_path: Path) -> None:
    one = exchange(1)
    address = write(tmp_path, [one])[0]
    found = {r.header("WARC-Type"): r for r in records(tmp_path / address.warc_file)}
    assert list(found) == ["warcinfo", "request", "metadata", "response"]
    assert found["request"].block == one.request
    assert found["response"].block == one.response.read()
    assert found["response"].header("WARC-Concurrent-To") == found["request"].header("WARC-Record-ID")
    assert found["response"].header("WARC-Date") == "2026-05-04T03:02:02.123456Z"
    assert found["response"].header("WARC-IP-Address") == "192.0.2.7"
    assert found["warcinfo"].header("WARC-Filename") == address.warc_file


def test_an_address_is_a_member_of_its_own(tmp_path: Path) -> None:
    addresses = write(tmp_path, [exchange(n) for n in range(5)])
    data = (tmp_path / addresses[0].warc_file).read_bytes()
    for number, address in enumerate(addresses):
        record = gzip.decompress(data[address.warc_offset : address.warc_offset + address.warc_length])
        assert record.startswith(b"WARC/1.1\r\n")
        assert f"http://example.org/a?n={number}\r\n".encode() in record
        assert address.record_id.encode() in record


def test_payload_digest_is_of_the_entity_without_chunks_and_still_compressed(tmp_path: Path) -> None:
    packed = gzip.compress(b"<p>hello</p>", mtime=0)
    zipped = exchange(2, response=Blob(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + packed))
    addresses = write(tmp_path, [exchange(1, response=Blob(CHUNKED)), zipped])
    assert [a.payload_digest for a in addresses] == [sha1(b"hello world"), sha1(packed)]


def test_every_record_passes_warcio_and_no_metadata_has_a_payload_digest(tmp_path: Path) -> None:
    address = write(tmp_path, [exchange(1), exchange(2, truncated="time", cipher="TLS_AES_128_GCM_SHA256")])[0]
    with (tmp_path / address.warc_file).open("rb") as file:
        seen = [
            (r.rec_type, r.rec_headers)
            for r in ArchiveIterator(file, check_digests="raise")
            if r.content_stream().read() is not None
        ]
    ids = [headers.get_header("WARC-Record-ID") for _, headers in seen]
    assert len(seen) == 7
    assert len(set(ids)) == 7
    for kind, headers in seen:
        assert headers.get_header("WARC-Block-Digest"), kind
        assert bool(headers.get_header("WARC-Payload-Digest")) == (kind == "response")
    assert seen[6][1].get_header("WARC-Truncated") == "time"
    assert seen[6][1].get_header("WARC-Cipher-Suite") == "TLS_AES_128_GCM_SHA256"


def test_interim_answers_and_oddities_stand_in_the_metadata(tmp_path: Path) -> None:
    one = exchange(
        1, interim=(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n",), excess=3, notes={"via": "http://x/"}
    )
    address = write(tmp_path, [one])[0]
    metadata = [r.block.decode() for r in records(tmp_path / address.warc_file) if r.header("WARC-Type") == "metadata"]
    assert "via: http://x/\r\n" in metadata[0]
    assert "fetchTimeMs: 250\r\n" in metadata[0]
    assert "interimResponse: HTTP/1.1 103 Early Hints | Link: </a.css>\r\n" in metadata[0]
    assert "bytesBehindResponse: 3\r\n" in metadata[0]


def test_credentials_do_not_reach_the_target_uri(tmp_path: Path) -> None:
    address = write(tmp_path, [exchange(1, url="http://me:secret@example.org/a#top")])[0]
    assert [c.url for c in captures(tmp_path / address.warc_file)] == ["http://example.org/a"]


def test_files_roll_over_between_captures_and_have_no_name_twice(tmp_path: Path) -> None:
    body = os.urandom(4000)
    addresses = write(tmp_path, [exchange(n, body) for n in range(6)], target_size=9000, now=lambda: BEGAN)
    files = sorted(p.name for p in tmp_path.iterdir())
    assert len(files) == 3
    assert files == sorted({a.warc_file for a in addresses})
    assert all(re.fullmatch(r"test-\d{17}-\d{5}-[\w.]+\.warc\.gz", name) for name in files)
    assert sum(len(list(captures(tmp_path / name))) for name in files) == 6
    write(tmp_path, [exchange(9)], now=lambda: BEGAN)
    assert len(list(tmp_path.iterdir())) == 4


def test_what_is_kept_is_read_back(tmp_path: Path) -> None:
    one = exchange(3, method="HEAD", request=b"HEAD /a HTTP/1.1\r\n\r\n")
    address = write(tmp_path, [one])[0]
    back = next(captures(tmp_path / address.warc_file))
    assert (back.url, back.method, back.fetched_at, back.address) == (one.url, "HEAD", one.started_at, address)
    assert back.message.entity == b""


KILLED = """
import asyncio, os, sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from exchanges import exchange
from archive.writer import WarcWriter
writer = WarcWriter(Path(sys.argv[1]), prefix="test")
async def run():
    for number in range(10_000):
        address = await writer.keep(exchange(number, os.urandom(3000)))
        print(number, address.warc_offset, flush=True)
asyncio.run(run())
"""


def test_after_a_kill_every_promised_record_is_there(tmp_path: Path) -> None:
    program = KILLED.format(tests=str(Path(__file__).parent))
    process = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    promised = [process.stdout.readline().split() for _ in range(200)]
    process.kill()
    promised += [line.split() for line in process.stdout.read().splitlines()]
    process.wait()
    assert [p.suffix for p in tmp_path.iterdir()] == [".open"]
    recovered = recover(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == [recovered[0].path.name]
    found = {c.address.warc_offset: c.url for c in captures(recovered[0].path)}
    for number, offset in promised:
        assert found[int(offset)] == f"http://example.org/a?n={number}"


@pytest.mark.parametrize("cut", [1, 50, 400, 2000])
def test_a_torn_tail_is_dropped_and_nothing_else(tmp_path: Path, cut: int) -> None:
    address = write(tmp_path, [exchange(n) for n in range(4)])[3]
    path = tmp_path / address.warc_file
    whole = [r.offset for r in records(path)]
    torn = path.rename(path.with_name(path.name + ".open"))
    os.truncate(torn, torn.stat().st_size - cut)
    size = torn.stat().st_size
    recovered = recover(tmp_path)[0]
    left = [r.offset for r in records(path)]
    assert left == whole[: len(left)]
    assert recovered.records == len(left)
    assert 0 < len(left) < len(whole)
    assert path.stat().st_size + recovered.dropped == size
    with path.open("rb") as file:
        assert all(m.problem is None for m in members(file))


def test_an_open_file_without_a_whole_record_goes(tmp_path: Path) -> None:
    (tmp_path / "x.warc.gz.open").write_bytes(b"\x1f\x8b\x08")
    assert recover(tmp_path)[0].records == 0
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("harm", ["flip", "magic", "zeros"])
def test_reading_goes_on_behind_damage(tmp_path: Path, harm: str) -> None:
    addresses = write(tmp_path, [exchange(n) for n in range(4)])
    path = tmp_path / addresses[0].warc_file
    data = bytearray(path.read_bytes())
    at = addresses[1].warc_offset
    if harm == "flip":
        data[at + 40] ^= 16
    elif harm == "magic":
        data[at] = 0
    else:
        data += bytes(5000)
    path.write_bytes(data)
    damage: list = []
    urls = [c.url for c in captures(path, damage)]
    expected = [f"http://example.org/a?n={n}" for n in range(4) if harm == "zeros" or n != 1]
    assert urls == expected
    assert len(damage) == 1
    assert str(damage[0]).startswith(path.name)


def test_a_full_disk_ends_the_writing_and_loses_nothing_promised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = WarcWriter(tmp_path, prefix="test")
    real = os.fsync
    calls = 0

    def fsync(handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    async def run() -> list[Address]:
        kept = [await writer.keep(exchange(n)) for n in range(3)]
        monkeypatch.setattr("archive.writer.os.fsync", fsync)
        later = await asyncio.gather(*(writer.keep(exchange(n)) for n in range(3, 20)), return_exceptions=True)
        later += await asyncio.gather(*(writer.keep(exchange(n)) for n in range(20, 200)), return_exceptions=True)
        refused = [result for result in later if isinstance(result, WriteError)]
        assert {error.errno for error in refused} == {errno.ENOSPC}
        return kept + [result for result in later if isinstance(result, Address)]

    kept = asyncio.run(run())
    monkeypatch.undo()
    with pytest.raises(WriteError):
        writer.close()
    files = list(tmp_path.glob("*.warc.gz"))
    assert len(files) == 1
    assert {c.address.warc_offset for c in captures(files[0])} == {a.warc_offset for a in kept}


def test_what_a_failed_write_left_in_the_buffer_does_not_reach_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk has room again when the file is closed: closing writes what is buffered, behind the last record."""
    writer = WarcWriter(tmp_path, prefix="test")

    async def run() -> Address:
        kept = await writer.keep(exchange(1))

        def write_record(self: RecordWriter, record: object) -> None:
            self.out.write(b"half of a record")
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(RecordWriter, "write_record", write_record)
        with pytest.raises(WriteError):
            await writer.keep(exchange(2))
        return kept

    kept = asyncio.run(run())
    with pytest.raises(WriteError):
        writer.close()
    (path,) = tmp_path.iterdir()
    assert path.name == kept.warc_file
    assert path.stat().st_size == kept.warc_offset + kept.warc_length


def test_files_that_are_filled_within_one_batch_get_their_names(tmp_path: Path) -> None:
    writer = WarcWriter(tmp_path, prefix="test", target_size=1)
    for number in range(40):
        writer.add(exchange(number))
    writer.close()
    assert len(list(tmp_path.glob("*.warc.gz"))) == 40
    assert not list(tmp_path.glob("*.open"))
