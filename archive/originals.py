"""Which whole responses earlier crawls left, by their CDXJ indexes: for projects that keep no database of captures."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING

from archive.address import Address, Original
from archive.errors import DamageError
from archive.reader import parse_warc_date, record_at

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from archive.dedup import Payload
    from archive.reader import Record


class IndexedOriginals:
    """An `archive.dedup.Originals` over the indexes that are there when it is first asked.

    The file, offset and length of each response of them are held in memory, some 500 bytes each.
    """

    def __init__(self, warc: Path, index: Path) -> None:
        self._warc = warc
        self._index = index

    def find(self, payloads: Collection[Payload]) -> dict[Payload, Original]:
        """For each page that was kept with this very payload, such a response, if it still stands where it should."""
        found = {payload: self._original(payload) for payload in payloads if payload in self._places}
        return {payload: original for payload, original in found.items() if original}

    @cached_property
    def _places(self) -> dict[Payload, tuple[str, int, int]]:
        places: dict[Payload, tuple[str, int, int]] = {}
        for path in sorted(self._index.glob("*.cdxj")):
            for line in path.read_text("utf-8").splitlines():
                entry = json.loads(line.split(" ", 2)[2])
                if entry.get("status") and entry.get("mime") != "warc/revisit":
                    place = (entry["filename"], int(entry["offset"]), int(entry["length"]))
                    places.setdefault((entry["url"], entry.get("digest", "")), place)
        return places

    def _original(self, payload: Payload) -> Original | None:
        file, offset, length = self._places[payload]
        try:
            record = record_at(self._warc / file, offset)
        except (DamageError, OSError):
            return None
        if not _may_be_referred_to(record, payload):
            return None
        address = Address(
            warc_file=file,
            warc_offset=offset,
            warc_length=length,
            record_id=record.header("WARC-Record-ID") or "",
            payload_digest=payload[1],
        )
        fetched_at = parse_warc_date(record.header("WARC-Date") or "")
        return Original(url=payload[0], fetched_at=fetched_at, address=address)


def _may_be_referred_to(record: Record, payload: Payload) -> bool:
    """Whether it is what its index says, whole, and no revisit itself (WARC 1.1 section 6.7 allows no chains)."""
    says = record.header("WARC-Target-URI"), record.header("WARC-Payload-Digest")
    return record.header("WARC-Type") == "response" and says == payload and not record.header("WARC-Truncated")
