"""HTTP/1.x answers read from their bytes: any bytes, cut anywhere."""

from __future__ import annotations

import gzip
import random
import zlib
from collections.abc import Callable
from itertools import pairwise

import brotli
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st
from known_bytes import BROKEN, CUT, WELL_FORMED, chunked, lines, ok
from rawserver import Script

from archive.http import MAX_HEAD, Framing, Head, Message, MessageReader, framing

ANSWERS = {
    name: script
    for name, script in (WELL_FORMED | BROKEN | CUT).items()
    if isinstance(script.answer, bytes) and len(script.answer) < 1000
}
#: What servers' bytes are made of, so that random ones come near to something.
PIECES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK\r\n",
        b"http/1.0 404\n",
        b"HTTP/1.1 103 x\r\n",
        b"ICY 200 OK\r\n",
        b"Content-Length: 5\r\n",
        b"Content-Length: -7, x\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: gzip\r\n",
        b"Connection: close\r\n",
        b"Content-Encoding: gzip\r\n",
        b" folded\r\n",
        b"\r\n",
        b"\n",
        b"\r",
        b"5\r\nhello\r\n",
        b"3;x\r\nabc",
        b"0\r\n",
        b"FFFFFFFFFFFFFFFF\r\n",
        b"hello",
        b"\x00\xff",
        b"\x1f\x8b\x08",
        b"H",
        b"HTTP",
    ]
)
NEARLY_HTTP = st.lists(PIECES | st.binary(max_size=8), max_size=12).map(b"".join)


def read(data: bytes, cuts: list[int], method: str = "GET") -> tuple[bytes, MessageReader]:
    """What a reader keeps of a connection's bytes, when they arrive cut at these places."""
    kept = bytearray()
    reader = MessageReader(method, kept.extend)
    for begin, end in pairwise(sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})):
        reader.feed(data[begin:end])
    reader.eof()
    return bytes(kept), reader


def facts(reader: MessageReader) -> tuple[object, ...]:
    return reader.head, reader.interim, reader.complete, reader.excess, reader.malformed, reader.reusable


@given(data=st.data(), cuts=st.lists(st.integers(0, 1000), max_size=12))
def test_known_answers_are_read_alike_however_they_are_cut(data: st.DataObject, cuts: list[int]) -> None:
    script: Script = data.draw(st.sampled_from(list(ANSWERS.values())))
    assert isinstance(script.answer, bytes)
    wire = b"".join(script.interim) + script.answer
    kept, reader = read(wire, cuts, script.method)
    whole, at_once = read(wire, [], script.method)
    assert kept == whole == script.answer
    assert facts(reader) == facts(at_once)
    assert reader.interim == list(script.interim)


@given(wire=NEARLY_HTTP, cuts=st.lists(st.integers(0, 200), max_size=8), method=st.sampled_from(["GET", "HEAD"]))
def test_any_bytes_are_kept_and_read_alike_however_they_are_cut(wire: bytes, cuts: list[int], method: str) -> None:
    kept, reader = read(wire, cuts, method)
    whole, at_once = read(wire, [], method)
    assert kept == whole
    assert b"".join(reader.interim) + kept == wire
    assert facts(reader) == facts(at_once)
    assert len(kept) >= reader.excess


@given(wire=NEARLY_HTTP, method=st.sampled_from(["GET", "HEAD"]))
def test_any_bytes_read_again_say_what_they_said_live(wire: bytes, method: str) -> None:
    kept, reader = read(wire, [], method)
    message = Message.parse(kept, method)
    if reader.head is None or reader.head.status >= 200:  # an answer, not interim heads alone
        assert message.head == reader.head
        if reader.complete and not reader.malformed:
            assert message.complete
    data, _ = message.decoded(100)
    assert len(data) <= max(100, len(message.entity))


@pytest.mark.timeout(60)
def test_a_head_in_many_pieces_costs_no_more_than_its_size() -> None:
    """500 KB of header, a byte at a time: searched from its beginning at each, it would take a quarter of an hour."""
    wire = b"HTTP/1.1 200 OK\r\n" + b"X-Long: abcdefgh\r\n" * 28_000 + b"Content-Length: 0\r\n\r\n"
    reader = MessageReader("GET", len)
    for at in range(len(wire)):
        reader.feed(wire[at : at + 1])
    assert reader.complete


def test_fields_keep_order_case_and_repetition() -> None:
    head = Head.parse(lines(b"HTTP/1.1 200 OK", b"b: 1", b"A : 2", b"B:3", b" more", b"nothing", b"C:", b": x"))
    assert head
    assert head.headers == ((b"b", b"1"), (b"A", b"2"), (b"B", b"3 more"), (b"C", b""))
    assert head.all(b"b") == (b"1", b"3 more")
    assert head.first(b"c") == b""
    assert head.first(b"d") is None


@pytest.mark.parametrize(
    "line", [b"<html>", b"HTTP/1.1", b"HTTP/1.1 20", b"HTTP/1.1 2000 OK", b"HTTPS/1.1 200 OK", b"SSH-2.0-x", b""]
)
def test_what_is_no_status_line(line: bytes) -> None:
    assert Head.parse(lines(line, b"A: b")) is None


@pytest.mark.parametrize(
    ("fields", "method", "expected"),
    [
        ((b"Content-Length: 5",), "GET", Framing.LENGTH),
        ((b"Content-Length: 5",), "HEAD", Framing.NONE),
        ((b"Content-Length: 5", b"Transfer-Encoding: chunked"), "GET", Framing.CHUNKED),
        ((b"Transfer-Encoding: gzip, Chunked",), "GET", Framing.CHUNKED),
        ((b"Transfer-Encoding: gzip", b"Transfer-Encoding: chunked"), "GET", Framing.CHUNKED),
        ((b"Transfer-Encoding: identity",), "GET", Framing.CLOSE),
        ((b"Content-Length: five",), "GET", Framing.CLOSE),
        ((b"Content-Length: 5, 5",), "GET", Framing.LENGTH),
        ((), "GET", Framing.CLOSE),
    ],
)
def test_what_ends_a_body(fields: tuple[bytes, ...], method: str, expected: Framing) -> None:
    head = Head.parse(lines(b"HTTP/1.1 200 OK", *fields))
    assert head
    assert framing(head, method) is expected


@pytest.mark.parametrize(
    ("line", "fields", "kept"),
    [
        (b"HTTP/1.1 200 OK", (), True),
        (b"HTTP/1.1 200 OK", (b"Connection: Close",), False),
        (b"HTTP/1.1 200 OK", (b"Connection: upgrade, close",), False),
        (b"HTTP/1.0 200 OK", (), False),
        (b"HTTP/1.0 200 OK", (b"Connection: Keep-Alive",), True),
        (b"ICY 200 OK", (b"Connection: keep-alive",), False),
    ],
)
def test_whether_a_connection_is_kept(line: bytes, fields: tuple[bytes, ...], kept: bool) -> None:
    head = Head.parse(lines(line, *fields))
    assert head
    assert head.keeps_alive is kept


def test_bytes_behind_the_last_chunk_are_no_trailer() -> None:
    message = Message.parse(chunked(body=b"5\r\nhello\r\n", tail=b"0\r\nA: b\r\n\r\nC: d\r\n\r\n"))
    assert message.entity == b"hello"
    assert message.trailers == ((b"A", b"b"),)
    assert Message.parse(chunked(body=b"5\r\nhello\r\n", tail=b"0\r\n\r\nC: d\r\n\r\n")).trailers == ()


@pytest.mark.parametrize(
    ("block", "entity", "complete"),
    [
        (ok(length=b"Content-Length: 9"), b"hello", False),
        (ok(length=b"Content-Length: 2"), b"he", True),
        (ok(length=None), b"hello", True),
        (chunked(body=b"5\r\nhello\r\n", tail=b""), b"hello", False),
        (chunked(body=b"5\r\nhel", tail=b""), b"hel", False),
        (chunked(body=b"5\r\nhello\r\n", tail=b"0\r\nA: b"), b"hello", True),
        (chunked(body=b"hello", tail=b""), b"hello", False),
        (b"HTTP/1.1 200 OK\r\nContent-Le", b"", False),
    ],
    ids=range(8),
)
def test_what_of_a_body_is_there(block: bytes, entity: bytes, complete: bool) -> None:
    message = Message.parse(block)
    assert (message.entity, message.complete) == (entity, complete)


def test_a_head_beyond_the_limit_is_none_live_and_later() -> None:
    block = b"HTTP/1.1 200 OK\r\n" + b"X-Long: abcdefgh\r\n" * (MAX_HEAD // 18 + 1)
    for wire in (block, block + b"\r\nhello"):
        message = Message.parse(wire)
        assert read(wire, [])[1].head is message.head is None
        assert message.entity == wire


TEXT = b"what stands in the body, " * 40
RAW_DEFLATE = zlib.compress(TEXT, wbits=-15)


@pytest.mark.parametrize(
    ("coding", "body", "trouble"),
    [
        (b"gzip", gzip.compress(TEXT), None),
        (b"x-gzip", gzip.compress(TEXT), None),
        (b"GZIP", gzip.compress(TEXT[:500]) + gzip.compress(TEXT[500:]), None),
        (b"gzip", gzip.compress(TEXT) + b"\x00\x00junk", None),
        (b"deflate", zlib.compress(TEXT), None),
        (b"deflate", RAW_DEFLATE, None),
        (b"gzip, gzip", gzip.compress(gzip.compress(TEXT)), None),
        (b"identity", TEXT, None),
        (b"none", TEXT, None),
        (b"gzip", TEXT, None),  # says gzip and is not: browsers show it
        (b"br", brotli.compress(TEXT), None),
        (b"gzip, br", brotli.compress(gzip.compress(TEXT)), None),
        (b"zstd", zstd.compress(TEXT), None),
        (b"zstd", zstd.compress(TEXT[:500]) + zstd.compress(TEXT[500:]), None),
        (b"deflate", TEXT, None),
        (b"br", TEXT, None),
        (b"zstd", TEXT, None),
        (b"compress", TEXT, "cannot decode compress"),
        (b"gzip", gzip.compress(TEXT)[:-8], "compressed data is cut short"),
    ],
    ids=lambda value: "" if value is None or len(value) > 30 else str(value),
)
def test_content_codings(coding: bytes, body: bytes, trouble: str | None) -> None:
    message = Message.parse(ok(b"Content-Encoding: " + coding, body=body))
    assert message.decoded(2**20) == (TEXT, trouble)


@pytest.mark.parametrize("coding", [b"gzip", b"deflate", b"br", b"zstd"])
def test_a_body_that_a_tool_decoded_is_not_cut_at_the_length_that_it_was_sent_with(coding: bytes) -> None:
    head = b"HTTP/2 200\r\nContent-Encoding: %b\r\nContent-Length: 70\r\n\r\n" % coding
    message = Message.parse(head + TEXT)
    assert message.decoded(2**20) == (TEXT, None)
    assert message.entity == TEXT[:70]


@pytest.mark.parametrize(("coding", "pack"), [(b"br", brotli.compress), (b"zstd", zstd.compress)])
@given(data=st.data())
def test_a_cut_or_damaged_body_is_told(coding: bytes, pack: Callable[[bytes], bytes], data: st.DataObject) -> None:
    noise = random.Random(2).randbytes(5000)
    packed = bytearray(pack(noise))
    del packed[data.draw(st.integers(1, len(packed) - 1)) :]
    if data.draw(st.booleans()):
        packed[data.draw(st.integers(0, len(packed) - 1))] ^= data.draw(st.integers(1, 255))
    decoded, trouble = Message.parse(ok(b"Content-Encoding: " + coding, body=bytes(packed))).decoded(2**20)
    assert trouble or decoded != noise, "the last byte of a stream may hold nothing but its end"
    assert trouble or decoded == packed or coding == b"br"


def test_what_stands_before_damage_is_still_read() -> None:
    noise = random.Random(1).randbytes(20_000)
    packed = bytearray(gzip.compress(noise))
    packed[len(packed) // 2 :] = b"\xff" * (len(packed) - len(packed) // 2)
    data, trouble = Message.parse(ok(b"Content-Encoding: gzip", body=bytes(packed))).decoded(2**20)
    assert trouble
    assert trouble.startswith("compression is damaged")
    assert len(data) > 2000
    assert noise.startswith(data[:2000])


@pytest.mark.parametrize("coding", [b"gzip", b"gzip, gzip", b"deflate", b"br", b"zstd"])
def test_no_coding_unpacks_beyond_the_limit(coding: bytes) -> None:
    packers = {b"deflate": zlib.compress, b"br": brotli.compress, b"zstd": zstd.compress}
    body = packers.get(coding, gzip.compress)(bytes(10**7))
    if coding == b"gzip, gzip":
        body = gzip.compress(body)
    data, trouble = Message.parse(ok(b"Content-Encoding: " + coding, body=body)).decoded(50_000)
    assert data == bytes(50_000)
    assert trouble == "larger than the limit"


def test_many_small_members_stay_within_the_limit() -> None:
    body = gzip.compress(bytes(1000)) * 200
    data, _ = Message.parse(ok(b"Content-Encoding: gzip", body=body)).decoded(50_000)
    assert len(data) == 50_000
