"""Each check of a package, on a package that is broken in just that way."""

from __future__ import annotations

import gzip
import json
import random
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import packages
import pytest

from archive.wacz import check_wacz, signing_key

INDEX, BLOCKS, PAGES = "indexes/index.cdx.gz", "indexes/index.idx", "pages/pages.jsonl"
MANIFEST, DIGEST = "datapackage.json", "datapackage-digest.json"


def found(path: Path, level: str = "error") -> list[str]:
    """What the checks say, each with the file in the package that it is about."""
    findings = list(check_wacz(path))
    assert all(f.check == "40" and f.file.startswith(str(path)) for f in findings)
    return [f"{f.file.partition('!/')[2]}: {f.message}" for f in findings if f.level == level]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return packages.package(tmp_path)


def only(messages: list[str], *parts: str) -> None:
    """One finding is about each of these, and there are no others."""
    assert len(messages) == len(parts), messages
    for part in parts:
        assert any(part in message for message in messages), (part, messages)


def edited(path: Path, **changes: object) -> Path:
    """The package with fields of datapackage.json changed; None takes one out."""

    def change(data: bytes) -> bytes:
        fields = json.loads(data) | changes
        return json.dumps({name: value for name, value in fields.items() if value is not None}).encode()

    files = packages.read(path)
    files[MANIFEST] = (change(files[MANIFEST][0]), zipfile.ZIP_DEFLATED)
    return packages.write(path.with_name("edited.wacz"), packages.relisted(files))


def with_files(path: Path, *, relist: bool = False, **changes: tuple[bytes, int] | None) -> Path:
    """The package with files added, or (None) taken out; `__` in a name stands for a slash, `_` for a dot."""
    files: packages.Files = packages.read(path)
    for name, value in changes.items():
        real = name.replace("__", "/").replace("_", ".")
        files.pop(real, None)
        if value:
            files[real] = value
    return packages.write(path.with_name("with.wacz"), packages.relisted(files) if relist else files)


def test_a_whole_package_is_found_whole(path: Path) -> None:
    assert found(path) == found(path, "warning") == []


def test_what_is_no_zip_file(path: Path) -> None:
    for data in (b"", b"this is text", path.read_bytes()[:-200]):
        other = path.with_name("other.wacz")
        other.write_bytes(data)
        only(found(other), "no ZIP file")


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "a/../../b", "C:\\evil", "a\\b", "./a", "a//b", "a/./b"])
def test_paths_that_lead_out(name: str, path: Path) -> None:
    files = packages.read(path)
    files[name] = (b"evil", 0)
    messages = found(packages.write(path.with_name("evil.wacz"), files))
    assert any("leads out of the package" in message for message in messages), messages


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name(path: Path) -> None:
    other = path.with_name("other.wacz")
    other.write_bytes(path.read_bytes())
    with zipfile.ZipFile(other, "a") as opened:
        opened.writestr(PAGES, packages.read(path)[PAGES][0])
    only(found(other), "the package has 2 files of this name")


def test_a_bomb_is_not_unpacked(path: Path) -> None:
    bomb = (bytes(300 * 2**20), zipfile.ZIP_DEFLATED)  # 300 KB of the package
    messages = found(with_files(path, logs__bomb_txt=bomb))
    only(messages, "logs/bomb.txt: unpacks to 314572800 bytes")


def test_files_that_overlap(path: Path) -> None:
    data = bytearray(path.read_bytes())
    # The directory's entries all lead to one content, as that of a small bomb does.
    at = data.find(b"PK\x01\x02")
    first = bytes(data[at : data.find(b"PK\x01\x02", at + 4)])
    count = 40
    directory = first * count
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), at, 0)
    other = path.with_name("other.wacz")
    other.write_bytes(bytes(data[:at]) + directory + end)
    assert any("its files overlap" in message for message in found(other))


@pytest.mark.parametrize("place", ["before", "between", "behind"])
def test_bytes_that_belong_to_no_file(place: str, path: Path) -> None:
    data = path.read_bytes()
    with zipfile.ZipFile(path) as opened:
        at = {"before": 0, "between": opened.infolist()[1].header_offset, "behind": opened.start_dir}[place]
    other = path.with_name("other.wacz")
    # zipfile takes what was inserted for something before the ZIP file, and finds the files behind it.
    other.write_bytes(data[:at] + b"hidden" + data[at:])
    messages = found(other)
    assert any("6 bytes before it belong to no file" in m or "header is not what" in m for m in messages), messages


@pytest.mark.parametrize("at", [4, 6, 8, 10, 12, 14, 18, 22])
def test_a_header_that_is_not_what_the_directory_says(at: int, path: Path) -> None:
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as opened:
        data[opened.getinfo(INDEX).header_offset + at] ^= 64
    path.write_bytes(bytes(data))
    assert f"{INDEX}: its header is not what the directory says" in found(path)


def test_a_link_out_of_the_package(path: Path) -> None:
    files = packages.read(path)
    other = packages.write(path.with_name("other.wacz"), files)
    with zipfile.ZipFile(other, "a") as opened:
        link = zipfile.ZipInfo("archive/link.warc.gz")
        link.external_attr = 0o120777 << 16
        opened.writestr(link, "/etc/passwd")
    only(found(other), "archive/link.warc.gz: is no plain file")


def test_an_encrypted_file(path: Path) -> None:
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    path.write_bytes(bytes(data))
    assert any("is encrypted" in message for message in found(path))


@pytest.mark.parametrize("which", ["archive", INDEX])
def test_what_is_compressed_twice(which: str, path: Path) -> None:
    files = packages.read(path)
    name = next(name for name in files if name.startswith(which))
    files[name] = (files[name][0], zipfile.ZIP_DEFLATED)
    messages = found(packages.write(path.with_name("twice.wacz"), files))
    assert f"{name}: is compressed twice, so that no record can be read alone" in messages


def test_a_package_without_warc_files(path: Path) -> None:
    files = {name: value for name, value in packages.read(path).items() if not name.startswith("archive")}
    messages = found(packages.write(path.with_name("none.wacz"), files))
    assert ": has no WARC file in archive/" in messages
    assert sum("is listed in datapackage.json, and is not there" in message for message in messages) == 2


def test_a_file_that_is_not_listed(path: Path) -> None:
    only(found(with_files(path, logs__crawl_log=(b"log", 0))), "logs/crawl.log: is not listed")


def test_a_file_that_is_missing(path: Path) -> None:
    messages = found(with_files(path, pages__pages_jsonl=None))
    assert f"{PAGES}: is listed in datapackage.json, and is not there" in messages


def test_no_datapackage(path: Path) -> None:
    assert any("cannot be read: it is not in the package" in m for m in found(with_files(path, datapackage_json=None)))


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000])
def test_a_datapackage_that_cannot_be_read(data: bytes, path: Path) -> None:
    messages = found(with_files(path, datapackage_json=(data, 0)))
    assert any(message.startswith(f"{MANIFEST}: cannot be read") for message in messages)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"profile": "tabular"}, "its profile is 'tabular'"),
        ({"wacz_version": None}, "its wacz_version is None"),
        ({"mainPageUrl": "http://example.org/other"}, "its main page http://example.org/other is none of the pages"),
    ],
)
def test_a_datapackage_that_says_what_is_not(changes: dict[str, object], says: str, path: Path) -> None:
    only(found(edited(path, **changes)), says)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda r: r | {"bytes": r["bytes"] + 1}, "and is listed with"),
        (lambda r: r | {"hash": "sha256:" + "0" * 64}, "its hash is another than the listed one"),
        (lambda r: r | {"hash": "crc32:00"}, "which nobody can check"),
        (lambda r: r | {"path": 5}, "a resource has no path"),
        (lambda r: r | {"path": PAGES}, "is listed twice"),
    ],
)
def test_resources_that_are_not_right(change: Callable[[dict], dict], says: str, path: Path) -> None:
    files = packages.read(path)
    manifest = json.loads(files[MANIFEST][0])
    manifest["resources"][0] = change(manifest["resources"][0])
    files[MANIFEST] = (json.dumps(manifest).encode(), 0)
    messages = found(packages.write(path.with_name("other.wacz"), files))
    assert any(says in message for message in messages), messages
    assert any("datapackage-digest.json has another hash" in message for message in messages)


@pytest.mark.parametrize("seed", range(12))
def test_a_flipped_bit_in_any_file(seed: int, path: Path) -> None:
    chance = random.Random(seed)
    files = packages.read(path)
    name = chance.choice(sorted(files))

    def flip(data: bytes) -> bytes:
        flipped = bytearray(data)
        flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        return bytes(flipped)

    assert found(packages.changed(path, name, flip, relist=False)), name


def test_a_digest_that_is_not_that_of_the_list(path: Path) -> None:
    digest = json.loads(packages.read(path)[DIGEST][0])
    other = json.dumps(digest | {"hash": "sha256:0"}).encode()
    only(found(with_files(path, **{"datapackage-digest_json": (other, 0)})), "has another hash")
    only(found(with_files(path, **{"datapackage-digest_json": (b'{"path": "x"}', 0)})), "is of 'x'", "another hash")


def test_no_digest_is_a_warning(path: Path) -> None:
    other = with_files(path, **{"datapackage-digest_json": None})
    assert found(other) == []
    only(found(other, "warning"), "nothing vouches for the list of files")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda s: s | {"hash": "sha256:" + "0" * 64}, "its signature is of another list of files"),
        (lambda s: s | {"created": "2020-01-01T00:00:00Z"}, "its signature is of another moment"),
        (lambda s: s | {"signature": s["signature"][4:] + s["signature"][:4]}, "is not that of this hash by this key"),
        (lambda s: s | {"signature": "not Base64"}, "the signature cannot be read"),
        (lambda s: s | {"publicKey": "AAAA"}, "the signature cannot be read"),
        (lambda s: {k: v for k, v in s.items() if k != "signature"}, "the signature has no signature"),
        (lambda s: "signed!", "its signature cannot be read"),
    ],
)
def test_a_signature_that_is_not_right(change: Callable[[dict], object], says: str, tmp_path: Path) -> None:
    path = packages.package(tmp_path, signing_key(tmp_path / "key.pem"))
    assert found(path) == found(path, "warning") == []

    def break_(data: bytes) -> bytes:
        digest = json.loads(data)
        return json.dumps(digest | {"signedData": change(digest["signedData"])}).encode()

    messages = found(packages.changed(path, DIGEST, break_, relist=False))
    assert any(says in message for message in messages), messages


def test_a_package_that_was_changed_and_listed_again_is_not_signed(tmp_path: Path) -> None:
    path = packages.package(tmp_path, signing_key(tmp_path / "key.pem"))
    messages = found(packages.changed(path, PAGES, lambda data: data.replace(b"Page 1", b"Page X")))
    only(messages, "its signature is of another list of files")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda lines: lines[1:], "its first line does not say what it is"),
        (lambda lines: [*lines, b"{"], "line 6: no JSON object"),
        (lambda lines: [*lines, b'{"ts": "2026-05-04T03:02:01Z"}'], "line 6: the page has no url"),
        (lambda lines: [*lines, b'{"url": "http://example.org/a?n=0"}'], "line 6: the page has no ts"),
        (lambda lines: [*lines, b'{"url": "http://example.org/a?n=0", "ts": "May"}'], "line 6: the page has no ts"),
        (lambda lines: [*lines, lines[1].replace(b"n=0", b"n=9")], "line 6: the page is not in the index"),
        (lambda lines: [*lines, lines[1].replace(b"02:01Z", b"02:59Z")], "line 6: the page is not in the index"),
    ],
)
def test_pages_that_are_not_right(change: Callable[[list[bytes]], list[bytes]], says: str, path: Path) -> None:
    messages = found(packages.changed(path, PAGES, lambda data: b"\n".join(change(data.splitlines()))))
    assert any(says in message for message in messages), messages


def test_a_list_of_pages_that_is_empty_or_no_text(path: Path) -> None:
    assert any("does not say what it is" in m for m in found(packages.changed(path, PAGES, lambda _: b"")))
    assert any("it is no UTF-8" in m for m in found(packages.changed(path, PAGES, lambda _: b"\xff")))


def index_changed(path: Path, change: Callable[[list[str]], list[str]]) -> list[str]:
    """What is found of the index with its lines changed; the list of blocks is left out."""

    def packed(data: bytes) -> bytes:
        lines = change(gzip.decompress(data).decode().splitlines())
        return gzip.compress("".join(f"{line}\n" for line in lines).encode(), mtime=0)

    files = packages.read(path)
    files[INDEX] = (packed(files[INDEX][0]), 0)
    del files[BLOCKS]
    manifest = json.loads(files[MANIFEST][0])
    manifest["resources"] = [r for r in manifest["resources"] if r["path"] != BLOCKS]
    files[MANIFEST] = (json.dumps(manifest).encode(), 0)
    return found(packages.write(path.with_name("index.wacz"), packages.relisted(files)))


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        (lambda ls: ls, []),
        (lambda ls: [ls[1], ls[0], *ls[2:]], ["line 2: is not in its place"]),
        (lambda ls: [*ls, "zzz"], ["line 6: is no line of an index"]),
        (lambda ls: [*ls, 'zzz 2026 {"filename": 1}'], ["line 6: is no line of an index"]),
        (lambda ls: ls[1:], ["the index has 2 lines for its 3 records", "line 2: the page is not in the index"]),
        (lambda ls: [ls[0], *ls], ["the index has 4 lines for its 3 records"]),
        (
            lambda ls: [ls[0].replace('n=0"', 'n=7"'), *ls[1:]],
            [
                "cannot be found under the key org,example)/a?n=0",
                "the record there is of http://example.org/a?n=0, the index says http://example.org/a?n=7",
                "line 2: the page is not in the index",
            ],
        ),
        (
            lambda ls: [ls[0].replace('"length": "', '"length": "1'), *ls[1:]],
            ["begins there: it is shorter", "or others than these"],
        ),
        (
            lambda ls: [ls[0].replace('"offset": "', '"offset": "9'), *ls[1:]],
            ["no gzip member of", "or others than these"],
        ),
        (
            lambda ls: [*ls[:-1], ls[-1].replace('.warc.gz"', '-gone.warc.gz"')],
            ["the index names it: it does not stand in the package", "the index has 1 lines for its 2 records"],
        ),
    ],
)
def test_an_index_that_is_not_right(change: Callable[[list[str]], list[str]], parts: list[str], path: Path) -> None:
    only(index_changed(path, change), *parts)


def test_a_package_without_index(path: Path) -> None:
    files = {name: value for name, value in packages.read(path).items() if not name.startswith("indexes")}
    assert ": has no index in indexes/" in found(packages.write(path.with_name("none.wacz"), files))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda data: data[: len(data) // 2], "cut short"),
        (lambda data: data[:20] + b"\0\0\0" + data[23:], "compression is damaged"),
    ],
)
def test_an_index_that_cannot_be_unpacked(change: Callable[[bytes], bytes], says: str, path: Path) -> None:
    messages = found(packages.changed(path, INDEX, change))
    assert any(says in message for message in messages), messages


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda data: data.replace(b'"offset": 0', b'"offset": 5'), "leaves something out"),
        (lambda data: data.replace(b'"length": ', b'"length": 1'), "the index ends within the block"),
        (lambda data: data.replace(b'"length": ', b'"length": -'), "no block has that length"),
        (lambda data: data.replace(b'"digest": "sha256:', b'"digest": "sha256:0'), "its hash is not the listed one"),
        (lambda data: data.replace(b"org,example)/a?n=0", b"org,example)/a?n=1"), "begins with another line"),
        (lambda data: data.replace(b'"offset"', b'"begin"'), "does not say where a block is"),
        (lambda data: data.splitlines(keepends=True)[0], "ends at 0 of indexes/index.cdx.gz"),
    ],
)
def test_a_list_of_blocks_that_is_not_right(change: Callable[[bytes], bytes], says: str, path: Path) -> None:
    messages = found(packages.changed(path, BLOCKS, change))
    assert any(says in message for message in messages), messages


def test_a_warc_file_whose_record_is_cut_off(path: Path) -> None:
    name = next(name for name in packages.read(path) if name.startswith("archive/"))
    messages = found(packages.changed(path, name, lambda data: data[:-30]))
    assert any("its records cannot be read to the end" in message for message in messages), messages


def test_findings_in_a_warc_file_say_where(path: Path) -> None:
    line = gzip.decompress(packages.read(path)[INDEX][0]).decode().splitlines()[1]
    said = json.loads(line[line.index("{") :])
    at = int(said["offset"]) + 60
    name = f"archive/{said['filename']}"
    broken = packages.changed(path, name, lambda data: data[:at] + b"\0" * 40 + data[at + 40 :])
    offsets = [finding.offset for finding in check_wacz(broken) if finding.offset]
    assert offsets == [int(said["offset"])]


def test_any_bytes_are_answered_and_not_an_error_of_ours(path: Path) -> None:
    data = path.read_bytes()
    chance = random.Random(5)
    other = path.with_name("other.wacz")
    for _ in range(60):
        broken = bytearray(data)
        for _ in range(chance.randrange(1, 4)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        other.write_bytes(bytes(broken))
        for finding in check_wacz(other):
            assert finding.message


def test_a_foreign_package_with_a_plain_index_is_read(path: Path) -> None:
    files = packages.read(path)
    text = gzip.decompress(files.pop(INDEX)[0])
    files.pop(BLOCKS)
    files["indexes/index.cdxj"] = (text, zipfile.ZIP_DEFLATED)
    manifest = json.loads(files[MANIFEST][0])
    kept = [r for r in manifest["resources"] if not r["path"].startswith("indexes/")]
    manifest["resources"] = [*kept, {"name": "index.cdxj", "path": "indexes/index.cdxj"}]
    files[MANIFEST] = (json.dumps(manifest).encode(), 0)
    assert found(packages.write(path.with_name("plain.wacz"), packages.relisted(files))) == []
    assert BytesIO(text).readline().startswith(b"org,example)/a?n=0 ")
