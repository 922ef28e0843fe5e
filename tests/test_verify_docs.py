"""docs/verify.md shows the table of checks as it stands in the code: `python tests/test_verify_docs.py` prints it."""

from __future__ import annotations

import re
from pathlib import Path

from archive.verify.checks import CHECKS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "verify.md"


def table() -> str:
    rows = ["| check | what | section | error | warning | not visible |", "| --- | --- | --- | --- | --- | --- |"]
    for check in CHECKS.values():
        cells = (check.number, check.title, check.section, check.errors, check.warnings, check.note)
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)


def test_the_table_is_that_of_the_code() -> None:
    shown = re.search(r"^\| check.*?(?=\n\n)", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert shown
    assert shown[0] == table()


def test_the_checklist_is_whole() -> None:
    assert [number for number in CHECKS if number.isdigit()][:39] == [str(number) for number in range(1, 40)]
    assert all(check.errors or check.warnings or check.note for check in CHECKS.values())


if __name__ == "__main__":
    print(table())
