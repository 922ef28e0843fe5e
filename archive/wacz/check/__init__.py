"""Checks of a package, its own or another tool's. Each can fail: tests/test_wacz_check.py breaks a package for each."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from archive.wacz.check.container import Container, UnreadableError
from archive.wacz.check.index import index_findings
from archive.wacz.check.manifest import manifest_findings
from archive.wacz.check.pages import listed_pages, page_findings
from archive.wacz.check.structure import structure_findings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from archive.verify.findings import Finding

__all__ = ["check_wacz"]

#: In this order: what one finds unsafe to read is not read by those behind it.
_CHECKS: tuple[Callable[[Container], Iterator[Finding]], ...] = (
    structure_findings,
    manifest_findings,
    page_findings,
)


def check_wacz(path: Path) -> Iterator[Finding]:
    """What is wrong with a package (WACZ 1.1.1; WACZ Signing and Verification 0.1.0).

    Read in pieces; only the list of pages is held, with a digest a page. Nothing is unpacked to disk.
    Raises `OSError` where the file cannot be read at all.
    """
    try:
        opened = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        yield Container(path=path, zip=None).error("", f"no ZIP file: {error}")
        return
    with opened:
        container = Container(path=path, zip=opened)
        for check in _CHECKS:
            yield from _as_far_as_readable(container, check(container))
        yield from _as_far_as_readable(container, index_findings(container, listed_pages(container)))


def _as_far_as_readable(container: Container, findings: Iterator[Finding]) -> Iterator[Finding]:
    """A check's findings; that it could not go on is one of them."""
    try:
        yield from findings
    except UnreadableError as error:
        yield container.error(error.inner, f"cannot be read: {error}", offset=error.offset)
