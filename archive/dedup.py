"""Nothing twice: which exchanges are kept as revisits of an earlier capture (WARC 1.1 section 6.7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from archive.records import target_uri

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from archive.address import Original
    from archive.exchange import Exchange

#: Section 6.7.2: the payload is that of an earlier capture.
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
#: Section 6.7.3: the server said so.
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


#: A page and the digest of its payload.
Payload = tuple[str, str]


class Originals(Protocol):
    """Whoever knows which whole responses are on disk for good."""

    def find(self, payloads: Collection[Payload]) -> Mapping[Payload, Original]:
        """For each page that was kept with this very payload, such a response: whole, untruncated, no revisit."""


@dataclass(frozen=True, kw_only=True)
class Revisit:
    """That an exchange brought nothing new."""

    profile: str
    original: Original


def revisits(exchanges: Sequence[Exchange], originals: Originals | None) -> list[Revisit | None]:
    """For each exchange, what it is a revisit of; None where it is kept whole."""
    wanted = {_payload(e) for e in exchanges if _is_comparable(e)} if originals else set()
    known = originals.find(wanted) if originals and wanted else {}
    return [_not_modified(e) or _identical(e, known) for e in exchanges]


def _payload(exchange: Exchange) -> Payload:
    return target_uri(exchange.url), exchange.payload_digest


def _not_modified(exchange: Exchange) -> Revisit | None:
    head = exchange.message.head
    if exchange.revalidates and head and head.status == 304 and not exchange.truncated:
        return Revisit(profile=NOT_MODIFIED, original=exchange.revalidates)
    return None


def _identical(exchange: Exchange, known: Mapping[Payload, Original]) -> Revisit | None:
    original = known.get(_payload(exchange)) if known and _is_comparable(exchange) else None
    return Revisit(profile=IDENTICAL, original=original) if original else None


def _is_comparable(exchange: Exchange) -> bool:
    """Whether the payload says something: an empty or cut one, or one that is no HTTP, is kept as it came."""
    message = exchange.message
    whole = message.head is not None and message.complete and not exchange.truncated and not exchange.excess
    return whole and bool(message.entity)
