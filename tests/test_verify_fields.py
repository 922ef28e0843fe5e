"""Every field re-derives from its bytes: what somebody changed in the database is found, and named."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from walk import walk

from archive.verify.files import Summary
from archive.verify.findings import Finding
from crawler import verify_fields
from crawler.archive_folder import ArchiveFolder
from crawler.demo.server import DemoSite
from crawler.rebuild import all_origins
from crawler.rederive import differences
from crawler.verify import verify_archive
from spiders import profile as profiles


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of two runs, the second with revisits."""
    folder = tmp_path_factory.mktemp("fields") / "archive"
    with DemoSite("divs") as site:
        for _ in range(2):
            walk(profiles.find("demo").at(site.url), folder, limit=60, full=True)
    return folder


@pytest.fixture
def archive(crawled: Path, tmp_path: Path) -> Path:
    shutil.copytree(crawled, tmp_path / "archive")
    return tmp_path / "archive"


def errors(archive: Path) -> list[Finding]:
    return [f for f in verify_archive(ArchiveFolder(archive), Summary()) if f.level == "error"]


def change(archive: Path, sql: str) -> None:
    with sqlite3.connect(archive / "readmore.db") as db:
        assert db.execute(sql).rowcount > 0, "the test changes something"


def test_what_nobody_touched_re_derives(archive: Path) -> None:
    assert errors(archive) == []
    folder = ArchiveFolder(archive)
    assert list(differences(folder, all_origins(folder, None), [])) == []


ONE = "WHERE rowid = (SELECT min(rowid) FROM {})"
CHANGES = [
    ("UPDATE articles SET date_published = '2001-01-01' WHERE id = (SELECT min(id) FROM articles)", "date_published"),
    ("UPDATE articles SET date_published_edtf = NULL WHERE id = (SELECT max(id) FROM articles)", "date_published_edtf"),
    ("UPDATE articles SET date_source = 'json-ld' WHERE id = (SELECT min(id) FROM articles)", "date_source"),
    ("UPDATE articles SET first_seen = '2001' WHERE id = (SELECT min(id) FROM articles)", "first_seen"),
    ("UPDATE articles SET section = 'sport' WHERE id = (SELECT min(id) FROM articles)", "section"),
    ("UPDATE articles SET gone_at = '2026' WHERE id = (SELECT min(id) FROM articles)", "gone_at"),
    ("UPDATE editions SET headline = 'Another' WHERE id = (SELECT min(edition_id) FROM texts)", "headline"),
    ("UPDATE editions SET headline = headline || ' ' WHERE id = (SELECT max(edition_id) FROM texts)", "headline"),
    ("UPDATE editions SET excerpt = '' WHERE id = (SELECT min(edition_id) FROM texts)", "excerpt"),
    ("UPDATE editions SET url = url || '#x' WHERE id = (SELECT min(edition_id) FROM texts)", "url"),
    ("UPDATE editions SET availability = 'gone' WHERE id = (SELECT min(edition_id) FROM texts)", "availability"),
    (
        "UPDATE texts SET body = body || '.' WHERE edition_id = (SELECT min(edition_id) FROM texts)",
        "body",
    ),
    ("UPDATE revisions SET body = 'x' WHERE edition_id = (SELECT min(edition_id) FROM texts)", "body"),
    ("DELETE FROM revisions WHERE edition_id = (SELECT min(edition_id) FROM texts)", "the bytes give this row"),
    ("DELETE FROM article_tags WHERE tag_id = (SELECT min(tag_id) FROM article_tags)", "the bytes give this row"),
    ("INSERT INTO tags (id, slug) VALUES ('made-up', 'made-up')", "no bytes give this row"),
    ("UPDATE tag_labels SET label = 'Made up' WHERE tag_id = (SELECT min(id) FROM tags)", "label"),
    ("UPDATE listing_items SET position = position + 100 WHERE position = 3", "position|row"),
    ("UPDATE listing_items SET title = 'x' WHERE position = 1", "title"),
    ("UPDATE mentions SET edtf = '1999' WHERE start = (SELECT min(start) FROM mentions)", "edtf"),
    ("UPDATE statements SET value = '1999' WHERE field = 'date_published' AND method = 'feed'", "row|value"),
    ("UPDATE checks SET found = 'gone' WHERE found = 'full'", "found"),
    ("UPDATE provenance SET raw = 'x' WHERE field = 'headline'", "raw"),
    ("UPDATE provenance SET place = '/html' WHERE field = 'date_published'", "place"),
    ("DELETE FROM provenance WHERE field = 'url'", "the bytes give this row"),
    ("UPDATE captures SET mime = 'text/plain' WHERE mime = 'text/html'", "mime"),
]


@pytest.mark.parametrize(("sql", "named"), CHANGES, ids=[sql[:60] for sql, _ in CHANGES])
def test_a_changed_field_is_found_and_named(archive: Path, sql: str, named: str) -> None:
    change(archive, sql)
    found = [f for f in errors(archive) if f.check == "field"]
    assert any(part in f.message for f in found for part in named.split("|")), found[:3]


def test_a_changed_headline_names_the_record_that_says_otherwise(archive: Path) -> None:
    change(archive, "UPDATE editions SET headline = 'Another' WHERE id = (SELECT min(edition_id) FROM texts)")
    (found,) = errors(archive)
    with sqlite3.connect(archive / "readmore.db") as db:
        expected = db.execute(
            "SELECT c.warc_offset, c.record_id, e.id FROM editions e JOIN provenance p ON p.row = e.id"
            " AND p.field = 'headline' JOIN captures c ON c.id = p.capture_id WHERE e.headline = 'Another'"
        ).fetchone()
    assert (found.check, found.offset, found.record) == ("field", *expected[:2])
    assert f"editions {expected[2]}, headline: the database says 'Another', the bytes give " in found.message


def test_the_command_ends_with_6(archive: Path) -> None:
    change(archive, "UPDATE articles SET date_published = '2001-01-01' WHERE id = (SELECT min(id) FROM articles)")
    command = [sys.executable, "-m", "crawler", "verify", "--archive", str(archive), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 6
    assert [f["check"] for f in json.loads(done.stdout)["findings"] if f["level"] == "error"] == ["field"]


def test_what_an_earlier_version_wrote_and_read_is_a_warning(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(archive, "UPDATE editions SET headline = headline || 'x'")
    monkeypatch.setattr(verify_fields, "_OWN", "readmore/99.0")
    found = [f for f in verify_archive(ArchiveFolder(archive), Summary()) if f.check == "field"]
    assert {str(f.level) for f in found} == {"warning"}
    assert "(read by readmore/" in found[0].message
    assert "more fields of editions differ" in found[-1].message


def test_nobody_can_say_that_an_earlier_version_read_what_this_one_wrote(archive: Path) -> None:
    change(archive, "UPDATE captures SET read_by = 'readmore/0.0.9'")
    change(archive, "UPDATE editions SET headline = 'Another' WHERE id = (SELECT min(edition_id) FROM texts)")
    assert [f.check for f in errors(archive)] == ["field"]


def test_a_capture_whose_rows_are_all_gone_is_missed(archive: Path) -> None:
    with sqlite3.connect(archive / "readmore.db") as db:
        (name,) = db.execute("SELECT max(capture_id) FROM texts").fetchone()
        for table, column in (("captures", "id"), ("checks", "capture_id"), ("revisions", "capture_id")):
            db.execute(f"DELETE FROM {table} WHERE {column} = ?", (name,))
    found = [f for f in errors(archive) if "have no row" in f.message]
    assert [f.check for f in found] == ["row"]


def test_the_warc_files_are_gone(archive: Path) -> None:
    shutil.rmtree(archive / "warc")
    assert "the WARC files are gone" in {f.message for f in errors(archive)}


def test_nothing_is_written(archive: Path) -> None:
    change(archive, "UPDATE editions SET headline = 'Another' WHERE id = (SELECT min(edition_id) FROM texts)")
    before = sqlite3.connect(archive / "readmore.db").execute("SELECT * FROM editions ORDER BY id").fetchall()
    errors(archive)
    assert sqlite3.connect(archive / "readmore.db").execute("SELECT * FROM editions ORDER BY id").fetchall() == before
