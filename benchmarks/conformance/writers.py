"""The writers that are compared, each with an environment of its own, and how each fetches the same addresses, twice.

Whatever a writer's documentation says, is its default, or is needed to fetch from loopback, is as it is; nothing is
patched.
"""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.conformance.by_proxy import ask_all, wait_for
from benchmarks.conformance.served import Site

_BENCHMARKS = Path(__file__).resolve().parents[1]
#: Seconds that one program may take.
_PATIENCE = 180
_ROUNDS = ("1", "2")

_PROFILE = """\
name = "known"
start = ["{listing}"]
stay = true
[crawl]
delay = 0
timeout = 3
"""


@dataclass(frozen=True, kw_only=True)
class Writer:
    """A program that writes WARC files."""

    key: str
    """As the checklist calls it."""
    name: str
    fetch: Callable[[Site, Path], None]
    """Fetch everything twice; WARC files (`*.warc.gz`) and packages (`*.wacz`) are left in the folder."""
    version: Callable[[], str]
    requirements: tuple[str, ...] = ()
    """What is installed into its environment; none where it has none of its own."""
    apart: bool = False
    """Whether each address must be another server's."""

    def prepare(self) -> str | None:
        """Install it where it is not yet. Returns why it cannot be measured, or None."""
        if self.key == "WG" and not shutil.which("wget"):
            return "there is no wget here"
        ready = environment(self.name) / "ready"
        if not self.requirements or (ready.exists() and ready.read_text("utf-8") == "\n".join(self.requirements)):
            return None
        for command in (
            [sys.executable, "-m", "venv", "--clear", str(environment(self.name))],
            [str(program(self.name, "pip")), "install", "--quiet", *self.requirements],
        ):
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
            if done.returncode:
                return f"it cannot be installed: {done.stderr.strip().splitlines()[-1]}"
        ready.write_text("\n".join(self.requirements), "utf-8")
        return None


def environment(name: str) -> Path:
    """The environment of a writer (ignored by git)."""
    return _BENCHMARKS / f".venv-{name}"


def program(name: str, program: str) -> Path:
    """A program in a writer's environment."""
    return environment(name) / "bin" / program


def _run(command: list[str], folder: Path) -> None:
    """Run to the end. Its exit code says nothing here: some of the answers are broken on purpose."""
    with (folder / "log").open("ab") as log:
        subprocess.run(command, cwd=folder, stdout=log, stderr=log, check=False, timeout=_PATIENCE)


def _readmore(site: Site, folder: Path) -> None:
    (folder / "known.toml").write_text(_PROFILE.format(listing=site.listing), "utf-8")
    command = [sys.executable, "-c", "from crawler.cli import main; main()", "crawl", str(folder / "known.toml")]
    for _ in _ROUNDS:
        _run([*command, "--archive", str(folder / "archive"), "--quiet"], folder)
    archive = ["--archive", str(folder / "archive")]
    _run([*command[:3], "pack", *archive, "--out", str(folder / "known.wacz"), "--quiet"], folder)
    for path in (folder / "archive" / "warc").iterdir():
        shutil.copy(path, folder)


def _scrapy_webarchive(site: Site, folder: Path) -> None:
    (folder / "urls").write_text("\n".join(site.urls), "utf-8")
    script = str(Path(__file__).with_name("by_scrapy.py"))
    for number in _ROUNDS:
        package = folder / f"{number}.wacz"
        _run([str(program("scrapy-webarchive", "python")), script, str(folder / "urls"), str(package)], folder)
        with zipfile.ZipFile(package) as archive:
            for name in archive.namelist():
                if name.startswith("archive/"):
                    (folder / Path(name).name).write_bytes(archive.read(name))


def _wget(site: Site, folder: Path) -> None:
    (folder / "urls").write_text("\n".join(site.urls), "utf-8")
    command = ["wget", "--no-verbose", "--tries=1", "--timeout=3", "--no-proxy", "--max-redirect=0"]
    command += ["--output-document=/dev/null", "--warc-cdx", "--input-file=urls"]
    _run([*command, "--warc-file=first"], folder)
    _run([*command, "--warc-file=second", "--warc-dedup=first.cdx"], folder)


def _warcprox(site: Site, folder: Path) -> None:
    # Many of the answers have the same body: the first time each is kept for what it is, not as a revisit of another.
    _through_warcprox(site, folder, "--dedup-db-file=/dev/null")
    _through_warcprox(site, folder)


def _through_warcprox(site: Site, folder: Path, *options: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(program("warcprox", "warcprox")), "--address=127.0.0.1", f"--port={port}", "--gzip", "--dir=."]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen([*command, *options], cwd=folder, stdout=log, stderr=log)
    try:
        if wait_for(port, 30):
            ask_all(site.urls, port)
    finally:
        process.send_signal(signal.SIGTERM)  # it writes what is queued, and closes its file
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()


def _said(*command: str) -> str:
    """The version that a command tells."""
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return next(word for word in done.stdout.split() if word[0].isdigit())


def _installed(name: str) -> Callable[[], str]:
    code = f"from importlib.metadata import version; print(version({name!r}))"
    return lambda: _said(str(program(name, "python")), "-c", code)


WRITERS = (
    Writer(
        key="RM",
        name="readmore",
        fetch=_readmore,
        version=lambda: _said(
            sys.executable, "-c", "from importlib.metadata import version; print(version('readmore'))"
        ),
    ),
    Writer(
        key="SW",
        name="scrapy-webarchive",
        fetch=_scrapy_webarchive,
        version=_installed("scrapy-webarchive"),
        # It pins Scrapy below 2.12, which runs with libraries of its own time only.
        requirements=("scrapy-webarchive==0.5.3", "w3lib<2.3", "twisted<24", "pyopenssl<24.3", "service-identity<25"),
    ),
    Writer(key="WG", name="wget", fetch=_wget, version=lambda: _said("wget", "--version")),
    Writer(
        key="WX",
        name="warcprox",
        fetch=_warcprox,
        version=_installed("warcprox"),
        requirements=("warcprox==2.13.1",),
        apart=True,
    ),
)
