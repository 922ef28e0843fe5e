"""How the dates of a text are read."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, BinaryIO

import click

from crawler.cli import options
from crawler.errors import Exit
from pipelines.normalise.dates import StatedDate, anchor_day, find_dates


@click.command()
@click.argument("text", metavar="TEXT")
@click.option("--lang", metavar="CODE", help="The text's language; languages may be mixed all the same.")
@click.option("--anchor", metavar="DATE", help="The day of publication, from which dates without a year are read.")
@options.as_json
def dates(text: str, lang: str | None, anchor: str | None, as_json: bool) -> None:
    """Show every date that a text states, as EDTF, with its place, its bounds, and where its year comes from.

    With - in the place of TEXT, JSON lines of {text, lang, anchor} are read from standard input, and each is answered
    with one line.
    """
    if text == "-":
        _batch(sys.stdin.buffer, lang, anchor)
        return
    try:
        found = find_dates(text, lang, anchor)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--anchor") from error
    if as_json:
        click.echo(_as_json(found))
        return
    for line in _readable(text, found):
        click.echo(line)


def _as_json(found: tuple[StatedDate, ...]) -> str:
    return json.dumps([asdict(each) for each in found], ensure_ascii=False)


def _readable(text: str, found: tuple[StatedDate, ...]) -> Iterator[str]:
    """A line a date, in the order of the text."""
    if not found:
        yield "no date is stated" if text.strip() else "the text is empty"
    for each in found:
        days = f"{each.earliest or '..'} to {each.latest or '..'}"
        yield "\t".join((each.edtf, days, each.basis, f"{each.start}-{each.end}", " ".join(each.text.split())))


def _batch(lines: BinaryIO, lang: str | None, anchor: str | None) -> None:
    """Answer each line as it comes; a bad one is answered with what is wrong, and ends in exit code 2."""
    try:
        anchor_day(anchor)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--anchor") from error
    bad = 0
    for number, line in enumerate(lines, 1):
        try:
            answer = _as_json(_asked(line, lang, anchor))
        except (TypeError, ValueError) as error:
            bad += 1
            answer = json.dumps({"error": f"line {number}: {error}"}, ensure_ascii=False)
        click.echo(answer)
    if bad:
        options.say(f"{bad} {'line was' if bad == 1 else 'lines were'} not read; their answers say why")
        raise click.exceptions.Exit(Exit.USAGE)


def _asked(line: bytes, lang: str | None, anchor: str | None) -> tuple[StatedDate, ...]:
    """The dates of one line's text; TypeError or ValueError says what is wrong with the line."""
    try:
        asked: Any = json.loads(line.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f'not JSON in UTF-8 ({error}): write {{"text": …}} on one line') from error
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        raise TypeError('not an object with a text: write {"text": …, "lang": …, "anchor": …}')
    for key in ("lang", "anchor"):
        if not isinstance(asked.get(key), str | None):
            raise TypeError(f"{key} is neither a string nor null")
    return find_dates(asked["text"], asked.get("lang") or lang, asked.get("anchor") or anchor)
