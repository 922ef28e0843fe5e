"""`readmore pack` as its users meet it."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import packages
import pytest
from filelock import FileLock
from test_cli import readmore
from test_undedupe import IDENTICAL, as_revisit, by_type

from archive import cdxj
from archive.http import Message, raw_head
from archive.wacz import check_wacz
from crawler.demo.server import DemoSite


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the built-in site."""
    folder = tmp_path_factory.mktemp("crawled") / "chronicle"
    done = readmore("demo", "--archive", folder, "--quiet")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def archive(crawled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(crawled, tmp_path / "chronicle"))


def rows(archive: Path, sql: str) -> list[tuple]:
    with sqlite3.connect(archive / "readmore.db") as db:
        return db.execute(sql).fetchall()


def pages(path: Path) -> list[dict]:
    lines = packages.read(path)["pages/pages.jsonl"][0].decode().splitlines()
    return [json.loads(line) for line in lines[1:]]


def test_the_index_of_a_crawl_is_that_of_cdxj_indexer(crawled: Path) -> None:
    warcs = sorted((crawled / "warc").glob("*.warc.gz"))
    tool = Path(sys.executable).with_name("cdxj-indexer")
    for warc in warcs:
        theirs = subprocess.run([tool, "--sort", warc], capture_output=True, check=True, text=True).stdout
        assert cdxj.lines(warc) == theirs.splitlines()
        assert len(theirs.splitlines()) > 300


def test_an_archive_becomes_a_package_that_every_check_passes(archive: Path, tmp_path: Path) -> None:
    done = readmore("pack", "--archive", archive, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "chronicle.wacz: 1 WARC files, " in done.stdout
    assert list(check_wacz(tmp_path / "chronicle.wacz")) == []
    tool = Path(sys.executable).with_name("wacz")
    theirs = subprocess.run([tool, "validate", "-f", tmp_path / "chronicle.wacz"], capture_output=True, text=True)
    assert theirs.returncode == 0, theirs.stdout


def test_pages_are_the_tags_listings_and_then_the_articles(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.wacz"
    assert readmore("pack", "--archive", archive, "--out", out, "--quiet").returncode == 0
    found = pages(out)
    seeds = [page for page in found if page.get("seed")]
    assert found[: len(seeds)] == seeds
    listings = rows(archive, "SELECT DISTINCT listing_url FROM listing_items WHERE tag_id IS NOT NULL")
    assert {page["url"] for page in seeds} == {url for (url,) in listings}
    labels = rows(archive, "SELECT label FROM tag_labels")
    assert {page["title"] for page in seeds} == {label for (label,) in labels}
    assert {"ტყე", "Forest"} <= {page["title"] for page in seeds}
    assert {page["language"] for page in seeds if page["title"] == "ტყე"} == {"ka"}
    expected = rows(
        archive,
        "SELECT e.url, e.headline, e.lang, a.date_published, substr(c.fetched_at, 1, 19) || 'Z'"
        " FROM editions e JOIN articles a ON a.id = e.article_id JOIN captures c ON c.id = e.capture_id"
        " WHERE e.availability = 'full'",
    )
    articles = [(p["url"], p["title"], p["language"], p["date"], p["ts"]) for p in found[len(seeds) :]]
    assert sorted(articles) == sorted(expected)
    manifest = json.loads(packages.read(out)["datapackage.json"][0])
    assert (manifest["mainPageUrl"], manifest["mainPageDate"]) == (seeds[0]["url"], seeds[0]["ts"])
    assert manifest["title"] == "Tetrimta Chronicle"


def test_the_newest_capture_of_status_200_is_the_page(archive: Path, tmp_path: Path) -> None:
    """Rows as later runs leave them; the captures themselves are not looked at."""
    (url, capture, warc), *_ = rows(
        archive,
        "SELECT c.url, c.id, c.warc_file FROM editions e JOIN captures c ON c.id = e.capture_id"
        " WHERE e.availability = 'full' ORDER BY e.id",
    )
    later = [
        ("later-200", "2026-12-31T00:00:00.000000Z", 200, warc, capture),
        ("later-304", "2027-01-01T00:00:00.000000Z", 304, warc, capture),
        ("later-500", "2028-01-01T00:00:00.000000Z", 500, warc, None),
        ("later-elsewhere", "2029-01-01T00:00:00.000000Z", 200, "gone.warc.gz", None),
    ]
    with sqlite3.connect(archive / "readmore.db") as db:
        for name, moment, status, file, original in later:
            db.execute(
                "INSERT INTO captures SELECT ?, run_id, source_id, url, method, ?, mime, ?, payload_digest, truncated,"
                " ?, warc_offset, warc_length, record_id, ?, read_by FROM captures WHERE id = ?",
                (name, status, moment, file, original, capture),
            )
    readmore("pack", "--archive", archive, "--out", tmp_path / "a.wacz", "--quiet")
    assert [page["ts"] for page in pages(tmp_path / "a.wacz") if page["url"] == url] == ["2026-12-31T00:00:00Z"]


def test_json_says_what_was_packed_and_what_was_left_out(archive: Path, tmp_path: Path) -> None:
    closed = next((archive / "warc").glob("*.warc.gz"))
    unclosed = archive / "warc" / "demo-20300101000000000-00000-here.warc.gz.open"
    unclosed.write_bytes(closed.read_bytes()[:5000])
    out = tmp_path / "a.wacz"
    with FileLock(archive / "lock"):  # another run holds the archive
        done = readmore("pack", "--archive", archive, "--out", out, "--json")
    assert done.returncode == 0
    said = json.loads(done.stdout)
    assert said["left_out"] == [unclosed.name]
    assert said["warcs"] == [closed.name]
    assert (said["file"], said["bytes"]) == (str(out), out.stat().st_size)
    assert said["pages"] == len(pages(out))
    assert f"left out: {unclosed.name}" in readmore("pack", "--archive", archive, "--out", out).stdout
    assert done.stderr == ""


def with_revisits(archive: Path, **changes: str) -> tuple[Path, bytes]:
    """A second file in the archive, with a revisit of an article as a later run keeps it; and the article's answer."""
    warc = next((archive / "warc").glob("*.warc.gz"))
    original = next(r for r in by_type(warc, "response") if "/display/" in (r.header("WARC-Target-URI") or ""))
    later = {"WARC-Record-ID": "<urn:uuid:00000000-0000-4000-8000-000000000001>", "WARC-Date": "2027-01-01T00:00:00Z"}
    head = raw_head(original.block).replace(b"\r\n", b"\r\nX-Later: yes\r\n", 1)
    info = warc.read_bytes()[: by_type(warc, "warcinfo")[0].length]
    revisit = as_revisit(original, original, IDENTICAL, head, **(later | changes))
    (archive / "warc" / "later.warc.gz").write_bytes(info + revisit)
    return warc, head + original.block[len(raw_head(original.block)) :]


def test_revisits_are_written_out_whole_when_asked(archive: Path, tmp_path: Path) -> None:
    _, answer = with_revisits(archive)
    as_it_is, whole = tmp_path / "a.wacz", tmp_path / "b.wacz"
    assert readmore("pack", "--archive", archive, "--out", as_it_is).returncode == 0
    done = readmore("pack", "--archive", archive, "--out", whole, "--undedupe")
    assert done.returncode == 0, done.stderr
    revisits = rows(archive, "SELECT count(*) FROM captures WHERE revisit_of IS NOT NULL")[0][0]
    assert f"{revisits + 1} revisits written out whole" in done.stdout
    assert list(check_wacz(as_it_is)) == list(check_wacz(whole)) == []
    later = "archive/later.warc.gz"
    assert packages.read(as_it_is)[later][0] == (archive / later.replace("archive", "warc")).read_bytes()
    unpacked = tmp_path / "later.warc.gz"
    unpacked.write_bytes(packages.read(whole)[later][0])
    assert [record.block for record in by_type(unpacked, "response")] == [answer]
    assert by_type(unpacked, "revisit") == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.wacz", "b.wacz", "chronicle", "later.warc.gz"]


def test_a_second_crawl_is_written_out_as_what_it_saw(tmp_path: Path) -> None:
    archive, out = tmp_path / "twice", tmp_path / "a.wacz"
    with DemoSite() as site:
        for _ in range(2):
            done = readmore("crawl", "demo", "--base-url", site.url, "--archive", archive, "--full", "--quiet")
            assert done.returncode == 0, done.stderr
    assert readmore("pack", "--archive", archive, "--out", out, "--undedupe", "--quiet").returncode == 0
    assert list(check_wacz(out)) == []
    found = {}
    for name in [name for name in packages.read(out) if name.startswith("archive/")]:
        unpacked = tmp_path / Path(name).name
        unpacked.write_bytes(packages.read(out)[name][0])
        assert by_type(unpacked, "revisit") == []
        for record in by_type(unpacked, "response"):
            moment = (record.header("WARC-Target-URI"), record.header("WARC-Date"))
            found[moment] = packages.sha1(Message.parse(record.block).entity)
    kept = rows(archive, "SELECT url, fetched_at, payload_digest FROM captures")
    assert found == {(url, moment): digest for url, moment, digest in kept}
    assert rows(archive, "SELECT count(*) FROM captures WHERE revisit_of IS NOT NULL")[0][0] >= 100


def test_a_revisit_whose_original_is_gone_is_damage(archive: Path, tmp_path: Path) -> None:
    with_revisits(archive, **{"WARC-Refers-To": "<urn:uuid:00000000-0000-4000-8000-00000000dead>"})
    done = readmore("pack", "--archive", archive, "--out", tmp_path / "a.wacz", "--undedupe", "--json")
    assert done.returncode == 6
    assert [told["file"] for told in json.loads(done.stdout)["unresolved"]] == ["later.warc.gz"]
    assert "later.warc.gz at" in done.stderr
    assert list(check_wacz(tmp_path / "a.wacz")) == []


def test_nothing_to_pack_is_wrong_use_and_makes_nothing(tmp_path: Path) -> None:
    done = readmore("pack", "--archive", tmp_path / "none", "--out", tmp_path / "a.wacz")
    assert done.returncode == 2
    assert "nothing to pack" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def unwritable(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "sealed"
    folder.mkdir()
    folder.chmod(0o500)
    yield folder
    folder.chmod(0o700)


def test_an_output_that_cannot_be_written_is_named(archive: Path, tmp_path: Path, unwritable: Path) -> None:
    targets = [tmp_path / "no" / "such" / "a.wacz"]
    targets += [unwritable / "a.wacz"] if os.geteuid() else []
    for out in targets:
        done = readmore("pack", "--archive", archive, "--out", out)
        assert done.returncode == 2
        assert f"cannot write {out}" in done.stderr


def test_a_signed_package_keeps_its_key_for_the_next(archive: Path, tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    keys = []
    for name in ("a.wacz", "b.wacz"):
        done = readmore("pack", "--archive", archive, "--out", tmp_path / name, "--sign", "--key", key)
        assert done.returncode == 0, done.stderr
        assert list(check_wacz(tmp_path / name)) == []
        digest = json.loads(packages.read(tmp_path / name)["datapackage-digest.json"][0])
        keys.append(digest["signedData"]["publicKey"])
    assert keys[0] == keys[1]
    key.write_text("no key")
    done = readmore("pack", "--archive", archive, "--out", tmp_path / "a.wacz", "--sign", "--key", key)
    assert done.returncode == 2
    assert "key.pem cannot be used" in done.stderr


def test_a_key_that_would_not_be_used_is_wrong_use(archive: Path, tmp_path: Path) -> None:
    done = readmore("pack", "--archive", archive, "--out", tmp_path / "a.wacz", "--key", tmp_path / "key.pem")
    assert done.returncode == 2
    assert not (tmp_path / "a.wacz").exists()


def test_an_archive_without_records_is_packed_and_says_what_is_missing(archive: Path, tmp_path: Path) -> None:
    (archive / "readmore.db").unlink()
    with sqlite3.connect(archive / "readmore.db"):
        pass
    done = readmore("pack", "--archive", archive, "--out", tmp_path / "a.wacz")
    assert done.returncode == 0, done.stderr
    assert "no page is known of these files" in done.stdout
    assert pages(tmp_path / "a.wacz") == []
    assert list(check_wacz(tmp_path / "a.wacz")) == []


def test_the_key_is_in_the_configuration_folder_unless_it_is_named(archive: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    out = tmp_path / "a.wacz"
    done = readmore("pack", "--archive", archive, "--out", out, "--sign", XDG_CONFIG_HOME=str(home), HOME=str(home))
    assert done.returncode == 0, done.stderr
    assert [path.name for path in home.rglob("*.pem")] == ["signing-key.pem"]


def test_a_pack_that_fails_leaves_the_earlier_package(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.wacz"
    assert readmore("pack", "--archive", archive, "--out", out).returncode == 0
    before = out.read_bytes()
    (archive / "warc" / "zz.warc.gz").mkdir()  # cannot be read
    done = readmore("pack", "--archive", archive, "--out", out)
    assert done.returncode == 2
    assert f"Is a directory ({archive / 'warc' / 'zz.warc.gz'})" in done.stderr
    assert out.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["a.wacz"]


def test_what_is_damaged_is_packed_named_and_found_in_the_package(archive: Path, tmp_path: Path) -> None:
    warc = max((archive / "warc").iterdir(), key=lambda path: path.stat().st_size)
    data = bytearray(warc.read_bytes())
    data[len(data) // 2] ^= 1
    warc.write_bytes(data)
    done = readmore("pack", "--archive", archive, "--out", tmp_path / "a.wacz")
    assert done.returncode == 6
    assert warc.name in done.stderr
    found = readmore("verify", tmp_path / "a.wacz")
    assert found.returncode == 6
    assert f"a.wacz!/archive/{warc.name}" in found.stdout


def test_a_warc_file_that_is_gone_is_missed(archive: Path, tmp_path: Path) -> None:
    warc = max((archive / "warc").iterdir(), key=lambda path: path.stat().st_size)
    warc.rename(warc.with_name(f"other-{warc.name}"))
    done = readmore("pack", "--archive", archive, "--out", tmp_path / "a.wacz")
    assert done.returncode == 6
    assert f"{warc.name}, in which captures stand, is not there" in done.stderr


def test_the_records_in_a_package_are_verified(archive: Path, tmp_path: Path) -> None:
    readmore("pack", "--archive", archive, "--out", tmp_path / "a.wacz")
    done = readmore("verify", tmp_path / "a.wacz", "--json")
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout)["captures"] > 10
