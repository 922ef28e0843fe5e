"""The command line. Errors become messages and exit codes here, and nowhere else."""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

from crawler.archive_folder import ArchiveFolder
from crawler.errors import Exit, ReadmoreError, is_full
from crawler.log import debugging
from crawler.signals import end_by_terminate
from spiders import profile as profiles

if TYPE_CHECKING:
    from crawler.run import Result
    from spiders.profile import Profile

_archive = click.option(
    "--archive",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="READMORE_ARCHIVE",
    default=Path("data"),
    show_default="$READMORE_ARCHIVE, else ./data",
    help="The archive's folder.",
)
_json = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output, and nothing else.")
_quiet = click.option("--quiet", is_flag=True, help="Say nothing but errors.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="readmore")
def readmore() -> None:
    """Walks tag listings, follows their “Read more” links, and keeps what it saw as evidence.

    Every exchange is kept byte for byte in WARC files; what the pages say is stored in SQLite, each field tied to
    the bytes it was read from. Try `readmore demo` first.
    """


def main() -> None:
    """The entry point: runs a command, and ends with the exit code that DESIGN.md gives to what happened."""
    end_by_terminate()
    try:
        code = readmore.main(prog_name="readmore", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as request:
        code = request.exit_code
    except click.ClickException as error:
        error.show()
        code = Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        _say("interrupted; everything up to there is kept")
        code = Exit.INTERRUPTED
    except ReadmoreError as error:
        _say(str(error))
        code = error.exit_code
    except profiles.ProfileError as error:
        _say(str(error))
        code = Exit.USAGE
    except BrokenPipeError:
        sys.stderr.close()
        code = Exit.ERROR
    except Exception as error:
        logging.getLogger(__name__).debug("unexpected", exc_info=True)
        code = Exit.DISK if is_full(error) else Exit.ERROR
        _say(str(error) if code is Exit.DISK else _unexpected(error))
        if debugging():
            raise
    sys.exit(int(code or 0))


@readmore.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@_archive
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
@_quiet
@_json
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
    options = Options(full=full, limit=limit, since=day, timestamp=authority)
    results = _crawl(found, ArchiveFolder(folder), options, quiet=quiet or as_json)
    _report(results, folder, quiet=quiet, as_json=as_json)
    raise click.exceptions.Exit(_worst(results))


@readmore.command()
@_archive
@click.option(
    "--markup", default="divs", show_default=True, metavar="NAME", help="Which of the site's markups to serve."
)
@_quiet
@_json
def demo(folder: Path, markup: str, quiet: bool, as_json: bool) -> None:
    """Crawl a small built-in site, and show what came of it."""
    from crawler.demo.server import DemoSite
    from crawler.run import Options
    from crawler.summary import demo_steps

    with DemoSite(markup) as site:
        profile = profiles.find("demo").at(site.url)
        if not quiet:
            _say(f"The built-in site is at {site.url}; crawling it …")
        results = _crawl([profile], ArchiveFolder(folder), Options(), quiet=quiet or as_json)
    _report(results, folder, quiet=quiet, as_json=as_json)
    if not quiet and not as_json:
        click.echo(demo_steps(folder))
    raise click.exceptions.Exit(_worst(results))


@readmore.command()
@_json
def sources(as_json: bool) -> None:
    """List the profiles that come with readmore."""
    known = list(profiles.built_in())
    if as_json:
        click.echo(json.dumps([p.model_dump(mode="json", exclude_unset=True) for p in known], ensure_ascii=False))
        return
    for profile in known:
        click.echo(f"{profile.name}\t{profile.title}\t{profile.start[0]}")


@readmore.command()
@click.argument("url", required=False)
@click.option("--file", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Read a saved page.")
@click.option("--url", "saved_url", metavar="URL", help="The address that the saved page came from.")
@click.option(
    "--batch", type=click.File("r", encoding="utf-8"), help="JSON lines of {id, file, url}; one line each out."
)
@click.option("--source", metavar="SOURCE", help="Read with this profile, and not with none.")
@_json
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


@readmore.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="[WARC…]")
@_archive
@_quiet
@_json
def read(files: tuple[Path, ...], folder: Path, quiet: bool, as_json: bool) -> None:
    """Read WARC files into the database again, offline.

    The archive's own files, or those named.
    """
    from crawler.redact import finish
    from crawler.reread import reread

    archive = ArchiveFolder(folder)
    with archive.held():
        archive.recover()
        store = archive.open_store()
        try:
            finish(archive, store, datetime.now(UTC))
            result = reread(files or tuple(sorted(archive.warc.glob("*.warc.gz"))), store)
        finally:
            store.close()
    if as_json:
        click.echo(json.dumps(result.as_dict(), ensure_ascii=False))
    elif not quiet:
        click.echo(f"{result.captures} captures read from {result.files} files, {len(result.damage)} damaged places")
    for damage in result.damage:
        _say(str(damage))
    raise click.exceptions.Exit(Exit.DAMAGE if result.damage else Exit.DONE)


@readmore.command()
@click.argument("urls", nargs=-1, required=True, metavar="URL…")
@click.option("--reason", required=True, metavar="TEXT", help="Why: it is kept, for whoever finds the gap.")
@_archive
@click.option("--dry-run", is_flag=True, help="Only say what would go and what would stay.")
@_quiet
@_json
def redact(urls: tuple[str, ...], reason: str, folder: Path, dry_run: bool, quiet: bool, as_json: bool) -> None:
    """Remove every capture of addresses, and say so.

    WARC files are rewritten without them; tombstones with the reason stand in their place. No later run asks for
    these addresses again. It cannot be undone.
    """
    from crawler import redact as redacting
    from crawler.summary import redacted

    archive = ArchiveFolder(folder)
    archive.check_exists()
    with archive.held():
        archive.recover()
        store = archive.open_store()
        try:
            now = datetime.now(UTC)
            if dry_run:
                done = redacting.preview(archive, urls, reason, now)
            else:
                done = redacting.redact(archive, store, urls, reason, now)
        finally:
            store.close()
    if as_json:
        click.echo(json.dumps({"archive": str(folder), "dry_run": dry_run, **done.as_dict()}, ensure_ascii=False))
    elif not quiet:
        click.echo(redacted(done, folder, dry_run=dry_run))


@readmore.command()
@_archive
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.wacz",
    help="The package; else named for the archive's folder, here.",
)
@click.option("--undedupe", is_flag=True, help="Write revisits out whole.")
@click.option("--sign", is_flag=True, help="Sign the package with a key of your own.")
@click.option(
    "--key",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The key's file, made on first use; else in your configuration folder.",
)
@_quiet
@_json
def pack(
    folder: Path, out: Path | None, undedupe: bool, sign: bool, key: Path | None, quiet: bool, as_json: bool
) -> None:
    """Pack an archive into one WACZ file, for ReplayWeb.page, pywb and whoever is handed it."""
    from crawler import pack as packing

    if key and not sign:
        raise click.UsageError("--key is of use with --sign only")
    out = out or Path(f"{folder.resolve().name}.wacz")
    key_file = (key or Path(click.get_app_dir("readmore")) / "signing-key.pem") if sign else None
    archive = ArchiveFolder(folder)
    result = packing.pack(archive, out, now=datetime.now(UTC), whole_revisits=undedupe, key_file=key_file)
    if as_json:
        click.echo(json.dumps(result.as_dict(), ensure_ascii=False))
    elif not quiet:
        click.echo(packing.describe(result))
    for unresolved in result.unresolved:
        _say(str(unresolved))
    raise click.exceptions.Exit(result.exit_code)


@readmore.command()
@click.argument("given", nargs=-1, metavar="[WARC-OR-URL…]")
@_archive
@click.option(
    "--tsa-roots",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Trusted certificates (PEM) of the authority that stamped the archive.",
)
@_quiet
@_json
def verify(given: tuple[str, ...], folder: Path, tsa_roots: Path | None, quiet: bool, as_json: bool) -> None:
    """Check WARC files, of any tool, or the whole archive.

    Without files: the archive's own, and that its rows, index and seal say the same.
    """
    from archive.verify.files import Summary
    from crawler.verified import Verified
    from crawler.verify import verify_archive, verify_given

    summary = Summary()
    found = verify_given(given, summary) if given else verify_archive(ArchiveFolder(folder), summary, tsa_roots)
    result = Verified.of(found, summary)
    if as_json:
        click.echo(json.dumps(result.as_dict(), ensure_ascii=False))
    elif not quiet or not result.ok:
        click.echo("\n".join(result.lines()))
    raise click.exceptions.Exit(Exit.DONE if result.ok else Exit.DAMAGE)


def _at(profile: Profile, base_url: str | None) -> Profile:
    if base_url is None:
        return profile
    try:
        return profile.at(base_url)
    except ValueError as error:
        raise click.BadParameter(f"{base_url} is no http(s) URL", param_hint="--base-url") from error


def _crawl(found: list[Profile], archive: ArchiveFolder, options: Any, *, quiet: bool) -> list[Result]:
    from crawler.progress import Watch
    from crawler.redact import finish
    from crawler.run import crawl as crawl_source

    results: list[Result] = []
    with archive.held():
        archive.check_disk()
        for left in archive.recover():
            if not quiet:
                _say(f"an earlier run was killed: {left.path.name} closed, {left.records} records kept")
        store = archive.open_store()
        try:
            finish(archive, store, datetime.now(UTC))
            for profile in found:
                with Watch(profile.name, store, quiet=quiet) as watch:
                    results.append(crawl_source(profile, archive, store, options, watch))
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
            _say(f"{result.source}: {result.reason}")
        for warning in result.warnings:
            _say(warning)


def _worst(results: list[Result]) -> Exit:
    """What ended everything early, else the first that is not all right."""
    codes = [result.exit_code for result in results]
    early = (Exit.INTERRUPTED, Exit.DISK)
    return next((code for code in codes if code in early), next((code for code in codes if code), Exit.DONE))


def _unexpected(error: Exception) -> str:
    return f"unexpected error: {type(error).__name__}: {error} (set READMORE_DEBUG=1 for the trace)"


def _say(message: str) -> None:
    Console(stderr=True, highlight=False, soft_wrap=True, markup=False).print(f"readmore: {message}")
