"""A disk that is really full, and one that cannot be written to: small file systems in memory, mounted for a test."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import plainwarc
import pytest
from test_interruption import _wait_for_captures, assert_every_row_has_its_bytes, begin, says
from walk import walk

from archive.verify.files import Summary
from archive.writer import OPEN
from crawler.archive_folder import MIN_FREE, ArchiveFolder
from crawler.demo.server import DemoSite
from crawler.errors import Exit
from crawler.verify import verify_archive
from spiders import profile as profiles


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system a little larger than what a run asks for before it begins."""
    folder = tmp_path / "disk"
    folder.mkdir()
    size = MIN_FREE + 8 * 2**20
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount here")
    if done.returncode:
        pytest.skip(f"a file system cannot be mounted here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path, *, leave: int) -> Path:
    """A file that leaves so many bytes."""
    ballast = disk / "ballast"
    with ballast.open("wb") as file:
        for _ in range(100):
            free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
            with contextlib.suppress(OSError):  # a run that goes on took some of it meanwhile
                os.posix_fallocate(file.fileno(), 0, free - leave)
                return ballast
    raise AssertionError("the disk cannot be filled")


def assert_whole(folder: Path) -> None:
    """Nothing is torn, and nothing refers to what is not there."""
    assert_every_row_has_its_bytes(folder)
    assert not list((folder / "warc").glob(f"*{OPEN}"))
    for path in (folder / "warc").iterdir():
        plainwarc.records(path)  # fails at a byte that belongs to no record


@pytest.mark.parametrize("asked", [10, 90])
def test_a_full_disk_ends_the_run_and_the_next_one_finishes(disk: Path, tmp_path: Path, asked: int) -> None:
    archive = disk / "archive"
    with DemoSite("divs") as site:
        profile = profiles.find("demo").at(site.url)
        process = begin(site, archive)
        _wait_for_captures(site, process, asked)
        ballast = fill(disk, leave=64 * 1024)
        _, said = process.communicate(timeout=60)
        assert process.returncode == Exit.DISK, said
        assert "No space left on device" in said or "disk is full" in said
        assert "Traceback" not in said
        ballast.unlink()
        assert_every_row_has_its_bytes(archive)
        result = walk(profile, archive)
        walk(profile, tmp_path / "undisturbed")
    assert (result.exit_code, result.losses, result.resumed) == (Exit.DONE, [], True)
    assert_whole(archive)
    assert says(archive) == says(tmp_path / "undisturbed")
    errors = [str(f) for f in verify_archive(ArchiveFolder(archive), Summary()) if f.level == "error"]
    assert errors == []


def test_too_little_space_to_begin(disk: Path) -> None:
    fill(disk, leave=MIN_FREE // 2)
    with DemoSite("divs") as site:
        process = begin(site, disk / "archive")
        _, said = process.communicate(timeout=60)
        assert site.requests == []
    assert process.returncode == Exit.DISK
    assert "Free some space" in said


@pytest.mark.parametrize("is_new", [True, False])
def test_a_folder_that_cannot_be_written_to(disk: Path, is_new: bool) -> None:
    archive = disk / "archive"
    with DemoSite("divs") as site:
        if not is_new:
            assert begin(site, archive).wait(60) == Exit.DONE
            before = {path: path.read_bytes() for path in archive.rglob("*") if path.is_file()}
        asked = len(site.requests)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        process = begin(site, archive)
        _, said = process.communicate(timeout=60)
        assert len(site.requests) == asked, "nothing was asked"
    assert process.returncode == Exit.USAGE, said
    assert "cannot write to the archive folder" in said
    if not is_new:
        assert {path: path.read_bytes() for path in archive.rglob("*") if path.is_file()} == before
