"""Revisits written out whole: whatever frames the body, the payload is that of the original."""

from __future__ import annotations

from pathlib import Path

import pytest
from byhand import NOT_MODIFIED, PLAIN, ByHand
from hypothesis import given
from hypothesis import strategies as st

from archive.http import Message
from archive.reader import Record, records
from archive.whole import whole_response

CHUNKED = b"HTTP/1.1 200 Fine\r\nserver:nginx\r\ntransfer-encoding:  chunked\r\n\r\n"
UNTIL_CLOSE = b"HTTP/1.0 200 OK\r\n\r\n"


def pair(folder: Path, revisit_head: bytes, body: bytes, original_head: bytes = PLAIN, **more: str) -> list[Record]:
    """A revisit and the response that it refers to."""
    file = ByHand(folder, "pair")
    original = file.response("http://example.org/a", "2026-01-01T00:00:01.000000Z", body, original_head)
    file.revisit("http://example.org/b", "2026-01-01T00:00:02.000000Z", original, revisit_head, **more)
    found = {record.header("WARC-Type"): record for record in records(file.path)}
    return [found["revisit"], found["response"]]


@pytest.mark.parametrize("head", [CHUNKED, UNTIL_CLOSE, b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n"])
@pytest.mark.parametrize("original", [PLAIN, UNTIL_CLOSE])
def test_the_head_is_the_revisits_and_the_payload_the_originals(tmp_path: Path, head: bytes, original: bytes) -> None:
    block = whole_response(*pair(tmp_path, head, b"<p>hello</p>", original))
    assert block.startswith(head)
    message = Message.parse(block)
    assert (message.entity, message.complete) == (b"<p>hello</p>", True)


def test_a_chunked_original_is_framed_as_the_revisits_head_says(tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n"
    chunks = b"5;x=y\r\n<p>he\r\n7\r\nllo</p>\r\n0\r\nTrailer: 1\r\n\r\n"
    assert whole_response(*pair(tmp_path, head, chunks, CHUNKED)) == head + b"<p>hello</p>"


def test_an_empty_chunked_body_is_one_last_chunk(tmp_path: Path) -> None:
    assert whole_response(*pair(tmp_path, CHUNKED, b"")) == CHUNKED + b"0\r\n\r\n"


def test_an_answer_of_not_modified_is_the_answer_of_then(tmp_path: Path) -> None:
    not_modified = b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"
    revisit, original = pair(tmp_path, not_modified, b"<p>hello</p>", profile=NOT_MODIFIED)
    assert whole_response(revisit, original) == original.block


@pytest.mark.parametrize("end", [b"", b"\r\n", b"\r\n\r\n", b"\n", b"\n\n"])
def test_a_head_that_a_writer_did_not_end_is_ended(tmp_path: Path, end: bytes) -> None:
    block = whole_response(*pair(tmp_path, b"HTTP/1.0 200 OK\r\nX: y" + end, b"<p>hello</p>"))
    message = Message.parse(block)
    assert message.head is not None
    assert message.head.headers == ((b"X", b"y"),)
    assert message.entity == b"<p>hello</p>"


@given(body=st.binary(min_size=1, max_size=400), head=st.sampled_from([CHUNKED, UNTIL_CLOSE]))
def test_any_payload_comes_out_as_it_went_in(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, head: bytes
) -> None:
    assert Message.parse(whole_response(*pair(tmp_path_factory.mktemp("w"), head, body))).entity == body
