"""`make conformance`: four writers fetch known bytes, what they kept is compared, and docs/conformance.md written."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.conformance.measure import Measured, measure
from benchmarks.conformance.page import fails, page
from benchmarks.conformance.served import Site
from benchmarks.conformance.writers import WRITERS, Writer

_PAGE = Path(__file__).resolve().parents[2] / "docs" / "conformance.md"


def _measured(writer: Writer, keep: Path | None) -> Measured:
    with tempfile.TemporaryDirectory(prefix="conformance-") as temporary, Site(apart=writer.apart) as site:
        folder = keep / writer.name if keep else Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        writer.fetch(site, folder)
        return measure(folder, site.turns)


def main() -> int:
    """Measure, print, and write the page; 1 where readmore fails a check."""
    parser = argparse.ArgumentParser(prog="make conformance", description=__doc__)
    parser.add_argument("--only", default="", help="writers whose name contains this; then no page is written")
    parser.add_argument("--keep", type=Path, help="an empty folder in which the writers' files are left")
    options = parser.parse_args()
    results: dict[Writer, Measured] = {}
    left_out: dict[str, str] = {}
    for writer in WRITERS:
        if options.only in writer.name:
            print(f"{writer.name} …", file=sys.stderr, flush=True)
            try:
                why = writer.prepare()
                results |= {} if why else {writer: _measured(writer, options.keep)}
            except (OSError, subprocess.SubprocessError) as error:
                why = f"it did not run: {error}"
            left_out |= {writer.name: why} if why else {}
    text = page(results, left_out, datetime.now(UTC).date())
    print(text)
    if not options.only:
        _PAGE.write_text(text, "utf-8")
    return 1 if any(writer.key == "RM" for writer in results) and fails(results, "RM") else 0


if __name__ == "__main__":
    sys.exit(main())
