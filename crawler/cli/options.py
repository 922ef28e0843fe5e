"""What commands have in common."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

archive = click.option(
    "--archive",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="READMORE_ARCHIVE",
    default=Path("data"),
    show_default="$READMORE_ARCHIVE, else ./data",
    help="The archive's folder.",
)
as_json = click.option(
    "--json", "as_json", is_flag=True, help="One JSON document on standard output, and nothing else."
)
quiet = click.option("--quiet", is_flag=True, help="Say nothing but errors.")


def say(message: str) -> None:
    """Tell the person at the terminal, on standard error."""
    Console(stderr=True, highlight=False, soft_wrap=True, markup=False).print(f"readmore: {message}")
