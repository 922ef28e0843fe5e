"""The command line as its users meet it: output, messages, exit codes."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from rawserver import RawServer, Script
from walk import rows

from archive.reader import captures
from crawler.demo.server import DemoSite

ROOT = Path(__file__).resolve().parents[1]


def readmore(*words: object, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "crawler", *map(str, words)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=cwd, env=env)


def test_help_reads_well() -> None:
    done = readmore("--help")
    assert done.returncode == 0
    for command in ("crawl", "demo", "probe", "read", "sources"):
        assert f"\n  {command} " in done.stdout
    assert "Traceback" not in done.stderr


def test_the_demo_ends_with_a_summary_and_what_to_try_next(tmp_path: Path) -> None:
    done = readmore("demo", "--archive", tmp_path / "a")
    assert done.returncode == 0, done.stderr
    assert "demo: done, nothing lost" in done.stdout
    assert "Where to look next" in done.stdout
    commands = [line.strip() for line in done.stdout.splitlines() if line.strip().startswith("sqlite3 ")]
    assert commands
    for command in commands:
        shown = subprocess.run(command, shell=True, capture_output=True, text=True)
        assert shown.returncode == 0, shown.stderr
        assert len(shown.stdout.splitlines()) == 5


def test_json_is_one_document_and_nothing_else(tmp_path: Path) -> None:
    with DemoSite() as site:
        done = readmore("crawl", "demo", "--base-url", site.url, "--archive", tmp_path, "--limit", 5, "--json")
    assert done.returncode == 0
    document = json.loads(done.stdout)
    assert document["runs"][0]["counts"]["pages"] == 6
    assert done.stderr == ""


def test_quiet_says_nothing(tmp_path: Path) -> None:
    with DemoSite() as site:
        done = readmore("crawl", "demo", "--base-url", site.url, "--archive", tmp_path, "--limit", 5, "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_archive_comes_from_the_environment(tmp_path: Path) -> None:
    with DemoSite() as site:
        words = ("crawl", "demo", "--base-url", site.url, "--limit", 2, "--quiet")
        assert readmore(*words, cwd=tmp_path, READMORE_ARCHIVE=str(tmp_path / "there")).returncode == 0
        assert readmore(*words, cwd=tmp_path).returncode == 0
    assert (tmp_path / "there" / "readmore.db").exists()
    assert (tmp_path / "data" / "readmore.db").exists()


def test_an_unknown_source_names_the_known_ones(tmp_path: Path) -> None:
    done = readmore("crawl", "kremlin", "--archive", tmp_path / "a")
    assert done.returncode == 2
    assert "kremlin-roadmap" in done.stderr
    assert not (tmp_path / "a").exists()


def test_a_broken_profile_says_everything_that_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('name = "Mine!"\nstart = ["nowhere"]\nstrat = 1\n[crawl]\ndelay = -3\n')
    done = readmore("crawl", tmp_path / "mine.toml", "--archive", tmp_path / "a")
    assert done.returncode == 2
    for key in ("name", "start", "strat", "crawl.delay"):
        assert key in done.stderr
    (tmp_path / "mine.toml").write_text("name = ")
    assert "not valid TOML" in readmore("crawl", tmp_path / "mine.toml").stderr
    assert "cannot read" in readmore("crawl", tmp_path / "none.toml").stderr


@pytest.mark.parametrize(
    "words",
    [
        ["crawl"],
        ["crawl", "demo", "--limit", "0"],
        ["crawl", "demo", "--since", "May"],
        ["crawl", "demo", "--base-url", "x:y"],
        ["probe"],
        ["nothing"],
    ],
)
def test_wrong_use_is_told(words: list[str]) -> None:
    done = readmore(*words)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_an_unreachable_host_is_a_loss_with_its_reason(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        done = readmore("crawl", f"http://127.0.0.1:{port}/tag/x", "--archive", tmp_path)
    assert done.returncode == 3
    assert "cannot connect to 127.0.0.1" in done.stdout


def test_a_page_that_is_no_listing_is_told(tmp_path: Path) -> None:
    with DemoSite() as site:
        done = readmore("crawl", f"{site.url}/about-project", "--archive", tmp_path)
    assert done.returncode == 3
    assert "no listing was found" in done.stdout
    assert len(rows(tmp_path, "SELECT * FROM captures WHERE url LIKE '%about-project'")) == 1


def test_robots_txt_is_obeyed_and_said(tmp_path: Path) -> None:
    robots = Script(answer=b"HTTP/1.1 200 OK\r\nContent-Length: 26\r\n\r\nUser-agent: *\nDisallow: /\n")
    with RawServer({"robots.txt": robots}) as server:
        done = readmore("crawl", server.url("tag"), "--archive", tmp_path)
        assert [turn.script for turn in server.turns] == ["robots.txt"]
    assert done.returncode == 18
    assert "robots.txt forbids it" in done.stdout


def test_a_site_in_trouble_is_not_asked(tmp_path: Path) -> None:
    robots = Script(answer=b"HTTP/1.1 503 Later\r\nContent-Length: 26\r\n\r\nUser-agent: *\nAllow: /   \n")
    with RawServer({"robots.txt": robots}) as server:
        done = readmore("crawl", server.url("tag"), "--archive", tmp_path)
        assert {turn.script for turn in server.turns} == {"robots.txt"}
    assert done.returncode == 3
    assert "robots.txt answered 503" in done.stdout


def test_a_read_only_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a file where the folder should be")
    done = readmore("crawl", "demo", "--archive", tmp_path / "a" / "b")
    assert done.returncode == 2
    assert "cannot write to the archive folder" in done.stderr


def test_a_newer_archive_is_left_alone(tmp_path: Path) -> None:
    import sqlite3

    with DemoSite() as site:
        words = ("crawl", "demo", "--base-url", site.url, "--archive", tmp_path, "--limit", 2)
        assert readmore(*words).returncode == 0
        with sqlite3.connect(tmp_path / "readmore.db") as db:
            db.execute(
                "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('readmore', '9999_x', '')"
            )
        asked = len(site.requests)
        done = readmore(*words)
        assert len(site.requests) == asked
    assert done.returncode == 2
    assert "newer readmore" in done.stderr


def test_probe_shows_a_listing_and_an_article() -> None:
    with DemoSite() as site:
        shown = readmore("probe", f"{site.url}/news/view/tags-School")
        listing = json.loads(readmore("probe", f"{site.url}/news/view/tags-School", "--json").stdout)
        notice, article = (json.loads(readmore("probe", listing["items"][n]["url"], "--json").stdout) for n in (0, 1))
    assert "kind       listing" in shown.stdout
    assert (listing["kind"], listing["tag"], listing["language"]) == ("listing", "School", "en")
    assert len(listing["items"]) == 15
    assert (article["kind"], article["title"], article["date_source"]) == (
        "article",
        listing["items"][1]["title"],
        "visible",
    )
    assert article["body"]
    assert (notice["kind"], notice["notice"], notice["body"]) == ("article", "ka", "")


def test_probe_reads_saved_pages_many_at_once(tmp_path: Path) -> None:
    (tmp_path / "p.html").write_text(
        "<html><body><h1>A title of some length</h1><p>2022 / 06 / 15</p><p>Text.</p></body></html>"
    )
    lines = [
        {"id": 1, "file": str(tmp_path / "p.html"), "url": "http://x.org/1"},
        {"id": 2, "file": "none", "url": "http://x.org/"},
    ]
    (tmp_path / "batch").write_text("\n".join(map(json.dumps, lines)) + "\nnot json\n")
    done = readmore("probe", "--batch", tmp_path / "batch")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [a["id"] for a in answers] == [1, 2, None]
    assert answers[0]["date_published"] == "2022-06-15"
    assert "error" in answers[1]
    assert "error" in answers[2]


def test_read_makes_the_records_once_more_and_names_damage(tmp_path: Path) -> None:
    with DemoSite() as site:
        readmore("crawl", "demo", "--base-url", site.url, "--archive", tmp_path / "a", "--limit", 20)
    warc = next((tmp_path / "a" / "warc").glob("*.gz"))
    assert readmore("read", "--archive", tmp_path / "b", warc).returncode == 0
    count = "SELECT count(*) FROM editions"
    assert rows(tmp_path / "a", count)[0][0] == rows(tmp_path / "b", count)[0][0] > 0
    data = bytearray(warc.read_bytes())
    data[list(captures(warc))[9].address.warc_offset + 200] ^= 1
    warc.write_bytes(data)
    done = readmore("read", "--archive", tmp_path / "c", warc)
    assert done.returncode == 6, done.stderr
    assert warc.name in done.stderr


def test_sources_are_listed() -> None:
    assert "kremlin-roadmap\t" in readmore("sources").stdout
    assert {p["name"] for p in json.loads(readmore("sources", "--json").stdout)} >= {"demo", "kremlin-roadmap"}


def test_read_takes_in_the_files_that_are_named_and_refuses_an_archive_that_is_none(tmp_path: Path) -> None:
    with DemoSite() as site:
        readmore("crawl", "demo", "--base-url", site.url, "--archive", tmp_path / "a", "--limit", 5)
    [warc] = (tmp_path / "a" / "warc").iterdir()
    copy = tmp_path / warc.name
    copy.write_bytes(warc.read_bytes())
    assert readmore("read", "--archive", tmp_path / "a", copy).returncode == 0, "the archive's own already"
    assert [path.name for path in (tmp_path / "a" / "warc").iterdir()] == [warc.name]
    assert readmore("read", "--archive", tmp_path / "b", copy).returncode == 0
    assert (tmp_path / "b" / "warc" / warc.name).read_bytes() == copy.read_bytes()
    assert readmore("verify", "--archive", tmp_path / "b").returncode == 0
    assert readmore("pack", "--archive", tmp_path / "b", "--out", tmp_path / "b.wacz").returncode == 0
    assert readmore("read", "--archive", tmp_path / "typo").returncode == 2
    assert not (tmp_path / "typo").exists()


def test_demo_names_the_markups_that_there_are() -> None:
    done = readmore("demo", "--markup", "foo")
    assert done.returncode == 2
    assert "divs" in done.stderr
