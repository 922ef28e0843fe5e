"""Captures as the archive asks for them: which whole responses are on disk, to be referred to and read again."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from archive.address import Address, Original
from pipelines.items import CheckRow, absent
from pipelines.store.database import connect

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from archive.dedup import Payload

#: Columns that make an `Original`.
COLUMNS = ("url", "fetched_at", "payload_digest", "warc_file", "warc_offset", "warc_length", "record_id")
#: What may be referred to: a whole response that is no revisit itself (WARC 1.1 section 6.7 allows no chains).
IS_WHOLE = "{0}.revisit_of IS NULL AND {0}.truncated IS NULL AND {0}.status IS NOT NULL"
#: SQLite binds at most 32,766 values.
_MOST = 500


def original(row: Mapping[str, Any] | sqlite3.Row) -> Original:
    """The whole response that a row of `captures` stands for."""
    address = Address(
        warc_file=row["warc_file"],
        warc_offset=row["warc_offset"],
        warc_length=row["warc_length"],
        record_id=row["record_id"],
        payload_digest=row["payload_digest"],
    )
    return Original(url=row["url"], fetched_at=datetime.fromisoformat(row["fetched_at"]), address=address)


def by_id(db: sqlite3.Connection, capture_id: str) -> Original | None:
    """The whole response with that id; None where there is none."""
    sql = f"SELECT {', '.join(COLUMNS)} FROM captures c WHERE id = ? AND {IS_WHOLE.format('c')}"  # noqa: S608
    row = db.execute(sql, (capture_id,)).fetchone()
    return original(row) if row else None


class Absence(NamedTuple):
    """A capture that shows no page at an address."""

    url: str
    check: CheckRow
    capture_id: str
    seen_at: str


def absences(db: sqlite3.Connection, urls: Iterable[str]) -> list[Absence]:
    """The captures that found no page at these addresses (404 and 410, RFC 9110 sections 15.5.5 and 15.5.11)."""
    wanted = json.dumps(sorted(urls))
    sql = (
        "SELECT url, status, id, fetched_at FROM captures WHERE url IN (SELECT value FROM json_each(?))"
        " AND status IN (404, 410) ORDER BY fetched_at, id"
    )
    return [
        Absence(row["url"], absent(row["status"]), row["id"], row["fetched_at"]) for row in db.execute(sql, (wanted,))
    ]


#: A response that a revisit may stand for which does not name it; the same answer of the same address first.
_UNNAMED = f"""SELECT {", ".join(COLUMNS)} FROM captures c
    WHERE {{}} AND fetched_at <= :before AND status <> 304 AND {IS_WHOLE.format("c")}
    ORDER BY url <> :url, fetched_at DESC, id LIMIT 1"""  # noqa: S608 -- put together of constants


def of_payload(db: sqlite3.Connection, url: str, payload_digest: str, before: str) -> Original | None:
    """The newest whole response with a payload, up to a moment: of an address, else of any; None where none has it."""
    values = {"url": url, "digest": payload_digest, "before": before}
    row = db.execute(_UNNAMED.format("payload_digest = :digest"), values).fetchone() if payload_digest else None
    return original(row) if row else None


def of_address(db: sqlite3.Connection, url: str, before: str) -> Original | None:
    """The newest whole page of an address, up to a moment; None where there is none."""
    row = db.execute(_UNNAMED.format("url = :url AND status = 200"), {"url": url, "before": before}).fetchone()
    return original(row) if row else None


class StoredOriginals:
    """An `archive.dedup.Originals` over the captures of earlier runs, for a thread of its own.

    Within a run everything is kept as it came: which of two equal answers was first would be chance.
    """

    def __init__(self, path: Path, run_id: str) -> None:
        self._path = path
        self._run_id = run_id

    @cached_property
    def _db(self) -> sqlite3.Connection:
        return connect(self._path, read_only=True)

    def close(self) -> None:
        """Let go of the database: only who closes it last leaves no write-ahead log behind."""
        if "_db" in self.__dict__:
            self._db.close()

    def find(self, payloads: Collection[Payload]) -> dict[Payload, Original]:
        """For each page that was kept with this very payload, the earliest response with it."""
        found: dict[Payload, Original] = {}
        digests = sorted({digest for _, digest in payloads})
        for at in range(0, len(digests), _MOST):
            part = digests[at : at + _MOST]
            sql = (
                f"SELECT {', '.join(COLUMNS)} FROM captures c"  # noqa: S608
                f" WHERE payload_digest IN ({', '.join('?' * len(part))}) AND {IS_WHOLE.format('c')}"
                " AND run_id IS NOT ? ORDER BY fetched_at, id"
            )
            for row in self._db.execute(sql, (*part, self._run_id)):
                payload = (row["url"], row["payload_digest"])
                if payload in payloads:
                    found.setdefault(payload, original(row))
        return found
