"""What verification finds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from archive.verify.checks import CHECKS, Level

#: So many different warnings of one file are told apart.
_KINDS = 500


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that is not as it should be."""

    check: str
    """A key of `checks.CHECKS`."""
    level: Level
    file: str
    """As it was given."""
    offset: int
    """Of the record, or of the damage, in the file."""
    record: str | None
    """The record's id."""
    message: str

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "check": self.check,
            "level": str(self.level),
            "title": CHECKS[self.check].title,
            "file": self.file,
            "offset": self.offset,
            "record": self.record,
            "message": self.message,
        }

    def __str__(self) -> str:
        place = f"{self.file} at {self.offset}" + (f" {self.record}" if self.record else "")
        return f"check {self.check} {self.level} {place}: {self.message}"


class Report:
    """Findings of one file, at the record that is being looked at.

    Errors are told one by one. A warning mostly tells of a writer's habit, and a habit shows in every record: the
    first is told, at the file's end, with the number of them.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.offset = 0
        self.record: str | None = None
        self._found: list[Finding] = []
        self._habits: dict[tuple[str, str], _Habit] = {}

    def error(self, check: str, message: str) -> None:
        """Damage, or against a “shall”."""
        self._found.append(self.finding(check, Level.ERROR, message))

    def warning(self, check: str, message: str) -> None:
        """Against a recommendation."""
        if habit := self._habits.get((check, message)):
            habit.count += 1
        else:
            self._begin(self.finding(check, Level.WARNING, message))

    def add(self, finding: Finding) -> None:
        """A finding about another place than the present one."""
        if finding.level is Level.ERROR:
            self._found.append(finding)
        elif habit := self._habits.get((finding.check, finding.message)):
            habit.count += 1
        else:
            self._begin(finding)

    def finding(self, check: str, level: Level, message: str) -> Finding:
        """A finding about the present place, not told yet."""
        return Finding(
            check=check, level=level, file=self.file, offset=self.offset, record=self.record, message=message
        )

    def taken(self) -> list[Finding]:
        """The errors since the last call."""
        found, self._found = self._found, []
        return found

    def habits(self) -> list[Finding]:
        """The warnings, each once."""
        return [habit.told() for habit in self._habits.values()]

    def _begin(self, finding: Finding) -> None:
        if len(self._habits) >= _KINDS:
            finding = replace(finding, message="and other warnings of this check")
        self._habits.setdefault((finding.check, finding.message), _Habit(finding)).count += 1


@dataclass
class _Habit:
    """A warning, and how many records it is true of."""

    first: Finding
    count: int = 0

    def told(self) -> Finding:
        if self.count == 1:
            return self.first
        return replace(self.first, message=f"{self.first.message} (so in {self.count} places, this is the first)")
