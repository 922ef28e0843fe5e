"""The command that shows an archive's tags."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import click

from crawler.archive_folder import ArchiveFolder
from crawler.cli import options
from crawler.errors import Exit, ReadmoreError


@click.command()
@click.option("--suggest", is_flag=True, help="Also which tags are probably one, and what to put into a profile.")
@options.archive
@options.as_json
def tags(folder: Path, suggest: bool, as_json: bool) -> None:
    """List the archive's tags: on how many articles each stands, and what it is called in each language."""
    from crawler.tags import as_dict, describe, read_tags

    archive = ArchiveFolder(folder)
    archive.check_exists()
    if not archive.database.exists():
        raise ReadmoreError(f"there is no {archive.database}; `readmore read` makes it from the WARC files", Exit.USAGE)
    try:
        listed, pairs = read_tags(archive.database)
    except sqlite3.Error as error:
        raise ReadmoreError(f"cannot read {archive.database}: {error}; try `readmore verify`", Exit.USAGE) from error
    shown = pairs if suggest else None
    if as_json:
        click.echo(json.dumps(as_dict(listed, shown), ensure_ascii=False))
    else:
        click.echo("\n".join(describe(listed, shown)) or "no tags")
