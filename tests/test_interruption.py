"""Death at any moment: nothing that was promised is lost, and the next run ends what was begun."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from rawserver import End, RawServer, Script
from walk import differences, rebuilt, rows, walk

from archive.reader import captures
from archive.writer import OPEN
from crawler.archive_folder import ArchiveFolder
from crawler.catching_up import catch_up
from crawler.demo.server import DemoSite
from crawler.errors import Exit
from crawler.log import logged_to
from crawler.run import Options, crawl
from crawler.sealing import Seal, seal_run
from spiders import profile as profiles

SAYS = {
    "articles": "SELECT id, section, native_id, date_published FROM articles",
    "editions": "SELECT id, url, headline, excerpt, availability FROM editions",
    "texts": "SELECT edition_id, body FROM texts",
    "article_tags": "SELECT article_id, tag_id, method FROM article_tags",
    "listing_items": "SELECT listing_url, position, article_id, title, excerpt FROM listing_items",
    "frontier": "SELECT url_key, kind, state FROM frontier",
}


def says(folder: Path) -> dict[str, list[tuple]]:
    """What an archive's records say, but for moments and places."""
    return {name: sorted(map(tuple, rows(folder, sql)), key=repr) for name, sql in SAYS.items()}


def begin(site: DemoSite, folder: Path) -> subprocess.Popen:
    command = [
        sys.executable,
        "-m",
        "crawler",
        "crawl",
        "demo",
        "--base-url",
        site.url,
        "--archive",
        str(folder),
        "--quiet",
    ]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def assert_every_row_has_its_bytes(folder: Path) -> None:
    found = {}
    for path in (folder / "warc").glob("*.warc.gz*"):
        name = path.name.removesuffix(OPEN)
        found |= {(name, c.address.warc_offset): (c.address.record_id, c.url) for c in captures(path)}
    for row in rows(folder, "SELECT * FROM captures"):
        assert found[row["warc_file"], row["warc_offset"]] == (row["record_id"], row["url"])


@pytest.mark.parametrize("seed", range(3))
def test_kill_twice_and_finish(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    with DemoSite("divs") as site:
        walk(profiles.find("demo").at(site.url), tmp_path / "undisturbed")
        for _ in range(2):
            process = begin(site, tmp_path / "killed")
            _wait_for_captures(site, process, chance.randint(5, 120))
            process.kill()
            process.communicate()
            if (tmp_path / "killed" / "readmore.db").exists():
                assert_every_row_has_its_bytes(tmp_path / "killed")
        result = walk(profiles.find("demo").at(site.url), tmp_path / "killed")
    assert result.exit_code == Exit.DONE
    assert says(tmp_path / "killed") == says(tmp_path / "undisturbed")
    assert_every_row_has_its_bytes(tmp_path / "killed")
    assert not list((tmp_path / "killed" / "warc").glob("*" + OPEN))


def _wait_for_captures(site: DemoSite, process: subprocess.Popen, wanted: int) -> None:
    enough = len(site.requests) + wanted
    deadline = time.monotonic() + 60
    while len(site.requests) < enough and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_run_cleanly(tmp_path: Path, number: int) -> None:
    with DemoSite("divs") as site:
        process = begin(site, tmp_path)
        _wait_for_captures(site, process, 40)
        process.send_signal(number)
        began = time.monotonic()
        _, said = process.communicate(timeout=30)
        assert time.monotonic() - began < 10
        assert process.returncode == Exit.INTERRUPTED, said
        assert "next run" in said
        assert not list((tmp_path / "warc").glob("*" + OPEN))
        assert_every_row_has_its_bytes(tmp_path)
        run = rows(tmp_path, "SELECT * FROM runs")[0]
        assert run["exit_code"] == Exit.INTERRUPTED
        result = walk(profiles.find("demo").at(site.url), tmp_path)
        assert result.resumed
        assert result.exit_code == Exit.DONE


def test_a_signal_does_not_wait_for_a_server_that_says_nothing(tmp_path: Path) -> None:
    scripts = {
        "robots.txt": Script(answer=b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"),
        "list": Script(answer=b"", end=End.HOLD),
    }
    with RawServer(scripts) as server:
        command = [sys.executable, "-m", "crawler", "crawl", server.url("list"), "--archive", str(tmp_path)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        deadline = time.monotonic() + 30
        while not any(turn.script == "list" for turn in server.turns) and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        said, _ = process.communicate(timeout=30)
    assert time.monotonic() - began < 10
    assert process.returncode == Exit.INTERRUPTED, said


def test_a_second_run_on_the_same_archive_is_refused(tmp_path: Path) -> None:
    with DemoSite("divs") as site:
        first = begin(site, tmp_path)
        _wait_for_captures(site, first, 3)
        second = begin(site, tmp_path)
        _, said = second.communicate(timeout=30)
        assert second.returncode == Exit.LOCKED
        assert "another run holds the archive" in said
        assert first.wait(timeout=120) == Exit.DONE


def test_a_full_disk_is_told_and_nothing_promised_is_lost(tmp_path: Path) -> None:
    """A limit on file sizes stands for the full disk: a write fails in the middle of a record."""
    limited = "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    limited += "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000)); from crawler.cli import main; main()"
    with DemoSite("divs") as site:
        command = [sys.executable, "-c", limited, "crawl", "demo", "--base-url", site.url, "--archive", str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=os.environ)
        assert done.returncode in (Exit.LOSSES, Exit.DISK), done.stderr
        assert "cannot write" in done.stdout + done.stderr
        assert_every_row_has_its_bytes(tmp_path)
        result = walk(profiles.find("demo").at(site.url), tmp_path)
    assert result.exit_code == Exit.DONE
    assert_every_row_has_its_bytes(tmp_path)


def test_the_death_of_the_recording_process_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    with DemoSite("divs") as site:
        process = begin(site, tmp_path)
        _wait_for_captures(site, process, 30)
        for child in _children(process.pid):
            os.kill(child, signal.SIGKILL)
        _, said = process.communicate(timeout=30)
        assert process.returncode == Exit.LOSSES, said
        assert "recording process died" in said
        assert_every_row_has_its_bytes(tmp_path)
        result = walk(profiles.find("demo").at(site.url), tmp_path)
    assert result.exit_code == Exit.DONE


def test_the_recording_process_ends_with_the_run(tmp_path: Path) -> None:
    with DemoSite("divs") as site:
        process = begin(site, tmp_path)
        _wait_for_captures(site, process, 30)
        children = _children(process.pid)
        process.kill()
        process.communicate()
    deadline = time.monotonic() + 10
    while any(_is_running(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert children
    assert not any(_is_running(child) for child in children)


def _children(parent: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def _is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_file_that_cannot_be_closed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def rename(self: Path, target: Path) -> Path:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "rename", rename)
    with DemoSite("divs") as site:
        archive = ArchiveFolder(tmp_path)
        with archive.held():
            store = archive.open_store()
            result = crawl(profiles.find("demo").at(site.url), archive, store, Options(limit=3), lambda recorded: None)
            store.close()
    assert result.exit_code == Exit.LOSSES
    assert "cannot close the WARC file" in result.reason
    monkeypatch.undo()
    assert_every_row_has_its_bytes(tmp_path)


def test_a_log_that_cannot_be_written_is_told_as_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("crawler.run.logged_to", lambda path: logged_to(Path("/dev/full")))
    with DemoSite("divs") as site:
        result = walk(profiles.find("demo").at(site.url), tmp_path, limit=3)
    assert result.exit_code == Exit.DISK
    assert "cannot write /dev/full: No space left on device" in result.reason
    assert "Traceback" not in capsys.readouterr().err
    assert list(tmp_path.glob("runs/*/manifest.json"))


def test_what_a_killed_run_had_not_finished_is_cleared_away_and_its_papers_are_sealed(tmp_path: Path) -> None:
    killed = tmp_path / "runs" / "20260504T030201Z-abcdef"
    killed.mkdir(parents=True)
    (tmp_path / "index").mkdir()
    left = [
        tmp_path / "index" / ".demo-20260504030201000-00000-host.cdxj.x1y2z3.part",
        killed / ".report.json.a_b_c_.part",
        killed / ".manifest.json.d_e_f_.part",
    ]
    for path in left:
        path.write_text("{")
    (killed / "log.jsonl").write_text("{}\n")
    with DemoSite("divs") as site:
        result = walk(profiles.find("demo").at(site.url), tmp_path, limit=3)
    assert not any(path.exists() for path in left)
    manifest = (tmp_path / "runs" / result.run / "manifest.json").read_text()
    assert f"runs/{killed.name}/log.jsonl" in manifest


def test_an_archive_at_rest_is_in_one_database_file(tmp_path: Path) -> None:
    """Whoever copies `readmore.db` alone has all of it."""
    with DemoSite("divs") as site:
        for _ in range(2):
            walk(profiles.find("demo").at(site.url), tmp_path, limit=5)
    assert [path.name for path in tmp_path.glob("readmore.db*")] == ["readmore.db"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_a_run_is_closed_waits_for_the_seal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def interrupted(*rest: Any, **words: Any) -> Seal:
        os.kill(os.getpid(), number)
        time.sleep(0.1)  # a handler that raised would do so by now
        return seal_run(*rest, **words)

    monkeypatch.setattr("crawler.run.seal_run", interrupted)
    before = signal.getsignal(number)
    with DemoSite("divs") as site, pytest.raises(KeyboardInterrupt):
        walk(profiles.find("demo").at(site.url), tmp_path, limit=3)
    assert list(tmp_path.glob("runs/*/manifest.json"))
    assert [row["exit_code"] for row in rows(tmp_path, "SELECT exit_code FROM runs")] == [Exit.DONE]
    assert signal.getsignal(number) is before


def test_a_database_that_is_removed_meanwhile_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def removed(*rest: Any, **words: Any) -> Seal:
        (tmp_path / "readmore.db").unlink()
        return seal_run(*rest, **words)

    monkeypatch.setattr("crawler.run.seal_run", removed)
    with DemoSite("divs") as site:
        result = walk(profiles.find("demo").at(site.url), tmp_path, limit=3)
    assert result.exit_code == Exit.LOSSES
    assert "No such file" in result.reason
    assert "readmore.db" in result.reason


def test_sigterm_ends_any_command_as_an_interruption() -> None:
    ready = (
        "import sys, time, crawler.cli as cli; cli.readmore.main = lambda **_: (print('go', flush=True), time.sleep(9))"
    )
    process = subprocess.Popen([sys.executable, "-c", f"{ready}; cli.main()"], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "go\n"
    process.terminate()
    assert process.wait(timeout=5) == Exit.INTERRUPTED
    process.stdout.close()


def test_what_a_killed_run_kept_is_read_by_the_next_one(tmp_path: Path) -> None:
    """A record that is on disk and has no row, as a kill between the two leaves it."""
    with DemoSite("divs") as site:
        profile = profiles.find("demo").at(site.url)
        walk(profile, tmp_path, limit=30)
        for paper in tmp_path.glob("runs/*/manifest.json"):
            paper.unlink()
        with sqlite3.connect(tmp_path / "readmore.db") as db:
            names = [name for (name,) in db.execute("SELECT capture_id FROM texts")]
            for name in names:
                db.execute("DELETE FROM captures WHERE id = ?", (name,))
                for table in ("checks", "revisions", "texts", "provenance", "statements"):
                    db.execute(f"DELETE FROM {table} WHERE capture_id = ?", (name,))
        archive = ArchiveFolder(tmp_path)
        with archive.held():
            store = archive.open_store()
            assert catch_up(archive, store) == len(names) > 5
            assert catch_up(archive, store) == 0
            store.close()
    rebuilt(tmp_path, tmp_path / "rebuilt")
    assert differences(tmp_path, tmp_path / "rebuilt") == {}
