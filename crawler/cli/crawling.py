"""Commands that crawl."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from crawler.archive_folder import ArchiveFolder
from crawler.cli import options
from crawler.cli.options import say
from crawler.errors import Exit
from spiders import profile as profiles

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.run import Options, Result
    from spiders.profile import Profile


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@options.archive
@click.option("--base-url", metavar="URL", help="Ask there instead of at the source's own host (a mirror, a test).")
@click.option("--full", is_flag=True, help="Begin anew, and do not go on with an interrupted run.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Ask for at most N pages of each source.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Turn no further back than this day.")
@click.option(
    "--timestamp",
    "authority",
    metavar="URL",
    envvar="READMORE_TSA",
    help="Have each run's manifest stamped there (RFC 3161). Needs readmore[sign].",
)
@options.quiet
@options.as_json
def crawl(
    sources: tuple[str, ...],
    folder: Path,
    base_url: str | None,
    full: bool,
    limit: int | None,
    since: Any,
    authority: str | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Crawl sources: profiles by name or file, or a listing's URL.

    An interrupted run is gone on with by the next one.
    """
    from crawler.run import Options
    from crawler.sealing import check_authority

    check_authority(authority)
    found = [_at(profiles.find(source), base_url) for source in sources]
    day = since.date().isoformat() if since else None
    asked = Options(full=full, limit=limit, since=day, timestamp=authority)
    results = _crawl(found, ArchiveFolder(folder), asked, quiet=quiet or as_json)
    _report(results, folder, quiet=quiet, as_json=as_json)
    raise click.exceptions.Exit(_worst(results))


@click.command()
@options.archive
@click.option(
    "--markup", default="divs", show_default=True, metavar="NAME", help="Which of the site's markups to serve."
)
@options.quiet
@options.as_json
def demo(folder: Path, markup: str, quiet: bool, as_json: bool) -> None:
    """Crawl a small built-in site, and show what came of it."""
    from crawler.demo.server import DemoSite
    from crawler.run import Options
    from crawler.summary import demo_steps

    try:
        demo_site = DemoSite(markup)
    except LookupError as error:
        raise click.BadParameter(str(error.args[0]), param_hint="--markup") from error
    with demo_site as site:
        profile = profiles.find("demo").at(site.url)
        if not quiet:
            say(f"The built-in site is at {site.url}; crawling it …")
        results = _crawl([profile], ArchiveFolder(folder), Options(), quiet=quiet or as_json)
    _report(results, folder, quiet=quiet, as_json=as_json)
    if not quiet and not as_json:
        click.echo(demo_steps(folder))
    raise click.exceptions.Exit(_worst(results))


def _at(profile: Profile, base_url: str | None) -> Profile:
    if base_url is None:
        return profile
    try:
        return profile.at(base_url)
    except ValueError as error:
        raise click.BadParameter(f"{base_url} is no http(s) URL", param_hint="--base-url") from error


def _crawl(found: list[Profile], archive: ArchiveFolder, asked: Options, *, quiet: bool) -> list[Result]:
    from crawler.progress import Watch
    from crawler.redact import finish
    from crawler.run import crawl as crawl_source

    results: list[Result] = []
    with archive.held():
        archive.check_disk()
        for left in archive.recover():
            if not quiet:
                say(f"an earlier run was killed: {left.path.name} closed, {left.records} records kept")
        store = archive.open_store()
        try:
            finish(archive, store, datetime.now(UTC))
            for profile in found:
                with Watch(profile.name, store, quiet=quiet) as watch:
                    results.append(crawl_source(profile, archive, store, asked, watch))
                if results[-1].exit_code in (Exit.INTERRUPTED, Exit.DISK):
                    break
        finally:
            store.close()
    return results


def _report(results: list[Result], folder: Path, *, quiet: bool, as_json: bool) -> None:
    from crawler.summary import summary

    if as_json:
        click.echo(json.dumps({"archive": str(folder), "runs": [asdict(r) for r in results]}, ensure_ascii=False))
    for result in results:
        if not quiet and not as_json:
            click.echo(summary(result, folder))
        elif result.exit_code:
            say(f"{result.source}: {result.reason}")
        for warning in result.warnings:
            say(warning)


def _worst(results: list[Result]) -> Exit:
    """What ended everything early, else the first that is not all right."""
    codes = [result.exit_code for result in results]
    early = (Exit.INTERRUPTED, Exit.DISK)
    return next((code for code in codes if code in early), next((code for code in codes if code), Exit.DONE))
