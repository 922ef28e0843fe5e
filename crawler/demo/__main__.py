"""`python -m crawler.demo --port 8000 --markup 3`: the built-in site, to look at in a browser."""

from __future__ import annotations

import threading

import click

from crawler.demo.markups import MARKUPS
from crawler.demo.server import DemoSite

_NAMES = [one.name for one in MARKUPS]
_CHOICES = [*_NAMES, *map(str, range(1, len(_NAMES) + 1))]


@click.command(help="Serves the built-in site until interrupted.")
@click.option("--port", default=8000, show_default=True, help="Port on 127.0.0.1; 0 takes a free one.")
@click.option(
    "--markup", default="1", type=click.Choice(_CHOICES), help="Name or number of the markup.", show_choices=True
)
def main(port: int, markup: str) -> None:
    """Serves until Ctrl-C."""
    with DemoSite(markup, port) as site:
        click.echo(f"{site.url}/news (Ctrl-C ends)")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            click.echo()


if __name__ == "__main__":
    main()
