"""Dates in texts against the truth set: all dates of a text, in order, exactly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.normalise.dates import find_dates

TRUTH = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "dates" / "dev.jsonl"


def test_the_truth_set() -> None:
    if not TRUTH.is_file():
        pytest.skip("the truth set is not at ../shared/data/dates/dev.jsonl")
    wrong = []
    for line in TRUTH.read_text("utf-8").splitlines():
        entry = json.loads(line)
        read = [found.edtf for found in find_dates(entry["text"], entry["lang"], entry["anchor"])]
        if read != entry["edtf"]:
            wrong.append(f"{entry['text']}: {read}, not {entry['edtf']}")
    assert not wrong, "\n".join(wrong)
