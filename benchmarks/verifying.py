"""How fast WARC files are checked and indexed: `python -m benchmarks.verifying`.

An archive of made-up news pages is written by the project's own writer: for each page its request, metadata and
response, and a conversion, the page's text. Each contestant reads it, in turns, in a process of its own, start-up
included; ours also within this process, which is what a large archive comes near to. Printed are megabytes of
uncompressed records a second of processor time, the medians of the rounds.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from archive import cdxj
from archive.exchange import Blob, Exchange
from archive.records import Conversion
from archive.verify.files import Input, Summary, verify_files
from archive.writer import WarcWriter
from benchmarks.cost import run
from benchmarks.site import Site

_TAG = re.compile(rb"<[^>]*>")
_ROOT = Path(__file__).resolve().parents[1]
_TITLE = "MB/s of uncompressed records a core"
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
_INDEX = """
import sys
from pathlib import Path
from archive import cdxj
for name in sys.argv[1:]:
    cdxj.lines(Path(name))
"""
#: Each is told the files.
_CONTESTANTS = {
    "fastwarc, digests": [sys.executable, "-c", _FASTWARC],
    "warcio check": [str(Path(sys.executable).parent / "warcio"), "check"],
    "verify": [sys.executable, "-c", _OURS],
    "re-indexing": [sys.executable, "-c", _INDEX],
}


def _bodies(size: int) -> Iterator[bytes]:
    """Pages of about this size, each another one."""
    pages = [plain for path, (plain, _) in Site(400).bodies.items() if path.startswith("/news/display/")]
    at = 0
    while True:
        count = max(1, round(size / len(pages[0])))
        yield b"".join(pages[(at + n) % len(pages)] for n in range(count))
        at += count + 1


def _captures(size: int, total: int, *, packed: bool) -> Iterator[tuple[Exchange, str]]:
    """Exchanges, each with the text of its page, until there are so many bytes of pages."""
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
        exchange = Exchange(
            url=f"http://example.org{path}",
            method="GET",
            started_at=_BEGAN + timedelta(milliseconds=number),
            elapsed=0.1,
            request=ask.encode(),
            response=Blob(head + body),
            peer="192.0.2.7",
            notes={"via": "http://example.org/news", "hopsFromSeed": "L"},
        )
        yield exchange, _TAG.sub(b"", page).decode()
        written += len(page)
        if written >= total:
            return


def _write(folder: Path, size: int, total: int, *, packed: bool, texts: bool) -> list[Path]:
    writer = WarcWriter(folder, prefix="bench")

    async def keep() -> None:
        for exchange, text in _captures(size, total, packed=packed):
            address = await writer.keep(exchange)
            if texts:
                await writer.keep(Conversion(url=exchange.url, refers_to=address.record_id, text=text))

    try:
        asyncio.run(keep())
    finally:
        writer.close()
    return sorted(folder.glob("*.warc.gz"))


def _verified(files: list[Path]) -> Summary:
    summary = Summary()
    for finding in verify_files([Input.of(file) for file in files], summary):
        assert finding.level == "warning", finding
    return summary


def _indexed(files: list[Path]) -> int:
    return sum(len(cdxj.lines(file)) for file in files)


#: The same without a process's start.
_WITHIN: dict[str, Callable[[list[Path]], object]] = {"verify, within": _verified, "re-indexing, within": _indexed}


def _seconds(command: list[str], files: list[Path]) -> float:
    """Processor time of a process."""
    log = files[0].with_suffix(".log")
    cost = run([*command, *map(str, files)], folder=_ROOT, log=log, timeout=600)
    if cost.exit_code:
        raise SystemExit(f"{command} ended with {cost.exit_code}: {log.read_text('utf-8')[-1000:]}")
    return cost.cpu


def _seconds_within(call: Callable[[list[Path]], object], files: list[Path]) -> float:
    began = time.process_time()
    call(files)
    return time.process_time() - began


def _measure(files: list[Path], rounds: int) -> list[float]:
    """Megabytes a second of each contestant."""
    megabytes = _verified(files).bytes / 1e6
    times: dict[str, list[float]] = {name: [] for name in (*_CONTESTANTS, *_WITHIN)}
    for _ in range(rounds):
        for name, command in _CONTESTANTS.items():
            times[name].append(_seconds(command, files))
        for name, call in _WITHIN.items():
            times[name].append(_seconds_within(call, files))
    return [megabytes / median(taken) for taken in times.values()]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.verifying", description=__doc__)
    parser.add_argument("--megabytes", type=int, default=60, help="of pages in each archive, before any coding (60)")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each contestant (5)")
    parser.add_argument("--no-texts", action="store_true", help="leave out the conversion records")
    options = parser.parse_args()
    print(f"{_TITLE:36}" + "".join(f"{name:>21}" for name in (*_CONTESTANTS, *_WITHIN)))
    for size in (13_000, 40_000, 60_000):
        for packed in (False, True):
            with tempfile.TemporaryDirectory(prefix="bench-") as name:
                total = options.megabytes * 10**6
                files = _write(Path(name), size, total, packed=packed, texts=not options.no_texts)
                speeds = _measure(files, options.rounds)
            kind = f"pages of {size // 1000} KB, {'gzip content' if packed else 'plain'}"
            print(f"{kind:36}" + "".join(f"{speed:21.0f}" for speed in speeds), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
