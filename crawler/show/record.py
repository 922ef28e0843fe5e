"""An article's record with its proofs, as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.store import Shown

_ARTICLE = ("section", "native_id", "date_published", "date_published_edtf", "date_source")
_EDITION = ("lang", "availability", "url", "headline", "author", "excerpt")


def record(shown: Shown, article_id: str) -> dict[str, Any]:
    """The record; each proof names a capture, and `captures` says where it stands."""
    article = shown.article(article_id)
    found: dict[str, Any] = {
        "id": article_id,
        "source": article["source_id"],
        "fields": _fields(article, _ARTICLE, shown.proofs("articles", article_id)),
        "date_agreement": article["date_agreement"],
        "dates": shown.dates(article_id),
        "tags": shown.tags(article_id),
        "first_seen": article["first_seen"],
        "last_seen": article["last_seen"],
        "gone_at": article["gone_at"],
        "editions": [_edition(shown, edition) for edition in shown.editions(article_id)],
    }
    found["captures"] = {name: shown.capture(name) for name in sorted(set(_named(found)))}
    return found


def _edition(shown: Shown, edition: dict[str, Any]) -> dict[str, Any]:
    name = edition["id"]
    return {
        "id": name,
        "fields": _fields(edition, _EDITION, shown.proofs("editions", name)),
        "text": _text(shown, name),
        "mentions": shown.mentions(name),
        "checks": len(shown.checks(name)),
        "revisions": len(shown.revisions(name)),
    }


def _text(shown: Shown, edition_id: str) -> dict[str, Any] | None:
    body = shown.text(edition_id)
    proof = shown.proofs("texts", edition_id).get("body")
    return None if body is None else {"body": body, "proof": proof}


def _fields(row: dict[str, Any], names: tuple[str, ...], proofs: dict[str, Any]) -> dict[str, Any]:
    return {name: {"value": row[name], "proof": proofs.get(name)} for name in names if row[name] is not None}


def _named(value: Any) -> Iterator[str]:
    """Every capture that is named anywhere in a value."""
    if isinstance(value, dict):
        if isinstance(value.get("capture"), str):
            yield value["capture"]
        value = list(value.values())
    if isinstance(value, list):
        for entry in value:
            yield from _named(entry)
