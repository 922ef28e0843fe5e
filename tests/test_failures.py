"""What was not to be had, kept through a whole crawl: a record that says why, and the run's report."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import plainwarc
import pytest
from authority import Authority
from known_bytes import SCRIPTS, lines, ok
from plainwarc import Plain
from rawserver import End, RawServer, Script
from test_odd_answers import article, listing
from walk import walk

from crawler.errors import Exit
from crawler.run import Result
from spiders.profile import Profile

HTML = b"Content-Type: text/html; charset=utf-8"
NO_ROBOTS = Script(answer=lines(b"HTTP/1.1 404 Not Found", b"Content-Length: 0"))


def pages(*names: str) -> dict[str, Script]:
    """Articles, and a listing of them and of whatever else is named."""
    return {name: Script(answer=ok(HTML, body=article(name).encode())) for name in names}


def run(folder: Path, start: str, **crawl: object) -> Result:
    """A crawl of one listing, with its page requisites."""
    limits = {"delay": 0, "timeout": 1.0, **crawl}
    return walk(Profile.model_validate({"name": "known", "start": [start], "stay": True, "crawl": limits}), folder)


def failures(folder: Path) -> dict[str, list[Plain]]:
    """Metadata records of requests without an answer, by address."""
    found: dict[str, list[Plain]] = {}
    for path in (folder / "warc").glob("*.warc.gz"):
        for record in plainwarc.records(path):
            if record.kind == "metadata" and record.said("failure"):
                found.setdefault(record.url, []).append(record)
    return found


def said(record: Plain) -> tuple[str, str, str]:
    """Kind, where it was named, and by which hops."""
    fields = dict(record.says)
    assert int(fields["fetchTimeMs"]) >= 0
    assert fields["reason"]
    return fields["failure"], fields["via"], fields["hopsFromSeed"]


def report(folder: Path, result: Result) -> dict:
    """The run's report, which the WARC files hold too."""
    text = (folder / "runs" / result.run / "report.json").read_bytes()
    uri = f"urn:readmore:{result.run}:report"
    (record,) = (r for path in (folder / "warc").glob("*.warc.gz") for r in plainwarc.records(path) if r.url == uri)
    assert record.block == text
    return json.loads(text)


def assert_missing(folder: Path, result: Result, url: str, why: str) -> None:
    """That a requisite was not had stands in the report, and is no loss."""
    assert [entry["url"] for entry in report(folder, result)["failed"]] == []
    (entry,) = (entry for entry in report(folder, result)["missing"] if entry["url"] == url)
    assert why in entry["why"]


@contextmanager
def needing(url: str) -> Iterator[RawServer]:
    """A site of one article, which needs a picture from another host."""
    page = article("one").replace("</body>", f'<img src="{url}"></body>')
    one = Script(answer=ok(HTML, body=page.encode()))
    with RawServer({"robots.txt": NO_ROBOTS, "list": listing(["one", "two"]), "one": one, **pages("two")}) as server:
        yield server


def assert_host_failed(folder: Path, site: RawServer, url: str, kind: str, why: str) -> None:
    """The host's robots.txt could not be had: that is kept with its reason, and the picture that needed it too."""
    with_robots = run(folder, site.url("list"))
    found = failures(folder)
    robots = url.rpartition("/")[0] + "/robots.txt"
    (first,) = found[robots]
    assert said(first) == (kind, url, "LEP")
    assert why in first.said("reason")[0]
    (second,) = found[url]
    assert said(second) == ("robots", site.url("one"), "LE")
    assert why in second.said("reason")[0]
    assert with_robots.exit_code == Exit.DONE, "a picture of another host is no loss"
    assert with_robots.failures == {kind: 1, "robots": 1} == report(folder, with_robots)["failures"]
    assert_missing(folder, with_robots, url, why)


def test_a_name_without_an_address(tmp_path: Path) -> None:
    url = "http://no-such-host.invalid/a.png"
    with needing(url) as site:
        assert_host_failed(tmp_path, site, url, "dns", "has no address")


def test_a_port_where_nobody_listens(tmp_path: Path) -> None:
    with RawServer({}) as other:
        url = other.url("a.png")
    with needing(url) as site:
        assert_host_failed(tmp_path, site, url, "refused", "cannot connect")


@pytest.mark.parametrize("wrong", ["unknown authority", "expired", "another address"])
def test_a_certificate_that_is_not_to_be_trusted(
    tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    if wrong != "unknown authority":
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.root))
    host, days = ("127.0.0.3" if wrong == "another address" else "127.0.0.1"), (-1 if wrong == "expired" else 1)
    with RawServer(SCRIPTS, tls=authority.context(host, days=days)) as other:
        url = other.url("a.png")
        with needing(url) as site:
            assert_host_failed(tmp_path, site, url, "tls", "is not to be trusted")
        assert other.turns == [], "nothing was asked of it"


def test_a_source_whose_certificate_is_wrong(tmp_path: Path, authority: Authority) -> None:
    with RawServer(SCRIPTS | {"list": listing(["plain"])}, tls=authority.context()) as server:
        result = run(tmp_path, server.url("list"))
    (first, *_) = failures(tmp_path)[server.url("robots.txt")]
    assert said(first) == ("tls", server.url("list"), "P")
    (refused, *_) = failures(tmp_path)[server.url("list")]
    assert dict(refused.says)["failure"] == "robots"
    assert result.exit_code == Exit.LOSSES
    assert [entry["url"] for entry in report(tmp_path, result)["failed"]] == [server.url("list")]


@pytest.mark.parametrize(
    ("name", "kind", "why"),
    [
        ("stall-before", "timeout", "no answer within 1 seconds"),
        ("no-answer", "no-answer", "closed the connection without an answer"),
    ],
)
def test_a_server_that_does_not_answer(tmp_path: Path, name: str, kind: str, why: str) -> None:
    scripts = {"robots.txt": NO_ROBOTS, "list": listing(["one", name]), **pages("one"), name: SCRIPTS[name]}
    with RawServer(scripts) as server:
        result = run(tmp_path, server.url("list"))
        asked = [turn for turn in server.turns if turn.script == name]
    attempts = failures(tmp_path)[server.url(name)]
    assert len(asked) >= 3, "and once more where a kept connection was closed: it might have been about to be"
    assert [said(record) for record in attempts] == [(kind, server.url("list"), "L")] * 3
    assert all(why in record.said("reason")[0] for record in attempts)
    assert result.exit_code == Exit.LOSSES
    assert result.failures == {kind: 3}
    (entry,) = report(tmp_path, result)["failed"]
    assert entry["url"] == server.url(name)
    assert why in entry["why"]


def test_a_server_that_goes_away_while_it_is_asked(tmp_path: Path) -> None:
    """Connections are refused once the listing was had: each attempt is kept."""
    scripts = {"robots.txt": NO_ROBOTS, "list": listing(["one", "two"])}
    with RawServer(scripts) as server:
        list_page = scripts["list"]

        def and_away() -> Iterator[bytes]:
            server._listener.shutdown(socket.SHUT_RDWR)
            yield list_page.answer  # type: ignore[misc]

        scripts["list"] = Script(answer=and_away, end=End.CLOSE)
        start = server.url("list")
        result = run(tmp_path, start)
    found = failures(tmp_path)
    assert result.exit_code == Exit.LOSSES
    for name in ("one", "two"):
        attempts = found[server.url(name)]
        assert {said(record) for record in attempts} <= {("refused", start, "L"), ("no-answer", start, "L")}
        assert len(attempts) == 3
    assert {entry["url"] for entry in report(tmp_path, result)["failed"]} == {server.url("one"), server.url("two")}


def test_what_robots_txt_forbids(tmp_path: Path) -> None:
    robots = Script(answer=ok(b"Content-Type: text/plain", body=b"User-agent: *\nDisallow: /secret\n"))
    with RawServer({"robots.txt": robots, "list": listing(["one", "secret/two"]), **pages("one")}) as server:
        result = run(tmp_path, server.url("list"))
        assert not any(turn.script == "secret" for turn in server.turns)
    (record,) = failures(tmp_path)[server.url("secret/two")]
    assert said(record) == ("robots", server.url("list"), "L")
    assert record.said("reason") == ["robots.txt forbids it"]
    assert result.exit_code == Exit.DONE, "what may not be asked is no loss"
    (entry,) = report(tmp_path, result)["excluded"]
    assert (entry["url"], entry["why"]) == (server.url("secret/two"), "robots.txt forbids it")


def test_an_answer_that_is_too_large(tmp_path: Path) -> None:
    body = article("large").encode() + b"<!-- " + b"x" * 200_000
    scripts = {"robots.txt": NO_ROBOTS, "list": listing(["one", "large"]), **pages("one")}
    with RawServer(scripts | {"large": Script(answer=ok(HTML, body=body))}) as server:
        result = run(tmp_path, server.url("list"), max_body=100_000)
        (turn,) = (turn for turn in server.turns if turn.script == "large")
    (answer,) = (
        record
        for path in (tmp_path / "warc").glob("*.warc.gz")
        for record in plainwarc.records(path)
        if record.kind == "response" and record.url == server.url("large")
    )
    assert answer.get("WARC-Truncated") == "length"
    assert len(answer.block) == 100_000
    assert bytes(turn.sent).startswith(answer.block)
    assert result.exit_code == Exit.LOSSES
    assert report(tmp_path, result)["truncated"] == [{"url": server.url("large"), "why": "length"}]
    (entry,) = report(tmp_path, result)["failed"]
    assert entry["url"] == server.url("large")


def test_what_is_had_at_the_second_attempt_is_no_loss(tmp_path: Path) -> None:
    scripts = {"robots.txt": NO_ROBOTS, "list": listing(["one", "two"]), **pages("one", "two")}
    good = scripts["one"]

    def silence() -> Iterator[bytes]:
        # On a kept connection it would be no answer's fault, and is not told: it has to be a fresh one.
        *before, turn = server.turns[: 1 + max(n for n, turn in enumerate(server.turns) if turn.script == "one")]
        if all(other.connection != turn.connection for other in before):
            scripts["one"] = good
        yield b""

    scripts["one"] = Script(answer=silence, end=End.CLOSE)
    with RawServer(scripts) as server:
        result = run(tmp_path, server.url("list"))
    attempts = failures(tmp_path)[server.url("one")]
    assert {said(record) for record in attempts} == {("no-answer", server.url("list"), "L")}
    assert (result.exit_code, result.losses) == (Exit.DONE, [])
    found = report(tmp_path, result)
    assert found["failures"] == {"no-answer": len(attempts)}, "the attempts are told"
    assert (found["failed"], found["missing"]) == ([], [])
