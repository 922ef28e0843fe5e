"""Revisits written out whole: byte for byte what the exchange would have been, had it been kept whole."""

from __future__ import annotations

import gzip
import random
from io import BytesIO
from pathlib import Path

import pytest
from exchanges import exchange
from fastwarc.warc import ArchiveIterator
from packages import sha1, warc_files

from archive.exchange import Blob
from archive.http import raw_head
from archive.reader import Record, records
from archive.undedupe import Originals, Undeduped, undedupe

IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
BODY = "<p>ცხინვალი</p>".encode() * 40
PACKED = gzip.compress(BODY, mtime=0)
NOW = "Date: Mon, 01 Jun 2026 00:00:00 GMT"


def answer(*fields: bytes, body: bytes) -> bytes:
    return b"\r\n".join([b"HTTP/1.1 200 OK", *fields]) + b"\r\n\r\n" + body


def length(body: bytes, *fields: bytes) -> bytes:
    return answer(*fields, b"Content-Length: %d" % len(body), body=body)


def chunked(body: bytes, *fields: bytes, size: int) -> bytes:
    chunks = [body[at : at + size] for at in range(0, len(body), size)]
    framed = b"".join(b"%X\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    return answer(*fields, b"Transfer-Encoding: chunked", body=framed + b"0\r\n\r\n")


def member(headers: list[tuple[str, str]], block: bytes) -> bytes:
    fields = [*headers, ("WARC-Block-Digest", sha1(block)), ("Content-Length", str(len(block)))]
    head = "WARC/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields) + "\r\n"
    return gzip.compress(head.encode() + block + b"\r\n\r\n", mtime=0)


def by_type(path: Path, kind: str) -> list[Record]:
    return [record for record in records(path) if record.header("WARC-Type") == kind]


def as_revisit(whole: Record, original: Record, profile: str, head: bytes, **changes: str) -> bytes:
    """What would have been kept of a whole exchange, were it a revisit (WARC 1.1 section 6.7)."""
    kept = [
        (name, value) for name, value in whole.headers.headers if name not in ("WARC-Block-Digest", "Content-Length")
    ]
    stated = dict(kept) | {
        "WARC-Type": "revisit",
        "WARC-Profile": profile,
        "WARC-Payload-Digest": original.header("WARC-Payload-Digest"),
        "WARC-Refers-To": original.header("WARC-Record-ID"),
        "WARC-Refers-To-Target-URI": original.header("WARC-Target-URI"),
        "WARC-Refers-To-Date": original.header("WARC-Date"),
        "WARC-Truncated": "length",
    }
    return member(list((stated | changes).items()), head)


def deduped(folder: Path, first: bytes, second: bytes, profile: str = IDENTICAL, head: bytes | None = None, **changes):
    """The first exchange's file, and the second's with its response as a revisit of it, and as it was whole."""
    one = warc_files(folder / "one", [exchange(1, response=Blob(first))])[0]
    two = warc_files(folder / "two", [exchange(2, response=Blob(second), peer="2001:db8::1")])[0]
    whole, original = by_type(two, "response")[0], by_type(one, "response")[0]
    revisit = as_revisit(whole, original, profile, raw_head(second) if head is None else head, **changes)
    data = two.read_bytes()
    made = folder / two.name
    made.write_bytes(data[: whole.offset] + revisit + data[whole.offset + whole.length :])
    return one, made, whole


def written_out(warc: Path, *others: Path) -> tuple[Path, Undeduped]:
    out = warc.with_name("out.warc.gz")
    with out.open("wb") as file:
        done = undedupe(warc, file, Originals([*others, warc]))
    return out, done


def whole_records(path: Path) -> int:
    """How many records of a file fastwarc finds, each with a block digest that is right."""
    return sum(r.verify_block_digest() for r in ArchiveIterator(str(path), parse_http=False, fsspec_args=False))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (length(BODY, b"A: 1"), length(BODY, b"A: 2", NOW.encode(), b"Set-Cookie: b=2")),
        (chunked(BODY, b"A: 1", size=100), chunked(BODY, b"A: 2", size=100)),
        (length(BODY), chunked(BODY, b"A: 2", size=10_000)),
        (chunked(BODY, size=7), length(BODY, b"A: 2")),
        (length(BODY), answer(b"Connection: close", body=BODY)),
        (length(PACKED, b"Content-Encoding: gzip"), chunked(PACKED, b"Content-Encoding: gzip", size=10_000)),
        (length(BODY), length(BODY).replace(b"\r\n", b"\n", 2)),
    ],
    ids=["length", "chunked", "length to chunked", "chunked to length", "to close", "gzip", "bare LF"],
)
def test_an_identical_payload_is_framed_as_its_own_head_says(first: bytes, second: bytes, tmp_path: Path) -> None:
    one, two, whole = deduped(tmp_path, first, second)
    out, done = written_out(two, one)
    made = by_type(out, "response")[0]
    assert made.block == second
    assert (done.written_out, done.unresolved) == (1, [])
    same = ["WARC-Target-URI", "WARC-Date", "WARC-Concurrent-To", "WARC-Warcinfo-ID", "WARC-IP-Address"]
    same += ["WARC-Payload-Digest", "WARC-Block-Digest", "Content-Type", "Content-Length", "WARC-Protocol"]
    assert [made.header(name) for name in same] == [whole.header(name) for name in same]
    assert made.header("WARC-Record-ID") != whole.header("WARC-Record-ID")
    gone = ["WARC-Truncated", "WARC-Profile", "WARC-Refers-To", "WARC-Refers-To-Date", "WARC-Refers-To-Target-URI"]
    assert [made.header(name) for name in gone] == [None] * 5
    assert whole_records(out) == 4
    assert by_type(out, "revisit") == []


def test_what_was_not_modified_is_the_earlier_answer_at_the_later_moment(tmp_path: Path) -> None:
    first = chunked(BODY, b'ETag: "a"', size=100)
    head = b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n'
    one, two, whole = deduped(tmp_path, first, first, NOT_MODIFIED, head)
    out, done = written_out(two, one)
    made = by_type(out, "response")[0]
    assert made.block == first
    assert made.header("WARC-Date") == whole.header("WARC-Date")
    assert made.header("WARC-Payload-Digest") == sha1(BODY)
    assert done.written_out == 1
    assert whole_records(out) == 4


def test_all_else_stays_byte_for_byte(tmp_path: Path) -> None:
    one, two, _ = deduped(tmp_path, length(BODY), length(BODY, b"A: 2"))
    out, _ = written_out(two, one)
    before, after = two.read_bytes(), out.read_bytes()
    others = [r for r in records(two) if r.header("WARC-Type") != "revisit"]
    assert [r.header("WARC-Type") for r in others] == ["warcinfo", "request", "metadata"]
    for record in others:
        assert before[record.offset : record.offset + record.length] in after
    copy, done = written_out(one, two)
    assert copy.read_bytes() == one.read_bytes()
    assert done == Undeduped()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"WARC-Refers-To": "<urn:uuid:00000000-0000-4000-8000-000000000000>"}, "is not there"),
        ({"WARC-Payload-Digest": sha1(b"another")}, "has another payload"),
        ({"WARC-Refers-To": ""}, "is not there"),
    ],
)
def test_a_revisit_that_leads_nowhere_stays_and_is_told(changes: dict[str, str], says: str, tmp_path: Path) -> None:
    one, two, _ = deduped(tmp_path, length(BODY), length(BODY), **changes)
    out, done = written_out(two, one)
    assert out.read_bytes() == two.read_bytes()
    assert done.written_out == 0
    revisit = by_type(two, "revisit")[0]
    (told,) = done.unresolved
    assert (told.file, told.offset, told.record_id) == (two.name, revisit.offset, revisit.header("WARC-Record-ID"))
    assert says in str(told)


def test_a_damaged_original_is_told_and_the_others_are_found(tmp_path: Path) -> None:
    one, two, _ = deduped(tmp_path, length(BODY), length(BODY))
    original = by_type(one, "response")[0]
    data = bytearray(one.read_bytes())
    data[original.offset + original.length // 2] ^= 255
    one.write_bytes(bytes(data))
    out, done = written_out(two, one)
    assert len(done.unresolved) == 1
    assert out.read_bytes() == two.read_bytes()


def test_an_original_is_found_in_the_same_file_and_behind_damage(tmp_path: Path) -> None:
    one, two, _ = deduped(tmp_path, length(BODY), length(BODY, b"A: 2"))
    both = tmp_path / "both.warc.gz"
    both.write_bytes(b"\x1f\x8b\x08 damage" + one.read_bytes() + two.read_bytes())
    out, done = written_out(both)
    assert done.written_out == 1
    assert [record.block for record in by_type(out, "response")] == [length(BODY), length(BODY, b"A: 2")]


def test_only_what_is_referred_to_is_remembered(tmp_path: Path) -> None:
    chance = random.Random(1)
    plain = warc_files(tmp_path / "plain", [exchange(n, body=chance.randbytes(50)) for n in range(20)])
    assert Originals(plain).find(by_type(plain[0], "response")[0].header("WARC-Record-ID")) is None
    out = BytesIO()
    assert undedupe(plain[0], out, Originals(plain)) == Undeduped()
    assert out.getvalue() == plain[0].read_bytes()
