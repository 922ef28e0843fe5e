"""`tests/system.sh` on machines that lack things: what is missing is named, and is an error only in CI."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "system.sh"


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_what_cannot_be_installed_is_named(tmp_path: Path, ci: str, code: int) -> None:
    tools = bare_machine(tmp_path / "bin")
    command = [tools / "sh", SCRIPT, tmp_path / "replay", tools / "false"]
    ran = subprocess.run(command, env={"PATH": str(tools), "CI": ci}, capture_output=True, text=True, check=False)
    assert ran.returncode == code
    assert "only root with apt-get can do it here: chromium nodejs npm" in ran.stdout
    assert ran.stdout.splitlines()[-1].endswith("could not be installed: chromium nodejs npm pywb replaywebpage")
    assert not (tmp_path / "replay" / "ready").exists()


def test_only_what_is_missing_is_installed(tmp_path: Path) -> None:
    """As root on Debian: the package manager is asked for the browser alone, and its failure is told."""
    tools = bare_machine(tmp_path / "bin")
    stand_in(tools / "node", "exit 0")
    stand_in(tools / "npm", "exit 0")
    stand_in(tools / "id", "echo 0")
    stand_in(tools / "apt-get", f'echo "$@" >> {tmp_path}/asked; case "$*" in *install*) exit 100;; esac')
    command = [tools / "sh", SCRIPT, tmp_path / "replay", tools / "false"]
    ran = subprocess.run(command, env={"PATH": str(tools)}, capture_output=True, text=True, check=False)
    assert ran.returncode == 0
    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked == ["-qq update", "-qq install --no-install-recommends chromium"]
    assert ran.stdout.splitlines()[-1].endswith("could not be installed: chromium pywb")


def bare_machine(folder: Path) -> Path:
    """A folder of programs with nothing but what every system has."""
    folder.mkdir()
    for name in ("sh", "dirname", "mkdir", "cp", "touch", "false"):
        (folder / name).symlink_to(shutil.which(name) or pytest.fail(f"no {name} here"))
    stand_in(folder / "id", "echo 1000")
    return folder


def stand_in(path: Path, script: str) -> None:
    """A program that does this."""
    path.unlink(missing_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
