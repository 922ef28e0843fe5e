"""Checking a seal: the chain of manifests, the files that it names, the time stamps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.seal.chain import ledger, place, read_chain
from archive.seal.files import size_and_sha256
from archive.seal.finding import error, warning
from archive.seal.manifest import NAME, STAMP, Removed
from archive.seal.seal import finished
from archive.seal.stamps import check_stamps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archive.seal.chain import Chain, Ledger, Link, Word
    from archive.verify.findings import Finding


def check(archive: Path, tsa_roots: Path | None = None) -> Iterator[Finding]:
    """What is wrong with the seal of an archive. Reads every file that is sealed, in bounded memory.

    `tsa_roots` is a PEM file of the roots that time stamp authorities are trusted under; raises `StampError` where it
    holds no certificates.
    """
    chain = read_chain(archive)
    book = ledger(chain.links)
    for manifest in chain.unreadable:
        yield error(manifest.file, f"this manifest cannot be read: {manifest.why}")
    yield from _links(archive, chain)
    for file, message in book.contradictions:
        yield error(file, message)
    for path, word in sorted(book.words.items()):
        yield from _file(archive / path, path, word)
    yield from check_stamps(archive, tsa_roots)
    yield from _unsealed(archive, book)


def _links(archive: Path, chain: Chain) -> Iterator[Finding]:
    """One chain, without gap or fork, each hash right."""
    by_run = {link.manifest.run: link for link in chain.links}
    followers: dict[str | None, Link] = {}
    for link in chain.links:
        previous = link.manifest.previous
        first = followers.setdefault(previous.run if previous else None, link)
        if first is not link:
            where = f"follow {by_run[previous.run].file}" if previous and previous.run in by_run else "begin a chain"
            yield error(link.file, f"the chain forks: this manifest and {first.file} both {where}")
        yield from _link(archive, link, by_run)


def _link(archive: Path, link: Link, by_run: dict[str, Link]) -> Iterator[Finding]:
    """What one manifest says of the one before."""
    previous = link.manifest.previous
    if previous is None:
        if link.manifest.number != 1:
            yield error(link.file, f"it names no manifest before, but is number {link.manifest.number}")
        return
    before = by_run.get(previous.run)
    if before is None:
        if not (archive / place(previous.run)).exists():
            yield error(place(previous.run), f"this manifest is gone; {link.file} names it as the one before")
        return
    if before.sha256 != previous.sha256:
        changed = f"it was changed after {link.file} was chained to it: SHA-256 {before.sha256}, not {previous.sha256}"
        yield error(before.file, changed)
    if link.manifest.number != before.manifest.number + 1:
        numbers = f"number {link.manifest.number} follows number {before.manifest.number}"
        yield error(link.file, f"the chain's numbers do not go on: {numbers} ({before.file})")


def _file(path: Path, name: str, word: Word) -> Iterator[Finding]:
    """Whether a file is what the newest word on it says."""
    said = word.said
    if isinstance(said, Removed):
        if path.exists():
            yield error(name, f"{word.link.file} says that it was removed ({said.why}), but it is there")
        return
    if not path.is_file():
        yield error(name, f"is gone; {word.link.file} sealed it ({word.link.manifest.created})")
        return
    try:
        size, sha256 = size_and_sha256(path)
    except OSError as problem:
        yield error(name, f"cannot be read: {problem.strerror or problem}")
        return
    if size != said.bytes:
        yield error(name, f"has {size} bytes; {word.link.file} sealed {said.bytes}")
    elif sha256 != said.sha256:
        yield error(name, f"was changed: SHA-256 {sha256}; {word.link.file} sealed {said.sha256}")


def _unsealed(archive: Path, book: Ledger) -> Iterator[Finding]:
    """Files that the next run seals. The newest stamp is always one: what it stamps was written before it."""
    for path in finished(archive):
        name = path.relative_to(archive).as_posix()
        if name not in book.words and path.name != STAMP:
            yield warning(name, "not sealed yet; the next run seals it")
    for path in sorted(archive.glob("runs/*/*")):
        name = path.relative_to(archive).as_posix()
        if name not in book.words and _is_paper(path) and (path.parent / NAME).exists():
            yield warning(name, "is of a run that is sealed, and no manifest names it")


def _is_paper(path: Path) -> bool:
    """Whether a file of a run is one that its manifest should name: not what seals it, nor what never got its name."""
    return path.is_file() and path.name not in (NAME, STAMP) and not path.name.endswith((".part", ".pending.json"))
