"""What verification came to, for people and for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archive.verify.checks import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archive.verify.files import Summary
    from archive.verify.findings import Finding

#: So many findings are shown to people.
_SHOWN = 200


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What came of it."""

    findings: list[Finding]
    summary: Summary

    @classmethod
    def of(cls, findings: Iterable[Finding], summary: Summary) -> Verified:
        """Run to the end."""
        return cls(findings=list(findings), summary=summary)

    @property
    def ok(self) -> bool:
        """Whether there is no error."""
        return all(finding.level is not Level.ERROR for finding in self.findings)

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        read = self.summary
        counts = {"files": read.files, "records": read.records, "bytes": read.bytes, "captures": read.captures}
        return {"ok": self.ok, **counts, "findings": [finding.as_dict() for finding in self.findings]}

    def lines(self) -> Iterator[str]:
        """For people: errors before warnings, each a line, and the sum."""
        ordered = sorted(self.findings, key=lambda found: (found.level, found.file, found.offset))
        yield from map(str, ordered[:_SHOWN])
        if len(ordered) > _SHOWN:
            yield f"… and {len(ordered) - _SHOWN} more; --json has all"
        errors = sum(finding.level is Level.ERROR for finding in self.findings)
        read = self.summary
        yield (
            f"{read.files} files, {read.records:,} records, {read.captures:,} captures, {read.bytes / 1e6:,.1f} MB:"
            f" {errors} errors, {len(self.findings) - errors} warnings"
        )
