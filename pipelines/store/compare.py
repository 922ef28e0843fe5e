"""Two databases of one archive, field by field: what stands in one, and what its WARC files give."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipelines.store.database import attach, connect_anywhere

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType
    from typing import Self

#: Tables that follow from WARC files, those that people read first.
DERIVED = (
    "articles",
    "editions",
    "texts",
    "revisions",
    "article_tags",
    "tags",
    "tag_labels",
    "mentions",
    "listing_items",
    "statements",
    "checks",
    "redirected_articles",
    "provenance",
    "captures",
)
#: Of a capture, what is not its record's own, which is compared with the files themselves.
_OF_A_CAPTURE = {"run_id", "source_id", "mime"}
#: What all captures of an article say together: where one cannot be read by now, nothing is known of it.
_OF_ALL = {"articles": {"first_seen", "last_seen", "gone_at", "date_agreement"}}
_PLACE = (
    "SELECT id, warc_file, warc_offset, record_id, read_by,"
    " EXISTS (SELECT 1 FROM derived.captures WHERE id = :id) AND (revisit_of IS NULL OR"
    " EXISTS (SELECT 1 FROM derived.captures WHERE id = c.revisit_of)) AS is_read FROM main.captures c WHERE id = :id"
)
#: The field whose proof is that of the row.
_PROVEN_BY = {"articles": "native_id", "editions": "lang", "tag_labels": "label"}
_PROOF = 'SELECT capture_id FROM {}.provenance WHERE "table" = ? AND row = ? AND field = ?'


@dataclass(frozen=True, kw_only=True)
class Place:
    """The capture that a field rests on."""

    id: str
    warc_file: str
    warc_offset: int
    record_id: str
    read_by: str | None
    """The readmore that read it into the database."""
    is_read: bool
    """Whether it was read this time: it may be damaged by now."""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A field, or a whole row, that is not what the WARC files give."""

    table: str
    row: str
    """Its key; of several columns with a space between."""
    field: str | None
    """None where the whole row is too many, or missing."""
    stored: Any
    """What the database says; of a row that is missing, None; of one that is too many, all of it."""
    derived: Any
    """What the WARC files give; of a row that is too many, None; of one that is missing, all of it."""
    place: Place | None
    """None where nothing tells which capture it is."""


def is_comparable(stored: Path) -> bool:
    """Whether a database has this version's columns; an earlier one's gets them when it is next written to."""
    with closing(connect_anywhere(stored)) as db:
        return db.execute("SELECT 1 FROM pragma_table_info('captures') WHERE name = 'read_by'").fetchone() is not None


class Comparison:
    """The database of an archive, as it is at this moment, beside another one that is made meanwhile."""

    def __init__(self, stored: Path, derived: Path) -> None:
        """Raises `sqlite3.Error`."""
        self._db = connect_anywhere(stored)
        attach(self._db, derived, "derived")
        self._db.execute("BEGIN")
        self._db.execute("SELECT 1 FROM main.captures").fetchone()  # whoever writes from here on does not show

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._db.close()

    def has_capture(self, capture_id: str) -> bool:
        """Whether a capture stands in the database."""
        return self._db.execute("SELECT 1 FROM main.captures WHERE id = ?", (capture_id,)).fetchone() is not None

    def is_whole(self) -> bool:
        """Whether every capture of the database was read this time."""
        sql = "SELECT 1 FROM main.captures WHERE id NOT IN (SELECT id FROM derived.captures) LIMIT 1"
        return self._db.execute(sql).fetchone() is None

    def differences(self) -> Iterator[Difference]:
        """Where the two differ, table by table, each in the order of its keys. Raises `sqlite3.Error`."""
        for table in DERIVED:
            yield from self._differences(table)

    def _differences(self, table: str) -> Iterator[Difference]:
        aside = {} if self.is_whole() else _OF_ALL
        columns = [dict(row) for row in self._db.execute("SELECT * FROM pragma_table_info(?)", (table,))]
        keys = [c["name"] for c in sorted(columns, key=lambda c: int(c["pk"])) if c["pk"]]
        values = [c["name"] for c in columns if not c["pk"] and (table != "captures" or c["name"] in _OF_A_CAPTURE)]
        values = [name for name in values if name not in aside.get(table, ())]
        for row in self._db.execute(_joined(table, keys, values)):
            here, there = row[: len(row) // 2], row[len(row) // 2 :]
            yield from self._told(table, keys, values, here, there)

    def _told(
        self, table: str, keys: list[str], values: list[str], stored: tuple[Any, ...], derived: tuple[Any, ...]
    ) -> Iterator[Difference]:
        names = [*keys, *values]
        is_here, is_there = stored[0] is not None, derived[0] is not None
        row = " ".join(map(str, (stored if is_here else derived)[: len(keys)]))
        if is_here and is_there:
            for name, said, given in zip(names, stored, derived, strict=True):
                if said != given:
                    place = self._place(table, row, name, dict(zip(names, stored, strict=True)))
                    yield Difference(table=table, row=row, field=name, stored=said, derived=given, place=place)
            return
        one = dict(zip(names, stored if is_here else derived, strict=True))
        place = self._place(table, row, None, one)
        said, given = (one, None) if is_here else (None, one)
        yield Difference(table=table, row=row, field=None, stored=said, derived=given, place=place)

    def _place(self, table: str, row: str, field: str | None, values: dict[str, Any]) -> Place | None:
        """The capture that a row names, or that its field's proof names."""
        capture_id = values["id"] if table == "captures" else values.get("capture_id")
        if table == "mentions":
            capture_id = self._proof("texts", values["edition_id"], "body")
        elif table in _PROVEN_BY:
            proofs = (self._proof(table, row, name) for name in (field, _PROVEN_BY[table]) if name)
            capture_id = next(filter(None, proofs), capture_id)
        place = self._db.execute(_PLACE, {"id": capture_id}).fetchone() if capture_id else None
        return Place(**dict(place)) if place else None

    def _proof(self, table: str, row: str, field: str) -> str | None:
        """The capture that a field's proof names: in the database, else as it was read now."""
        for schema in ("main", "derived"):
            if found := self._db.execute(_PROOF.format(schema), (table, row, field)).fetchone():
                return str(found[0])
        return None


def _joined(table: str, keys: list[str], values: list[str]) -> str:
    """Rows of either database that are not in the other one as they are here: what is stored, then what is derived."""
    named = [f'"{name}"' for name in (*keys, *values)]
    shown = ", ".join([*(f"s.{name}" for name in named), *(f"d.{name}" for name in named)])
    on = " AND ".join(f's."{key}" = d."{key}"' for key in keys)
    differs = " OR ".join(f's."{name}" IS NOT d."{name}"' for name in values) or "FALSE"
    first = f'"{keys[0]}"'
    return (
        f"SELECT {shown} FROM main.{table} s LEFT JOIN derived.{table} d ON {on}"  # noqa: S608 -- names of ours
        f" WHERE d.{first} IS NULL OR {differs}"
        f" UNION ALL SELECT {shown} FROM derived.{table} d LEFT JOIN main.{table} s ON {on} WHERE s.{first} IS NULL"
    )
