"""Writing a package: everything streamed, nothing of it larger in memory than a block of the index."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from archive import cdxj
from archive.durable import replacing
from archive.errors import PackageError
from archive.wacz import layout
from archive.wacz.index import merged, write_blocks
from archive.wacz.pages import page_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
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


class _Member:
    """A file of the package while it is written: counted, and hashed."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._sha256 = hashlib.sha256()
        self.bytes = 0

    def write(self, data: bytes, /) -> None:
        self._file.write(data)
        self._sha256.update(data)
        self.bytes += len(data)

    @property
    def hash(self) -> str:
        return "sha256:" + self._sha256.hexdigest()


class _Zip:
    """The ZIP file, its members all of one date, and the list of what is in it."""

    def __init__(self, container: zipfile.ZipFile, created: datetime) -> None:
        self._zip = container
        self.resources: list[dict[str, Any]] = []
        self._date = created.timetuple()[:6]

    @contextmanager
    def member(self, path: str, *, size: int = 0, packed: bool = False) -> Iterator[_Member]:
        """A new file; `packed` where its content is compressed already (“Zip Compression”).

        The 64-bit form is used for those alone that are known to need it (`size`): ReplayWeb.page takes the rest
        of a local header that is longer than the directory tells for the file's content.
        """
        info = zipfile.ZipInfo(path, self._date)
        info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        with self._zip.open(info, "w", force_zip64=size > zipfile.ZIP64_LIMIT) as file:
            member = _Member(file)
            yield member
        self.resources.append(
            {"name": self._name(path), "path": path, "hash": member.hash, "bytes": member.bytes},
        )

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
            _add_warc(package, warc)
            indexes.append(cdxj.write(warc, Path(folder)))
            packed.warcs.append(warc.name)
        if not packed.warcs:
            raise PackageError("there is no WARC file to pack")
        _add_index(package, indexes, Path(folder))
        with package.member(layout.PAGES) as member:
            for number, line in enumerate(page_lines(pages)):
                member.write(line)
                packed.pages = number
        _add_datapackage(package, about, key)
    return packed


def _add_warc(package: _Zip, warc: Path) -> None:
    path = layout.ARCHIVE + warc.name
    with warc.open("rb") as file, package.member(path, size=warc.stat().st_size, packed=True) as member:
        shutil.copyfileobj(file, member, _PIECE)


def _add_index(package: _Zip, indexes: list[Path], folder: Path) -> None:
    """Through files beside the package: how large the packed index is must be known before it is added."""
    with tempfile.TemporaryFile(dir=folder) as index, tempfile.TemporaryFile(dir=folder) as blocks:
        write_blocks(merged(indexes, folder), index, blocks)
        for path, file, packed in ((layout.INDEX, index, True), (layout.INDEX_BLOCKS, blocks, False)):
            size = file.tell()
            file.seek(0)
            with package.member(path, size=size, packed=packed) as member:
                shutil.copyfileobj(file, member, _PIECE)


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
    with package.member(layout.DATAPACKAGE) as member:
        member.write(_json(said | {"resources": package.resources}))
    digest: dict[str, Any] = {"path": layout.DATAPACKAGE, "hash": member.hash}
    if key:
        digest["signedData"] = key.sign(member.hash, created=created, software=about.software)
    with package.member(layout.DIGEST) as member:
        member.write(_json(digest))


def _json(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
