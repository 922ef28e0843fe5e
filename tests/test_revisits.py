"""Nothing twice: what a later run finds unchanged is kept as a revisit, and reads like its original."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from known_bytes import ok
from rawserver import End, RawServer, Script
from test_odd_answers import article
from walk import differences, rebuilt, rows, walk

from archive.dedup import IDENTICAL, NOT_MODIFIED
from archive.reader import captures, records
from archive.verify.checks import Level
from archive.verify.files import Summary
from archive.verify.findings import Finding
from crawler.demo.server import DemoSite
from crawler.errors import Exit
from crawler.verify import verify_given
from spiders import profile as profiles


def profiles_of_revisits(folder: Path) -> Counter:
    found = (c for path in sorted((folder / "warc").glob("*.warc.gz")) for c in captures(path))
    return Counter(capture.profile for capture in found)


def assert_every_revisit_resolves(folder: Path) -> None:
    """To a whole response that is on disk, as each of its fields says; never to another revisit."""
    whole = {}
    for path in (folder / "warc").glob("*.warc.gz"):
        for record in records(path):
            if record.header("WARC-Type") == "response" and not record.header("WARC-Truncated"):
                whole[record.header("WARC-Record-ID")] = record
    for path in (folder / "warc").glob("*.warc.gz"):
        for record in records(path):
            if record.header("WARC-Type") == "revisit":
                original = whole[record.header("WARC-Refers-To")]
                assert record.header("WARC-Refers-To-Target-URI") == original.header("WARC-Target-URI")
                assert record.header("WARC-Refers-To-Date") == original.header("WARC-Date")
                assert record.header("WARC-Payload-Digest") == original.header("WARC-Payload-Digest")
                assert record.block.endswith(b"\r\n\r\n")
    sql = "SELECT count(*) FROM captures c LEFT JOIN captures o ON o.id = c.revisit_of WHERE c.revisit_of IS NOT NULL"
    assert rows(folder, f"{sql} AND (o.id IS NULL OR o.revisit_of IS NOT NULL)")[0][0] == 0


@pytest.mark.parametrize("markup", ["divs", "cells"])
def test_an_unchanged_site_is_asked_with_validators_and_kept_as_revisits(tmp_path: Path, markup: str) -> None:
    with DemoSite(markup) as site:
        profile = profiles.find("demo").at(site.url)
        first = walk(profile, tmp_path / "a")
        asked = len(site.requests)
        before = profiles_of_revisits(tmp_path / "a")
        second = walk(profile, tmp_path / "a")
        statuses = Counter(request.status for request in site.requests[asked:])
    assert first.exit_code == second.exit_code == Exit.DONE
    assert statuses[200] == 1, "robots.txt, which is asked in full"
    assert (second.counts["new"], second.counts["changed"]) == (0, 0)
    kept = profiles_of_revisits(tmp_path / "a") - before
    assert kept[NOT_MODIFIED] == statuses[304] > 200
    assert kept[IDENTICAL] >= 1
    assert_every_revisit_resolves(tmp_path / "a")
    rebuilt(tmp_path / "a", tmp_path / "b")
    assert differences(tmp_path / "a", tmp_path / "b") == {}


def test_a_site_without_validators_is_kept_once_all_the_same(tmp_path: Path) -> None:
    body = article("plain").encode()
    script = Script(answer=ok(b"Content-Type: text/html; charset=utf-8", body=body))
    robots = Script(answer=b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")
    with RawServer({"a": script, "robots.txt": robots}) as server:
        profile = profiles.find(server.url("a"))
        walk(profile, tmp_path / "a")
        walk(profile, tmp_path / "a")
        walk(profile, tmp_path / "a")
    found = profiles_of_revisits(tmp_path / "a")
    assert found[IDENTICAL] == 2
    assert_every_revisit_resolves(tmp_path / "a")
    revisit = [r for p in (tmp_path / "a" / "warc").iterdir() for r in records(p) if r.header("WARC-Type") == "revisit"]
    head = script.answer.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"  # type: ignore[union-attr]
    assert [r.block for r in revisit] == [head, head]
    assert {r.header("WARC-Truncated") for r in revisit} == {"length"}
    rebuilt(tmp_path / "a", tmp_path / "b")
    assert differences(tmp_path / "a", tmp_path / "b") == {}


def test_a_304_that_nobody_asked_for_is_kept_as_it_came(tmp_path: Path) -> None:
    scripts = {
        "a": Script(answer=b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n'),
        "robots.txt": Script(answer=b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"),
    }
    with RawServer(scripts) as server:
        result = walk(profiles.find(server.url("a")), tmp_path)
    assert result.exit_code == Exit.LOSSES
    assert profiles_of_revisits(tmp_path) == Counter({None: 2})


def test_validators_are_not_sent_for_what_was_cut(tmp_path: Path) -> None:
    cut = ok(b"Content-Type: text/html", b'ETag: "1"', body=article("cut").encode(), length=b"Content-Length: 99999")
    scripts = {
        "a": Script(answer=cut, end=End.CLOSE),
        "robots.txt": Script(answer=b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"),
    }
    with RawServer(scripts) as server:
        for _ in range(2):
            walk(profiles.find(server.url("a")), tmp_path)
        asked = [turn.received for turn in server.turns if turn.script == "a"]
    assert len(asked) >= 2
    assert not any(b"If-None-Match" in request for request in asked)
    assert not profiles_of_revisits(tmp_path)[IDENTICAL]


@pytest.mark.parametrize(
    ("field", "sent"),
    [
        (b'ETag: "a;b c"', b'If-None-Match: "a;b c"'),
        (b'ETag: W/"a"', b'If-None-Match: W/"a"'),
        (b"ETag: unquoted", b"If-None-Match: unquoted"),
        (b"Last-Modified: some day", b"If-Modified-Since: some day"),
        (b'ETag: "a\rInjected: yes"', None),
        (b'ETag: "a\x00b"', None),
        (b'ETag: "\xe9\xff"', None),
        (b"ETag: *", None),
        (b'ETag: "a", *', None),
        (b"ETag: a,b", None),
        (b"ETag: ", None),
        (b"Last-Modified: x\rInjected: yes", None),
    ],
)
def test_a_validator_is_sent_back_only_where_it_can_mean_nothing_else(
    tmp_path: Path, field: bytes, sent: bytes | None
) -> None:
    scripts = {
        "a": Script(answer=ok(b"Content-Type: text/html; charset=utf-8", field, body=article("plain").encode())),
        "robots.txt": Script(answer=b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"),
    }
    with RawServer(scripts) as server:
        for _ in range(2):
            walk(profiles.find(server.url("a")), tmp_path)
        asked = [turn.received for turn in server.turns if turn.script == "a"]
    lines = asked[-1].split(b"\r\n")
    assert [line for line in lines if line.startswith(b"If-")] == ([sent] if sent else [])
    assert b"Injected" not in asked[-1]


def test_a_revisit_is_verified_with_the_files_beside_it_and_not_without(tmp_path: Path) -> None:
    script = Script(answer=ok(b"Content-Type: text/html; charset=utf-8", body=article("plain").encode()))
    robots = Script(answer=b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n")
    with RawServer({"a": script, "robots.txt": robots}) as server:
        for _ in range(2):
            walk(profiles.find(server.url("a")), tmp_path / "a")
    second = max((tmp_path / "a" / "warc").iterdir())
    assert errors(second) == []
    alone = tmp_path / second.name
    shutil.copy(second, alone)
    assert [finding.check for finding in errors(alone)] == ["30"]


def errors(path: Path) -> list[Finding]:
    return [found for found in verify_given([str(path)], Summary()) if found.level is Level.ERROR]
