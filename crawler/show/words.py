"""Records and histories for people to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.show.history import Piece

#: Characters of a raw text, and of a value, in one line.
_RAW, _VALUE = 70, 300
_DATES_SHOWN = 40


def describe_record(found: dict[str, Any]) -> str:
    """An article's record, a field a line, each with how it is known."""
    return "\n".join(_record(found))


def _record(found: dict[str, Any]) -> Iterator[str]:
    marks = {name: f"[{number}]" for number, name in enumerate(found["captures"], 1)}
    yield found["id"]
    yield from _fields(found["fields"], marks, "  ")
    if found["dates"]:
        yield f"  {'dates stated':<20} {found['date_agreement']}"
    for date in found["dates"]:
        yield f"    {date['value']:<18} {_proof(date, marks)}, said by {date['origin']}"
    for tag in found["tags"]:
        labels = ", ".join(f"{label} ({lang})" for lang, label in tag["labels"].items())
        yield f"  {'tag':<20} {tag['id']}: {labels}"
        yield f"    {'':<18} {_proof(tag, marks)}"
    yield f"  {'seen':<20} first {found['first_seen']}, last {found['last_seen']}"
    if found["gone_at"]:
        yield f"  {'gone':<20} {found['gone_at']}"
    for edition in found["editions"]:
        yield from _edition(edition, marks)
    yield ""
    yield "captures"
    for name, capture in found["captures"].items():
        yield from _capture(name, capture, marks)


def _edition(edition: dict[str, Any], marks: dict[str, str]) -> Iterator[str]:
    yield ""
    yield edition["id"]
    yield from _fields(edition["fields"], marks, "  ")
    if text := edition["text"]:
        yield f"  {'text':<20} {len(text['body']):,} characters"
        if text["proof"]:
            yield f"    {'':<18} {_proof(text['proof'], marks)}"
    for mention in edition["mentions"][:_DATES_SHOWN]:
        span = f"{mention['start']}–{mention['end']}"
        yield f"    {mention['edtf']:<24} “{_short(mention['text'], _RAW)}” at {span} ({mention['basis']})"
    if len(edition["mentions"]) > _DATES_SHOWN:
        yield f"    … and {len(edition['mentions']) - _DATES_SHOWN} more dates; --json has all"
    yield f"  {'history':<20} {edition['checks']} checks, {edition['revisions']} revisions"


def _fields(fields: dict[str, Any], marks: dict[str, str], indent: str) -> Iterator[str]:
    for name, field in fields.items():
        if name == "date_published_edtf" and field["value"] == fields["date_published"]["value"]:
            continue  # it differs only where a date is no plain day, month or year
        yield f"{indent}{name:<20} {_short(str(field['value']), _VALUE)}"
        if field["proof"]:
            yield f"{indent}  {'':<18} {_proof(field['proof'], marks)}"


def _proof(proof: dict[str, Any], marks: dict[str, str]) -> str:
    raw = f": “{_short(proof['raw'], _RAW)}”" if proof["raw"] else ""
    return f"{marks.get(proof['capture'], '')} {proof['method']} at {proof['place']}{raw}"


def _capture(name: str, capture: dict[str, Any] | None, marks: dict[str, str]) -> Iterator[str]:
    yield f"  {marks.get(name, '')} {name}"
    if capture is None:
        yield "      is not in the database"
        return
    yield f"      {capture['method']} {capture['url']}, status {capture['status']}, {capture['fetched_at']}"
    yield f"      {capture['warc_file']} at {capture['warc_offset']}, {capture['warc_length']} bytes"
    yield f"      {capture['record_id']} {capture['payload_digest']}"
    if capture["revisit_of"]:
        yield f"      unchanged since {capture['revisit_of']}"


def describe_history(found: dict[str, Any]) -> str:
    """A history, a state a paragraph: `[-what went-]`, `{+what came+}`."""
    return "\n".join(_history(found))


def _history(found: dict[str, Any]) -> Iterator[str]:
    last = f", the last at {found['last_check']}" if found["last_check"] else ""
    yield f"{found['edition']}: {found['checks']} checks{last}; {len(found['revisions'])} revisions"
    if found["now"] == "gone":
        yield "gone: there was a text, and looks at its address found none since (docs/records.md)"
    entries = [(turn["seen_at"], turn["capture"], 1, turn) for turn in found["availability"]]
    entries += [(state["seen_at"], state["capture"], 2, state) for state in found["revisions"]]
    for seen_at, capture, _, entry in sorted(entries, key=lambda e: e[:3]):
        yield ""
        yield f"{seen_at}  {capture}"
        yield from _turn(entry) if "found" in entry else _state(entry)


def _turn(check: dict[str, Any]) -> Iterator[str]:
    raw = f": “{_short(check['raw'], _RAW)}”" if check["raw"] else ""
    yield f"  {check['found']} ({check['method']} at {check['place']}{raw})"


def _state(state: dict[str, Any]) -> Iterator[str]:
    if not state["differences"]:
        yield f"  first seen: “{_short(state['headline'] or '', _VALUE)}”"
        for name in ("date_published", "tags"):
            if state[name]:
                yield f"    {name}: {_plain(state[name])}"
        yield f"    text: {len(state['body'] or ''):,} characters"
        return
    for name, difference in state["differences"].items():
        if name == "body":
            yield "  text:"
            yield from (f"    {_marked(paragraph)}" for paragraph in difference)
        else:
            yield f"  {name}: {_plain(difference['before'])} → {_plain(difference['after'])}"


def _marked(paragraph: list[Piece]) -> str:
    """A paragraph with what went and came in it; long stretches that stayed are cut."""
    forms = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
    whole = len(paragraph) == 1
    return "".join(forms[mark].format(text if mark != "=" or whole else _middle(text)) for mark, text in paragraph)


def _middle(text: str) -> str:
    return text if len(text) <= 2 * _RAW else f"{text[:_RAW]} … {text[-_RAW:]}"


def _plain(value: Any) -> str:
    if value is None:
        return "nothing"
    return ", ".join(value) if isinstance(value, list) else f"“{value}”"


def _short(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"
