"""A redaction under way, on disk: once all new files are whole, it is ended, however often a run dies meanwhile."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from archive.durable import replacing
from archive.records import warc_date
from archive.rewrite import Rewritten
from archive.writer import sync_folder

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.archive_folder import ArchiveFolder

_PENDING = "redaction.pending.json"
_ENDED = "redaction.json"


@dataclass(frozen=True, kw_only=True)
class RemovedCapture:
    """One capture that is removed."""

    url: str
    captured_at: str
    """WARC-Date."""
    records: int
    """How many WARC records it had."""


@dataclass(frozen=True, kw_only=True)
class Redaction:
    """What a removal takes away and what it leaves."""

    run: str
    source: str
    """One of the sources whose files are changed."""
    redacted_at: datetime
    """UTC."""
    reason: str
    urls: tuple[str, ...]
    """As asked."""
    keys: tuple[str, ...]
    """What all spellings of these have in common."""
    removed: tuple[RemovedCapture, ...]
    made_whole: int
    """Revisits that became responses, as what they stood for is gone."""
    repointed: int
    """Records that refer to one of those now."""
    named_by: tuple[str, ...]
    """Pages that are kept and link to what is removed; listings and feeds among them show its headline."""
    copies: tuple[str, ...]
    """Addresses that gave the same payload and are kept."""
    files: tuple[Rewritten, ...] = ()
    """None before they are written."""

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "redacted_at": warc_date(self.redacted_at)}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Redaction:
        """What `as_dict` gave."""
        lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
        made = {
            "redacted_at": datetime.fromisoformat(values["redacted_at"]),
            "removed": tuple(RemovedCapture(**capture) for capture in values["removed"]),
            "files": tuple(Rewritten(**file) for file in values["files"]),
        }
        return cls(**{**values, **lists, **made})


@dataclass(frozen=True)
class Journal:
    """Where redactions that are under way are written down."""

    archive: ArchiveFolder

    def begin(self, redaction: Redaction) -> None:
        """From now on the redaction is ended by whoever finds it. Raises `OSError`."""
        folder = self.archive.run(redaction.run)
        folder.mkdir(parents=True, exist_ok=True)
        for parent in (folder.parent, self.archive.path):
            sync_folder(parent)
        with replacing(folder / _PENDING) as file:
            file.write(_encoded(redaction))

    def pending(self) -> list[Redaction]:
        """What was begun and not ended, in order."""
        return [Redaction.from_dict(json.loads(path.read_text("utf-8"))) for path in self.places()]

    def places(self) -> list[Path]:
        """Where that is written down."""
        return sorted((self.archive.path / "runs").glob(f"*/{_PENDING}"))

    def clear(self) -> None:
        """Remove what is left of redactions that a death kept from beginning: it says what was to be removed."""
        for folder in (self.archive.path / "runs").glob("*/"):
            for left in folder.glob(f".{_PENDING}.*"):
                left.unlink()
            if not any(folder.iterdir()):
                folder.rmdir()

    def conclude(self, redaction: Redaction) -> Path:
        """Write down for good what was removed, to be sealed. Returns where. Raises `OSError`."""
        ended = self.archive.run(redaction.run) / _ENDED
        with replacing(ended) as file:
            file.write(_encoded(redaction))
        return ended

    def end(self, redaction: Redaction) -> None:
        """The redaction is complete."""
        folder = self.archive.run(redaction.run)
        (folder / _PENDING).unlink(missing_ok=True)
        sync_folder(folder)


def _encoded(redaction: Redaction) -> bytes:
    return json.dumps(redaction.as_dict(), ensure_ascii=False, indent=1).encode()
