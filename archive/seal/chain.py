"""The manifests of an archive, followed from one to the next, and what they say of each file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archive.errors import ManifestError
from archive.seal.manifest import NAME, Manifest, decode

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from archive.seal.manifest import Removed, Replaced, Sealed


@dataclass(frozen=True, kw_only=True)
class Link:
    """A manifest that can be read."""

    manifest: Manifest
    sha256: str
    """Of its bytes."""

    @property
    def file(self) -> str:
        """Its path within the archive."""
        return place(self.manifest.run)


@dataclass(frozen=True, kw_only=True)
class Unreadable:
    """A manifest that cannot be read."""

    file: str
    """Its path within the archive."""
    why: str


@dataclass(frozen=True, kw_only=True)
class Chain:
    """All manifests of an archive."""

    links: tuple[Link, ...] = ()
    """By number, and by run where numbers are equal (they are not in a whole chain)."""
    unreadable: tuple[Unreadable, ...] = ()

    @property
    def end(self) -> Link | None:
        """The manifest to go on from: of those that no other one names as the one before, the highest in number."""
        named = {link.manifest.previous.run for link in self.links if link.manifest.previous}
        ends = tuple(link for link in self.links if link.manifest.run not in named)
        return (ends or self.links)[-1] if self.links else None


def place(run: str) -> str:
    """Where the manifest of a run lies, within the archive."""
    return f"runs/{run}/{NAME}"


def read_chain(archive: Path) -> Chain:
    """Read every manifest of an archive. One that cannot be read hides none of the others."""
    links: list[Link] = []
    unreadable: list[Unreadable] = []
    for path in sorted(archive.glob(place("*"))):
        try:
            links.append(_link(path))
        except (ManifestError, OSError) as error:
            unreadable.append(Unreadable(file=path.relative_to(archive).as_posix(), why=str(error)))
    links.sort(key=lambda link: (link.manifest.number, link.manifest.run))
    return Chain(links=tuple(links), unreadable=tuple(unreadable))


def _link(path: Path) -> Link:
    data = path.read_bytes()
    manifest = decode(data)
    if manifest.run != path.parent.name:
        raise ManifestError(f"it is the manifest of run {manifest.run}: it was moved or copied here")
    return Link(manifest=manifest, sha256=hashlib.sha256(data).hexdigest())


@dataclass(frozen=True, kw_only=True)
class Word:
    """The newest word on a file."""

    link: Link
    """The manifest that says it."""
    said: Sealed | Replaced | Removed


@dataclass(kw_only=True)
class Ledger:
    """What a chain says of each file, after all of its manifests."""

    words: dict[str, Word] = field(default_factory=dict)
    """By path within the archive."""
    contradictions: list[tuple[str, str]] = field(default_factory=list)
    """Manifest, and what it says of a file that cannot be after what was said before."""

    def read(self, link: Link) -> None:
        """Take in what the next manifest says."""
        for sealed in link.manifest.files:
            before = self.words.get(sealed.path)
            if before and digest(before.said) != sealed.sha256:
                self._contradicts(link, f"it seals {sealed.path} anew, which {before.link.file} has otherwise")
            self.words[sealed.path] = Word(link=link, said=sealed)
        changes: tuple[Replaced | Removed, ...] = (*link.manifest.replaced, *link.manifest.removed)
        for changed in changes:
            before = self.words.get(changed.path)
            if digest(before.said if before else None) != changed.was:
                self._contradicts(link, f"{changed.path} was never sealed as what it says that it replaced or removed")
            self.words[changed.path] = Word(link=link, said=changed)

    def _contradicts(self, link: Link, message: str) -> None:
        self.contradictions.append((link.file, message))


def digest(said: Sealed | Replaced | Removed | None) -> str | None:
    """SHA-256 that a file has after what was said of it; None where there should be no file."""
    return getattr(said, "sha256", None)


def ledger(links: Iterable[Link]) -> Ledger:
    """What a chain says of each file."""
    book = Ledger()
    for link in links:
        book.read(link)
    return book
