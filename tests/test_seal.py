"""The seal: one chain of manifests over what each run finished; whatever is changed afterwards is found and named."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import subprocess
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.errors import ManifestError, WriteError
from archive.seal import check, unsealed, write_manifest
from archive.seal.manifest import decode

START = datetime(2026, 11, 24, 7, 24, 11, tzinfo=UTC)


class Archive:
    """An archive whose runs do nothing but leave files."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.now = START
        self._chance = random.Random(path.name)

    def leaves(self, *names: str) -> list[Path]:
        """Files of chance bytes, as a run finishes them."""
        for name in names:
            (self.path / name).parent.mkdir(parents=True, exist_ok=True)
            (self.path / name).write_bytes(self._chance.randbytes(self._chance.randint(1, 3000)))
        return [self.path / name for name in names]

    def run(self, *names: str, **changes: dict[Path, str]) -> Path:
        """A run that leaves files and seals what is not sealed. Returns its manifest."""
        self.leaves(*names)
        self.now += timedelta(hours=1)
        run_id = f"{self.now:%Y%m%dT%H%M%SZ}-{self._chance.randbytes(3).hex()}"
        return write_manifest(self.path, run_id, unsealed(self.path), software="test/1", now=self.now, **changes)

    def errors(self) -> list[tuple[str, str]]:
        return [(finding.file, finding.message) for finding in check(self.path) if finding.level == "error"]

    def warnings(self) -> list[str]:
        return [finding.file for finding in check(self.path) if finding.level == "warning"]

    def name(self, path: Path) -> str:
        return path.relative_to(self.path).as_posix()


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


@pytest.fixture
def three(archive: Archive) -> list[Path]:
    """The manifests of three runs of two files each."""
    return [archive.run(f"warc/{name}.warc.gz", f"index/{name}.cdxj") for name in "abc"]


def test_each_manifest_is_chained_to_the_bytes_of_the_one_before(archive: Archive, three: list[Path]) -> None:
    first, second, third = (json.loads(path.read_bytes()) for path in three)
    assert first["previous"] is None
    assert second["previous"] == {"run": first["run"], "sha256": hashlib.sha256(three[0].read_bytes()).hexdigest()}
    assert third["previous"] == {"run": second["run"], "sha256": hashlib.sha256(three[1].read_bytes()).hexdigest()}
    assert [file["path"] for file in second["files"]] == ["index/b.cdxj", "warc/b.warc.gz"]
    assert archive.errors() == []
    assert archive.warnings() == []


def test_sha256sum_agrees(archive: Archive, three: list[Path]) -> None:
    files = [file for path in three for file in json.loads(path.read_bytes())["files"]]
    lines = "".join(f"{file['sha256']}  {file['path']}\n" for file in files)
    done = subprocess.run(["sha256sum", "--check", "--strict"], input=lines, cwd=archive.path, text=True, check=False)
    assert done.returncode == 0
    assert {file["path"]: file["bytes"] for file in files} == {
        archive.name(path): path.stat().st_size for path in archive.path.glob("[wi]*/*")
    }


def test_a_clock_that_jumps_back_breaks_nothing(archive: Archive, three: list[Path]) -> None:
    archive.now = START - timedelta(days=700)
    manifests = [archive.run("warc/d.warc.gz"), archive.run("warc/e.warc.gz")]
    assert decode(manifests[0].read_bytes()).previous.run == three[-1].parent.name
    assert decode(manifests[1].read_bytes()).previous.run == manifests[0].parent.name
    assert archive.errors() == []


def test_a_run_that_wrote_nothing_is_a_link_too(archive: Archive) -> None:
    manifests = [archive.run(), archive.run("warc/a.warc.gz"), archive.run(), archive.run()]
    assert [len(decode(path.read_bytes()).files) for path in manifests] == [0, 1, 0, 0]
    assert archive.errors() == []


def test_what_a_killed_run_left_is_sealed_by_the_next(archive: Archive, three: list[Path]) -> None:
    archive.leaves("warc/killed.warc.gz", "index/killed.cdxj", "warc/now.warc.gz.open", "index/now.cdxj.tmp")
    (archive.path / "runs" / "killed").mkdir()
    (archive.path / "runs" / "killed" / "manifest.json.tmp").write_text('{"run": "kil')
    assert archive.warnings() == ["warc/killed.warc.gz", "index/killed.cdxj"]
    assert archive.errors() == []
    after = decode(archive.run("warc/d.warc.gz").read_bytes())
    assert [file.path for file in after.files] == ["index/killed.cdxj", "warc/d.warc.gz", "warc/killed.warc.gz"]
    assert archive.warnings() == []
    assert archive.errors() == []


def test_sealed_files_are_not_read_again(archive: Archive, three: list[Path]) -> None:
    (archive.path / "warc" / "a.warc.gz").write_bytes(b"not what was sealed")
    everything = [*archive.path.glob("warc/*"), *archive.leaves("warc/d.warc.gz")]
    manifest = write_manifest(archive.path, "late", everything, software="test/1", now=START)
    assert [file.path for file in decode(manifest.read_bytes()).files] == ["warc/d.warc.gz"]


def test_a_run_is_sealed_once(archive: Archive, three: list[Path]) -> None:
    before = three[-1].read_bytes()
    with pytest.raises(ManifestError, match="sealed once"):
        write_manifest(archive.path, three[-1].parent.name, [], software="test/1", now=START)
    assert three[-1].read_bytes() == before


def test_a_file_that_cannot_be_read_is_named(archive: Archive) -> None:
    with pytest.raises(WriteError, match=r"nothing\.warc\.gz.*the next run seals"):
        write_manifest(archive.path, "r", [archive.path / "warc" / "nothing.warc.gz"], software="t", now=START)
    assert not list(archive.path.glob("runs/*/manifest.json"))


def test_names_that_are_not_ascii_or_not_utf8(archive: Archive) -> None:
    archive.run("warc/რუსთავი.warc.gz")
    odd = archive.path / "warc" / b"\xff\xfe.warc.gz".decode("utf-8", "surrogateescape")
    odd.write_bytes(b"x")
    archive.run().read_bytes().decode("utf-8")
    assert archive.errors() == []
    odd.write_bytes(b"y")
    assert [file for file, _ in archive.errors()] == [archive.name(odd)]


# Each of these changes an archive of three runs; what it returns is the file that has to be named.


def flip(archive: Archive, manifests: list[Path]) -> str:
    victim = archive.path / "warc" / "b.warc.gz"
    data = bytearray(victim.read_bytes())
    data[random.Random(7).randrange(len(data))] ^= 4
    victim.write_bytes(data)
    return archive.name(victim)


def cut(archive: Archive, manifests: list[Path]) -> str:
    victim = archive.path / "warc" / "c.warc.gz"
    victim.write_bytes(victim.read_bytes()[:-1])
    return archive.name(victim)


def drop_index_line(archive: Archive, manifests: list[Path]) -> str:
    (archive.path / "index" / "a.cdxj").write_bytes(b"")
    return "index/a.cdxj"


def delete(archive: Archive, manifests: list[Path]) -> str:
    (archive.path / "warc" / "a.warc.gz").unlink()
    return "warc/a.warc.gz"


def make_folder_of_it(archive: Archive, manifests: list[Path]) -> str:
    victim = archive.path / "warc" / "a.warc.gz"
    victim.unlink()
    victim.mkdir()
    return "warc/a.warc.gz"


def delete_middle_manifest(archive: Archive, manifests: list[Path]) -> str:
    manifests[1].unlink()
    return archive.name(manifests[1])


def delete_first_run(archive: Archive, manifests: list[Path]) -> str:
    shutil.rmtree(manifests[0].parent)
    return archive.name(manifests[0])


def edited(path: Path, change: Callable[[dict], object]) -> None:
    """Change a manifest, and spell it as readmore does."""
    form = json.loads(path.read_bytes())
    change(form)
    path.write_bytes(json.dumps(form, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n")
    decode(path.read_bytes())


def edit_first_manifest(archive: Archive, manifests: list[Path]) -> str:
    edited(manifests[0], lambda form: form.update(created="2020-01-01T00:00:00.000000Z"))
    return archive.name(manifests[0])


def edit_manifest_to_fit_a_changed_file(archive: Archive, manifests: list[Path]) -> str:
    file = archive.path / flip(archive, manifests)
    edited(manifests[1], lambda form: form["files"][1].update(sha256=hashlib.sha256(file.read_bytes()).hexdigest()))
    return archive.name(manifests[1])


def edit_newest_digest(archive: Archive, manifests: list[Path]) -> str:
    edited(manifests[2], lambda form: form["files"][0].update(sha256="0" * 64))
    return "index/c.cdxj"


def edit_newest_size(archive: Archive, manifests: list[Path]) -> str:
    edited(manifests[2], lambda form: form["files"][0].update(bytes=form["files"][0]["bytes"] + 1))
    return "index/c.cdxj"


def respell(archive: Archive, manifests: list[Path]) -> str:
    manifests[2].write_text(json.dumps(json.loads(manifests[2].read_bytes())))
    return archive.name(manifests[2])


def reorder(archive: Archive, manifests: list[Path]) -> str:
    second, third = (json.loads(path.read_bytes()) for path in manifests[1:])
    edited(manifests[2], lambda form: form.update(previous=second["previous"], number=2))
    digest = hashlib.sha256(manifests[2].read_bytes()).hexdigest()
    edited(manifests[1], lambda form: form.update(previous={"run": third["run"], "sha256": digest}))
    return archive.name(manifests[1])


def truncate_manifest(archive: Archive, manifests: list[Path]) -> str:
    data = manifests[1].read_bytes()
    manifests[1].write_bytes(data[: len(data) // 2])
    return archive.name(manifests[1])


def empty_manifest(archive: Archive, manifests: list[Path]) -> str:
    manifests[2].write_bytes(b"")
    return archive.name(manifests[2])


def fork(archive: Archive, manifests: list[Path]) -> str:
    away = archive.path.parent / "away"
    manifests[2].parent.rename(away)
    archive.run()
    away.rename(manifests[2].parent)
    return max(archive.name(path) for path in archive.path.glob("runs/*/manifest.json"))


def second_beginning(archive: Archive, manifests: list[Path]) -> str:
    path = archive.path / "runs" / "zzz" / "manifest.json"
    path.parent.mkdir()
    path.write_bytes(manifests[0].read_bytes())
    edited(path, lambda form: form.update(run="zzz", files=[]))
    return archive.name(path)


def copied_manifest(archive: Archive, manifests: list[Path]) -> str:
    shutil.copytree(manifests[0].parent, archive.path / "runs" / "copy")
    return "runs/copy/manifest.json"


def path_that_leads_out(archive: Archive, manifests: list[Path]) -> str:
    form = json.loads(manifests[2].read_bytes())
    form["files"][0]["path"] = "../outside"
    manifests[2].write_bytes(json.dumps(form, indent=1, sort_keys=True).encode() + b"\n")
    return archive.name(manifests[2])


def renumber(archive: Archive, manifests: list[Path]) -> str:
    edited(manifests[2], lambda form: form.update(number=7))
    return archive.name(manifests[2])


def seal_anew_in_silence(archive: Archive, manifests: list[Path]) -> str:
    """Change a file that an earlier run sealed, and have the newest manifest name it as if for the first time."""
    file = archive.leaves("warc/a.warc.gz")[0].read_bytes()
    entry = {"path": "warc/a.warc.gz", "bytes": len(file), "sha256": hashlib.sha256(file).hexdigest()}
    edited(manifests[2], lambda form: form["files"].append(entry))
    return archive.name(manifests[2])


def folder_for_manifest(archive: Archive, manifests: list[Path]) -> str:
    manifests[2].unlink()
    manifests[2].mkdir()
    return archive.name(manifests[2])


def newer_version(archive: Archive, manifests: list[Path]) -> str:
    manifests[0].write_bytes(manifests[0].read_bytes().replace(b'"version": 1', b'"version": 2'))
    return archive.name(manifests[0])


DAMAGES = [
    flip,
    cut,
    drop_index_line,
    delete,
    make_folder_of_it,
    delete_middle_manifest,
    delete_first_run,
    edit_first_manifest,
    edit_manifest_to_fit_a_changed_file,
    edit_newest_digest,
    edit_newest_size,
    respell,
    reorder,
    truncate_manifest,
    empty_manifest,
    fork,
    second_beginning,
    copied_manifest,
    path_that_leads_out,
    renumber,
    seal_anew_in_silence,
    folder_for_manifest,
    newer_version,
]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_damage_is_found_and_its_file_named(
    archive: Archive, three: list[Path], damage: Callable[[Archive, list[Path]], str]
) -> None:
    assert archive.errors() == []
    named = damage(archive, three)
    assert [file for file, _ in archive.errors()] == [named], archive.errors()
    # It is neither hidden nor made worse by the runs after it.
    archive.run("warc/later.warc.gz")
    archive.run()
    assert [file for file, _ in archive.errors()] == [named], archive.errors()
    assert archive.warnings() == []


def test_a_chain_begins_with_number_one(archive: Archive) -> None:
    manifest = archive.run("warc/a.warc.gz")
    edited(manifest, lambda form: form.update(number=2))
    assert [file for file, _ in archive.errors()] == [archive.name(manifest)]


@pytest.mark.parametrize("path", ["/etc/passwd", "../up", "warc/../../up", "warc//a", "./warc/a", "warc/a/", ".", ""])
def test_no_path_leads_out_or_has_two_spellings(three: list[Path], path: str) -> None:
    form = json.loads(three[0].read_bytes())
    form["files"][0]["path"] = path
    with pytest.raises(ManifestError, match=r"files\.0\.path: .*not a path within the archive"):
        decode(json.dumps(form, indent=1, sort_keys=True).encode() + b"\n")


def test_whatever_bytes_a_manifest_has_it_is_read_or_named(three: list[Path]) -> None:
    data = three[2].read_bytes()
    read = 0
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1 << place % 7
        try:
            assert decode(bytes(changed)).encode() == changed
            read += 1
        except ManifestError:
            pass
    assert 0 < read < len(data)
    for other in (b"", b"[]", b"null", b"{}", b"\xff", b"[" * 100_000, b'{"number": ' + b"9" * 5000 + b"}"):
        with pytest.raises(ManifestError):
            decode(other)


def test_large_files_take_no_more_memory(archive: Archive) -> None:
    file = archive.leaves("warc/large.warc.gz")[0]
    with file.open("r+b") as large:
        large.truncate(64 * 2**20)
    tracemalloc.start()
    archive.run()
    assert archive.errors() == []
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * 2**20


def test_a_foreign_warc_is_pointed_out(archive: Archive, three: list[Path]) -> None:
    archive.leaves("warc/foreign.warc")
    assert archive.warnings() == ["warc/foreign.warc"]
    assert archive.errors() == []


def test_a_newest_manifest_that_is_cut_off_leaves_its_files_unsealed(archive: Archive, three: list[Path]) -> None:
    shutil.rmtree(three[-1].parent)
    assert archive.warnings() == ["warc/c.warc.gz", "index/c.cdxj"]


def test_a_file_rewritten_on_purpose_stays_right_and_its_past_known(archive: Archive, three: list[Path]) -> None:
    file, index = archive.path / "warc" / "a.warc.gz", archive.path / "index" / "a.cdxj"
    was = hashlib.sha256(file.read_bytes()).hexdigest()
    archive.leaves("warc/a.warc.gz")
    index.unlink()
    manifest = decode(archive.run(replaced={file: "redacted: ზოგი"}, removed={index: "redacted"}).read_bytes())
    assert [(change.path, change.was, change.why) for change in manifest.replaced] == [
        ("warc/a.warc.gz", was, "redacted: ზოგი")
    ]
    assert manifest.replaced[0].sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert [change.path for change in manifest.removed] == ["index/a.cdxj"]
    archive.run("warc/d.warc.gz")
    assert archive.errors() == []
    index.write_bytes(b"back again")
    file.write_bytes(b"once more, in silence")
    assert [name for name, _ in archive.errors()] == ["index/a.cdxj", "warc/a.warc.gz"]


def test_what_was_never_sealed_is_not_called_replaced(archive: Archive) -> None:
    file, same = archive.leaves("warc/a.warc.gz", "warc/b.warc.gz")
    gone = archive.path / "warc" / "gone.warc.gz"
    first = decode(archive.run(replaced={file: "redacted"}, removed={gone: "redacted"}).read_bytes())
    second = decode(archive.run(replaced={same: "redacted, but nothing was in it"}).read_bytes())
    assert [sealed.path for sealed in first.files] == ["warc/a.warc.gz", "warc/b.warc.gz"]
    assert (first.replaced, first.removed, second.replaced) == ((), (), ())
    assert archive.errors() == []


def test_a_replacement_of_what_never_was_is_found(archive: Archive, three: list[Path]) -> None:
    file = archive.path / "warc" / "a.warc.gz"
    archive.leaves("warc/a.warc.gz")
    manifest = archive.run(replaced={file: "redacted"})
    edited(manifest, lambda form: form["replaced"][0].update(was="1" * 64))
    assert [name for name, _ in archive.errors()] == [archive.name(manifest)]
