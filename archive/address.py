"""Where a capture stands in the archive, and which earlier one it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Reference:
    """The response that a revisit stands for, as the revisit names it (WARC 1.1 sections 5.11 to 5.13)."""

    record_id: str
    url: str
    fetched_at: datetime
    """UTC."""


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a capture's response or revisit record stands."""

    warc_file: str
    """The file's final name, without folder."""
    warc_offset: int
    warc_length: int
    """Of the gzip member, in bytes."""
    record_id: str
    payload_digest: str
    revisit_of: Reference | None = None
    """Where the record holds no payload of its own."""


@dataclass(frozen=True, kw_only=True)
class Original:
    """A whole response that is on disk: what a revisit may refer to."""

    url: str
    fetched_at: datetime
    """UTC."""
    address: Address

    @property
    def reference(self) -> Reference:
        """The same as a revisit names it."""
        return Reference(record_id=self.address.record_id, url=self.url, fetched_at=self.fetched_at)
