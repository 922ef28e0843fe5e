"""What reading an archive again would change, for people and for programs."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.store import Difference

#: So many changes are shown to people; and so much of a value.
_SHOWN, _LONGEST = 200, 400


@dataclass(frozen=True)
class Changes:
    """Every field and row that would be another one."""

    differences: tuple[Difference, ...]

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {"changes": [asdict(each) for each in self.differences], "counts": dict(self._counts())}

    def lines(self) -> Iterator[str]:
        """For people: what is, what would be, and how much of it."""
        for each in self.differences[:_SHOWN]:
            yield " ".join(filter(None, (each.table, each.row, each.field)))
            yield from _sides(each)
        if len(self.differences) > _SHOWN:
            yield f"… and {len(self.differences) - _SHOWN:,} more; --json has all"
        if self.differences:
            counts = ", ".join(f"{count:,} of {table}" for table, count in self._counts().items())
            yield f"{len(self.differences):,} fields and rows would change ({counts}); nothing was written"
        else:
            yield "nothing would change"

    def _counts(self) -> Counter[str]:
        return Counter(each.table for each in self.differences)


def _sides(each: Difference) -> Iterator[str]:
    if each.field is None:
        row = each.stored if each.derived is None else each.derived
        yield f"  {'-' if each.derived is None else '+'} {_short(row)}"
        return
    yield f"  - {_short(each.stored)}"
    yield f"  + {_short(each.derived)}"


def _short(value: Any) -> str:
    if isinstance(value, dict):
        value = "; ".join(f"{name}: {part}" for name, part in value.items() if part is not None)
    text = " ".join(str("nothing" if value is None else value).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
