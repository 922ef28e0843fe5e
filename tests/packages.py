"""Packages made for tests, and broken by them."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from exchanges import exchange

from archive.exchange import Blob, Exchange
from archive.wacz import About, Page, SigningKey, write_wacz
from archive.writer import WarcWriter

CREATED = datetime(2026, 6, 1, 12, 0, 5, tzinfo=UTC)
#: Files of a package by path: content, and how they are compressed.
Files = dict[str, tuple[bytes, int]]


def sha1(data: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data).digest()).decode()


def warc_files(folder: Path, *groups: Sequence[Exchange]) -> list[Path]:
    """A closed WARC file for each group of exchanges."""
    for number, group in enumerate(groups):
        writer = WarcWriter(folder, prefix=f"test{number}")
        for one in group:
            asyncio.run(_keep(writer, one))
        writer.close()
    return sorted(folder.glob("*.warc.gz"))


async def _keep(writer: WarcWriter, one: Exchange) -> None:
    await writer.keep(one)


def page(number: int, **changes: object) -> Page:
    """The page of `exchange(number)`."""
    seen = exchange(number).started_at.isoformat().replace("+00:00", "Z")
    values = {"url": f"http://example.org/a?n={number}", "seen_at": seen, "title": f"Page {number}"}
    return Page(**(values | changes))  # type: ignore[arg-type]


def package(folder: Path, key: SigningKey | None = None) -> Path:
    """A package of two WARC files with five captures, four of them pages."""
    chunked = Blob(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
    groups = [[exchange(0), exchange(1), exchange(2, response=chunked)], [exchange(3), exchange(4)]]
    warcs = warc_files(folder / "warc", *groups)
    pages = [page(0, seed=True, language="en"), page(1, language="ka", date="2019-05"), page(2), page(4)]
    out = folder / "package.wacz"
    about = About(title="Ein Páckchen", created=CREATED, software="test 1", main_page=pages[0])
    write_wacz(out, warcs, iter(pages), about=about, key=key)
    return out


def read(path: Path) -> Files:
    """What is in a package."""
    with zipfile.ZipFile(path) as opened:
        return {info.filename: (opened.read(info), info.compress_type) for info in opened.infolist()}


def write(path: Path, files: Files) -> Path:
    """A package made of files, as they are."""
    with zipfile.ZipFile(path, "w") as out:
        for name, (data, compress) in files.items():
            out.writestr(zipfile.ZipInfo(name), data, compress)
    return path


def changed(path: Path, name: str, change: Callable[[bytes], bytes], *, relist: bool = True) -> Path:
    """The package with a file of it changed; with `relist` as if it had been packed so."""
    files = read(path)
    data, compress = files[name]
    files[name] = (change(data), compress)
    return write(path.with_name("changed.wacz"), relisted(files) if relist else files)


def relisted(files: Files) -> Files:
    """With datapackage.json and its digest made right for what is there."""
    manifest = json.loads(files["datapackage.json"][0])
    for resource in manifest["resources"]:
        data = files[resource["path"]][0]
        resource |= {"hash": "sha256:" + hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    data = json.dumps(manifest).encode()
    digest = json.loads(files["datapackage-digest.json"][0]) | {"hash": "sha256:" + hashlib.sha256(data).hexdigest()}
    made = {"datapackage.json": data, "datapackage-digest.json": json.dumps(digest).encode()}
    return files | {name: (content, zipfile.ZIP_DEFLATED) for name, content in made.items()}
