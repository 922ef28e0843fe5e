"""The wire: what crossed the socket is what is kept, whatever the server does; and what a browser shows is read."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from known_bytes import BROKEN, CUT, GEORGIAN, LARGE, LONG_HEADER, SCRIPTS, WELL_FORMED
from rawserver import RawServer, Script

from archive.client import Client, Limits
from archive.errors import ConnectError, NoAnswerError, ResolveError, TimeoutExceeded
from archive.exchange import Ask, Exchange

HEADERS = ((b"User-Agent", b"readmore test"), (b"x-ODD", b"case  kept"), (b"X-Twice", b"1"), (b"X-Twice", b"2"))
REPEATABLE = WELL_FORMED | BROKEN | CUT


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    client = Client(Limits(timeout=20))
    yield client
    await client.close()


async def ask(client: Client, server: RawServer, name: str, split: str = "") -> Exchange:
    return await client.fetch(Ask(url=server.url(name, split=split), method=SCRIPTS[name].method, headers=HEADERS))


@pytest.mark.parametrize("split", ["", "bytes", "1", "2"])
@pytest.mark.parametrize("name", REPEATABLE)
async def test_bytes_and_meaning(client: Client, raw_server: RawServer, name: str, split: str) -> None:
    script = SCRIPTS[name]
    before = datetime.now(UTC)
    exchange = await ask(client, raw_server, name, split)

    (turn,) = raw_server.turns
    assert exchange.request == turn.received
    assert exchange.response.read() == bytes(turn.sent) == script.answer
    assert b"".join(exchange.interim) == bytes(turn.interim)
    assert len(exchange.interim) == len(script.interim)
    assert exchange.truncated == script.truncated
    assert before <= exchange.started_at <= datetime.now(UTC)
    assert 0 <= exchange.elapsed < 5
    assert (exchange.peer, exchange.protocols, exchange.cipher) == ("127.0.0.1", ("http/1.1",), None)
    assert_shown(exchange, script)


def assert_shown(exchange: Exchange, script: Script) -> None:
    head = exchange.message.head
    assert (head.status if head else None) == script.status
    if script.shows is not None:
        assert exchange.message.entity == script.shows


async def test_the_request_is_sent_as_given(client: Client, raw_server: RawServer) -> None:
    url = raw_server.url("plain") + "?q=%E1%83%A2&b=%20#part"
    await client.fetch(Ask(method="POST", url=url, headers=HEADERS, body=b"a=1&b=\xff"))
    assert raw_server.turns[0].received == (
        b"POST /plain?q=%%E1%%83%%A2&b=%%20 HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: readmore test\r\n"
        b"x-ODD: case  kept\r\nX-Twice: 1\r\nX-Twice: 2\r\nContent-Length: 7\r\n\r\na=1&b=\xff" % raw_server.port
    )


@pytest.mark.parametrize(
    ("name", "field", "values"),
    [
        ("duplicate-set-cookie", b"set-cookie", [b"a=1; Path=/", b"b=2", b"a=3"]),
        ("odd-case", b"server", [b"nGiNx"]),
        ("trailing-spaces", b"x-a", [b"b"]),
        ("trailing-spaces", b"x-b", [b"c"]),
        ("no-space", b"server", [b"nginx"]),
        ("eight-bit", b"x-title", [GEORGIAN]),
        ("eight-bit", b"x-latin", [b"caf\xe9"]),
        ("obs-fold", b"x-long", [b"one two three"]),
        ("bare-lf", b"a", [b"b"]),
        ("long-header", b"x-long", [LONG_HEADER]),
        ("many-headers", b"x-19999", [b"19999"]),
        ("nul-in-header", b"x-a", [b"b\x00c"]),
        ("space-before-colon", b"content-type", [b"text/plain"]),
        ("no-colon", b"a", [b"b"]),
    ],
)
async def test_header_is_read(
    client: Client, raw_server: RawServer, name: str, field: bytes, values: list[bytes]
) -> None:
    head = (await ask(client, raw_server, name)).message.head
    assert head
    assert list(head.all(field)) == values


@pytest.mark.parametrize(
    ("name", "version", "reason"),
    [
        ("custom-reason", b"HTTP/1.1", b"All Is Well, Friend"),
        ("no-reason", b"HTTP/1.1", b""),
        ("http10", b"HTTP/1.0", b"OK"),
        ("lower-case-version", b"http/1.1", b"ok"),
        ("icy", b"ICY", b"OK"),
        ("odd-status-line", b"HTTP/1.1", b"OK"),
        ("two-blank-lines-before", b"HTTP/1.1", b"OK"),
    ],
)
async def test_status_line_is_read(
    client: Client, raw_server: RawServer, name: str, version: bytes, reason: bytes
) -> None:
    head = (await ask(client, raw_server, name)).message.head
    assert head
    assert (head.version, head.reason) == (version, reason)


async def test_trailers_are_read(client: Client, raw_server: RawServer) -> None:
    exchange = await ask(client, raw_server, "chunked-extensions-trailers")
    assert exchange.message.trailers == ((b"X-Sum", b"42"), (b"x-sum", b"again"))


@pytest.mark.parametrize("name", ["gzip", "gzip-chunked"])
async def test_compressed_bodies_are_kept_packed_and_read_unpacked(
    client: Client, raw_server: RawServer, name: str
) -> None:
    message = (await ask(client, raw_server, name)).message
    assert gzip.decompress(message.entity) == b"hello"
    assert message.decoded(2**20) == (b"hello", None)


_REUSED = [
    "plain",
    "chunked-extensions-trailers",
    "gzip-chunked",
    "early-hints",
    "no-content",
    "found-with-body",
    "not-modified-with-length",
    "head",
    "http10-keep-alive",
    "chunked-beside-length",
    "equal-lengths",
    "bare-lf",
    "two-blank-lines-before",
]


@pytest.mark.parametrize("split", ["", "3"])
async def test_one_connection_serves_many_exchanges(client: Client, raw_server: RawServer, split: str) -> None:
    for name in _REUSED:
        exchange = await ask(client, raw_server, name, split)
        assert exchange.response.read() == SCRIPTS[name].answer
        assert exchange.request == raw_server.turns[-1].received
    assert [turn.script for turn in raw_server.turns] == _REUSED
    assert raw_server.connections == 1


@pytest.mark.parametrize(
    "name", ["until-close", "announced-close", "http10", "excess-on-closing", "short-body", "garbage", "bad-chunk-size"]
)
async def test_a_connection_is_not_used_again_after(client: Client, raw_server: RawServer, name: str) -> None:
    await ask(client, raw_server, name)
    assert (await ask(client, raw_server, "plain")).message.entity == b"hello"
    assert raw_server.connections == 2


async def test_a_server_that_closes_a_kept_connection_is_asked_again(client: Client, raw_server: RawServer) -> None:
    for _ in range(3):
        assert (await ask(client, raw_server, "stale")).message.entity == b"hello"
        await asyncio.sleep(0.05)
    assert raw_server.connections == 3


async def test_stray_bytes_do_not_become_the_next_answer(client: Client, raw_server: RawServer) -> None:
    first = await ask(client, raw_server, "excess-on-kept", "bytes")
    second = await ask(client, raw_server, "plain")
    assert first.message.entity == second.message.entity == b"hello"
    assert SCRIPTS["excess-on-kept"].answer.startswith(first.response.read())  # type: ignore[union-attr]
    assert second.response.read() == SCRIPTS["plain"].answer
    assert second.excess == 0


async def test_excess_is_counted(client: Client, raw_server: RawServer) -> None:
    assert (await ask(client, raw_server, "excess-on-closing", "bytes")).excess == len(b" and more, and more")


async def test_many_at_once(client: Client, raw_server: RawServer) -> None:
    names = [*REPEATABLE] * 2
    exchanges = await asyncio.gather(*(ask(client, raw_server, name, "5") for name in names))
    assert [e.response.read() for e in exchanges] == [SCRIPTS[name].answer for name in names]
    assert sorted(e.request for e in exchanges) == sorted(turn.received for turn in raw_server.turns)


async def test_an_endless_body_is_cut_and_kept(raw_server: RawServer) -> None:
    client = Client(Limits(max_body=3_000_000, timeout=20))
    exchange = await ask(client, raw_server, "endless")
    await client.close()
    kept = exchange.response.read()
    assert (len(kept), exchange.truncated) == (3_000_000, "length")
    assert kept == bytes(raw_server.turns[0].sent[: len(kept)])


async def test_a_large_body_spills_to_a_file(raw_server: RawServer, tmp_path: object) -> None:
    client = Client(Limits(max_body=2 * LARGE, spill=2**20, timeout=60, folder=str(tmp_path)))
    exchange = await ask(client, raw_server, "large")
    await client.close()
    assert exchange.truncated is None
    assert exchange.response.size == len(raw_server.turns[0].sent) > LARGE
    assert exchange.response._file._rolled
    assert exchange.response.read() == bytes(raw_server.turns[0].sent)


async def test_a_large_body_is_cut_at_the_default_limit(client: Client, raw_server: RawServer) -> None:
    exchange = await ask(client, raw_server, "large")
    assert (exchange.response.size, exchange.truncated) == (32 * 2**20, "length")


@pytest.mark.parametrize("name", ["drip", "stall-inside"])
async def test_a_slow_answer_is_cut_in_time_and_kept(raw_server: RawServer, name: str) -> None:
    client = Client(Limits(timeout=0.8))
    began = time.monotonic()
    exchange = await ask(client, raw_server, name)
    assert time.monotonic() - began < 2
    await client.close()
    kept = exchange.response.read()
    assert kept
    assert bytes(raw_server.turns[0].sent).startswith(kept)
    assert exchange.truncated == "time"


async def test_silence_is_no_answer(raw_server: RawServer) -> None:
    client = Client(Limits(timeout=0.4))
    before = datetime.now(UTC)
    with pytest.raises(TimeoutExceeded) as caught:
        await ask(client, raw_server, "stall-before")
    await client.close()
    assert caught.value.url == raw_server.url("stall-before")
    assert before <= caught.value.started_at <= datetime.now(UTC)


@pytest.mark.parametrize("name", ["no-answer", "reset-before"])
async def test_a_closed_connection_is_no_answer(client: Client, raw_server: RawServer, name: str) -> None:
    with pytest.raises(NoAnswerError):
        await ask(client, raw_server, name)
    assert len(raw_server.turns) == 1


async def test_a_bomb_is_kept_packed_and_unpacked_within_bounds(client: Client, raw_server: RawServer) -> None:
    exchange = await ask(client, raw_server, "gzip-bomb")
    assert exchange.response.read() == bytes(raw_server.turns[0].sent)
    assert exchange.truncated is None
    data, trouble = exchange.message.decoded(2**20)
    assert data == bytes(2**20)
    assert trouble


async def test_an_endless_head_is_kept_within_bounds(raw_server: RawServer) -> None:
    client = Client(Limits(max_body=2 * 2**20, timeout=20))
    exchange = await ask(client, raw_server, "endless-head")
    await client.close()
    assert (exchange.response.size, exchange.truncated) == (2 * 2**20, "length")
    assert exchange.malformed


async def test_interim_answers_without_end_are_given_up(raw_server: RawServer) -> None:
    client = Client(Limits(max_body=2 * 2**20, timeout=20))
    exchange = await ask(client, raw_server, "endless-interim")
    await client.close()
    assert sum(map(len, exchange.interim)) <= 2**20
    assert exchange.malformed


@pytest.mark.parametrize(
    ("url", "error"),
    [("http://127.0.0.1:1/", ConnectError), ("http://no-such-host.invalid/", ResolveError)],
)
async def test_nobody_there(client: Client, url: str, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        await client.fetch(Ask(url=url))
    assert caught.value.url == url  # type: ignore[attr-defined]
