"""The index: the same as cdxj-indexer's, for whatever a WARC file holds; and as much of it as is whole."""

from __future__ import annotations

import asyncio
import gzip
import random
import subprocess
import sys
from pathlib import Path

import pytest
from exchanges import exchange
from hypothesis import given
from hypothesis import strategies as st
from known_bytes import BROKEN, CUT, WELL_FORMED
from surt import surt

from archive import cdxj
from archive.exchange import Blob
from archive.writer import OPEN, WarcWriter

OTHERS = Path(sys.executable).with_name("cdxj-indexer")
DATE = "2026-05-04T03:02:01Z"
HTTP = "Content-Type: application/http; msgtype=response"


def written(folder: Path, exchanges: list) -> Path:
    """One file with these exchanges."""
    writer = WarcWriter(folder, prefix="test")

    async def run() -> None:
        for one in exchanges:
            await writer.keep(one)

    try:
        asyncio.run(run())
    finally:
        writer.close()
    return next(folder.glob("*.warc.gz"))


def record(*fields: str | bytes, block: bytes = b"", date: str | None = DATE) -> bytes:
    """A member with a record made by hand."""
    stated = [f if isinstance(f, bytes) else f.encode() for f in fields]
    stated += [f"WARC-Date: {date}".encode()] if date else []
    head = b"\r\n".join([b"WARC/1.1", *stated, b"Content-Length: %d" % len(block)])
    return gzip.compress(head + b"\r\n\r\n" + block + b"\r\n\r\n", mtime=0)


def file(path: Path, *members: bytes) -> Path:
    path.write_bytes(b"".join(members))
    return path


def theirs(path: Path) -> list[str]:
    """What cdxj-indexer prints for a file."""
    done = subprocess.run([OTHERS, "--sort", path], capture_output=True, check=True, text=True, encoding="utf-8")
    return done.stdout.splitlines()


ANSWERS = {name: script for name, script in (WELL_FORMED | BROKEN | CUT).items() if isinstance(script.answer, bytes)}


def test_every_kind_of_answer_is_indexed_as_by_cdxj_indexer(tmp_path: Path) -> None:
    path = written(tmp_path, [exchange(n, response=Blob(s.answer)) for n, s in enumerate(ANSWERS.values())])
    assert cdxj.lines(path) == theirs(path)
    assert len(cdxj.lines(path)) == len(ANSWERS) > 50


PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>"
ODD_RECORDS = {
    "no digest": record("WARC-Type: response", "WARC-Target-URI: http://a.org/", HTTP, block=PAGE),
    "no digest, chunked": record(
        "WARC-Type: response",
        "WARC-Target-URI: http://a.org/",
        HTTP,
        block=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
    ),
    "no HTTP in a response": record("WARC-Type: response", "WARC-Target-URI: http://a.org/", block=b"\x00\xff" * 9000),
    "one long line": record("WARC-Type: response", "WARC-Target-URI: http://a.org/", block=b"x" * 3_000_000),
    "long header": record(
        "WARC-Type: response",
        "WARC-Target-URI: http://a.org/",
        block=b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\nContent-Type: a/b\r\n\r\n",
    ),
    "empty response": record("WARC-Type: response", "WARC-Target-URI: http://a.org/"),
    "no media type": record("WARC-Type: response", "WARC-Target-URI: http://a.org/", block=b"HTTP/1.1 204\r\n\r\n"),
    "empty media type": record(
        "WARC-Type: response", "WARC-Target-URI: http://a.org/", block=b"HTTP/1.1 200 OK\r\nContent-Type:\r\n\r\n"
    ),
    "odd media type": record(
        "WARC-Type: response",
        "WARC-Target-URI: http://a.org/",
        block=b"HTTP/1.1 200 OK\r\ncontent-TYPE: \ttext/x\ty;z\r\nContent-Type: b\r\n\r\n",
    ),
    "dns": record("WARC-Type: response", "WARC-Target-URI: dns:a.org", "Content-Type: text/dns", block=b"a.org"),
    "resource": record("WARC-Type: resource", "WARC-Target-URI: urn:x:log", "Content-Type: text/plain", block=b"log"),
    "fields": record(
        "WARC-Type: metadata", "WARC-Target-URI: http://a.org/", "Content-Type: application/warc-fields", block=b"a: b"
    ),
    "metadata": record(
        "WARC-Type: metadata", "WARC-Target-URI: http://a.org/", "Content-Type: application/json; x", block=b"{}"
    ),
    "revisit": record(
        "WARC-Type: revisit",
        "WARC-Target-URI: http://a.org/",
        "WARC-Payload-Digest: sha1:AAAA",
        block=b"HTTP/1.1 304 Not Modified\r\n\r\n",
    ),
    "revisit without block": record("WARC-Type: revisit", "WARC-Target-URI: http://a.org/"),
    "conversion": record("WARC-Type: conversion", "WARC-Target-URI: http://a.org/", block=b"text"),
    "request": record("WARC-Type: request", "WARC-Target-URI: http://a.org/", block=b"POST / HTTP/1.1\r\n\r\na=b"),
    "unknown": record("WARC-Type: funny", "WARC-Target-URI: http://a.org/"),
    "angle brackets": record("WARC-Type: response", "WARC-Target-URI: <http://a.org/x y>", block=PAGE),
    "bytes": record("WARC-Type: response", b"WARC-Target-URI: http://a.org/caf\xe9", block=PAGE),
    "letters": record("WARC-Type: response", "WARC-Target-URI: http://a.org/ცხინვალი?Q=ა", block=PAGE),
    "other case": record("warc-type: response", "warc-target-uri: http://a.org/", "warc-payload-digest: x", block=PAGE),
    "no URL": record("WARC-Type: metadata", "Content-Type: text/plain", block=b"x"),
    "nanoseconds": record(
        "WARC-Type: response", "WARC-Target-URI: http://a.org/", block=PAGE, date="2026-05-04T03:02:01.123456789Z"
    ),
    "day": record("WARC-Type: response", "WARC-Target-URI: http://a.org/", block=PAGE, date="2026-05-04"),
}


@pytest.mark.parametrize("name", ODD_RECORDS)
def test_odd_records_are_indexed_as_by_cdxj_indexer(name: str, tmp_path: Path) -> None:
    path = file(tmp_path / "odd.warc.gz", ODD_RECORDS["resource"], ODD_RECORDS[name], ODD_RECORDS["dns"])
    assert cdxj.lines(path) == theirs(path)


def test_a_large_file_is_sorted_as_by_cdxj_indexer(tmp_path: Path) -> None:
    chance = random.Random(3)
    hosts = ["http://b.org", "https://www.b.org", "http://B.org:8080", "http://a.b.org", "http://192.0.2.1"]
    urls = [f"{chance.choice(hosts)}/{chance.choice('AbC-_~')}{n % 50}?z={n % 7}&a={n % 3}" for n in range(300)]
    members = [record("WARC-Type: response", f"WARC-Target-URI: {url}", HTTP, block=PAGE) for url in urls]
    path = file(tmp_path / "many.warc.gz", *members)
    assert cdxj.lines(path) == theirs(path)


@given(
    st.one_of(
        st.text(),
        st.from_regex(r"https?://[^\s]{0,40}", fullmatch=True),
        st.builds("http://{}{}?{}#{}".format, st.text(max_size=9), st.text(), st.text(), st.text()),
    )
)
def test_any_url_has_the_key_that_cdxj_indexer_gives_it(url: str) -> None:
    try:
        expected = surt(url)
    except Exception:  # noqa: BLE001 -- as cdxj_indexer.main.CDXJIndexer.get_url_key does
        expected = url
    assert cdxj.url_key(url) == (expected or "-")


@pytest.mark.parametrize("date", [None, "yesterday", "2026-99-99", ""])
def test_a_record_without_a_date_is_left_out(date: str | None, tmp_path: Path) -> None:
    undated = record("WARC-Type: response", "WARC-Target-URI: http://a.org/", block=PAGE, date=date)
    path = file(tmp_path / "a.warc.gz", ODD_RECORDS["dns"], undated, ODD_RECORDS["resource"])
    assert len(cdxj.lines(path)) == 2


def test_a_file_without_records_has_an_empty_index(tmp_path: Path) -> None:
    assert cdxj.lines(file(tmp_path / "a.warc.gz")) == []
    assert cdxj.lines(file(tmp_path / "b.warc.gz", b"this is no WARC file")) == []


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    answers = [exchange(n, body=random.Random(n).randbytes(50 + n * 37)) for n in range(12)]
    return written(tmp_path_factory.mktemp("healthy"), answers)


@pytest.mark.parametrize("seed", range(40))
def test_what_is_whole_is_indexed_around_damage(seed: int, healthy: Path, tmp_path: Path) -> None:
    chance = random.Random(seed)
    data = bytearray(healthy.read_bytes())
    at = chance.randrange(len(data))
    kind = chance.choice(["flip", "zeros", "cut out"])
    if kind == "flip":
        data[at] ^= 1 << chance.randrange(8)
    elif kind == "zeros":
        data[at : at + 64] = bytes(len(data[at : at + 64]))
    else:
        del data[at : at + 64]
    path = file(tmp_path / healthy.name, bytes(data))
    whole = cdxj.lines(healthy)
    found = cdxj.lines(path)
    assert len(found) >= len(whole) - 2
    shifted = 64 if kind == "cut out" else 0
    assert {line.split(" {")[0] for line in found} <= {line.split(" {")[0] for line in whole}
    for line in found:
        offset = int(line.split('"offset": "')[1].split('"')[0])
        length = int(line.split('"length": "')[1].split('"')[0])
        assert gzip.decompress(bytes(data[offset : offset + length])).startswith(b"WARC/1.1")
        assert offset < at or offset >= at - shifted


@pytest.mark.parametrize("missing", [1, 7, 8, 9, 200])
def test_a_torn_file_is_indexed_to_its_last_whole_record(missing: int, healthy: Path, tmp_path: Path) -> None:
    last = exchange(99, body=bytes(1000))
    whole = written(tmp_path / "one", [last])
    members = whole.read_bytes()
    response = next(line for line in cdxj.lines(whole))
    end = sum(int(response.split(f'"{name}": "')[1].split('"')[0]) for name in ("offset", "length"))
    path = file(tmp_path / (healthy.name + OPEN), healthy.read_bytes(), members[: end - min(missing, 100)])
    assert cdxj.lines(path) == cdxj.lines(healthy)


def test_excess_behind_the_last_record_is_not_part_of_it(healthy: Path, tmp_path: Path) -> None:
    for excess in (b"\0" * 20, gzip.compress(b""), b"\x1f\x8b\x08"):
        path = file(tmp_path / healthy.name, healthy.read_bytes(), excess)
        assert cdxj.lines(path) == cdxj.lines(healthy)


def test_an_index_is_written_whole_beside_what_was_there(healthy: Path, tmp_path: Path) -> None:
    path = cdxj.write(healthy, tmp_path / "index")
    assert path.name == healthy.name.removesuffix(".warc.gz") + ".cdxj"
    assert path.read_text(encoding="utf-8").splitlines() == theirs(healthy)
    before = path.read_bytes()
    broken = tmp_path / healthy.name
    with pytest.raises(FileNotFoundError):
        cdxj.write(broken, tmp_path / "index")
    assert path.read_bytes() == before
    assert list((tmp_path / "index").iterdir()) == [path]
