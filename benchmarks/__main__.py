"""`make bench`: readmore, stock Scrapy and wget on the same loopback site, in turns, and the medians."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from benchmarks.contestants import CONTESTANTS, Contestant
from benchmarks.cost import Cost, run
from benchmarks.served import ROOT, BenchError, served

_YARDSTICK = "stock Scrapy, nothing kept"


@dataclass(frozen=True, kw_only=True)
class Result:
    """One contestant in one round."""

    cost: Cost
    asked: int
    """Different articles that the server was asked for."""
    records: int | None
    warc: int
    """Bytes of WARC files."""


def measure(contestant: Contestant, pages: int, timeout: float) -> Result:
    """Let a contestant walk a freshly started site, and see that it got all of it."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name, served(pages) as base:
        folder = Path(name)
        log = folder / "log"
        cost = run(contestant.command(base, folder), folder=ROOT, log=log, timeout=timeout)
        with urllib.request.urlopen(f"{base}/_asked", timeout=10) as answer:
            asked = int(answer.read())
        if asked < pages or cost.exit_code not in _done(contestant):
            said = log.read_text("utf-8", "replace")[-2000:]
            raise BenchError(
                f"{contestant.name} asked for {asked} of {pages} pages, exit code {cost.exit_code}:\n{said}"
            )
        records = contestant.records(folder) if contestant.records else None
        if records is not None and records < pages:
            raise BenchError(f"{contestant.name} made records of {records} of {pages} pages")
        warc = sum(file.stat().st_size for file in folder.rglob("*.warc.gz"))
        return Result(cost=cost, asked=asked, records=records, warc=warc)


def _done(contestant: Contestant) -> tuple[int, ...]:
    # wget says 8 where any page was missing, and the site's footer leads to some that are.
    return (0, 8) if contestant.name.startswith("wget") else (0,)


def table(results: dict[str, list[Result]], pages: int) -> str:
    """The medians, a contestant a line."""

    def speed(name: str) -> float:
        return pages / statistics.median(result.cost.seconds for result in results[name])

    lines = [f"{'':28}{'pages/s':>9}{'× Scrapy':>10}{'seconds':>9}{'CPU s':>8}{'memory MB':>11}{'WARC MB':>9}"]
    for name, rounds in results.items():
        ratio = f"{speed(name) / speed(_YARDSTICK):.2f}" if _YARDSTICK in results else "–"
        seconds = statistics.median(result.cost.seconds for result in rounds)
        cpu = statistics.median(result.cost.cpu for result in rounds)
        memory = statistics.median(result.cost.memory for result in rounds) / 1e6
        warc = statistics.median(result.warc for result in rounds) / 1e6
        lines.append(f"{name:28}{speed(name):9.0f}{ratio:>10}{seconds:9.1f}{cpu:8.1f}{memory:11.0f}{warc:9.1f}")
    return "\n".join(lines)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--pages", type=int, default=2000, help="articles on the site (2000)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each contestant, in turns (3)")
    parser.add_argument("--only", default="", help="contestants whose name contains this")
    parser.add_argument("--timeout", type=float, default=300, help="seconds that one run may take (300)")
    options = parser.parse_args()
    contestants = [c for c in CONTESTANTS if options.only in c.name and c.present()]
    results: dict[str, list[Result]] = {contestant.name: [] for contestant in contestants}
    for number in range(options.rounds):
        for contestant in contestants:
            print(f"round {number + 1} of {options.rounds}: {contestant.name}", file=sys.stderr, flush=True)
            try:
                results[contestant.name].append(measure(contestant, options.pages, options.timeout))
            except BenchError as error:
                print(error, file=sys.stderr)
                return 1
    print(table(results, options.pages))
    return 0


if __name__ == "__main__":
    sys.exit(main())
