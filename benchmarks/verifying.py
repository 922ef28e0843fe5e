"""How fast WARC files are checked: `python -m benchmarks.verifying`.

An archive of made-up news pages is written by the project's own writer and read by each contestant, in turns, in a
process of its own. Printed are megabytes of uncompressed records a second of processor time, the best of the rounds.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.exchange import Blob, Exchange
from archive.verify.files import Input, Summary, verify_files
from archive.writer import WarcWriter
from benchmarks.cost import run
from benchmarks.site import Site

_ROOT = Path(__file__).resolve().parents[1]
_BEGAN = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)

_FASTWARC = """
import sys
from fastwarc.warc import ArchiveIterator
for name in sys.argv[1:]:
    with open(name, "rb") as file:
        for record in ArchiveIterator(file, parse_http=False):
            record.verify_block_digest(consume=True)
"""
_OURS = """
import sys
from pathlib import Path
from archive.verify.files import Input, Summary, verify_files
summary = Summary()
found = list(verify_files([Input.of(Path(name)) for name in sys.argv[1:]], summary))
sys.exit(any(finding.level == "error" for finding in found))
"""
#: Each is told the files.
_CONTESTANTS = {
    "fastwarc, block digests only": [sys.executable, "-c", _FASTWARC],
    "warcio check": [str(Path(sys.executable).parent / "warcio"), "check"],
    "readmore verify": [sys.executable, "-c", _OURS],
}


def _bodies(size: int) -> Iterator[bytes]:
    """Pages of about this size, each another one."""
    pages = [plain for path, (plain, _) in Site(400).bodies.items() if path.startswith("/news/display/")]
    at = 0
    while True:
        count = max(1, round(size / len(pages[0])))
        yield b"".join(pages[(at + n) % len(pages)] for n in range(count))
        at += count + 1


def _exchanges(size: int, total: int, *, packed: bool) -> Iterator[Exchange]:
    written = 0
    for number, page in enumerate(_bodies(size)):
        body = gzip.compress(page, 6, mtime=0) if packed else page
        coding = b"Content-Encoding: gzip\r\n" if packed else b""
        head = (
            b"HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: Mon, 04 May 2026 03:02:01 GMT\r\nVary: Accept-Encoding\r\n"
            b"Content-Type: text/html; charset=utf-8\r\n%sContent-Length: %d\r\n\r\n" % (coding, len(body))
        )
        path = f"/news/display/{number}?page=1"
        ask = f"GET {path} HTTP/1.1\r\nHost: example.org\r\nUser-Agent: bench\r\nAccept-Encoding: gzip\r\n\r\n"
        yield Exchange(
            url=f"http://example.org{path}",
            method="GET",
            started_at=_BEGAN + timedelta(milliseconds=number),
            elapsed=0.1,
            request=ask.encode(),
            response=Blob(head + body),
            peer="192.0.2.7",
            notes={"via": "http://example.org/news", "hopsFromSeed": "L"},
        )
        written += len(head) + len(body)
        if written >= total:
            return


def _write(folder: Path, size: int, total: int, *, packed: bool) -> list[Path]:
    writer = WarcWriter(folder, prefix="bench")

    async def keep() -> None:
        for one in _exchanges(size, total, packed=packed):
            await writer.keep(one)

    try:
        asyncio.run(keep())
    finally:
        writer.close()
    return sorted(folder.glob("*.warc.gz"))


def _measure(files: list[Path], rounds: int) -> dict[str, float]:
    summary = Summary()
    for finding in verify_files([Input.of(file) for file in files], summary):
        assert finding.level == "warning", finding
    speeds = dict.fromkeys(_CONTESTANTS, 0.0)
    for _ in range(rounds):
        for name, command in _CONTESTANTS.items():
            log = files[0].with_suffix(".log")
            cost = run([*command, *map(str, files)], folder=_ROOT, log=log, timeout=600)
            if cost.exit_code:
                raise SystemExit(f"{name} ended with {cost.exit_code}: {log.read_text('utf-8')[-1000:]}")
            speeds[name] = max(speeds[name], summary.bytes / 1e6 / cost.cpu)
    return speeds


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.verifying", description=__doc__)
    parser.add_argument("--megabytes", type=int, default=60, help="of answers in each archive (60)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each contestant (3)")
    options = parser.parse_args()
    print(f"{'MB/s of uncompressed records a core':36}" + "".join(f"{name:>30}" for name in _CONTESTANTS))
    for size in (13_000, 60_000):
        for packed in (False, True):
            with tempfile.TemporaryDirectory(prefix="bench-") as name:
                files = _write(Path(name), size, options.megabytes * 10**6, packed=packed)
                speeds = _measure(files, options.rounds)
            kind = f"pages of {size // 1000} KB, {'gzip content' if packed else 'plain'}"
            print(f"{kind:36}" + "".join(f"{speed:30.0f}" for speed in speeds.values()), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
