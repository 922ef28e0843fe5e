"""How an edition's content changed, and whether it was there, each time with the capture that shows it."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipelines.store import Shown

_PIECES = re.compile(r"\s+|\w+|[^\w\s]")
#: Less alike than this, two paragraphs are not the same one changed.
_ALIKE = 0.5

Piece = tuple[str, str]
"""`=`, `-` or `+`, and the text that stayed, went or came."""


def history(shown: Shown, edition: dict[str, Any]) -> dict[str, Any]:
    """The states of an edition, each with what changed; and what looks at its address found where that changed."""
    states = shown.revisions(edition["id"])
    checks = shown.checks(edition["id"])
    changes = [
        {**state, "differences": _differences(before, state)}
        for before, state in zip([None, *states], states, strict=False)
    ]
    turns = [
        check
        for before, check in zip([None, *checks], checks, strict=False)
        if before is None or before["found"] != check["found"]
    ]
    captures = {entry["capture"]: shown.capture(entry["capture"]) for entry in (*states, *turns)}
    return {
        "edition": edition["id"],
        "checks": len(checks),
        "last_check": checks[-1]["seen_at"] if checks else None,
        "revisions": changes,
        "availability": turns,
        "now": edition["availability"],
        "captures": captures,
    }


def _differences(before: dict[str, Any] | None, state: dict[str, Any]) -> dict[str, Any]:
    """By field that changed: what it was and is; of a text, its paragraphs, each in pieces."""
    if before is None:
        return {}
    found: dict[str, Any] = {}
    for field in state["changed"]:
        if field == "body":
            found[field] = paragraphs(before["body"] or "", state["body"] or "")
        else:
            found[field] = {"before": before[field], "after": state[field]}
    return found


def paragraphs(before: str, after: str) -> list[list[Piece]]:
    """The paragraphs in which two texts differ, in order; pieces that stayed stand between those that went and came."""
    old, new = before.split("\n\n"), after.split("\n\n")
    found: list[list[Piece]] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            found += _paired(old[a:b], new[c:d])
    return found


def _paired(old: list[str], new: list[str]) -> Iterator[list[Piece]]:
    """Paragraphs that are alike are one, changed; others went, or came."""
    rest = list(new)
    for paragraph in old:
        alike = [n for n, other in enumerate(rest) if SequenceMatcher(None, paragraph, other).quick_ratio() > _ALIKE]
        if not alike:
            yield [("-", paragraph)]
            continue
        for _ in range(alike[0]):
            yield [("+", rest.pop(0))]
        yield pieces(paragraph, rest.pop(0))
    for paragraph in rest:
        yield [("+", paragraph)]


def pieces(before: str, after: str) -> list[Piece]:
    """Two paragraphs as one, word by word."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    found: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(("=", "".join(old[a:b])))
            continue
        found += [(mark, text) for mark, text in (("-", "".join(old[a:b])), ("+", "".join(new[c:d]))) if text]
    return found
