"""An archive as one file that a browser replays: a WACZ package."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive import cdxj
from archive.errors import PackageError
from archive.reader import find, records
from archive.records import target_uri
from archive.undedupe import Originals, undedupe
from archive.wacz import About, Page, signing_key, write_wacz
from archive.writer import OPEN
from crawler.errors import Exit, ReadmoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from archive.errors import DamageError
    from archive.undedupe import Unresolved
    from archive.wacz import SigningKey
    from crawler.archive_folder import ArchiveFolder
    from pipelines.store import SeenPage, Store


@dataclass(kw_only=True)
class PackResult:
    """What was packed, and what was not."""

    file: str
    """The package."""
    bytes: int = 0
    warcs: list[str] = field(default_factory=list)
    pages: int = 0
    left_out: list[str] = field(default_factory=list)
    """Files that a run is writing, or left open."""
    written_out: int = 0
    """Revisits that were written out whole."""
    unresolved: list[Unresolved] = field(default_factory=list)
    """Revisits that could not be."""
    damage: list[str] = field(default_factory=list)
    """What is damaged in the files, or gone; the rest is packed all the same."""

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return asdict(self)

    @property
    def exit_code(self) -> Exit:
        """Damage where a file is damaged or gone, or a revisit leads nowhere."""
        return Exit.DAMAGE if self.damage or self.unresolved else Exit.DONE


def describe(result: PackResult) -> str:
    """What was packed, in words."""
    lines = [f"{result.file}: {len(result.warcs)} WARC files, {result.pages} pages, {result.bytes:,} bytes"]
    if not result.pages and not result.damage:
        lines.append("no page is known of these files: readmore read makes the records out of them")
    if result.written_out:
        lines.append(f"{result.written_out} revisits written out whole")
    lines += [f"left out: {name}, which is not closed (a run writes it, or was killed)" for name in result.left_out]
    return "\n".join(lines)


def pack(
    archive: ArchiveFolder,
    out: Path,
    *,
    now: datetime,
    whole_revisits: bool = False,
    key_file: Path | None = None,
) -> PackResult:
    """Pack the closed WARC files of an archive, with the pages that its records know; signed where a key is given.

    No lock is needed: a closed file does not change, and one that is open is left out. Raises `ReadmoreError`.
    """
    warcs = sorted(archive.warc.glob("*.warc.gz"))
    if not warcs or not archive.database.exists():
        message = f"nothing to pack: {archive.path} has no closed WARC file; crawl first, or give another --archive"
        raise ReadmoreError(message, Exit.USAGE)
    result = PackResult(file=str(out), left_out=sorted(path.name for path in archive.warc.glob(f"*{OPEN}")))
    store = archive.open_store(read_only=not os.access(archive.database, os.W_OK))
    try:
        result.damage = [*_damage(warcs), *_missing(archive, store)]
        key = signing_key(key_file) if key_file else None
        _write(out, warcs, store, result, now=now, whole_revisits=whole_revisits, key=key)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        message = f"cannot write {out}: {error.strerror or error}{where}"
        raise ReadmoreError(message, Exit.DISK if error.errno == errno.ENOSPC else Exit.USAGE) from error
    except PackageError as error:
        raise ReadmoreError(str(error), Exit.USAGE) from error
    finally:
        store.close()
    return result


def _write(
    out: Path,
    warcs: Sequence[Path],
    store: Store,
    result: PackResult,
    *,
    now: datetime,
    whole_revisits: bool,
    key: SigningKey | None,
) -> None:
    names = [path.name for path in warcs]
    main = next(_pages(store, names), None)
    titles = [row["title"] or row["id"] for row in store.query("SELECT id, title FROM sources ORDER BY id")]
    about = About(title=", ".join(titles), created=now, software=f"readmore {version('readmore')}", main_page=main)
    with _files(warcs, out.parent, result, whole_revisits=whole_revisits) as files:
        packed = write_wacz(out, files, _pages(store, names), about=about, key=key)
    result.warcs, result.pages, result.bytes = packed.warcs, packed.pages, out.stat().st_size


def _damage(warcs: Sequence[Path]) -> Iterator[str]:
    """What is damaged in files that are handed on all the same."""
    for path in warcs:
        with path.open("rb") as file, suppress(cdxj.NotWholeError):
            for _ in cdxj.entries(file):
                pass
            continue
        damage: list[DamageError] = []
        if not sum(1 for _ in records(path, damage)):
            yield f"{path.name} holds no record"
        yield from map(str, damage)


def _missing(archive: ArchiveFolder, store: Store) -> Iterator[str]:
    """WARC files that the records refer to, and that are not there."""
    for name in store.warc_files():
        if not find(archive.warc, name).exists():
            yield f"{name}, in which captures stand, is not there"


def _pages(store: Store, warc_files: Sequence[str]) -> Iterator[Page]:
    """The tags' listings first, as entry pages; then the articles."""
    listings = (_page(seen, seed=True) for seen in store.tag_listings(warc_files))
    return chain(listings, (_page(seen, seed=False) for seen in store.full_editions(warc_files)))


def _page(seen: SeenPage, *, seed: bool) -> Page:
    url = target_uri(seen.url)
    return Page(url=url, seen_at=seen.seen_at, title=seen.title, language=seen.lang, date=seen.date, seed=seed)


@contextmanager
def _files(
    warcs: Sequence[Path], folder: Path, result: PackResult, *, whole_revisits: bool
) -> Iterator[Iterator[Path]]:
    """The files to pack: the archive's own, or copies without revisits, each made when it is its turn."""
    if not whole_revisits:
        yield iter(warcs)
        return
    with tempfile.TemporaryDirectory(prefix=".undedupe.", dir=folder) as copies:
        yield _written_out(warcs, Path(copies), result)


def _written_out(warcs: Sequence[Path], folder: Path, result: PackResult) -> Iterator[Path]:
    originals = Originals(warcs)
    for warc in warcs:
        copy = folder / warc.name
        with copy.open("wb") as file:
            done = undedupe(warc, file, originals)
        result.written_out += done.written_out
        result.unresolved += done.unresolved
        yield copy
        copy.unlink()
