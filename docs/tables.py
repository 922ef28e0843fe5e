"""Writes the reference part of docs/tables.md from the schema's comments: `python docs/tables.py`."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
SCHEMA = HERE.parent / "pipelines" / "schema"
MARK = "<!-- below: made by docs/tables.py from pipelines/schema/*.sql -->\n"

_TABLE = re.compile(r"((?:^--[^\n]*\n)*)^CREATE TABLE (\w+) \((.*?)^\)", re.MULTILINE | re.DOTALL)
_COLUMN = re.compile(r'^    "?([a-z]\w*)"? ([A-Z]+)([^-\n]*?),?(?:\s+-- ([^\n]*))?$', re.MULTILINE)
_ADDED = re.compile(r'^(ALTER TABLE (\w+) ADD COLUMN )("?[a-z]\w*"? [^;\n]*);( --[^\n]*)?$', re.MULTILINE)
_VIEW = re.compile(r"((?:^--[^\n]*\n)+)^(?:DROP VIEW \w+;\n)?CREATE VIEW (\w+)", re.MULTILINE)


def reference() -> str:
    """Every table and column, as Markdown."""
    parts: list[str] = []
    scripts = [file.read_text("utf-8") for file in sorted(SCHEMA.glob("*.sql"))]
    added: dict[str, str] = {}
    for _, name, column, comment in (match for script in scripts for match in _ADDED.findall(script)):
        added[name] = added.get(name, "") + f"    {column}{comment}\n"
    for script in scripts:
        for comment, name, body in _TABLE.findall(script):
            columns = _columns(body + added.get(name, ""))
            parts.append(f"### {name}\n\n{_prose(comment)}\n\n| column | type | |\n| --- | --- | --- |\n{columns}")
    views = {name: comment for script in scripts for comment, name in _VIEW.findall(script)}
    parts += [f"### {name} (view)\n\n{_prose(comment)}\n" for name, comment in views.items()]
    return "\n".join(parts)


def _prose(comment: str) -> str:
    """The paragraph of comment that stands right above a statement."""
    return " ".join(line.removeprefix("--").strip() for line in comment.strip().splitlines())


def _columns(body: str) -> str:
    rows = []
    for name, kind, rest, comment in _COLUMN.findall(body):
        refers = re.search(r"REFERENCES (\w+)", rest)
        notes = [comment.strip()] if comment else []
        notes += [f"→ {refers[1]}"] if refers else []
        rows.append(f"| `{name}` | {kind.lower()} | {'; '.join(notes)} |\n")
    return "".join(rows)


def page() -> str:
    """The whole page as it should be."""
    head = (HERE / "tables.md").read_text("utf-8").partition(MARK)[0]
    return head + MARK + "\n" + reference()


if __name__ == "__main__":
    (HERE / "tables.md").write_text(page(), "utf-8")
