"""WARC files that are given on the command line: by path or address, alone or in a package."""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from archive.writer import OPEN
from crawler.download import download, is_address
from crawler.errors import Exit, ReadmoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SUFFIXES = re.compile(r"(?:\.warc|\.gz|\.zst)*$", re.IGNORECASE)
_UNSAFE = re.compile(r"[^A-Za-z0-9@+=,._-]+")
_ZIP = b"PK\x03\x04"
#: Where the WARC files of a package stand.
_WITHIN = re.compile(r"archive/(?:[^/]+/)*[^/]+\.warc(?:\.gz|\.zst)?", re.IGNORECASE)
#: Names that every package of some tools gives its WARC file: those are told apart by the package's name.
_GENERIC = frozenset({"data", "rec", "archive", "warc"})


@dataclass(frozen=True, kw_only=True)
class Given:
    """A WARC file, in whatever packing."""

    path: Path
    name: str
    """What it is called in an archive: `NAME.warc.gz`."""
    said: str
    """How it was given."""


def warc_files(given: str, scratch: Path, check_space: Callable[[int], None]) -> Iterator[Given]:
    """The WARC files that a word of the command line means. One from elsewhere, or out of a package, stands in the
    empty folder `scratch` until the next one is asked for; `check_space` is told how large it will be.

    Raises `ReadmoreError` where there is none, and `OSError`.
    """
    path, name = Path(given), Path(given).name
    if is_address(given):
        path, name = scratch / "download", _UNSAFE.sub("_", unquote(urlsplit(given).path.rpartition("/")[2]))
        with path.open("wb") as file:
            download(given, file)
    if not path.is_file() or not os.access(path, os.R_OK):
        what = "cannot be read" if path.is_file() else "is a folder" if path.is_dir() else "is not there"
        raise ReadmoreError(
            f"{given} {what}; name WARC files (.warc, .warc.gz, .warc.zst) or packages (.wacz)", Exit.USAGE
        )
    if name.endswith(OPEN):
        raise ReadmoreError(f"{given} is still being written, or was left by a killed run", Exit.USAGE)
    with path.open("rb") as file:
        is_package = file.read(len(_ZIP)) == _ZIP
    if is_package:
        yield from _unpacked(path, Path(name).stem, given, scratch / "member", check_space)
    else:
        yield Given(path=path, name=_final_name(name), said=given)


def _final_name(name: str) -> str:
    return f"{_SUFFIXES.sub('', name).lstrip('.') or 'unnamed'}.warc.gz"


def _unpacked(package: Path, stem: str, said: str, member: Path, check_space: Callable[[int], None]) -> Iterator[Given]:
    """The WARC files of a WACZ package, one after the other."""
    try:
        with zipfile.ZipFile(package) as opened:
            found = [info for info in opened.infolist() if _WITHIN.fullmatch(info.filename)]
            for info in found:
                check_space(info.file_size)
                with opened.open(info) as source, member.open("wb") as target:
                    shutil.copyfileobj(source, target)
                name = _final_name(info.filename.rpartition("/")[2])
                is_generic = name.removesuffix(".warc.gz").lower() in _GENERIC
                yield Given(path=member, name=f"{stem}-{name}" if is_generic else name, said=f"{said}!/{info.filename}")
                member.unlink()
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise ReadmoreError(f"{said} cannot be unpacked: {error}", Exit.DAMAGE) from error
    if not found:
        raise ReadmoreError(f"{said} is a zip file without WARC files in archive/", Exit.USAGE)
