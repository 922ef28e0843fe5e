"""What looks at editions found: checks, and the revisions, texts and availability that follow from them."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, NamedTuple

from pipelines.history import Check, Revision, Standing, revisions, standing, step
from pipelines.items import Availability, Rank
from pipelines.normalise.tags import slug
from pipelines.store.claims import RAW_LENGTH, Proof, prove

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from pipelines.items import CheckRow, Content

#: Hexadecimal digits of a field's digest: chance makes no two texts of one edition alike.
_DIGITS = 32
_REVISIONS = (
    "SELECT capture_id, seen_at, changed, digests, headline, date_published, tags, body FROM revisions"
    " WHERE edition_id = ? ORDER BY seen_at DESC, capture_id DESC"
)

_Values = dict[tuple[str, str], str]
"""What a field says, by field and digest."""


class Added(NamedTuple):
    """What a check did."""

    novelty: str
    """`new`, `changed` or `unchanged`, what became of the edition's content; `nothing` where none was found."""
    is_other_text: bool
    """Whether the edition's text is another one than before."""


def add(db: sqlite3.Connection, edition_id: str, row: CheckRow, capture_id: str, seen_at: str) -> Added:
    """Write down what a capture found of an edition, and what follows from it."""
    stated = _stated(row.content) if row.content else {}
    digests = {field: _digest(field, value) for field, value in stated.items()}
    check = Check(capture_id, seen_at, row.found, digests, row.misplaced)
    is_newest = _is_newest(db, edition_id, check) and not _is_mixed(db, edition_id, check)
    _save(db, edition_id, row, check)
    values = {(field, digests[field]): value for field, value in stated.items()}
    if is_newest:
        _go_on(db, edition_id, check, values)
    else:
        _begin_anew(db, edition_id, values)
    _stand(db, edition_id, check if is_newest else None)
    if row.content is None:
        return Added("nothing", is_other_text=False)
    is_other = _save_text(db, edition_id, row.content, check)
    return Added(_novelty(db, edition_id, check), is_other)


def move(db: sqlite3.Connection, old: str, new: str) -> None:
    """What was found of one edition was found of another one."""
    values = _known(db, old)
    db.execute("UPDATE OR REPLACE checks SET edition_id = ? WHERE edition_id = ?", (new, old))
    db.execute("DELETE FROM revisions WHERE edition_id = ?", (old,))
    if db.execute("SELECT 1 FROM checks WHERE edition_id = ?", (new,)).fetchone():
        _begin_anew(db, new, values)
        _stand(db, new, None)
    text = db.execute("SELECT * FROM texts WHERE edition_id = ?", (old,)).fetchone()
    proof = db.execute("SELECT * FROM provenance WHERE \"table\" = 'texts' AND row = ?", (old,)).fetchone()
    db.execute("DELETE FROM texts WHERE edition_id = ?", (old,))
    db.execute("DELETE FROM provenance WHERE \"table\" = 'texts' AND row = ?", (old,))
    if text and proof:
        _put_text(db, Proof(*tuple(proof))._replace(row=new), text["body"])


def _is_newest(db: sqlite3.Connection, edition_id: str, check: Check) -> bool:
    sql = "SELECT 1 FROM checks WHERE edition_id = ? AND (seen_at, capture_id) >= (?, ?)"
    return db.execute(sql, (edition_id, check.seen_at, check.capture_id)).fetchone() is None


def _is_mixed(db: sqlite3.Connection, edition_id: str, check: Check) -> bool:
    """Whether the text was found at its own place as well as at that for another language."""
    sql = "SELECT 1 FROM checks WHERE edition_id = ? AND misplaced <> ? LIMIT 1"
    return db.execute(sql, (edition_id, check.misplaced)).fetchone() is not None


def _save(db: sqlite3.Connection, edition_id: str, row: CheckRow, check: Check) -> None:
    db.execute(
        "INSERT OR REPLACE INTO checks (edition_id, capture_id, seen_at, found, method, place, raw, digests, misplaced)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            edition_id,
            check.capture_id,
            check.seen_at,
            row.found,
            row.method,
            row.place,
            row.raw[:RAW_LENGTH],
            json.dumps(check.digests),
            check.misplaced,
        ),
    )


# Revisions


def _go_on(db: sqlite3.Connection, edition_id: str, check: Check, values: _Values) -> None:
    """Revisions after a check that is later than all others."""
    if not check.digests:
        return
    row = db.execute(f"{_REVISIONS} LIMIT 1", (edition_id,)).fetchone()
    last = _revision(row) if row else None
    after = step(last, check)
    known = _values([row]) | values if row else values
    _put(db, edition_id, [state for state in after if state is not last], known)


def _begin_anew(db: sqlite3.Connection, edition_id: str, values: _Values) -> None:
    """Revisions out of all checks: one came that is earlier than another, or that is read in another way."""
    known = _known(db, edition_id) | values
    db.execute("DELETE FROM revisions WHERE edition_id = ?", (edition_id,))
    _put(db, edition_id, revisions(_checks(db, edition_id)), known)


def _checks(db: sqlite3.Connection, edition_id: str) -> list[Check]:
    sql = (
        "SELECT capture_id, seen_at, found, digests, misplaced FROM checks WHERE edition_id = ?"
        " ORDER BY seen_at, capture_id"
    )
    return [
        Check(capture_id, seen_at, Availability(found), json.loads(digests), bool(misplaced))
        for capture_id, seen_at, found, digests, misplaced in db.execute(sql, (edition_id,))
    ]


def _known(db: sqlite3.Connection, edition_id: str) -> _Values:
    return _values(db.execute(_REVISIONS, (edition_id,)).fetchall())


def _values(rows: Iterable[sqlite3.Row]) -> _Values:
    """What revisions say. Whatever a check states, one of them says: each is a state, or is as a state is."""
    return {
        (field, digest): row[field]
        for row in rows
        for field, digest in json.loads(row["digests"]).items()
        if row[field] is not None
    }


def _revision(row: sqlite3.Row) -> Revision:
    check = Check(row["capture_id"], row["seen_at"], Availability.FULL, {})
    return Revision(check=check, changed=tuple(json.loads(row["changed"])), digests=json.loads(row["digests"]))


def _put(db: sqlite3.Connection, edition_id: str, states: Iterable[Revision], known: _Values) -> None:
    for state in states:
        digests = json.dumps(state.digests, sort_keys=True)
        says = {field: known.get((field, digest)) for field, digest in state.digests.items()}
        db.execute(
            "INSERT OR REPLACE INTO revisions (edition_id, capture_id, seen_at, changed, content_digest, digests,"
            " headline, date_published, tags, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                edition_id,
                state.check.capture_id,
                state.check.seen_at,
                json.dumps(state.changed),
                f"sha256:{hashlib.sha256(digests.encode()).hexdigest()}",
                digests,
                says.get("headline"),
                says.get("date_published"),
                says.get("tags"),
                says.get("body"),
            ),
        )


def _novelty(db: sqlite3.Connection, edition_id: str, check: Check) -> str:
    sql = "SELECT capture_id FROM revisions WHERE edition_id = ? AND (seen_at, capture_id) <= (?, ?)"
    states = {row[0] for row in db.execute(sql, (edition_id, check.seen_at, check.capture_id))}
    if check.capture_id not in states:
        return "unchanged"
    return "changed" if len(states) > 1 else "new"


def _stated(content: Content) -> dict[str, str]:
    """What a page states of the fields that make a revision."""
    fields = {
        "headline": content.headline,
        "date_published": content.date_published,
        "tags": None if content.tags is None else json.dumps(content.tags, ensure_ascii=False),
        "body": content.body,
    }
    return {field: value for field, value in fields.items() if value is not None}


def _digest(field: str, value: str) -> str:
    """What makes two values the same: neither white space nor where paragraphs end, nor how a tag is spelled."""
    words = sorted({slug(label) for label in json.loads(value)}) if field == "tags" else value.split()
    return hashlib.sha256(" ".join(words).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


# Availability


def _stand(db: sqlite3.Connection, edition_id: str, newest: Check | None) -> None:
    """Say whether the edition is there; only the newest check needs to be asked where it found something."""
    if newest and newest.found in (Availability.FULL, Availability.NOTICE):
        now = Standing(newest.found, newest, was_there=True)
    else:
        now = standing(_checks(db, edition_id))
    how = db.execute(
        "SELECT method, place, raw FROM checks WHERE edition_id = ? AND capture_id = ?",
        (edition_id, now.check.capture_id),
    ).fetchone()
    rank = Rank.PAGE if now.was_there else Rank.ABSENCE
    known = db.execute(
        "SELECT e.availability, p.rank FROM editions e LEFT JOIN provenance p"
        " ON p.\"table\" = 'editions' AND p.row = e.id AND p.field = 'availability' WHERE e.id = ?",
        (edition_id,),
    ).fetchone()
    if known["rank"] is not None and known["rank"] > rank:
        return  # a listing's notice says more than a page that is not there
    told = (now.check.capture_id, how["method"], how["place"], how["raw"], rank, now.check.seen_at)
    prove(db, [Proof("editions", edition_id, "availability", *told)])
    db.execute(
        "UPDATE editions SET availability = ?, capture_id = ? WHERE id = ?",
        (now.availability, now.check.capture_id, edition_id),
    )
    if Availability.GONE in (now.availability, known["availability"]):
        _say_gone(db, edition_id)


def _say_gone(db: sqlite3.Connection, edition_id: str) -> None:
    """An article is gone where an edition of it is and no other is there; since the last of them was."""
    db.execute(
        """
        UPDATE articles SET gone_at = (
            SELECT CASE WHEN sum(e.availability = 'full') = 0
                THEN max(CASE e.availability WHEN 'gone' THEN c.fetched_at END) END
            FROM editions e LEFT JOIN captures c ON c.id = e.capture_id WHERE e.article_id = articles.id
        ) WHERE id = (SELECT article_id FROM editions WHERE id = ?)
        """,
        (edition_id,),
    )


# Texts


def _save_text(db: sqlite3.Connection, edition_id: str, content: Content, check: Check) -> bool:
    rank = Rank.URL if check.misplaced else Rank.PAGE
    told = (check.capture_id, content.method, content.place, content.body, rank, check.seen_at)
    return _put_text(db, Proof("texts", edition_id, "body", *told), content.body)


def _put_text(db: sqlite3.Connection, proof: Proof, body: str) -> bool:
    """The text of an edition, unless a better or a later one stands there. Returns whether it is another one now."""
    sql = (
        "SELECT t.body, p.rank, t.seen_at, t.capture_id FROM texts t JOIN provenance p"
        " ON p.\"table\" = 'texts' AND p.row = t.edition_id AND p.field = 'body' WHERE t.edition_id = ?"
    )
    row = db.execute(sql, (proof.row,)).fetchone()
    if row and tuple(row)[1:] > (proof.rank, proof.stated_at, proof.capture_id):
        return False
    db.execute(
        "INSERT OR REPLACE INTO texts (edition_id, body, capture_id, seen_at) VALUES (?, ?, ?, ?)",
        (proof.row, body, proof.capture_id, proof.stated_at),
    )
    prove(db, [proof])
    return row is None or row["body"] != body
