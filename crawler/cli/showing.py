"""The command that shows one article."""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.archive_folder import ArchiveFolder
from crawler.cli import options
from crawler.cli.options import say
from crawler.errors import Exit, ReadmoreError

if TYPE_CHECKING:
    from crawler.show.exchange import Exchange


@click.command()
@click.argument("article")
@click.option("--lang", metavar="LANG", help="Of --history and --bytes: which edition, as BCP 47 (en, ka, ru).")
@click.option("--history", "with_history", is_flag=True, help="How the text changed, and when it was there.")
@click.option("--bytes", "as_bytes", is_flag=True, help="The exchange itself, byte for byte: request, then response.")
@options.archive
@options.as_json
def show(article: str, lang: str | None, with_history: bool, as_bytes: bool, folder: Path, as_json: bool) -> None:
    """Show one article: its record, and how each field of it is known.

    ARTICLE is its id, an edition's id, an address, or the site's own number where that is of one article only.
    """
    from crawler import show as showing
    from pipelines.store import Shown

    if as_bytes and (as_json or with_history):
        raise click.UsageError("--bytes goes with neither --json nor --history")
    if lang and not (as_bytes or with_history):
        raise click.UsageError("--lang is of use with --history or --bytes; without them every edition is shown")
    archive = ArchiveFolder(folder)
    archive.check_database()
    try:
        with Shown(archive.database) as shown:
            name = showing.the_article(shown, article)
            lang = lang or (shown.lang_at(name, article) if "://" in article else _language(article, name))
            if as_bytes:
                _write(showing.exchange(archive, shown, showing.the_edition(shown, name, lang)))
            elif with_history:
                editions = [showing.the_edition(shown, name, lang)] if lang else shown.editions(name)
                histories = [showing.history(shown, edition) for edition in editions]
                _tell(histories, "\n\n".join(map(showing.describe_history, histories)), as_json=as_json)
            else:
                found = showing.record(shown, name)
                _tell(found, showing.describe_record(found), as_json=as_json)
    except sqlite3.Error as error:
        raise ReadmoreError(f"the database {archive.database} cannot be read: {error}", Exit.DAMAGE) from error


def _language(article: str, article_id: str) -> str | None:
    """The language that an edition's id names."""
    head, _, lang = article.rpartition(":")
    return lang if head == article_id else None


def _tell(values: Any, words: str, *, as_json: bool) -> None:
    click.echo(json.dumps(values, ensure_ascii=False) if as_json else words)


def _write(found: Exchange) -> None:
    sys.stdout.buffer.write(found.request + found.response)
    capture = found.capture
    say(f"{capture['warc_file']} at {capture['warc_offset']}: {capture['url']}, {capture['fetched_at']}")
