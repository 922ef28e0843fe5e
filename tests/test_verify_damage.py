"""Damaged files: every harm is found, and the rest is still read."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import random
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from wellformed import NAME, answer, good, packed, response, single_stream, verified

from archive.members import members, stretches
from archive.verify.files import Input, Summary, verify_files


def errors(path: Path) -> list[tuple[str, int]]:
    return [(f.check, f.offset) for f in verified(path) if f.level == "error"]


def written(folder: Path, data: bytes, name: str = NAME) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def records_read(path: Path) -> int:
    summary = Summary()
    list(verify_files([Input.of(path)], summary))
    return summary.records


def test_a_corrupt_member_is_found_and_the_rest_is_read(tmp_path: Path) -> None:
    draft = good()
    data = bytearray(draft.encode())
    data[draft.offset("resource") + 40] ^= 4
    path = written(tmp_path, data)
    assert errors(path) == [("member", draft.offset("resource"))]
    assert records_read(path) == len(draft.records) - 1


def test_two_corrupt_members_in_a_row_are_two_findings(tmp_path: Path) -> None:
    draft = good()
    data = bytearray(draft.encode())
    for name in ("resource", "manifest"):
        data[draft.offset(name) + 150] ^= 4
    assert errors(written(tmp_path, data)) == [
        ("member", draft.offset("resource")),
        ("member", draft.offset("manifest")),
    ]


def test_a_lost_magic_number(tmp_path: Path) -> None:
    draft = good()
    data = bytearray(draft.encode())
    data[draft.offset("resource")] = 0
    path = written(tmp_path, data)
    assert errors(path) == [("36", draft.offset("resource"))]
    assert records_read(path) == len(draft.records) - 1


def test_a_cut_file_that_was_appended_to(tmp_path: Path) -> None:
    draft = good()
    whole = draft.encode()
    path = written(tmp_path, whole[:-30] + packed(draft["resource"].encode().replace(b"000000000012", b"000000000077")))
    assert errors(path) == [("member", draft.offset("manifest"))]
    assert records_read(path) == len(draft.records)


@pytest.mark.parametrize("tail", [bytes(5000), b"\n", os.urandom(300), b"\x1f\x8b", packed(b"no record")])
def test_anything_behind_the_last_member(tmp_path: Path, tail: bytes) -> None:
    draft = good()
    found = errors(written(tmp_path, draft.encode() + tail))
    assert found == [("36", len(draft.encode()))]


def test_an_empty_file(tmp_path: Path) -> None:
    assert errors(written(tmp_path, b"")) == [("file", 0)]


@pytest.mark.parametrize("data", [b"<html>", bytes(1000), b"PK\x03\x04" + bytes(100)])
def test_what_is_no_warc_file(tmp_path: Path, data: bytes) -> None:
    assert errors(written(tmp_path, data)) == [("file", 0)]


def test_a_gzip_file_of_something_else(tmp_path: Path) -> None:
    assert errors(written(tmp_path, gzip.compress(b"<html>"))) == [("36", 0)]


def test_a_missing_file(tmp_path: Path) -> None:
    assert errors(tmp_path / "none.warc.gz") == [("file", 0)]


def test_one_gzip_stream_for_all_records(tmp_path: Path) -> None:
    path = written(tmp_path, single_stream(good()))
    assert errors(path) == [("36", 0)]
    assert records_read(path) == len(good().records)


@pytest.mark.parametrize("cut", [1, 5, 60, 400])
def test_a_cut_file_that_is_not_compressed(tmp_path: Path, cut: int) -> None:
    data = b"".join(record.encode() for record in good().records.values())
    found = errors(written(tmp_path, data[:-cut]))
    assert [check for check, _ in found] == ["38"]


def test_a_wrong_length_in_a_file_that_is_not_compressed_does_not_swallow_the_next_record(tmp_path: Path) -> None:
    draft = good()
    draft["conversion"].set("Content-Length", "900")
    path = written(tmp_path, b"".join(record.encode() for record in draft.records.values()))
    assert [check for check, _ in errors(path)] == ["6"]
    assert records_read(path) == len(draft.records)


def content(data: bytes) -> list[bytes]:
    return [member.data for member in members(io.BytesIO(data)) if not member.problem]


def test_no_flipped_bit_slips_through(tmp_path: Path) -> None:
    """Every bit of a file, one at a time: each flip is found, unless what the records hold is the same all the same.

    A packer may say the same in several ways (a repetition found at another distance), and so a flip may change
    nothing: the sha256 in the run's manifest sees these.
    """
    draft = good()
    draft.records = {name: draft[name] for name in ("warcinfo", "request", "metadata", "response")}
    data = draft.encode()
    whole = content(data)
    unseen = []
    for at in range(len(data)):
        for bit in range(8) if at % 3 == 0 else (random.Random(at).randrange(8),):
            flipped = bytearray(data)
            flipped[at] ^= 1 << bit
            if not errors(written(tmp_path, flipped)):
                unseen.append((at, bit))
                assert content(bytes(flipped)) == whole
    assert len(unseen) <= 8, unseen


def test_no_byte_lost_or_added_slips_through(tmp_path: Path) -> None:
    draft = good()
    data = draft.encode()
    dice = random.Random(3)
    for _ in range(150):
        at, count = dice.randrange(len(data)), dice.randrange(1, 40)
        assert errors(written(tmp_path, data[:at] + data[at + count :])), (at, count)
        assert errors(written(tmp_path, data[:at] + dice.randbytes(count) + data[at:])), (at, count)


def test_no_cut_slips_through(tmp_path: Path) -> None:
    data = good().encode()
    names = list(good().records)
    ends = {good().offset(name) for name in names} | {len(data)}
    for size in range(1, len(data), 7):
        found = errors(written(tmp_path, data[:size]))
        assert size in ends or found, size


def test_a_large_record_is_read_in_little_memory(tmp_path: Path) -> None:
    """A gzip bomb: 300 MB in 300 KB."""
    zeros = bytes(2**20)
    size = 300
    draft = good()
    head = answer(b"", length=size * 2**20)
    record = response(40, 2, head)
    block, payload = hashlib.sha1(head), hashlib.sha1()
    for _ in range(size):
        block.update(zeros)
        payload.update(zeros)
    record.set("WARC-Block-Digest", "sha1:" + block.hexdigest())
    record.set("WARC-Payload-Digest", "sha1:" + payload.hexdigest())
    record.set("Content-Length", str(len(head) + size * 2**20))
    record.tail = b""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    parts = [packer.compress(record.encode())]
    parts += [packer.compress(zeros) for _ in range(size)]
    parts += [packer.compress(b"\r\n\r\n"), packer.flush()]
    path = written(tmp_path, draft.encode() + b"".join(parts))
    tracemalloc.start()
    try:
        assert errors(path) == []
        assert tracemalloc.get_traced_memory()[1] < 24 * 2**20
    finally:
        tracemalloc.stop()


def test_a_member_is_the_same_however_it_lies_in_what_is_read_at_once() -> None:
    dice = random.Random(1)
    parts = [b"WARC/" + dice.randbytes(dice.randrange(200_000)) for _ in range(40)]
    data = b"".join(map(packed, parts))
    assert content(data) == parts
    assert [s.padded for s in stretches(io.BytesIO(data))] == [False] * 40


def padded(member: bytes) -> Iterator[bytes]:
    """The member with each bit of its last compressed byte set that may be set without a change of what it holds."""
    at = len(member) - 9
    for bit in range(8):
        changed = bytearray(member)
        changed[at] |= 1 << bit
        if changed != member and _inflates_to(changed) == zlib.decompress(member, 31):
            yield bytes(changed)


def _inflates_to(member: bytes) -> bytes | None:
    try:
        return zlib.decompress(member, 31)
    except zlib.error:
        return None


@pytest.mark.parametrize("size", [20, 5_000, 1_500_000])
def test_a_bit_behind_the_end_of_the_compressed_data_is_seen_in_small_and_large_members(size: int) -> None:
    seen = 0
    for seed in range(8):
        content = b"WARC/" + random.Random(seed).randbytes(size // 10).hex().encode() * 5
        for flipped in padded(packed(content)):
            around = packed(b"WARC/1")
            read = stretches(io.BytesIO(around + flipped + around))
            assert [(b"".join(s.pieces()) == content, s.problem, s.padded) for s in read][1] == (True, None, True)
            seen += 1
    assert seen


def stamped(data: bytes, time: int) -> bytes:
    return gzip.compress(data, mtime=time)


@pytest.mark.parametrize("pack", [lambda data, _: packed(data), stamped, lambda data, n: stamped(data, n // 3)])
def test_gzip_headers_within_a_member_are_not_taken_for_the_next_one(pack: Callable[[bytes, int], bytes]) -> None:
    """Stored blocks show them as they are: of a gzipped page, and of whole members."""
    dice = random.Random(4)
    parts = []
    for number in range(60):
        inner = [pack(dice.randbytes(dice.randrange(3000)), number) for _ in range(dice.randrange(14))]
        parts.append(b"WARC/" + b"".join(inner))
    data = b"".join(pack(part, number) for number, part in enumerate(parts))
    assert content(data) == parts
