"""The command that reads WARC files into the database."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.archive_folder import ArchiveFolder
from crawler.cli import options
from crawler.cli.options import say
from crawler.errors import Exit
from spiders import profile as profiles

if TYPE_CHECKING:
    from archive.errors import DamageError
    from crawler.intake import TakenIn
    from crawler.reread import Reread
    from spiders.profile import Profile


@click.command()
@click.argument("files", nargs=-1, metavar="[WARC-OR-URL…]")
@click.option(
    "--source",
    metavar="SOURCE",
    help="A profile to read by: of the archive, what is of its source; of named files, what other tools wrote.",
)
@click.option("--diff", is_flag=True, help="Only show what reading the archive again would change.")
@options.archive
@options.quiet
@options.as_json
def read(files: tuple[str, ...], source: str | None, diff: bool, folder: Path, quiet: bool, as_json: bool) -> None:
    """Read WARC files into the database again, offline.

    The archive's own files, or those named, of any tool: they are taken into the archive first.
    """
    profile = profiles.find(source) if source else None
    archive = ArchiveFolder(folder)
    if diff and files:
        raise click.UsageError("--diff compares the archive's own files; name none")
    if not files:
        archive.check_exists()
    if diff:
        _show_changes(archive, profile, as_json=as_json)
        return
    taken, result = _read(archive, files, profile)
    damage = [*taken.damage, *result.damage]
    if as_json:
        said = {**result.as_dict(), "taken_in": [path.name for path in taken.new], "damage": list(map(str, damage))}
        click.echo(json.dumps(said, ensure_ascii=False))
    elif not quiet:
        of = f" of {', '.join(sorted(result.sources))}" if files else ""
        click.echo(f"{result.captures} captures read from {result.files} files{of}, {len(damage)} damaged places")
    for each in (*damage, *result.unread):
        say(str(each))
    raise click.exceptions.Exit(Exit.DAMAGE if damage else Exit.LOSSES if result.unread else Exit.DONE)


def _read(archive: ArchiveFolder, files: tuple[str, ...], profile: Profile | None) -> tuple[TakenIn, Reread]:
    from crawler.intake import take_in
    from crawler.rebuild import rebuild
    from crawler.redact import finish
    from crawler.reread import reread

    now = datetime.now(UTC)
    with archive.held():
        archive.recover()
        taken = take_in(archive, files, profile)
        archive.index_new()
        store = archive.open_store()
        try:
            finish(archive, store, now)
            if files:
                return taken, reread(tuple(taken.files), store, taken.files)
            return taken, rebuild(archive, store, profile, now)
        finally:
            store.close()


def _show_changes(archive: ArchiveFolder, profile: Profile | None, *, as_json: bool) -> None:
    from crawler.changes import Changes
    from crawler.rebuild import all_origins
    from crawler.rederive import differences

    archive.check_database()
    damage: list[DamageError] = []
    changes = Changes(tuple(differences(archive, all_origins(archive, profile), damage)))
    click.echo(json.dumps(changes.as_dict(), ensure_ascii=False) if as_json else "\n".join(changes.lines()))
    for each in damage:
        say(f"{each}; what rests on it is not compared")
    raise click.exceptions.Exit(Exit.DAMAGE if damage else Exit.DONE)
