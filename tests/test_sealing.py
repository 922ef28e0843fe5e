"""Crawls end with a seal, and with a time stamp where one is asked for."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from test_cli import readmore
from timestamper import Timestamper, Web

from archive.errors import WriteError
from archive.seal import check
from archive.seal.timestamp import check_stamp
from crawler.archive_folder import ArchiveFolder
from crawler.demo.server import DemoSite
from crawler.sealing import seal_run

needs_openssl = pytest.mark.skipif(not shutil.which("openssl"), reason="needs the openssl command: install openssl")


def crawl(site: DemoSite, folder: Path, *words: object, **environment: str) -> subprocess.CompletedProcess:
    return readmore(
        "crawl", "demo", "--base-url", site.url, "--archive", folder, "--limit", 3, "--quiet", *words, **environment
    )


def ended_by(number: signal.Signals, site: DemoSite, folder: Path, *words: str) -> int:
    """The exit code of a crawl that gets a signal when its first file is there."""
    command = [sys.executable, "-m", "crawler", "crawl", "demo", "--base-url", site.url, "--archive", str(folder)]
    process = subprocess.Popen([*command, "--quiet", *words])
    while not list(folder.glob("warc/*.open")) and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(number)
    return process.wait(timeout=60)


def manifests(folder: Path) -> list[dict]:
    """The manifests of an archive, in the order of the chain."""
    found = [json.loads(path.read_bytes()) for path in folder.glob("runs/*/manifest.json")]
    return sorted(found, key=lambda manifest: manifest["number"])


def test_each_run_is_sealed_and_chained(tmp_path: Path) -> None:
    with DemoSite() as site:
        for _ in range(2):
            assert crawl(site, tmp_path).returncode == 0
    first, second = manifests(tmp_path)
    assert second["previous"]["run"] == first["run"]
    sealed = [file["path"] for manifest in (first, second) for file in manifest["files"]]
    assert {f"warc/{path.name}" for path in (tmp_path / "warc").iterdir()} <= set(sealed)
    assert f"runs/{first['run']}/log.jsonl" in sealed
    assert list(check(tmp_path)) == []


def test_a_killed_run_is_sealed_by_the_next(tmp_path: Path) -> None:
    with DemoSite() as site:
        assert ended_by(signal.SIGKILL, site, tmp_path) == -signal.SIGKILL
        assert manifests(tmp_path) == []
        assert crawl(site, tmp_path).returncode == 0
    assert {file["path"] for file in manifests(tmp_path)[0]["files"]} >= {
        f"warc/{path.name}" for path in (tmp_path / "warc").iterdir()
    }
    assert list(check(tmp_path)) == []


def test_an_interrupted_run_is_sealed_and_waits_for_no_stamp(tmp_path: Path) -> None:
    with DemoSite() as site, Web(lambda _: (200, [b"never"]), pause=60) as web:
        assert ended_by(signal.SIGTERM, site, tmp_path, "--timestamp", web.url) == 130
        assert web.asked == []
    assert len(manifests(tmp_path)) == 1
    assert list(check(tmp_path)) == []


@needs_openssl
def test_a_stamp_where_one_is_asked_for(tmp_path: Path) -> None:
    authority = Timestamper(tmp_path / "authority")
    folder = tmp_path / "archive"
    with DemoSite() as site, Web(lambda query: (200, [authority.reply(query)])) as web:
        assert crawl(site, folder, "--timestamp", web.url).returncode == 0
        assert crawl(site, folder, READMORE_TSA=web.url).returncode == 0
    stamps = list(folder.glob("runs/*/manifest.tsr"))
    assert len(stamps) == 2
    assert all(check_stamp(tsr.with_name("manifest.json"), tsr, authority.root).trusted for tsr in stamps)
    assert list(check(folder, authority.root)) == []


def test_an_authority_that_is_of_no_use_costs_the_stamp_only(tmp_path: Path) -> None:
    with DemoSite() as site, Web(lambda _: (500, [b"no"])) as web:
        done = crawl(site, tmp_path, "--timestamp", web.url)
    assert done.returncode == 0
    assert "is sealed, but has no time stamp" in done.stderr
    assert web.url in done.stderr
    assert list(check(tmp_path)) == []


def test_an_authority_that_can_be_none_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    done = readmore("crawl", "demo", "--archive", tmp_path / "a", "--timestamp", "tsa.example")
    assert done.returncode == 2
    assert "tsa.example is no http(s) URL" in done.stderr
    assert not (tmp_path / "a").exists()


def test_without_the_extra_what_to_install_is_told(tmp_path: Path) -> None:
    code = "import sys; sys.modules['rfc3161_client'] = None; from crawler.cli import main; main()"
    words = ["crawl", "demo", "--archive", str(tmp_path / "a"), "--timestamp", "http://127.0.0.1:9/"]
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'readmore[sign]'" in done.stderr


def test_a_seal_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A file stands where the run's folder should be: it fails for root as well."""
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "r1").write_bytes(b"")
    with pytest.raises(WriteError, match=r"cannot seal run r1: .*the next run seals its files"):
        seal_run(ArchiveFolder(tmp_path), "r1", now=datetime(2026, 11, 24, tzinfo=UTC))
    assert not seal_run(ArchiveFolder(tmp_path), "r2", now=datetime(2026, 11, 24, tzinfo=UTC)).warning
