"""Packages as they are written: what is in them, and that other tools take them."""

from __future__ import annotations

import gzip
import hashlib
import heapq
import io
import json
import os
import shutil
import subprocess
import sys
import tracemalloc
import zipfile
from pathlib import Path

import packages
import pytest
from exchanges import exchange

from archive.errors import PackageError
from archive.wacz import About, check_wacz, write_wacz
from archive.wacz import index as wacz_index
from archive.wacz.index import merged, replayable, write_blocks

ABOUT = About(title="t", created=packages.CREATED, software="test 1")


def test_everything_is_in_it_and_listed_as_it_is(tmp_path: Path) -> None:
    path = packages.package(tmp_path)
    files = packages.read(path)
    warcs = sorted((tmp_path / "warc").iterdir())
    assert list(files) == [
        *(f"archive/{warc.name}" for warc in warcs),
        "indexes/index.cdx.gz",
        "indexes/index.idx",
        "pages/pages.jsonl",
        "datapackage.json",
        "datapackage-digest.json",
    ]
    manifest = json.loads(files["datapackage.json"][0])
    listed = {r["path"]: (r["hash"], r["bytes"]) for r in manifest.pop("resources")}
    assert listed == {
        name: ("sha256:" + hashlib.sha256(data).hexdigest(), len(data))
        for name, (data, _) in files.items()
        if not name.startswith("datapackage")
    }
    assert manifest == {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": "Ein Páckchen",
        "software": "test 1",
        "created": "2026-06-01T12:00:05Z",
        "mainPageUrl": "http://example.org/a?n=0",
        "mainPageDate": "2026-05-04T03:02:01Z",
    }
    for warc in warcs:
        assert files[f"archive/{warc.name}"] == (warc.read_bytes(), zipfile.ZIP_STORED)


def test_pages_say_what_they_are(tmp_path: Path) -> None:
    lines = packages.read(packages.package(tmp_path))["pages/pages.jsonl"][0].splitlines()
    header, first, second, *others = map(json.loads, lines)
    assert header == {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}
    base = {"url": "http://example.org/a?n=0", "ts": "2026-05-04T03:02:01Z", "title": "Page 0"}
    assert first == {"id": first["id"], **base, "language": "en", "seed": True}
    assert (second["language"], second["date"], "seed" in second) == ("ka", "2019-05", False)
    assert len({p["id"] for p in (first, second, *others)}) == 4


def test_the_index_is_that_of_cdxj_indexer_over_all_files(tmp_path: Path) -> None:
    files = packages.read(packages.package(tmp_path))
    warcs = sorted((tmp_path / "warc").iterdir())
    tool = Path(sys.executable).with_name("cdxj-indexer")
    theirs = subprocess.run([tool, "--sort", *warcs], capture_output=True, check=True).stdout
    assert gzip.decompress(files["indexes/index.cdx.gz"][0]) == theirs
    assert theirs.count(b"\n") == 5


def test_each_block_of_a_large_index_can_be_read_alone() -> None:
    lines = [f"org,example)/{n:06} 20260101000000 {{}}\n" for n in range(5000)]
    index, blocks = io.BytesIO(), io.BytesIO()
    write_blocks(iter(lines), index, blocks)
    about, *places = blocks.getvalue().decode().splitlines()
    assert about == '!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}'
    found = []
    for line in places:
        key, _, rest = line.partition(" {")
        place = json.loads("{" + rest)
        packed = index.getvalue()[place["offset"] : place["offset"] + place["length"]]
        assert place["digest"] == "sha256:" + hashlib.sha256(packed).hexdigest()
        block = gzip.decompress(packed).decode().splitlines(keepends=True)
        assert block[0].startswith(key)
        assert len(block) <= 1024
        found += block
    assert found == lines
    assert len(places) == 5


def test_more_indexes_than_may_be_open_are_merged_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wacz_index, "_FAN_IN", 3)
    groups = [sorted(f"{(7 * n + m) % 100:03} ა\u2028\n" for m in range(n % 4)) for n in range(30)]
    paths = []
    for number, group in enumerate(groups):
        paths.append(tmp_path / f"{number}.cdxj")
        paths[-1].write_text("".join(group), encoding="utf-8")
    assert list(merged(paths, tmp_path)) == list(heapq.merge(*groups))


def test_what_is_written_passes_our_checks(tmp_path: Path) -> None:
    assert list(check_wacz(packages.package(tmp_path))) == []


def test_what_is_written_passes_wacz_validate(tmp_path: Path) -> None:
    tool = Path(sys.executable).with_name("wacz")
    done = subprocess.run([tool, "validate", "-f", packages.package(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert "the passed WACZ is valid" in done.stdout


def test_a_local_header_is_no_longer_than_the_directory_says(tmp_path: Path) -> None:
    """ReplayWeb.page finds a file's content by the directory's lengths where the directory has no extra field."""
    path = packages.package(tmp_path)
    data = path.read_bytes()
    with zipfile.ZipFile(path) as opened:
        for info in opened.infolist():
            assert info.extra == b""
            local = data[info.header_offset : info.header_offset + 30]
            assert int.from_bytes(local[28:30], "little") == 0, info.filename
            assert not info.flag_bits & 8, "the size stands behind the content"


@pytest.mark.parametrize("limit", [300, 1000, 2500, 5000])
def test_large_packages_have_the_64_bit_form_where_they_need_it(
    limit: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A size beyond which the format has 64 bits, made small."""
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", limit)
    path = packages.package(tmp_path)
    data = path.read_bytes()
    with zipfile.ZipFile(path) as opened:
        large = {info.filename for info in opened.infolist() if info.file_size > limit}
        for info in opened.infolist():
            local = data[info.header_offset : info.header_offset + 30]
            if int.from_bytes(local[28:30], "little"):
                assert info.filename in large
                assert info.extra, "the directory has to tell of the longer header"
    assert large or limit == 5000
    assert list(check_wacz(path)) == []


def test_a_package_is_written_in_little_memory(tmp_path: Path) -> None:
    blob = os.urandom(2**20)
    warcs = packages.warc_files(tmp_path / "warc", [exchange(n, body=blob) for n in range(40)])
    assert warcs[0].stat().st_size > 40 * 2**20
    tracemalloc.start()
    pages = (packages.page(n % 40, title="x" * 1000) for n in range(20_000))
    write_wacz(tmp_path / "a.wacz", warcs, pages, about=ABOUT)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * 2**20


def test_nothing_is_left_of_a_package_that_cannot_be_made(tmp_path: Path) -> None:
    out = tmp_path / "out" / "a.wacz"
    out.parent.mkdir()
    out.write_bytes(b"an earlier package")

    def pages():
        yield packages.page(0)
        raise RuntimeError("the database is gone")

    warcs = packages.warc_files(tmp_path / "warc", [exchange(0)])
    with pytest.raises(RuntimeError):
        write_wacz(out, warcs, pages(), about=ABOUT)
    with pytest.raises(PackageError):
        write_wacz(out, [], [], about=ABOUT)
    with pytest.raises(FileNotFoundError):
        write_wacz(out, [*warcs, tmp_path / "gone.warc.gz"], [], about=ABOUT)
    assert [path.name for path in out.parent.iterdir()] == ["a.wacz"]
    assert out.read_bytes() == b"an earlier package"
    write_wacz(out, warcs, [packages.page(0)], about=ABOUT)
    assert list(check_wacz(out)) == []
    assert out.stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_names_of_resources_are_those_that_frictionless_allows(tmp_path: Path) -> None:
    names = ["Ä b.warc.gz", "ä B.warc.gz", "A_(1).warc.gz"]
    source = packages.warc_files(tmp_path / "warc", [exchange(0)])[0]
    warcs = [Path(shutil.copy(source, tmp_path / name)) for name in names]
    write_wacz(tmp_path / "a.wacz", warcs, [packages.page(0)], about=ABOUT)
    manifest = json.loads(packages.read(tmp_path / "a.wacz")["datapackage.json"][0])
    found = [resource["name"] for resource in manifest["resources"]]
    assert len(set(found)) == len(found)
    assert all(set(name) <= set("-abcdefghijklmnopqrstuvwxyz0123456789._/") for name in found)
    assert list(check_wacz(tmp_path / "a.wacz")) == []


def test_a_revisit_of_an_unchanged_page_is_not_in_the_index() -> None:
    """ReplayWeb.page shows nothing for a 304 (`tests/test_replay_browser.py`); other lines stay."""
    line = (
        'org,example)/a 20260502030201 {{"url": "http://example.org/a", "mime": "{}", "status": "{}", "digest": "d"}}\n'
    )
    kept = [line.format("text/html", "304"), line.format("warc/revisit", "200"), line.format("warc/revisit", "404")]
    assert list(replayable([*kept, line.format("warc/revisit", "304")])) == kept
