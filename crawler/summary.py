"""What a run came to, for the person at the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from crawler.redaction import Redaction
    from crawler.run import Result

_MOST_LOSSES = 10
_MOST_URLS = 20
_ARTICLES = "SELECT published, headline_en, headline_ka FROM articles_flat LIMIT 5"
_TIMELINE = "SELECT edtf, text, headline FROM timeline WHERE lang = 'en' ORDER BY earliest LIMIT 5"


def summary(result: Result, folder: Path) -> str:
    """A run in a few lines."""
    counts = result.counts
    rows = [
        ("pages", f"{counts['pages']:,} asked and kept in {result.seconds:.1f} s ({_size(counts['bytes'])})"),
        ("articles", f"{counts['articles']:,} known, {counts['articles_new']:,} of them new"),
        ("editions", f"{counts['editions']:,} with text; {counts['new']:,} new, {counts['changed']:,} changed"),
        ("needed", _needed(counts)),
        ("failed", _failed(counts)),
        ("files", _files(result, folder)),
    ]
    lines = [f"{result.source}: {result.reason}"]
    lines += [f"  {name:<9} {text}" for name, text in rows if text]
    lines += [f"            {loss.url}: {loss.why}" for loss in result.losses[:_MOST_LOSSES]]
    if len(result.losses) > _MOST_LOSSES:
        lines.append(f"            … and {len(result.losses) - _MOST_LOSSES} more, in the table `frontier`")
    return "\n".join(lines)


def redacted(redaction: Redaction, folder: Path, *, dry_run: bool) -> str:
    """A redaction in a few lines: what went, and what the operator may want to see go too."""
    records = sum(capture.records for capture in redaction.removed)
    verb = "would be removed" if dry_run else "removed"
    lines = [f"{len(redaction.removed):,} captures, {records:,} records {verb}: {redaction.reason}"]
    lines += [f"  {capture.captured_at}  {capture.url}" for capture in redaction.removed]
    if redaction.made_whole:
        lines.append(
            f"  {redaction.made_whole:,} revisits of it are responses of their own now,"
            f" {redaction.repointed:,} further records refer to these"
        )
    lines += [f"  rewritten: {folder / 'warc' / file.name}" for file in redaction.files]
    lines += _some("Kept, with the same content:", redaction.copies)
    lines += _some(
        "Kept, and naming it (a listing or feed shows its headline; redact it too if it must go):", redaction.named_by
    )
    return "\n".join(lines)


def _some(title: str, urls: Sequence[str]) -> list[str]:
    """The first of some addresses under a title; nothing where there are none."""
    more = (
        [f"  … and {len(urls) - _MOST_URLS:,} more (`--json`, and later runs/<run>/redaction.json, have all)"]
        if len(urls) > _MOST_URLS
        else []
    )
    return [title, *(f"  {url}" for url in urls[:_MOST_URLS]), *more] if urls else []


def demo_steps(folder: Path) -> str:
    """What a newcomer may try next."""
    option = "" if str(folder) == "data" else f" --archive {folder}"
    database = folder / "readmore.db"
    return "\n".join(
        [
            "",
            "Where to look next:",
            f"  sqlite3 {database} '{_ARTICLES}'",
            f'  sqlite3 {database} "{_TIMELINE}"',
            f"  readmore show demo:news:1257{option}       how each field of a record is known",
            f"  zcat {folder}/warc/*.warc.gz | less        every exchange, byte for byte",
            f"  readmore verify{option}                    every byte, field, index line and seal is what it was",
            f"  readmore pack{option}                      one file to open in ReplayWeb.page",
            f"  readmore read{option}                      the same records once more, from the WARC files alone",
            "  readmore crawl https://SITE/tag/SOMETHING   a listing of your own",
        ]
    )


def _needed(counts: dict[str, int]) -> str:
    """What pages need to look right; where none was asked, nothing."""
    had, missing = counts["requisites"], counts["requisites_missing"]
    text = f"{had:,} style sheets, pictures and the like for these pages"
    return "" if not had + missing else text + (f"; {missing:,} could not be had" if missing else "")


def _failed(counts: dict[str, int]) -> str:
    parts = [f"{counts['failed']:,}"]
    if counts["missing"]:
        parts.append(f"{counts['missing']:,} addresses that the site does not have")
    if counts["excluded"]:
        parts.append(f"{counts['excluded']:,} left out")
    if counts["pending"]:
        parts.append(f"{counts['pending']:,} still to be asked")
    return "; ".join(parts)


def _files(result: Result, folder: Path) -> str:
    names = [str(folder / "warc" / name) for name in result.files]
    return "\n            ".join([*names, str(folder / "readmore.db")])


def _size(count: float) -> str:
    for unit in ("B", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"
