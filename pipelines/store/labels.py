"""What tags are called, in each language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.items import Rank
from pipelines.store.claims import Proof, prove

if TYPE_CHECKING:
    import sqlite3

    from pipelines.items import CaptureRow, LabelRow


def add(db: sqlite3.Connection, label: LabelRow, capture: CaptureRow) -> None:
    """A tag, and a label of it, unless a better one stands there."""
    db.execute("INSERT INTO tags (id, slug) VALUES (?, ?) ON CONFLICT DO NOTHING", (label.slug, label.slug))
    row = f"{label.slug} {label.lang}"
    stands = db.execute(
        "SELECT l.label, coalesce(p.method, ''), p.stated_at, p.capture_id FROM tag_labels l LEFT JOIN provenance p"
        " ON p.\"table\" = 'tag_labels' AND p.row = ? AND p.field = 'label' WHERE l.tag_id = ? AND l.lang = ?",
        (row, label.slug, label.lang),
    ).fetchone()
    if stands and _order(*stands) <= _order(label.label, label.method, capture.seen_at, capture.id):
        return
    db.execute(
        "INSERT OR REPLACE INTO tag_labels (tag_id, lang, label) VALUES (?, ?, ?)",
        (label.slug, label.lang, label.label),
    )
    told = (capture.id, label.method, label.place, label.raw, Rank.LISTING, capture.seen_at)
    prove(db, [Proof("tag_labels", row, "label", *told)])


def _order(label: str, method: str, stated_at: str | None, capture_id: str | None) -> tuple[object, ...]:
    """Which label stands: the profile's; one with small letters before one in capitals; then by the alphabet, then the
    first one seen."""
    in_capitals = label == label.upper() != label.lower()
    return method != "profile", in_capitals, label, stated_at or "", capture_id or ""
