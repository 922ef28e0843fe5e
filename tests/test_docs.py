"""The documentation says what the code does: every command, option, exit code, table, column, setting, profile key."""

from __future__ import annotations

import importlib.util
import re
import sqlite3
from pathlib import Path

import click
import pytest
from pydantic import BaseModel

from crawler.cli import readmore
from crawler.errors import Exit
from pipelines.store import Store
from spiders.profile import Profile

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


def text(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def test_the_table_reference_is_that_of_the_schema(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("tables", DOCS / "tables.py")
    assert spec
    assert spec.loader
    tables = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tables)
    assert text("tables.md") == tables.page(), "run: python docs/tables.py"
    Store(tmp_path / "readmore.db").close()
    with sqlite3.connect(tmp_path / "readmore.db") as db:
        for name, kind in db.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')").fetchall():
            if name.startswith(("_", "sqlite_")):
                continue
            assert re.search(rf"^### {name}( \(view\))?$", text("tables.md"), re.MULTILINE), name
            part = text("tables.md").partition(f"### {name}\n")[2].partition("### ")[0]
            for column in db.execute(f"SELECT name FROM pragma_table_info('{name}')") if kind == "table" else ():
                assert f"| `{column[0]}` |" in part, f"{name}.{column[0]}"


@pytest.mark.parametrize("query", re.findall(r"\n\n((?:    .+\n)+)", (DOCS / "tables.md").read_text("utf-8")))
def test_the_queries_run(tmp_path: Path, query: str) -> None:
    Store(tmp_path / "readmore.db").close()
    with sqlite3.connect(tmp_path / "readmore.db") as db:
        assert db.execute(query.strip()).fetchall() == []


def test_every_command_and_option_is_there() -> None:
    page = text("command-line.md")
    for name, command in readmore.commands.items():
        assert f"## readmore {name}" in page
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert any(f"`{option}" in page for option in parameter.opts), f"{name} {parameter.opts}"


def test_every_exit_code_is_there() -> None:
    for code in Exit:
        assert f"| {code.value} |" in text("command-line.md"), code


def test_every_profile_key_is_there() -> None:
    page = text("adding-a-source.md")
    for name, field in Profile.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            for inner in kind.model_fields:
                assert f"| `{name}.{inner}` |" in page
        else:
            assert f"| `{name}` |" in page


def test_every_setting_of_the_add_on_is_there() -> None:
    code = "".join((ROOT / "archive" / name).read_text("utf-8") for name in ("handler.py", "project.py"))
    for setting in set(re.findall(r"\"(WARC_[A-Z_]+)\"", code)):
        assert f"| `{setting}` |" in text("warc.md"), setting


def test_links_between_pages_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *DOCS.glob("*.md")]:
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
