"""WARC files that other tools made: taken in, read, and fit for whatever the archive's own files are fit for."""

from __future__ import annotations

import http.server
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import foreign
import pytest
from plainwarc import records
from walk import differences, rows

from crawler.demo.server import DemoSite
from spiders import profile as profiles

ROOT = Path(__file__).resolve().parents[1]
#: Everything that a reader of the records sees, but for which capture says so, and when.
SAID = (
    "SELECT id, section, native_id, date_published, date_published_edtf, date_source FROM articles",
    "SELECT id, article_id, lang, headline, excerpt, author, availability FROM editions",
    "SELECT edition_id, body FROM texts",
    "SELECT article_id, tag_id FROM article_tags",
    "SELECT * FROM tag_labels",
)


def readmore(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "crawler", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=ROOT, check=False)


def read(archive: Path, *words: object) -> dict:
    """What `readmore read --json` says, where it did its job."""
    done = readmore("read", *words, "--archive", archive, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def errors(archive: Path, *but: str) -> list[dict]:
    """What `readmore verify` finds wrong, but for the checks in which the tool was at fault."""
    found = json.loads(readmore("verify", "--archive", archive, "--json").stdout)["findings"]
    return [each for each in found if each["level"] == "error" and each["check"] not in but]


def mills(archive: Path) -> dict[str, str]:
    """Headlines by day of publication, each with a text."""
    sql = """SELECT a.date_published, e.headline FROM articles a JOIN editions e ON e.article_id = a.id
        JOIN texts t ON t.edition_id = e.id WHERE e.availability = 'full' AND t.body LIKE 'The keeper of mill%'"""
    return dict(map(tuple, rows(archive, sql)))


def opened(*numbers: int) -> dict[str, str]:
    return {f"2023-05-{number:02}": f"Mill {number} opens its gate again" for number in numbers}


@pytest.mark.parametrize("packed", [True, False])
def test_what_wget_fetched_is_read_as_a_crawl_of_our_own_is(tmp_path: Path, packed: bool) -> None:
    if not shutil.which("wget"):
        pytest.skip("there is no wget here")
    with DemoSite("divs" if packed else "cards") as site:
        assert readmore("crawl", "demo", "--base-url", site.url, "--archive", tmp_path / "own").returncode == 0
        options = ["--recursive", "--level=inf", "--quiet", "--execute=robots=off", "--no-proxy", "--delete-after"]
        options += [f"--directory-prefix={tmp_path}", f"--warc-file={tmp_path / 'wget'}"]
        options += [] if packed else ["--no-warc-compression"]
        starts = [f"{site.url}/{path}" for path in ("news", "monthly-review", "about-project")]
        subprocess.run(["wget", *options, *starts], timeout=100, check=False)
        profile = tmp_path / "demo.toml"
        built_in = (ROOT / "spiders/profiles/demo.toml").read_text("utf-8")
        profile.write_text(built_in.replace("http://demo.localhost", site.url), "utf-8")
    file = tmp_path / ("wget.warc.gz" if packed else "wget.warc")
    before = file.read_bytes()
    said = read(tmp_path / "a", file, "--source", profile)
    assert (said["sources"], said["taken_in"], said["damage"]) == (["demo"], ["wget.warc.gz"], [])
    assert file.read_bytes() == before
    for sql in SAID:
        assert set(map(tuple, rows(tmp_path / "a", sql))) == set(map(tuple, rows(tmp_path / "own", sql))), sql
    assert errors(tmp_path / "a") == []
    assert len(records(tmp_path / "a" / "warc" / "wget.warc.gz")) == before.count(b"WARC/1.0\r\n") or packed


@pytest.mark.parametrize("name", foreign.PACKINGS)
def test_every_packing_gives_the_same_records(tmp_path: Path, name: str) -> None:
    made = foreign.heritrix()
    said = read(tmp_path / "a", foreign.write(tmp_path, name, made))
    assert (said["sources"], said["captures"]) == (["site.example"], 6)
    assert mills(tmp_path / "a") == opened(1, 2, 3)
    [kept] = (tmp_path / "a" / "warc").iterdir()
    assert [each.raw for each in records(kept)] == made
    assert errors(tmp_path / "a") == []
    assert readmore("pack", "--archive", tmp_path / "a", "--out", tmp_path / "out.wacz").returncode == 0


def test_a_crawl_by_heritrix(tmp_path: Path) -> None:
    read(tmp_path / "a", foreign.write(tmp_path, "x.warc.gz", foreign.heritrix()))
    [run] = rows(tmp_path / "a", "SELECT * FROM runs")
    assert (run["id"], run["source_id"]) == ("Example-spring-crawl.site.example", "site.example")
    assert (run["software"], run["started_at"][:10]) == ("Heritrix/3.4.0 http://crawler.archive.org", "2023-05-20")
    kept = {row["url"]: row["status"] for row in rows(tmp_path / "a", "SELECT * FROM captures")}
    assert kept["http://site.example/gone"] == 404
    assert kept["http://advert.example/frame"] == 200, "kept, and not read: it was embedded"
    assert not any(url.startswith("dns:") for url in kept)


def test_a_revisit_that_names_no_original_is_read_by_its_payload(tmp_path: Path) -> None:
    first = foreign.write(tmp_path, "b.warc.gz", foreign.heritrix())
    again = foreign.write(tmp_path, "a.warc.gz", foreign.heritrix_again())
    said = read(tmp_path / "a", again, first)
    assert (said["sources"], said["captures"]) == (["site.example"], 8)
    seen = {r["native_id"]: r["last_seen"][:7] for r in rows(tmp_path / "a", "SELECT * FROM articles")}
    assert seen == {"1": "2023-06", "2": "2023-06", "3": "2023-05"}
    revisits = rows(
        tmp_path / "a",
        "SELECT o.url FROM captures c JOIN captures o ON o.id = c.revisit_of WHERE c.id <> o.id",
    )
    assert [row["url"] for row in revisits] == ["http://site.example/mill/1"]
    assert errors(tmp_path / "a", "9", "30") == [], "but for requests, which were not kept, and for naming nothing"
    read(tmp_path / "b", first)
    read(tmp_path / "b", again)
    assert differences(tmp_path / "a", tmp_path / "b") == {}


def test_a_revisit_whose_original_is_nowhere_is_told(tmp_path: Path) -> None:
    again = foreign.write(tmp_path, "a.warc.gz", foreign.heritrix_again())
    done = readmore("read", again, "--archive", tmp_path / "a", "--source", "http://site.example/")
    assert done.returncode == 6
    assert "what it is a revisit of is not here" in done.stderr
    assert rows(tmp_path / "a", "SELECT * FROM articles") == []
    assert len(rows(tmp_path / "a", "SELECT * FROM captures WHERE revisit_of IS NOT NULL")) == 2


@pytest.mark.parametrize("name", ["rec-1.warc.gz", "x.wacz"])
def test_a_crawl_by_a_browser(tmp_path: Path, name: str) -> None:
    said = read(tmp_path / "a", foreign.write(tmp_path, name, foreign.browsertrix()))
    assert said["sources"] == ["site.example"]
    assert mills(tmp_path / "a") == opened(4, 5, 6, 7)
    kept = {row["url"]: row["source_id"] for row in rows(tmp_path / "a", "SELECT * FROM captures")}
    assert kept["https://cdn.example/logo.png"] == kept["https://advert.example/frame"] == "site.example"
    assert len(kept) == 7
    assert [each for each in errors(tmp_path / "a") if each["check"] in ("row", "index", "seal")] == []


def test_the_least_that_a_tool_can_write(tmp_path: Path) -> None:
    said = read(tmp_path / "a", foreign.write(tmp_path, "x.warc", foreign.bare()))
    assert said["sources"] == ["site.example"]
    assert mills(tmp_path / "a") == opened(8, 9)
    assert [each for each in errors(tmp_path / "a") if each["check"] in ("row", "index", "seal")] == []


def test_what_warcio_captured(tmp_path: Path) -> None:
    writer = """
import sys
from warcio.capture_http import capture_http
import http.client
from urllib.parse import urlsplit
with capture_http(sys.argv[1], warc_version="1.1"):
    for url in sys.argv[2:]:
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.netloc)
        connection.request("GET", parts.path)
        connection.getresponse().read()
"""
    with DemoSite("divs") as site:
        urls = [f"{site.url}/news/display/{number}" for number in (1101, 1101, 1050)]
        done = subprocess.run([sys.executable, "-c", writer, tmp_path / "w.warc.gz", *urls], check=False)
        assert done.returncode == 0
    said = read(tmp_path / "a", tmp_path / "w.warc.gz")
    assert said["sources"] == [site.url.removeprefix("http://").replace(":", "-")]
    assert len(rows(tmp_path / "a", "SELECT * FROM texts")) == 2
    assert errors(tmp_path / "a") == []


def test_a_file_of_several_sites_is_of_several_sources(tmp_path: Path) -> None:
    made = foreign.heritrix()
    for number, host in ((11, "other.example"), (12, "kremlin-roadmap.gfsis.org.ge")):
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + foreign.article(number)
        fields = {"WARC-Target-URI": f"https://{host}/mill/{number}", "WARC-Date": "2023-05-21T00:00:00Z"}
        made.append(foreign.record("response", fields, block))
    built_in = {
        profile.name for profile in profiles.built_in() if profile.owns("https://kremlin-roadmap.gfsis.org.ge/")
    }
    expected = {"site.example", "other.example"} | (built_in or {"kremlin-roadmap.gfsis.org.ge"})
    assert set(read(tmp_path / "a", foreign.write(tmp_path, "x.warc.gz", made))["sources"]) == expected
    found = {row["date_published"]: row["source_id"] for row in rows(tmp_path / "a", "SELECT * FROM articles")}
    assert found["2023-05-11"] == "other.example"
    assert found["2023-05-01"] == "site.example"
    runs = {row["source_id"]: row["id"] for row in rows(tmp_path / "a", "SELECT * FROM runs")}
    assert runs["other.example"] == "Example-spring-crawl.other.example"
    for capture in rows(tmp_path / "a", "SELECT * FROM captures"):
        assert capture["run_id"] == runs[capture["source_id"]]


def test_the_same_file_again_adds_nothing(tmp_path: Path) -> None:
    file = foreign.write(tmp_path, "x.warc", foreign.heritrix())
    read(tmp_path / "a", file)
    before = {table: rows(tmp_path / "a", f"SELECT * FROM {table}") for table in ("captures", "provenance", "runs")}
    renamed = tmp_path / "other-name.warc"
    shutil.copy(file, renamed)
    for again in (file, renamed, tmp_path / "a" / "warc" / "x.warc.gz"):
        assert read(tmp_path / "a", again)["taken_in"] == []
    read(tmp_path / "a")
    for table, was in before.items():
        assert rows(tmp_path / "a", f"SELECT * FROM {table}") == was
    assert len(list((tmp_path / "a" / "warc").iterdir())) == 1


def test_the_source_that_was_named_is_known_without_the_database(tmp_path: Path) -> None:
    profile = tmp_path / "mine.toml"
    profile.write_text('name = "mine"\nstart = ["http://site.example/"]\n[urls]\narticle = ["/mill/{native_id}"]\n')
    file = foreign.write(tmp_path, "x.warc.gz", foreign.heritrix())
    read(tmp_path / "a", file, "--source", profile)
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    for path in (tmp_path / "b").glob("readmore.db*"):
        path.unlink()
    assert read(tmp_path / "b")["sources"] == ["mine"]
    assert differences(tmp_path / "a", tmp_path / "b") == {}
    other = readmore("read", file, "--archive", tmp_path / "a", "--source", "http://site.example/")
    assert other.returncode == 2
    assert "was taken in as mine before" in other.stderr
    assert read(tmp_path / "a", file, "--source", profile)["sources"] == ["mine"]


def test_what_was_taken_in_can_be_removed_and_crawled_beside(tmp_path: Path) -> None:
    read(tmp_path / "a", foreign.write(tmp_path, "x.warc.gz", foreign.heritrix()), "--source", "http://site.example/")
    done = readmore("redact", "http://site.example/mill/1", "--reason", "asked for", "--archive", tmp_path / "a")
    assert done.returncode == 0, done.stderr
    assert mills(tmp_path / "a") == opened(2, 3)
    with DemoSite("divs") as site:
        crawled = readmore("crawl", "demo", "--base-url", site.url, "--archive", tmp_path / "a", "--limit", 5)
    assert crawled.returncode == 0, crawled.stdout
    assert errors(tmp_path / "a") == []
    seal = json.loads(readmore("verify", "--archive", tmp_path / "a", "--json").stdout)["findings"]
    assert [each for each in seal if each["check"] == "seal"] == [], "the crawl sealed what was taken in"


@pytest.mark.parametrize("name", ["x.warc.gz", "x.warc", "whole.warc.gz", "x.warc.zst"])
def test_a_torn_file_is_read_up_to_the_tear(tmp_path: Path, name: str) -> None:
    file = foreign.write(tmp_path, name, foreign.heritrix())
    whole = file.read_bytes()
    file.write_bytes(whole[: -len(whole) // 12])
    done = readmore("read", file, "--archive", tmp_path / "a", "--json")
    assert done.returncode == 6
    assert json.loads(done.stdout)["damage"]
    assert mills(tmp_path / "a").items() >= opened(1, 2).items()
    if name != "x.warc.gz":  # which is kept as it is
        assert errors(tmp_path / "a", "9") == [], "but for a request that is behind the tear"


def test_nothing_is_left_of_what_cannot_be_read(tmp_path: Path) -> None:
    good = foreign.write(tmp_path, "good.warc.gz", foreign.heritrix())
    (tmp_path / "page.html").write_text("<html><body>no record</body></html>")
    (tmp_path / "empty.warc").write_bytes(b"")
    pictures = [each for each in foreign.heritrix() if b"text/html" not in each]
    (tmp_path / "no.wacz").write_bytes(b"PK\x03\x04 no zip at all")
    foreign.write(tmp_path, "pictures.warc.gz", pictures)
    said = {
        "page.html": "holds no WARC record",
        "empty.warc": "holds no WARC record",
        "pictures.warc.gz": "name it with --source",
        "no.wacz": "cannot be unpacked",
        "none.warc.gz": "is not there",
        ".": "is a folder",
    }
    for name, message in said.items():
        done = readmore("read", good, tmp_path / name, "--archive", tmp_path / "a")
        assert (done.returncode, message in done.stderr) in ((2, True), (6, True)), done.stderr
        assert "Traceback" not in done.stderr
        assert list((tmp_path / "a" / "warc").iterdir()) == []
    wrong = readmore("read", good, "--archive", tmp_path / "a", "--source", "demo")
    assert wrong.returncode == 2
    assert "has no capture of demo" in wrong.stderr
    assert list((tmp_path / "a").glob("runs/*")) == list((tmp_path / "a" / "warc").iterdir()) == []


def test_a_namesake_of_other_content_is_refused(tmp_path: Path) -> None:
    read(tmp_path / "a", foreign.write(tmp_path, "x.warc.gz", foreign.heritrix()))
    before = (tmp_path / "a" / "warc" / "x.warc.gz").read_bytes()
    other = foreign.write(tmp_path / "elsewhere", "x.warc.gz", foreign.browsertrix())
    done = readmore("read", other, "--archive", tmp_path / "a")
    assert done.returncode == 2
    assert "has a file x.warc.gz already, with other content" in done.stderr
    assert (tmp_path / "a" / "warc" / "x.warc.gz").read_bytes() == before
    assert mills(tmp_path / "a") == opened(1, 2, 3)


@pytest.fixture
def web(tmp_path: Path) -> Iterator[str]:
    """Serves a folder."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_files_are_taken_in_from_addresses(tmp_path: Path, web: str) -> None:
    foreign.write(tmp_path, "x.warc", foreign.heritrix())
    foreign.write(tmp_path, "x.wacz", foreign.browsertrix())
    said = read(tmp_path / "a", f"{web}/x.warc", f"{web}/x.wacz")
    assert said["taken_in"] == ["x.warc.gz", "x-data.warc.gz"]
    assert mills(tmp_path / "a") == opened(1, 2, 3, 4, 5, 6, 7)
    missing = readmore("read", f"{web}/none.warc.gz", "--archive", tmp_path / "b")
    assert missing.returncode == 2
    assert "cannot be had" in missing.stderr


def test_a_package_of_our_own_is_read_as_the_archive_was(tmp_path: Path) -> None:
    with DemoSite("cards") as site:
        readmore("crawl", "demo", "--base-url", site.url, "--archive", tmp_path / "own", "--limit", 30)
    readmore("pack", "--archive", tmp_path / "own", "--out", tmp_path / "own.wacz")
    assert read(tmp_path / "a", tmp_path / "own.wacz")["sources"] == ["demo"]
    assert differences(tmp_path / "own", tmp_path / "a") == {}
