"""What a removal changes: which records go, and what becomes of those that refer to them. Reads, and writes nothing.

A revisit (WARC 1.1 section 6.7) that stays may stand for a response that goes. The oldest such revisit is then
written out whole, as a response with an id of its own, and the others refer to that one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archive.digest import sha1
from archive.reader import parse_warc_date, records
from archive.records import new_id
from archive.tombstone import Tombstone, tombstone_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from archive.errors import DamageError
    from archive.reader import Record
    from archive.records import Headers

#: Fields that name another record.
_REFERENCES = ("WARC-Refers-To", "WARC-Concurrent-To")
#: Fields that a revisit has and a response has not, and those that are made anew.
_OF_REVISITS = {
    "warc-profile",
    "warc-truncated",
    "warc-refers-to",
    "warc-refers-to-target-uri",
    "warc-refers-to-date",
    "warc-block-digest",
}
_EMPTY = sha1([])


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is to be removed, and what is said of it."""

    is_meant: Callable[[str], bool]
    """Whether everything that has this WARC-Target-URI is to go."""
    reason: str
    run_id: str
    removed_at: datetime


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a record stands."""

    path: Path
    offset: int


@dataclass(frozen=True, kw_only=True)
class Removed:
    """A record that goes."""

    tombstone: Tombstone | None
    """What stands in its place: for the first record of each capture."""


@dataclass(frozen=True, kw_only=True)
class Whole:
    """A revisit that becomes a response."""

    headers: Headers
    """But for length and block digest."""
    original: Place
    """The response that it stands for, as long as that is there."""


@dataclass(frozen=True, kw_only=True)
class Repointed:
    """A record that refers to another one than before; its block stays."""

    headers: Headers


Edit = Removed | Whole | Repointed


@dataclass(kw_only=True)
class Plan:
    """What a removal changes."""

    edits: defaultdict[Path, dict[int, Edit]] = field(default_factory=lambda: defaultdict(dict))
    """By file, and by the offset of the record."""
    copies: set[str] = field(default_factory=set)
    """URLs whose records stay and that have the same payload as one that goes."""

    @property
    def tombstones(self) -> list[Tombstone]:
        """All that will stand in the files, in their order."""
        edits = (edit for path in sorted(self.edits) for _, edit in sorted(self.edits[path].items()))
        return [edit.tombstone for edit in edits if isinstance(edit, Removed) and edit.tombstone]

    def count(self, kind: type[Edit]) -> int:
        """How many records are changed in that way."""
        return sum(isinstance(edit, kind) for edits in self.edits.values() for edit in edits.values())


@dataclass(frozen=True, kw_only=True)
class _Gone:
    """A record that is to go."""

    record_id: str
    capture: tuple[Path, str, str]
    """What the records of one capture have in common: file, URL and moment."""
    warcinfo_id: str | None
    payload_digest: str | None


class _Going:
    """All records that are to go, by place: a file may be there twice, and the ids in it then are, too."""

    def __init__(self) -> None:
        self.records: dict[Place, _Gone] = {}
        self.places: dict[str, Place] = {}
        """Of each id, one."""

    def add(self, place: Place, record: Record) -> None:
        """Let a record go."""
        gone = _Gone(
            record_id=record.header("WARC-Record-ID") or "",
            capture=self._capture(place, record),
            warcinfo_id=record.header("WARC-Warcinfo-ID"),
            payload_digest=record.header("WARC-Payload-Digest"),
        )
        self.records[place] = gone
        self.places[gone.record_id] = place

    def _capture(self, place: Place, record: Record) -> tuple[Path, str, str]:
        """What a record is part of; what was made from a record before it, such as its text, belongs to that one."""
        made_from = self.places.get(record.header("WARC-Refers-To") or "")
        if made_from and made_from.path == place.path and record.header("WARC-Type") != "revisit":
            return self.records[made_from].capture
        return place.path, record.header("WARC-Target-URI") or "", record.header("WARC-Date") or ""


@dataclass(frozen=True, kw_only=True)
class _Heir:
    """The revisit that takes the place of a response that goes."""

    place: Place
    record_id: str
    moment: datetime
    headers: Headers


def plan(paths: Sequence[Path], order: Order) -> Plan:
    """What removing something from these files changes in them; no edits where there is nothing of it.

    The files are read up to three times. Raises `DamageError` where one is damaged: what stood there cannot be known.
    """
    made = Plan()
    going = _Going()
    for place, record in _all(paths):
        if _is_meant(record, order.is_meant):
            going.add(place, record)
    if not going.records:
        return made
    heirs = _look_around(paths, going, made)
    _entomb(going, order, made)
    if heirs:
        _hand_over(paths, going, heirs, made)
    return made


def _all(paths: Iterable[Path]) -> Iterator[tuple[Place, Record]]:
    for path in paths:
        damage: list[DamageError] = []
        for record in records(path, damage):
            if damage:
                break
            yield Place(path=path, offset=record.offset), record
        if damage:
            raise damage[0]


def _is_meant(record: Record, is_meant: Callable[[str], bool]) -> bool:
    url = record.header("WARC-Target-URI")
    return bool(url) and is_meant(str(url).strip("<>")) and tombstone_of(record) is None


def _look_around(paths: Sequence[Path], going: _Going, made: Plan) -> dict[str, _Heir]:
    """Find the heir of each response that goes; what was made from one goes along; copies are noted."""
    heirs: dict[str, _Heir] = {}
    payloads = {gone.payload_digest for gone in going.records.values()} - {None, _EMPTY}
    for place, record in _all(paths):
        if place in going.records:
            continue
        original = record.header("WARC-Refers-To")
        if record.header("WARC-Type") == "revisit" and original in going.places:
            heir = _heir(place, record)
            heirs[original] = min(heirs.get(original, heir), heir, key=lambda heir: heir.moment)
        elif any(value in going.places for _, value in _references(record)):
            going.add(place, record)
            continue
        if record.header("WARC-Payload-Digest") in payloads:
            made.copies.add(record.header("WARC-Target-URI") or "")
    return heirs


def _heir(place: Place, record: Record) -> _Heir:
    return _Heir(
        place=place,
        record_id=record.header("WARC-Record-ID") or "",
        moment=parse_warc_date(record.header("WARC-Date") or ""),
        headers=_headers(record),
    )


def _references(record: Record) -> list[tuple[str, str]]:
    return [(name, value) for name, value in _headers(record) if name in _REFERENCES]


def _headers(record: Record) -> Headers:
    return [(str(name), str(value)) for name, value in record.headers.headers]


def _entomb(going: _Going, order: Order, made: Plan) -> None:
    """One tombstone for each capture, where its first record stood."""
    captures: defaultdict[tuple[Path, str, str], list[tuple[int, _Gone]]] = defaultdict(list)
    for place, gone in going.records.items():
        captures[gone.capture].append((place.offset, gone))
    for (path, url, captured_at), members in captures.items():
        members.sort(key=lambda member: member[0])
        tombstone = Tombstone(
            record_id=new_id(),
            warcinfo_id=members[0][1].warcinfo_id,
            url=url,
            captured_at=captured_at,
            removed_at=order.removed_at,
            reason=order.reason,
            run_id=order.run_id,
            records=tuple(gone.record_id for _, gone in members),
        )
        made.edits[path] |= {offset: Removed(tombstone=None) for offset, _ in members}
        made.edits[path][members[0][0]] = Removed(tombstone=tombstone)


def _hand_over(paths: Sequence[Path], going: _Going, heirs: dict[str, _Heir], made: Plan) -> None:
    """Write the heirs out whole, and let everything refer to them that referred to what they were, or stood for."""
    references: dict[tuple[str, str], Headers] = {}
    for original, heir in heirs.items():
        response = _as_response(heir)
        made.edits[heir.place.path][heir.place.offset] = Whole(headers=response, original=going.places[original])
        references |= _references_to(dict(response), original, heir.record_id)
    for place, record in _all(paths):
        edits = made.edits.get(place.path, {})
        if place.offset not in edits and any(reference in references for reference in _references(record)):
            made.edits[place.path][place.offset] = Repointed(headers=_repointed(_headers(record), references))


def _references_to(response: dict[str, str], original: str, revisit: str) -> dict[tuple[str, str], Headers]:
    """What stands in the place of each reference to the original (of revisits), and to the heir as it was."""
    named = ("WARC-Refers-To", response["WARC-Record-ID"])
    seen = [
        ("WARC-Refers-To-Target-URI", response["WARC-Target-URI"]),
        ("WARC-Refers-To-Date", response["WARC-Date"]),
    ]
    return {
        ("WARC-Refers-To", original): [named, *seen],
        ("WARC-Refers-To", revisit): [named],
        ("WARC-Concurrent-To", revisit): [("WARC-Concurrent-To", response["WARC-Record-ID"])],
    }


def _as_response(heir: _Heir) -> Headers:
    new = {"WARC-Type": "response", "WARC-Record-ID": new_id()}
    return [(name, new.get(name, value)) for name, value in heir.headers if name.lower() not in _OF_REVISITS]


def _repointed(headers: Headers, references: dict[tuple[str, str], Headers]) -> Headers:
    """The fields with new references where the old ones stood."""
    new = [pair for field in headers for pair in references.get(field, [])]
    replaced = {name for name, _ in new} - set(_REFERENCES)
    kept: Headers = []
    for name, value in headers:
        if name not in replaced:
            kept += references.get((name, value), [(name, value)])
    return kept
