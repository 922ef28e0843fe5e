"""The entry point. Errors become messages and exit codes here, and nowhere else."""

from __future__ import annotations

import logging
import sys

import click

from crawler.cli.crawling import crawl, demo
from crawler.cli.dates import dates
from crawler.cli.keeping import pack, redact, verify
from crawler.cli.looking import probe, sources
from crawler.cli.options import say
from crawler.cli.reading import read
from crawler.cli.showing import show
from crawler.cli.tags import tags
from crawler.errors import Exit, ReadmoreError, is_full
from crawler.log import debugging
from crawler.signals import end_by_terminate
from spiders import profile as profiles


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="readmore")
def readmore() -> None:
    """Walks tag listings, follows their “Read more” links, and keeps what it saw as evidence.

    Every exchange is kept byte for byte in WARC files; what the pages say is stored in SQLite, each field tied to
    the bytes it was read from. Try `readmore demo` first.
    """


for _command in (crawl, demo, probe, dates, sources, show, tags, read, verify, pack, redact):
    readmore.add_command(_command)


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
        say("interrupted; everything up to there is kept")
        code = Exit.INTERRUPTED
    except ReadmoreError as error:
        say(str(error))
        code = error.exit_code
    except profiles.ProfileError as error:
        say(str(error))
        code = Exit.USAGE
    except BrokenPipeError:
        sys.stderr.close()
        code = Exit.ERROR
    except Exception as error:
        logging.getLogger(__name__).debug("unexpected", exc_info=True)
        code = Exit.DISK if is_full(error) else Exit.ERROR
        say(str(error) if code is Exit.DISK else _unexpected(error))
        if debugging():
            raise
    sys.exit(int(code or 0))


def _unexpected(error: Exception) -> str:
    return f"unexpected error: {type(error).__name__}: {error} (set READMORE_DEBUG=1 for the trace)"
