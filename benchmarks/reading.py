"""How fast an archive is read again: `python -m benchmarks.reading`.

A made-up site is crawled once. Its WARC files are then read into a fresh database by `readmore read`, in a process of
its own, start-up included; from a sample of the same pages trafilatura takes the text, and nothing else, within one
process. Where article-extraction-benchmark is at hand, its larger pages are read as well, within this process, and the
F1 of the body is measured.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive.address import Address
from archive.reader import captures
from benchmarks.contestants import PROFILE
from benchmarks.cost import run
from benchmarks.served import ROOT, BenchError, served
from pipelines.items import CaptureRow
from spiders.article import find_article
from spiders.page import Page
from spiders.profile import Profile
from spiders.statements import statements

#: Pages of real publishers with the texts that people took out of them.
_TRUTH = ROOT.parent / "shared" / "data" / "pages" / "aeb"
_SAMPLE = 200
#: What is asked for, in pages a second a core, and of F1.
_FLOOR, _F1_FLOOR = 150, 0.96


def _crawled(pages: int, folder: Path, timeout: float) -> list[Path]:
    """The WARC files of a crawl of a site with so many articles. Raises `BenchError`."""
    profile = folder / "bench.toml"
    profile.write_text(PROFILE, "utf-8")
    with served(pages) as base:
        options = ["--base-url", base, "--archive", str(folder / "crawled"), "--quiet"]
        _run(["crawl", str(profile), *options], folder, timeout)
    return sorted((folder / "crawled" / "warc").glob("*.warc.gz"))


def _run(words: list[str], folder: Path, timeout: float) -> float:
    """Seconds of processor time of a command. Raises `BenchError` where it did not do its job."""
    log = folder / "log"
    cost = run([sys.executable, "-m", "crawler", *words], folder=ROOT, log=log, timeout=timeout)
    if cost.exit_code:
        raise BenchError(f"{words[0]} ended with {cost.exit_code}:\n{log.read_text('utf-8', 'replace')[-2000:]}")
    return cost.cpu


def _reading(files: list[Path], folder: Path, rounds: int, timeout: float) -> float:
    """Seconds of processor time of `readmore read`, the median of some rounds."""
    seconds = []
    for number in range(rounds):
        archive = folder / f"read-{number}"
        (archive / "warc").mkdir(parents=True)
        for file in files:
            shutil.copy(file, archive / "warc")
        seconds.append(_run(["read", "--archive", str(archive), "--quiet"], folder, timeout))
        shutil.rmtree(archive)
    return statistics.median(seconds)


def _texts(files: list[Path]) -> Iterator[str]:
    for file in files:
        for capture in captures(file):
            if "/display/" in capture.url:
                yield Page.of(capture.url, capture.message, capture.fetched_at).text


def _trafilatura(texts: list[str]) -> float:
    """Pages a second of processor time."""
    import trafilatura

    trafilatura.extract(texts[0])  # what is made once
    began = time.process_time()
    for text in texts:
        trafilatura.extract(text, include_comments=False)
    return len(texts) / (time.process_time() - began)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3))) if words else Counter()


@dataclass(frozen=True, kw_only=True)
class Publishers:
    """How pages of real publishers are read."""

    speed: float
    """Pages a second of processor time."""
    trafilatura: float
    """The same."""
    f1: float
    """Of the body, by the benchmark's measure: precision and recall a page over shingles of four words, each
    averaged."""


def publishers() -> Publishers | None:
    """What is measured on article-extraction-benchmark; None where its pages are not here."""
    if not (_TRUTH / "truth.json").is_file():
        return None
    truth = json.loads((_TRUTH / "truth.json").read_text("utf-8"))
    found = [(entry, _page(entry)) for entry in truth]
    precision = recall = 0.0
    for entry, page in found:
        read = _shingles("\n".join(find_article(page, Profile.for_url(page.url)).body))
        true = _shingles(entry["body"])
        common = (read & true).total()
        precision += common / read.total() if read else 0.0
        recall += common / true.total() if true else 1.0
    began = time.process_time()
    for entry, _ in found:
        statements(page := _page(entry), Profile.for_url(page.url), _row(page))
    speed = len(found) / (time.process_time() - began)
    f1 = 2 * precision * recall / (precision + recall) / len(found)
    return Publishers(speed=speed, trafilatura=_trafilatura([page.text for _, page in found]), f1=f1)


def _page(entry: dict[str, str]) -> Page:
    content = gzip.decompress((_TRUTH / entry["file"]).read_bytes())
    headers = {"content-type": "text/html; charset=utf-8"}
    return Page(url=entry["url"], content=content, headers=headers, fetched_at=datetime.now(UTC))


def _row(page: Page) -> CaptureRow:
    address = Address(warc_file="", warc_offset=0, warc_length=0, record_id="", payload_digest="")
    moment = page.fetched_at or datetime.now(UTC)
    return CaptureRow.of(url=page.url, method="GET", head=None, fetched_at=moment, truncated=None, address=address)


def main() -> int:
    """Measure and print; exit code 1 where what is asked for is not reached."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("--pages", type=int, default=2000, help="articles in the archive (2000)")
    parser.add_argument("--rounds", type=int, default=3, help="readings (3)")
    parser.add_argument("--timeout", type=float, default=300, help="seconds that one run may take (300)")
    options = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory(prefix="bench-") as name:
            folder = Path(name)
            files = _crawled(options.pages, folder, options.timeout)
            texts = list(_texts(files))
            speed = len(texts) / _reading(files, folder, options.rounds, options.timeout)
            other = _trafilatura(texts[:: max(1, len(texts) // _SAMPLE)])
    except BenchError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{'':42}{'readmore':>10}{'trafilatura':>13}{'ratio':>7}")
    _say(f"an archive of {len(texts)} made-up pages", speed, other)
    real = publishers()
    if real is None:
        print("article-extraction-benchmark is not at ../shared/data/pages/aeb")
    else:
        _say("pages of real publishers, reading alone", real.speed, real.trafilatura)
        print(f"F1 of the body on these: {real.f1:.3f} (asked for: {_F1_FLOOR})")
    print(f"pages a second a core; of the archive {_FLOOR} are asked for")
    return int(speed < _FLOOR or (real is not None and real.f1 < _F1_FLOOR))


def _say(what: str, ours: float, others: float) -> None:
    print(f"{what:42}{ours:10.0f}{others:13.0f}{ours / others:7.1f}")


if __name__ == "__main__":
    sys.exit(main())
