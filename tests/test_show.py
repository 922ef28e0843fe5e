"""`readmore show`: a record with its proofs, its history, and the exchange itself."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rawserver import RawServer, Script
from walk import rows, walk

from archive.reader import captures
from crawler.demo.server import DemoSite
from crawler.show.history import paragraphs, pieces
from spiders import profile as profiles
from spiders.profile import Profile


def readmore(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "crawler", "show", *arguments, "--archive", str(folder)]
    return subprocess.run(command, capture_output=True, check=False)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("show")
    with DemoSite("divs") as site:
        walk(profiles.find("demo").at(site.url), folder, limit=60)
    return folder


def an_article(folder: Path) -> dict[str, str]:
    sql = (
        "SELECT e.id, e.article_id, e.url, e.headline, a.native_id, a.section, a.date_published FROM editions e"
        " JOIN articles a ON a.id = e.article_id JOIN texts t ON t.edition_id = e.id WHERE e.lang = 'en' ORDER BY 1"
    )
    return dict(rows(folder, sql)[0])


def test_a_record_with_the_proof_of_each_field(crawled: Path) -> None:
    known = an_article(crawled)
    found = json.loads(readmore(crawled, known["article_id"], "--json").stdout)
    assert (found["id"], found["fields"]["date_published"]["value"]) == (known["article_id"], known["date_published"])
    fields = [*found["fields"].values(), *(f for e in found["editions"] for f in e["fields"].values())]
    for field in fields:
        proof = field["proof"]
        assert proof["method"]
        assert proof["place"]
        assert proof["raw"]
        assert found["captures"][proof["capture"]]["record_id"].startswith("<urn:uuid:")
    english = next(e for e in found["editions"] if e["id"] == known["id"])
    assert english["fields"]["headline"]["value"] == known["headline"]
    assert english["text"]["proof"]["place"].startswith("/html/body/")
    assert found["tags"]
    assert all(tag["raw"] and tag["labels"] for tag in found["tags"])


def test_the_same_for_people(crawled: Path) -> None:
    known = an_article(crawled)
    said = readmore(crawled, known["article_id"]).stdout.decode()
    for part in (known["headline"], known["date_published"], "visible at /html/body", ".warc.gz at ", "<urn:uuid:"):
        assert part in said


def test_an_article_goes_by_many_names(crawled: Path) -> None:
    known = an_article(crawled)
    names = [known["id"], known["url"], known["url"] + "/?utm_source=x", f"{known['section']}/{known['native_id']}"]
    for name in names:
        assert json.loads(readmore(crawled, name, "--json").stdout)["id"] == known["article_id"], name


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["demo:news:nothing"], "there is no article"),
        (["no such thing at all"], "articles_flat"),
        (["demo:news:1050", "--bytes", "--json"], "--bytes goes with neither"),
        (["demo:news:1050", "--lang", "ka"], "--lang is of use with"),
        (["demo:news:1050", "--history", "--lang", "fr"], "known are: "),
    ],
)
def test_a_name_that_means_nothing(crawled: Path, arguments: list[str], said: str) -> None:
    article = an_article(crawled)["article_id"]
    done = readmore(crawled, *(a.replace("demo:news:1050", article) for a in arguments))
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in done.stderr.decode()


def test_no_archive_is_named(tmp_path: Path) -> None:
    done = readmore(tmp_path / "none", "x")
    assert done.returncode == 2
    assert "give another --archive" in done.stderr.decode()


PAGE = """<html><head><title>x</title></head><body>
<div class=menu><a href=/news>News</a> <a href=/about>About {n}</a></div>
<h1>{title}</h1><p>2022 / 06 / 15</p><p>{one}</p>
<p>The second paragraph of this report says the same every time, so that it never shows among the differences.</p>
</body></html>"""
ONE = "The commission met in the town hall on {day} and heard eleven reports on the state of the road to the north."


LIST = "<html><body><h1>News</h1>{}</body></html>".format(
    "".join(
        f"<div><h3><a href=/item-{n}>Title number {n} of the list</a></h3>"
        f"<p>An excerpt that is long enough, number {n}.</p><a href=/item-{n}>Read more</a></div>"
        for n in (7, 8, 9)
    )
)


def answer(body: str, status: str = "200 OK") -> bytes:
    """Header fields as no library writes them."""
    data = body.encode()
    fields = f"content-TYPE:text/html;charset=utf-8\r\nX-Odd:  a\r\nContent-Length: {len(data)}"
    return f"HTTP/1.1  {status}\r\n{fields}\r\n\r\n".encode() + data


class Changing:
    """A site whose one article is what the test says it is; the others are not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.page = b""

    def __enter__(self) -> Changing:
        gone = Script(answer=answer("", "404 Not Found"))
        scripts = {"list": Script(answer=answer(LIST)), "item-7": Script(answer=lambda: iter([self.page]))}
        self.server = RawServer({"item-8": gone, "item-9": gone, "robots.txt": gone, **scripts}).__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self.server.__exit__(*error)

    def says(self, day: str, title: str = "Report on the road", n: int = 0) -> None:
        self.page = answer(PAGE.format(n=n, title=title, one=ONE.format(day=day)))

    def walk(self) -> None:
        profile = Profile.model_validate(
            {
                "name": "changing",
                "start": [self.server.url("list")],
                "languages": ["en"],
                "urls": {"listing": ["/list"], "article": ["/item-{native_id}"]},
                "crawl": {"delay": 0, "requisites": False},
            }
        )
        walk(profile, self.folder, full=True)


def test_a_history_of_what_changed_and_of_nothing_else(tmp_path: Path) -> None:
    with Changing(tmp_path) as site:
        for number, day in enumerate(["Monday", "Monday", "Tuesday", "Monday"]):
            site.says(day, n=number)
            site.walk()
        site.says("Monday", title="Report on the bridge")
        site.walk()
    (found,) = json.loads(readmore(tmp_path, "7", "--history", "--json").stdout)
    assert [state["changed"] for state in found["revisions"]][1:] == [["body"], ["body"], ["headline"]]
    assert found["checks"] == 5
    assert found["revisions"][1]["differences"]["body"] == [
        [
            ["=", "The commission met in the town hall on "],
            ["-", "Monday"],
            ["+", "Tuesday"],
            ["=", " and heard eleven reports on the state of the road to the north."],
        ]
    ]
    assert found["revisions"][3]["differences"]["headline"] == {
        "before": "Report on the road",
        "after": "Report on the bridge",
    }
    said = readmore(tmp_path, "7", "--history").stdout.decode()
    assert "[-Monday-]{+Tuesday+}" in said
    assert "headline: “Report on the road” → “Report on the bridge”" in said
    assert "second paragraph" not in said


def test_the_exchange_itself(tmp_path: Path) -> None:
    with Changing(tmp_path) as site:
        site.says("Monday")
        site.walk()
        (turn,) = [turn for turn in site.server.turns if turn.script == "item-7"]
    done = readmore(tmp_path, "7", "--bytes")
    assert done.returncode == 0
    assert done.stdout == turn.received + bytes(turn.sent)


def test_of_a_revisit_the_exchange_that_it_stands_for(tmp_path: Path) -> None:
    with Changing(tmp_path) as site:
        site.says("Monday")
        site.walk()
        site.walk()
        first = next(turn for turn in site.server.turns if turn.script == "item-7")
    assert rows(tmp_path, "SELECT 1 FROM captures WHERE url LIKE '%item-7' AND revisit_of IS NOT NULL")
    assert readmore(tmp_path, "7", "--bytes").stdout == first.received + bytes(first.sent)


def test_bytes_that_are_damaged_are_not_shown(tmp_path: Path) -> None:
    with Changing(tmp_path) as site:
        site.says("Monday")
        site.walk()
    (file,) = (tmp_path / "warc").glob("*.warc.gz")
    capture = next(c for c in captures(file) if c.url.endswith("item-7"))
    data = bytearray(file.read_bytes())
    data[capture.address.warc_offset + 60] ^= 1
    file.write_bytes(data)
    done = readmore(tmp_path, "7", "--bytes")
    assert (done.returncode, done.stdout) == (6, b"")
    assert "cannot be read" in done.stderr.decode()


TEXT = st.lists(st.text("ab .", max_size=12), max_size=5).map("\n\n".join)


@given(before=TEXT, after=TEXT)
def test_differences_hold_both_texts(before: str, after: str) -> None:
    joined = pieces(before, after)
    assert "".join(text for mark, text in joined if mark in "=-") == before
    assert "".join(text for mark, text in joined if mark in "=+") == after
    changed = paragraphs(before, after)
    assert (changed == []) == (before == after)
