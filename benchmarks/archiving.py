"""What archiving costs: the same crawl with the writer on and off, and what a second, unchanged crawl adds on disk."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.contestants import PROFILE
from benchmarks.cost import Cost, run
from benchmarks.served import ROOT, BenchError, served

#: What an archive holds for ever; records and locks are not counted.
_KEPT = ("warc", "index", "runs")


@dataclass(frozen=True, kw_only=True)
class Round:
    """One crawl without an archive, one with it, and one more of the same site."""

    off: Cost
    on: Cost
    first: int
    """Bytes that the first crawl left in the archive."""
    second: int
    """Bytes that the second one added."""


def measure(pages: int, timeout: float) -> Round:
    """One round on a freshly started site. Raises `BenchError` where a crawl did not do its job."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name, served(pages) as base:
        folder = Path(name)
        profile = folder / "bench.toml"
        profile.write_text(PROFILE, "utf-8")

        def crawl(module: str, archive: str) -> Cost:
            options = ["crawl", str(profile), "--base-url", base, "--archive", str(folder / archive), "--quiet"]
            log = folder / "log"
            cost = run([sys.executable, "-m", module, *options], folder=ROOT, log=log, timeout=timeout)
            if cost.exit_code:
                raise BenchError(f"{module} ended with {cost.exit_code}:\n{log.read_text('utf-8', 'replace')[-2000:]}")
            return cost

        off = crawl("benchmarks.unarchived", "off")
        on = crawl("crawler", "on")
        first = _size(folder / "on")
        crawl("crawler", "on")
        return Round(off=off, on=on, first=first, second=_size(folder / "on") - first)


def _size(archive: Path) -> int:
    return sum(path.stat().st_size for part in _KEPT for path in (archive / part).rglob("*") if path.is_file())


def table(rounds: list[Round], pages: int) -> str:
    """The medians, and the two ratios."""

    def median(of: Callable[[Round], float]) -> float:
        return statistics.median(map(of, rounds))

    off, on = median(lambda r: r.off.seconds), median(lambda r: r.on.seconds)
    first, second = median(lambda r: r.first), median(lambda r: r.second)
    cpu_off, cpu_on = median(lambda r: r.off.cpu), median(lambda r: r.on.cpu)
    return "\n".join(
        [
            f"{'':28}{'pages/s':>9}{'seconds':>9}{'CPU s':>8}",
            f"{'readmore, writer off':28}{pages / off:9.0f}{off:9.1f}{cpu_off:8.1f}",
            f"{'readmore':28}{pages / on:9.0f}{on:9.1f}{cpu_on:8.1f}",
            f"archiving costs {1 - off / on:.0%} of the throughput (aim: 25% at most)",
            f"on disk: {first / 1e6:.1f} MB; the second, unchanged crawl adds {second / first:.1%} (aim: 15% at most)",
        ]
    )


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.archiving", description=__doc__)
    parser.add_argument("--pages", type=int, default=2000, help="articles on the site (2000)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds (3)")
    parser.add_argument("--timeout", type=float, default=300, help="seconds that one run may take (300)")
    options = parser.parse_args()
    try:
        print(table([measure(options.pages, options.timeout) for _ in range(options.rounds)], options.pages))
    except BenchError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
