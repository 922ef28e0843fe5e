"""docs/conformance.md, as the benchmark writes it: every check, every writer; and that its comparison can fail."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rawserver import Turn

from archive.verify.checks import CHECKS
from benchmarks.conformance.measure import Kept, Measured, Pair
from benchmarks.conformance.verdicts import FAILS, HOLDS, verdict
from benchmarks.conformance.writers import WRITERS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "conformance.md"
SENT = b"HTTP/1.1 200 OK\r\nserver:x\r\nContent-Length: 5\r\n\r\nhello"


def table() -> list[list[str]]:
    rows = re.findall(r"^\| (\d+) \| (.+) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return [[number, *re.split(r"(?<!\\) \| ", rest)] for number, rest in rows]


def test_all_forty_checks_and_four_writers_are_there() -> None:
    assert [row[0] for row in table()] == [str(number) for number in range(1, 41)]
    assert {row[1] for row in table()} == {CHECKS[str(number)].title for number in range(1, 41)}
    header = next(line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| check |"))
    assert [cell.strip() for cell in header.strip("|").split("|")][2:] == [writer.name for writer in WRITERS]
    assert {len(row) for row in table()} == {2 + len(WRITERS)}


def test_no_check_fails_for_readmore() -> None:
    assert [row[0] for row in table() if row[2].startswith(FAILS)] == []


def measured(block: bytes, script: str = "plain", **fields: str) -> Measured:
    """A writer that kept one exchange: the request as it was, the answer with this block."""
    turn = Turn(connection=0, script=script, received=b"GET /x HTTP/1.1\r\n\r\n", received_at=1e9, sent=bytearray(SENT))
    dated = {"warc-date": "2001-09-09T01:46:39.900000Z"} | fields
    request = Kept(kind="request", target="/x", fields=dated, block=turn.received)
    answer = Kept(kind="response", target="/x", fields=dated, block=block)
    return Measured(records=[request, answer], pairs=[Pair(turn=turn, request=request, answer=answer)])


@pytest.mark.parametrize("check", [7, 10, 11])
def test_an_exact_exchange_holds(check: int) -> None:
    assert verdict(check, measured(SENT)).says == HOLDS


def test_a_head_that_was_made_again_fails() -> None:
    found = verdict(11, measured(SENT.replace(b"server:x", b"Server: x")))
    assert str(found) == "fails: 0 of 1 heads as received; not plain"


@pytest.mark.parametrize("date", ["2001-09-09T01:46:41.000000Z", "2001-09-09T01:46:39Z"])
def test_a_late_or_a_coarse_date_fails(date: str) -> None:
    assert verdict(7, measured(SENT, **{"warc-date": date})).says == FAILS


def test_a_cut_body_must_be_marked() -> None:
    assert verdict(26, measured(SENT, "short-body")).says == FAILS
    assert verdict(26, measured(SENT, "short-body", **{"warc-truncated": "disconnect"})).says == HOLDS


def test_a_chunked_body_must_be_as_received() -> None:
    assert verdict(12, measured(SENT, "chunked")).says == HOLDS
    assert verdict(12, measured(SENT + b"!", "chunked")).says == FAILS
