"""Commands on what was kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from crawler.archive_folder import ArchiveFolder
from crawler.cli import options
from crawler.cli.options import say
from crawler.errors import Exit


@click.command()
@click.argument("urls", nargs=-1, required=True, metavar="URL…")
@click.option("--reason", required=True, metavar="TEXT", help="Why: it is kept, for whoever finds the gap.")
@options.archive
@click.option("--dry-run", is_flag=True, help="Only say what would go and what would stay.")
@options.quiet
@options.as_json
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


@click.command()
@options.archive
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
@options.quiet
@options.as_json
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
    for trouble in (*result.damage, *result.unresolved):
        say(str(trouble))
    raise click.exceptions.Exit(result.exit_code)


@click.command()
@click.argument("given", nargs=-1, metavar="[WARC-OR-URL…]")
@options.archive
@click.option(
    "--tsa-roots",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Trusted certificates (PEM) of the authority that stamped the archive.",
)
@options.quiet
@options.as_json
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
