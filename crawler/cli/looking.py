"""Commands that show what there is, and keep nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from crawler.cli import options
from spiders import profile as profiles


@click.command()
@options.as_json
def sources(as_json: bool) -> None:
    """List the profiles that come with readmore."""
    known = list(profiles.built_in())
    if as_json:
        click.echo(json.dumps([p.model_dump(mode="json", exclude_unset=True) for p in known], ensure_ascii=False))
        return
    for profile in known:
        click.echo(f"{profile.name}\t{profile.title}\t{profile.start[0]}")


@click.command()
@click.argument("url", required=False)
@click.option("--file", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Read a saved page.")
@click.option("--url", "saved_url", metavar="URL", help="The address that the saved page came from.")
@click.option(
    "--batch", type=click.File("r", encoding="utf-8"), help="JSON lines of {id, file, url}; one line each out."
)
@click.option("--source", metavar="SOURCE", help="Read with this profile, and not with none.")
@options.as_json
def probe(
    url: str | None, file: Path | None, saved_url: str | None, batch: Any, source: str | None, as_json: bool
) -> None:
    """Show what is recognised on one page, and why."""
    from crawler import probe as probing

    profile = profiles.find(source) if source else None
    if batch:
        for line in batch:
            click.echo(json.dumps(probing.batch_line(line, profile), ensure_ascii=False))
        return
    if file:
        page = probing.saved_page(file, saved_url or url or "http://localhost/")
    elif url:
        page = probing.live_page(url)
    else:
        raise click.UsageError("give a URL, or --file PAGE --url URL, or --batch FILE")
    findings = probing.probe(page, profile)
    click.echo(json.dumps(findings, ensure_ascii=False) if as_json else probing.describe(findings))
