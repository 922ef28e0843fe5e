"""`readmore verify` as its users meet it: an archive of a crawl, in which one thing after the other goes wrong."""

from __future__ import annotations

import gzip
import http.server
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from walk import walk
from wellformed import good

from archive import cdxj, seal
from archive.verify.files import Summary
from archive.writer import OPEN
from crawler.archive_folder import ArchiveFolder
from crawler.demo.server import DemoSite
from crawler.verified import Verified
from crawler.verify import verify_archive
from spiders import profile as profiles

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of two runs, indexed and sealed."""
    folder = tmp_path_factory.mktemp("archive")
    with DemoSite() as site:
        for _ in range(2):
            result = walk(profiles.find("demo").at(site.url), folder, limit=12)
    files = sorted((folder / "warc").glob("*.warc.gz"))
    for file in files:
        cdxj.write(file, folder / "index")
    if not (folder / "runs" / result.run / "manifest.json").exists():
        papers = [path for path in folder.rglob("*") if path.is_file() and path.suffix in (".gz", ".cdxj")]
        seal.write_manifest(folder, result.run, papers, software="test", now=datetime.now(UTC))
    return folder


@pytest.fixture
def archive(crawled: Path, tmp_path: Path) -> Path:
    """A copy, to be broken."""
    return shutil.copytree(crawled, tmp_path / "archive")


def verified(folder: Path) -> Verified:
    summary = Summary()
    return Verified.of(verify_archive(ArchiveFolder(folder), summary), summary)


def errors(folder: Path) -> set[str]:
    return {finding.check for finding in verified(folder).findings if finding.level == "error"}


def change(folder: Path, sql: str) -> None:
    with sqlite3.connect(folder / "readmore.db") as db:
        db.execute("PRAGMA foreign_keys = OFF")
        assert db.execute(sql).rowcount
    db.close()


def warcs(folder: Path) -> list[Path]:
    return sorted((folder / "warc").glob("*.warc.gz"))


def test_what_readmore_writes_has_no_error(archive: Path) -> None:
    result = verified(archive)
    assert [str(f) for f in result.findings if f.level == "error"] == []
    assert result.ok
    assert result.summary.captures > 20


@pytest.mark.parametrize(
    "wrong",
    [
        "warc_offset = warc_offset + 1",
        "warc_length = warc_length + 1",
        "record_id = '<urn:uuid:00000000-0000-4000-8000-000000000000>'",
        "url = url || 'x'",
        "fetched_at = '2020-01-01T00:00:00.000000Z'",
        "status = 404",
        "method = 'HEAD'",
        "truncated = 'time'",
        "id = id || 'x'",
        "payload_digest = 'sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'",
        "warc_file = 'gone.warc.gz'",
    ],
)
def test_check_row_each_column_is_compared(archive: Path, wrong: str) -> None:
    change(
        archive, f"UPDATE captures SET {wrong} WHERE id = (SELECT id FROM captures WHERE revisit_of IS NULL LIMIT 1)"
    )
    assert errors(archive) == {"row"}


@pytest.mark.parametrize("wrong", ["revisit_of = NULL", "status = 404", "method = 'HEAD'", "truncated = 'length'"])
def test_check_row_each_column_of_a_revisit_is_compared(archive: Path, wrong: str) -> None:
    change(archive, f"UPDATE captures SET {wrong} WHERE id = {REVISIT}")
    assert errors(archive) == {"row"}


def test_what_is_no_warc_file_does_not_belong_there(archive: Path) -> None:
    (archive / "warc" / "notes.warc").write_text("WARC/1.1\r\n")
    assert "file" in errors(archive)


def test_check_row_an_answer_without_a_row(archive: Path) -> None:
    newest = "SELECT id FROM captures WHERE url LIKE '%/robots.txt' ORDER BY fetched_at DESC LIMIT 1"
    change(archive, f"DELETE FROM captures WHERE id = ({newest})")
    found = [f for f in verified(archive).findings if f.check == "row"]
    assert [(str(f.level), "`readmore read` makes them" in f.message) for f in found] == [("error", True)]
    for manifest in archive.glob("runs/*/manifest.json"):
        manifest.unlink()
    found = [f for f in verified(archive).findings if "makes them" in f.message]
    assert [str(f.level) for f in found] == ["warning"], "of a run that was killed before its seal"


def test_check_row_a_database_that_is_none(archive: Path) -> None:
    for rest in archive.glob("readmore.db-*"):
        rest.unlink()
    (archive / "readmore.db").write_bytes(b"no database" * 100)
    assert errors(archive) == {"row"}


def _lose_line(lines: list[str]) -> list[str]:
    return lines[1:]


def _swap_lines(lines: list[str]) -> list[str]:
    return [lines[1], lines[0], *lines[2:]]


def _change_digit(lines: list[str]) -> list[str]:
    return [lines[0].replace('"offset": "', '"offset": "1'), *lines[1:]]


@pytest.mark.parametrize("harm", [_lose_line, _swap_lines, _change_digit])
def test_check_index_lines(archive: Path, harm: Callable[[list[str]], list[str]]) -> None:
    path = min((archive / "index").iterdir())
    path.write_text("".join(harm(path.read_text().splitlines(keepends=True))))
    assert "index" in errors(archive)


def test_check_index_files(archive: Path) -> None:
    path = min((archive / "index").iterdir())
    path.rename(path.with_name("stray.cdxj"))
    found = [f for f in verified(archive).findings if f.check == "index"]
    assert {Path(f.file).name for f in found} == {path.name, "stray.cdxj"}


def test_check_seal_a_missing_file(archive: Path) -> None:
    warcs(archive)[0].unlink()
    assert {"seal", "row", "index"} <= errors(archive)


def test_any_flipped_bit_in_an_archive_is_found(archive: Path) -> None:
    """Where a gzip member says the same with the bit flipped, the seal tells."""
    dice = random.Random(5)
    path = warcs(archive)[0]
    data = path.read_bytes()
    for _ in range(20):
        flipped = bytearray(data)
        flipped[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        path.write_bytes(flipped)
        assert "seal" in errors(archive)


def test_a_file_of_a_killed_run_is_read_to_its_last_whole_record(archive: Path) -> None:
    path = warcs(archive)[-1]
    torn = path.rename(path.with_name(path.name + OPEN))
    with sqlite3.connect(archive / "readmore.db") as db:
        last = db.execute("SELECT max(warc_offset) FROM captures WHERE warc_file = ?", (path.name,)).fetchone()[0]
    os.truncate(torn, last + 40)
    torn_tail = [f for f in verified(archive).findings if f.check == "38"]
    assert [(str(f.level), f.offset) for f in torn_tail] == [("warning", last)]


def readmore(*words: object) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "crawler", "verify", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=ROOT)


def test_the_command_on_an_archive(archive: Path) -> None:
    done = readmore("--archive", archive)
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[-1].endswith("warnings")
    path = warcs(archive)[0]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    done = readmore("--archive", archive)
    assert done.returncode == 6
    assert f"check member error {path} at " in done.stdout
    quiet = readmore("--archive", archive, "--quiet")
    assert (quiet.returncode, "check member error" in quiet.stdout) == (6, True)


def test_the_command_in_json(tmp_path: Path) -> None:
    draft = good()
    draft["response"].set("WARC-Block-Digest", "sha1:" + "A" * 32)
    path = draft.write(tmp_path)
    done = readmore(path, "--json")
    document = json.loads(done.stdout)
    assert done.returncode == 6
    assert (document["ok"], document["files"], document["records"], document["captures"]) == (False, 1, 13, 3)
    assert document["bytes"] == sum(len(record.encode()) for record in draft.records.values())
    finding = document["findings"][0]
    assert finding.pop("message").startswith("the block's digest is sha1:")
    assert finding == {
        "check": "17",
        "level": "error",
        "title": "Block digest",
        "file": str(path),
        "offset": draft.offset("response"),
        "record": draft["response"].get("WARC-Record-ID"),
    }


def test_the_command_says_no_more_than_can_be_read(tmp_path: Path) -> None:
    draft = good()
    for number in range(300):
        draft.records[f"bad {number}"] = draft["request"]
    done = readmore(draft.write(tmp_path))
    assert done.returncode == 6
    assert len(done.stdout.splitlines()) == 202
    assert "and 100 more" in done.stdout


@pytest.fixture
def web(tmp_path: Path) -> Iterator[str]:
    """Serves a folder."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

        def send_header(self, keyword: str, value: str) -> None:
            early = keyword == "Content-Length" and "?early" in self.path
            super().send_header(keyword, str(int(value) + 9) if early else value)

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_command_on_an_address(tmp_path: Path, web: str) -> None:
    path = good().write(tmp_path)
    done = readmore(f"{web}/{path.name}")
    assert (done.returncode, done.stdout) == (0, "1 files, 13 records, 3 captures, 0.0 MB: 0 errors, 0 warnings\n")
    path.write_bytes(path.read_bytes()[:-9])
    done = readmore(f"{web}/{path.name}")
    assert done.returncode == 6
    assert f"check 38 error {web}/{path.name} at " in done.stdout
    early = readmore(f"{web}/{path.name}?early")
    assert early.returncode == 2
    assert "ended 9 bytes too early" in early.stderr, "the way to a file is no damage of the file"
    missing = readmore(f"{web}/none.warc.gz")
    assert missing.returncode == 2
    assert "cannot be had" in missing.stderr


def test_a_folder_that_is_no_archive(tmp_path: Path) -> None:
    done = readmore("--archive", tmp_path)
    assert done.returncode == 2
    assert "holds no archive" in done.stderr


def test_the_command_on_a_package(archive: Path, tmp_path: Path, web: str) -> None:
    package = tmp_path / "a.wacz"
    command = [sys.executable, "-m", "crawler", "pack", "--archive", archive, "--out", package]
    subprocess.run(command, check=True, timeout=120, cwd=ROOT, capture_output=True)
    assert readmore(package).returncode == 0
    data = bytearray(package.read_bytes())
    data[len(data) // 2] ^= 1
    package.write_bytes(data)
    done = readmore(f"{web}/a.wacz")
    assert done.returncode == 6
    assert f"check 40 error {web}/a.wacz" in done.stdout
    missing = readmore(tmp_path / "none.wacz")
    assert (missing.returncode, "check file error" in missing.stdout) == (6, True)


def test_check_row_damage_within_the_database(archive: Path) -> None:
    with sqlite3.connect(archive / "readmore.db") as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'texts'").fetchone()[0]
        size = db.execute("PRAGMA page_size").fetchone()[0]
    db.close()
    with (archive / "readmore.db").open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(random.Random(1).randbytes(size))
    found = [f for f in verified(archive).findings if f.level == "error"]
    assert {(f.check, Path(f.file).name) for f in found} == {("row", "readmore.db")}


REVISIT = "(SELECT id FROM captures WHERE revisit_of IS NOT NULL ORDER BY id LIMIT 1)"
ORIGINAL = f"SELECT revisit_of FROM captures WHERE id = {REVISIT}"
OTHER = f"""
    SELECT o.id FROM captures o, captures c
    WHERE c.id = {REVISIT} AND o.revisit_of IS NULL AND o.payload_digest <> c.payload_digest LIMIT 1
"""


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (f"UPDATE captures SET revisit_of = 'gone' WHERE id = {REVISIT}", "a revisit of gone, which is not there"),
        (f"UPDATE captures SET revisit_of = {REVISIT} WHERE id = {REVISIT}", "which is no whole response"),
        (f"UPDATE captures SET truncated = 'length' WHERE id = ({ORIGINAL})", "which is no whole response"),
        (f"UPDATE captures SET revisit_of = ({OTHER}) WHERE id = {REVISIT}", "which is of another payload"),
        (
            f"DELETE FROM captures WHERE id = ({ORIGINAL})",
            "rows of captures refer to rows of captures that are not there",
        ),
        ("UPDATE texts SET capture_id = 'gone'", "rows of texts refer to rows of captures that are not there"),
    ],
)
def test_check_row_what_rows_refer_to(archive: Path, harm: str, said: str) -> None:
    change(archive, harm)
    found = [f for f in verified(archive).findings if f.level == "error"]
    assert {f.check for f in found} == {"row"}
    assert any(said in f.message for f in found)


def test_check_row_a_database_that_is_gone(archive: Path) -> None:
    for file in archive.glob("readmore.db*"):
        file.unlink()
    assert errors(archive) == {"row"}
    shutil.rmtree(archive / "runs")
    assert "row" not in errors(archive), "WARC files that were put together have no database"


def test_an_archive_on_a_disk_that_cannot_be_written_to(archive: Path) -> None:
    """Where SQLite cannot make the file that goes with a write-ahead log."""
    (archive / "readmore.db-shm").unlink(missing_ok=True)
    (archive / "readmore.db-wal").unlink(missing_ok=True)
    (archive / "readmore.db-shm").mkdir()
    assert verified(archive).ok


def test_a_warc_file_of_another_archive(archive: Path, tmp_path: Path) -> None:
    with DemoSite() as site:
        walk(profiles.find("demo").at(site.url), tmp_path / "other", limit=3)
    [stray] = warcs(tmp_path / "other")
    shutil.copy(stray, archive / "warc" / stray.name)
    found = [f for f in verified(archive).findings if f.level == "error"]
    assert [(f.check, Path(f.file).name) for f in found] == [("row", stray.name)]


def test_check_seal_the_newest_manifest(archive: Path) -> None:
    newest = max(archive.glob("runs/*/manifest.json"), key=lambda path: json.loads(path.read_bytes())["number"])
    data = json.loads(newest.read_bytes())
    changed = json.dumps({**data, "files": data["files"][1:]}, indent=1, sort_keys=True) + "\n"
    newest.write_text(changed)
    found = [f for f in verified(archive).findings if f.level == "error"]
    assert [(f.check, f.file) for f in found] == [("seal", newest.relative_to(archive).as_posix())]
    newest.unlink()
    found = [f for f in verified(archive).findings if f.level == "error"]
    assert [(f.check, f.file) for f in found] == [("seal", newest.relative_to(archive).as_posix())]


def test_an_index_that_is_not_made_yet(archive: Path) -> None:
    """A run that goes on, or was killed: its file bears its name, and is neither indexed nor sealed."""
    newest = max(archive.glob("runs/*/manifest.json"), key=lambda path: json.loads(path.read_bytes())["number"])
    shutil.rmtree(newest.parent)
    change(archive, "DELETE FROM seals")
    index = archive / "index" / cdxj.index_name(warcs(archive)[-1])
    index.unlink()
    result = verified(archive)
    assert result.ok
    assert [Path(f.file).name for f in result.findings if f.check == "index"] == [index.name]


def test_a_warc_file_that_lost_its_compression(archive: Path) -> None:
    file = warcs(archive)[0]
    file.write_bytes(gzip.decompress(file.read_bytes()))
    found = [f for f in verified(archive).findings if f.level == "error"]
    assert {f.check for f in found} - {"field"} == {"row", "index", "seal"}
    assert all(file.stem.removesuffix(".warc") in f.file for f in found if f.check != "field")
