"""pywb serves what is kept: every capture, with its status, type and body, to the byte."""

from __future__ import annotations

import gzip
import hashlib
from base64 import b32encode
from datetime import UTC, datetime
from pathlib import Path
from time import sleep

import pytest
from known_bytes import SCRIPTS
from replay.odd_answers import PYWB_CANNOT, keep_odd_answers, kept
from replay.pywb import Pywb
from walk import rows, walk

from archive.http import Message
from archive.reader import Capture
from crawler.demo.server import DemoSite
from spiders import profile as profiles


@pytest.mark.parametrize("markup", ["cards", "lines"])
def test_a_crawl_is_served_to_the_byte(tmp_path: Path, markup: str) -> None:
    with DemoSite(markup) as site:
        profile = profiles.find("demo").at(site.url)
        walk(profile, tmp_path / "a", limit=120)
        sleep(1.1)  # pywb tells captures of one address apart by the second
        walk(profile, tmp_path / "a", limit=120, full=True)
    found = kept(tmp_path / "a")
    assert {c.address.record_id for c in found} >= {
        row["record_id"] for row in rows(tmp_path / "a", "SELECT record_id FROM captures")
    }
    assert len({(c.url, c.fetched_at.replace(microsecond=0)) for c in found}) == len(found) > 240
    with Pywb(tmp_path / "a", tmp_path / "pywb") as pywb:
        assert [problem for c in found if (problem := difference(c, pywb.get(c.url, c.fetched_at)))] == []


def test_odd_answers_are_served_to_the_byte_but_for_what_pywb_cannot(tmp_path: Path) -> None:
    found = keep_odd_answers(tmp_path / "a")
    assert set(SCRIPTS) - set(found) == {"stall-before", "no-answer", "reset-before"}  # nothing came
    with Pywb(tmp_path / "a", tmp_path / "pywb") as pywb:
        different = {name for name, c in found.items() if difference(c, pywb.get(c.url, c.fetched_at))}
    assert different == set(PYWB_CANNOT)


def test_a_changed_byte_is_seen(tmp_path: Path) -> None:
    """The comparison that the other tests rest on can fail."""
    folder = tmp_path / "a" / "warc"
    folder.mkdir(parents=True)
    body = b"<p>hello</p>"
    (folder / "a.warc.gz").write_bytes(original("http://example.org/a", FIRST, HEAD + body, body))
    (capture,) = kept(tmp_path / "a")
    (folder / "a.warc.gz").write_bytes(original("http://example.org/a", FIRST, HEAD + b"<p>hallo</p>", body))
    with Pywb(tmp_path / "a", tmp_path / "pywb") as pywb:
        assert (
            difference(capture, pywb.get(capture.url, capture.fetched_at)) == "http://example.org/a: the body differs"
        )


# Revisits, as WARC 1.1 section 6.7.2 and 6.7.3 have them

FIRST, SECOND, THIRD = (datetime(2026, 5, day, 3, 2, 1, 123456, tzinfo=UTC) for day in (1, 2, 3))
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
CODED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
NOT_MODIFIED = b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n'
PACKED = gzip.compress(b"<p>hello</p>" * 40, mtime=0)
FRAMED = b"%X;x=y\r\n%s\r\n0\r\n\r\n" % (len(PACKED), PACKED)


@pytest.mark.parametrize(
    ("head", "body", "entity"),
    [(HEAD, b"<p>hello</p>", b"<p>hello</p>"), (CODED, FRAMED, PACKED)],
    ids=["plain", "chunked-gzip"],
)
def test_revisits_are_served_as_their_originals(tmp_path: Path, head: bytes, body: bytes, entity: bytes) -> None:
    folder = tmp_path / "a" / "warc"
    folder.mkdir(parents=True)
    here, elsewhere = "http://example.org/a", "http://example.org/b?c=d"
    (folder / "a.warc.gz").write_bytes(original(here, FIRST, head + body, entity))
    (folder / "b.warc.gz").write_bytes(
        revisit(here, SECOND, "identical-payload-digest", head, entity)
        + revisit(elsewhere, SECOND, "identical-payload-digest", head, entity)
        + revisit(here, THIRD, "server-not-modified", NOT_MODIFIED, entity)
    )
    captured = [(here, FIRST), (here, SECOND), (elsewhere, SECOND), (here, THIRD)]
    with Pywb(tmp_path / "a", tmp_path / "pywb") as pywb:
        served = [pywb.get(url, moment) for url, moment in captured]
    assert [(m.head and m.head.status, m.entity) for m in served] == [(200, entity)] * 4
    assert {m.head and m.head.first(b"content-type") for m in served} == {b"text/html"}
    with Pywb(tmp_path / "a", tmp_path / "pywb-304", not_modified=True) as pywb:
        as_captured = pywb.get(here, THIRD)
    assert (as_captured.head and as_captured.head.status, as_captured.entity) == (304, b"")


def original(url: str, moment: datetime, block: bytes, entity: bytes) -> bytes:
    """A response record."""
    return _member("response", url, moment, block, entity, {"WARC-Record-ID": "<urn:uuid:original>"})


def revisit(url: str, moment: datetime, profile: str, head: bytes, entity: bytes) -> bytes:
    """A revisit of `http://example.org/a` as it was at `FIRST`."""
    fields = {
        "WARC-Record-ID": f"<urn:uuid:{moment:%d}-{hashlib.sha1(url.encode()).hexdigest()}>",
        "WARC-Profile": f"http://netpreserve.org/warc/1.1/revisit/{profile}",
        "WARC-Refers-To": "<urn:uuid:original>",
        "WARC-Refers-To-Target-URI": "http://example.org/a",
        "WARC-Refers-To-Date": _date(FIRST),
    }
    truncated = {"WARC-Truncated": "length"} if profile == "identical-payload-digest" else {}
    return _member("revisit", url, moment, head, entity, fields | truncated)


def _member(kind: str, url: str, moment: datetime, block: bytes, entity: bytes, fields: dict[str, str]) -> bytes:
    named = {
        "WARC-Type": kind,
        **fields,
        "WARC-Date": _date(moment),
        "WARC-Target-URI": url,
        "WARC-Payload-Digest": "sha1:" + b32encode(hashlib.sha1(entity).digest()).decode(),
        "Content-Type": "application/http;msgtype=response",
        "Content-Length": str(len(block)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return gzip.compress(f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n", mtime=0)


def _date(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}"


def difference(capture: Capture, served: Message) -> str | None:
    """In words, what is served otherwise than it is kept; None where nothing is."""
    head = capture.message.head
    if not head or not served.head or head.status != served.head.status:
        return f"{capture.url}: the status is {served.head and served.head.status}"
    if head.first(b"content-type") != served.head.first(b"content-type"):
        return f"{capture.url}: the type is {served.head.first(b'content-type')!r}"
    return None if served.entity == capture.message.entity else f"{capture.url}: the body differs"
