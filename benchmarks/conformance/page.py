"""docs/conformance.md, made of what was measured."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from datetime import date

from archive.verify.checks import CHECKS
from benchmarks.conformance.measure import Measured
from benchmarks.conformance.served import ASKED
from benchmarks.conformance.verdicts import FAILS, HOLDS, Verdict, verdict
from benchmarks.conformance.writers import WRITERS, Writer

CHECKS_IN_ALL = 40

#: Who fails which check by the checklist's third column, of those that are measured here. “All but …” is spelt out.
EXPECTED = {
    1: {"SW"},
    4: {"SW"},
    7: {"SW", "WG", "WX"},
    10: {"SW"},
    11: {"SW", "WG"},
    12: {"WG"},
    14: {"SW", "WG", "WX"},
    17: {"WX", "WG"},
    18: {"WG"},
    20: {"WX"},
    21: {"SW"},
    22: {"SW", "WG", "WX"},
    23: {"WG"},
    26: {"SW", "WG", "WX"},
    27: {"WG"},
    28: {"WG", "WX"},
    30: {"WX"},
    31: {"SW", "WX"},
    32: {"SW", "WX"},
    33: {"SW", "WG", "WX"},
    34: {"SW", "WG", "WX"},
    35: {"SW", "WG", "WX"},
    37: {"SW", "WG"},
    40: {"SW"},
}

_HEAD = """# Conformance: four writers, forty checks

The table is made by `make conformance` (`python -m benchmarks.conformance`), last on {day}, with Python {python} on
{system}. A server of known bytes on loopback (`tests/rawserver.py`) sends {scripts} answers, well-formed,
broken and cut ones, and notes every byte in both directions. Each writer fetches all of them twice; its WARC files are
then compared with these bytes, and read by `readmore verify`.

- **holds**: neither the comparison nor `verify` has an objection.
- **fails**: one of them has; the first is named. What files alone cannot show (checks 7, 10 to 13, 15, 26, 27) the
  comparison does. What a server sends against the rules is no failure of who keeps it so.
- **–**: nothing in these files is of the kind that the check is about, or it is not measured here.

Every writer runs as its documentation has it: scrapy-webarchive as a Scrapy extension (redirects and retries off, so
that each address is asked once), wget with `--warc-file`, `--warc-cdx` and, the second time, `--warc-dedup`, warcprox
with `--gzip` (and, the first time, without deduplication, as many answers have the same body) between the server and
a client that sends each request once. readmore walks a listing that leads to the
same addresses; what is cut it asks again, and every attempt is compared. Where what comes on a connection that was used
before is no HTTP at all (`garbage`), readmore takes it for late bytes of the answer before and asks again on a fresh
connection; only that second answer is kept. All is plain HTTP; over TLS, and after a kill or on a full disk,
`tests/test_conformance.py` and `tests/test_full_disk.py` make the 40 checks for readmore alone.
"""


def page(results: Mapping[Writer, Measured], left_out: Mapping[str, str], day: date) -> str:
    """The whole page."""
    system = f"{platform.system()} {platform.machine()}"
    head = _HEAD.format(day=day, python=platform.python_version(), system=system, scripts=len(ASKED))
    absent = [f"Left out: {name} ({why})." for name, why in left_out.items()]
    return "\n".join([head, *absent, *_wire(results), "", *_table(results), "", *_differences(results), ""])


def _wire(results: Mapping[Writer, Measured]) -> list[str]:
    rows = [
        "## Bytes",
        "",
        "| writer | requests as sent | answers as received | answers without a record |",
        "|" + " --- |" * 4,
    ]
    for writer, measured in results.items():
        total = len(measured.pairs)
        requests = sum(pair.is_request_exact for pair in measured.pairs)
        answers = sum(pair.is_answer_exact for pair in measured.pairs)
        missing = list(dict.fromkeys(f"`{pair.turn.script}`" for pair in measured.pairs if pair.answer is None))
        named = f"{writer.name} {writer.version()}"
        rows.append(f"| {named} | {requests} of {total} | {answers} of {total} | {', '.join(missing) or 'none'} |")
    return rows


def _table(results: Mapping[Writer, Measured]) -> list[str]:
    names = " | ".join(writer.name for writer in results)
    rows = ["## Checks", "", f"| check | what | {names} |", "|" + " --- |" * (2 + len(results))]
    for check in range(1, CHECKS_IN_ALL + 1):
        cells = " | ".join(str(verdict(check, measured)) for measured in results.values())
        rows.append(f"| {check} | {CHECKS[str(check)].title} | {cells} |")
    return rows


def _differences(results: Mapping[Writer, Measured]) -> list[str]:
    """Where the measurement and the checklist's third column do not agree."""
    rows = ["## Where the checklist says otherwise", ""]
    for check in range(1, CHECKS_IN_ALL + 1):
        for writer, measured in results.items():
            found = verdict(check, measured)
            expected = writer.key in EXPECTED.get(check, set())
            if (found.says, expected) in ((HOLDS, True), (FAILS, False)):
                rows.append(f"- {check}, {writer.name}: {_said(expected)}; measured: {found}")
    return rows if len(rows) > 2 else [*rows, "Nowhere."]


def _said(expected: bool) -> str:
    return "the checklist says that it fails" if expected else "the checklist names no failure"


def fails(results: Mapping[Writer, Measured], key: str) -> dict[int, Verdict]:
    """The checks that a writer fails."""
    measured = next(found for writer, found in results.items() if writer.key == key)
    verdicts = {check: verdict(check, measured) for check in range(1, CHECKS_IN_ALL + 1)}
    return {check: found for check, found in verdicts.items() if found.says == FAILS}


__all__ = ["CHECKS_IN_ALL", "WRITERS", "fails", "page"]
