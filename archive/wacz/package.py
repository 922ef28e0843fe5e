"""Writing a package in a stream: what is made for it stands in files beside it until its size is known."""

from __future__ import annotations

import hashlib
import json
import re
import stat
import tempfile
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from archive import cdxj
from archive.durable import replacing
from archive.errors import PackageError
from archive.wacz import layout
from archive.wacz.index import merged, replayable, write_blocks
from archive.wacz.pages import page_lines

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from archive.wacz.pages import Page
    from archive.wacz.signing import SigningKey

_PIECE = 1024 * 1024
#: What the Frictionless Data specification lets a resource's name be made of, the other way round.
_NOT_IN_NAMES = re.compile(r"[^-a-z0-9._/]")


@dataclass(frozen=True, kw_only=True)
class About:
    """What a package says of itself."""

    title: str
    created: datetime
    """UTC."""
    software: str
    main_page: Page | None = None
    """Where a reader begins."""


@dataclass(kw_only=True)
class Packed:
    """What was packed."""

    warcs: list[str] = field(default_factory=list)
    """Names of the WARC files."""
    pages: int = 0


class _Zip:
    """The ZIP file, its members all of one date, and the list of what is in it."""

    def __init__(self, container: zipfile.ZipFile, created: datetime) -> None:
        self._zip = container
        self.resources: list[dict[str, Any]] = []
        self._date = created.timetuple()[:6]

    def add(self, path: str, content: IO[bytes], *, packed: bool = False) -> str:
        """Add a file; `packed` where its content is compressed already (“Zip Compression”). Returns its hash.

        It takes the 64-bit form only where it needs it: ReplayWeb.page takes the rest of a local header that is
        longer than the directory tells for the file's content.
        """
        info = zipfile.ZipInfo(path, self._date)
        info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        info.external_attr = (stat.S_IFREG | 0o644) << 16
        size = content.seek(0, 2)
        content.seek(0)
        sha256 = hashlib.sha256()
        with self._zip.open(info, "w", force_zip64=size > zipfile.ZIP64_LIMIT) as member:
            while piece := content.read(_PIECE):
                member.write(piece)
                sha256.update(piece)
        digest = f"sha256:{sha256.hexdigest()}"
        self.resources.append({"name": self._name(path), "path": path, "hash": digest, "bytes": size})
        return digest

    def _name(self, path: str) -> str:
        """A name that no other resource has."""
        name = base = _NOT_IN_NAMES.sub("-", path.rpartition("/")[2].lower())
        taken = {resource["name"] for resource in self.resources}
        number = 1
        while name in taken:
            number += 1
            name = f"{number}-{base}"
        return name


def write_wacz(
    out: Path, warcs: Iterable[Path], pages: Iterable[Page], *, about: About, key: SigningKey | None = None
) -> Packed:
    """Write a package; a file that has the name already is replaced when the new one is whole and on disk.

    The files of `warcs` are read one after the other, so that each need exist only while it is its turn.
    Raises `PackageError` where there are none, and `OSError`.
    """
    packed = Packed()
    with (
        tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as folder,
        replacing(out) as file,
        zipfile.ZipFile(file, "w") as container,
    ):
        package = _Zip(container, about.created)
        indexes = []
        for warc in warcs:
            with warc.open("rb") as content:
                package.add(layout.ARCHIVE + warc.name, content, packed=True)
            indexes.append(cdxj.write(warc, Path(folder)))
            packed.warcs.append(warc.name)
        if not packed.warcs:
            raise PackageError("there is no WARC file to pack")
        _add_index(package, indexes, Path(folder))
        packed.pages = _add_pages(package, pages, Path(folder))
        _add_datapackage(package, about, key)
    return packed


def _add_index(package: _Zip, indexes: list[Path], folder: Path) -> None:
    with tempfile.TemporaryFile(dir=folder) as index, tempfile.TemporaryFile(dir=folder) as blocks:
        write_blocks(replayable(merged(indexes, folder)), index, blocks)
        package.add(layout.INDEX, index, packed=True)
        package.add(layout.INDEX_BLOCKS, blocks)


def _add_pages(package: _Zip, pages: Iterable[Page], folder: Path) -> int:
    """How many there are."""
    number = 0
    with tempfile.TemporaryFile(dir=folder) as file:
        for number, line in enumerate(page_lines(pages)):  # noqa: B007 -- the first line is none of a page
            file.write(line)
        package.add(layout.PAGES, file)
    return number


def _add_datapackage(package: _Zip, about: About, key: SigningKey | None) -> None:
    """What is in the package with hashes, and the hash of that (“datapackage.json”, “datapackage-digest.json”)."""
    created = about.created.strftime("%Y-%m-%dT%H:%M:%SZ")
    said = {
        "profile": "data-package",
        "wacz_version": layout.VERSION,
        "title": about.title,
        "software": about.software,
        "created": created,
    }
    if about.main_page:
        said |= {"mainPageUrl": about.main_page.url, "mainPageDate": about.main_page.ts}
    listed = package.add(layout.DATAPACKAGE, _json(said | {"resources": package.resources}))
    digest: dict[str, Any] = {"path": layout.DATAPACKAGE, "hash": listed}
    if key:
        digest["signedData"] = key.sign(listed, created=created, software=about.software)
    package.add(layout.DIGEST, _json(digest))


def _json(value: dict[str, Any]) -> IO[bytes]:
    return BytesIO((json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode())
