"""The wire over TLS: the same bytes, and the facts of the connection."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from authority import Authority
from known_bytes import BROKEN, CUT, SCRIPTS, WELL_FORMED
from rawserver import RawServer

from archive.client import Client, Limits
from archive.errors import TlsError
from archive.exchange import Ask

KEPT = WELL_FORMED | BROKEN | CUT


@pytest.fixture
def trusted(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """The authority, trusted by what is built from here on."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.root))
    return authority


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    client = Client(Limits(timeout=20))
    yield client
    await client.close()


@pytest.mark.parametrize("split", ["", "4"])
async def test_bytes_inside_tls(trusted: Authority, client: Client, split: str) -> None:
    with RawServer(SCRIPTS, tls=trusted.context()) as server:
        for name, script in KEPT.items():
            exchange = await client.fetch(Ask(url=server.url(name, split=split), method=script.method))
            assert exchange.request == server.turns[-1].received, name
            assert exchange.response.read() == bytes(server.turns[-1].sent) == script.answer, name
            assert b"".join(exchange.interim) == bytes(server.turns[-1].interim), name
            assert exchange.truncated == script.truncated, name
            if script.shows is not None:
                assert exchange.message.entity == script.shows, name
        assert server.connections < len(KEPT) - 10


async def test_facts_of_tls_13(trusted: Authority, client: Client) -> None:
    with RawServer(SCRIPTS, tls=trusted.context()) as server:
        exchange = await client.fetch(Ask(url=server.url("plain")))
    assert exchange.protocols == ("http/1.1", "tls/1.3")
    assert exchange.cipher == "TLS_AES_256_GCM_SHA384"
    assert (exchange.peer, exchange.verified) == ("127.0.0.1", True)


@pytest.mark.parametrize(
    ("openssl", "iana"),
    [
        ("ECDHE-ECDSA-AES128-GCM-SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
        ("ECDHE-ECDSA-AES256-GCM-SHA384", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"),
        ("ECDHE-ECDSA-CHACHA20-POLY1305", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"),
    ],
)
async def test_facts_of_tls_12(trusted: Authority, client: Client, openssl: str, iana: str) -> None:
    with RawServer(SCRIPTS, tls=trusted.context(ciphers=openssl)) as server:
        exchange = await client.fetch(Ask(url=server.url("plain")))
    assert exchange.protocols == ("http/1.1", "tls/1.2")
    assert exchange.cipher == iana


@pytest.mark.parametrize(
    ("host", "days"), [("127.0.0.1", -1), ("127.0.0.2", 1), ("other.example", 1)], ids=["expired", "address", "name"]
)
async def test_a_wrong_certificate_is_refused(trusted: Authority, client: Client, host: str, days: int) -> None:
    with RawServer(SCRIPTS, tls=trusted.context(host, days=days)) as server:
        with pytest.raises(TlsError) as caught:
            await client.fetch(Ask(url=server.url("plain")))
        assert "certificate" in str(caught.value)
        assert server.turns == []


async def test_an_unknown_authority_is_refused(authority: Authority, client: Client) -> None:
    with RawServer(SCRIPTS, tls=authority.context()) as server:
        with pytest.raises(TlsError):
            await client.fetch(Ask(url=server.url("plain")))
        assert server.turns == []


async def test_an_unverified_answer_says_so(authority: Authority) -> None:
    client = Client(Limits(timeout=20), verify_tls=False)
    with RawServer(SCRIPTS, tls=authority.context("other.example", days=-1)) as server:
        exchange = await client.fetch(Ask(url=server.url("plain")))
    await client.close()
    assert exchange.message.entity == b"hello"
    assert exchange.verified is False


async def test_a_server_that_speaks_no_tls_is_a_tls_error(client: Client) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(TlsError):
            await client.fetch(Ask(url=f"https://127.0.0.1:{port}/"))
