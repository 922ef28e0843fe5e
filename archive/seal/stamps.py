"""Checking the time stamps that lie beside manifests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.errors import StampError
from archive.seal.finding import error, warning
from archive.seal.manifest import NAME, STAMP

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archive.verify.findings import Finding


def check_stamps(archive: Path, roots: Path | None) -> Iterator[Finding]:
    """What is wrong with an archive's time stamps. Raises `StampError` where `roots` holds no certificates."""
    stamps = sorted(archive.glob(f"runs/*/{STAMP}"))
    if not stamps:
        return
    try:
        from archive.seal.timestamp import check_stamp, load_roots
    except ImportError as problem:
        yield warning(_name(archive, stamps[0]), f"{len(stamps)} time stamps were not checked: {problem}")
        return
    if roots is not None:
        load_roots(roots)
    for stamp in stamps:
        try:
            check_stamp(stamp.with_name(NAME), stamp, roots)
        except (StampError, OSError) as problem:
            yield error(_name(archive, stamp), f"this time stamp does not hold: {problem}")
    if roots is None:
        message = f"who signed the {len(stamps)} time stamps was not checked: give the authority's root certificate"
        yield warning(_name(archive, stamps[0]), message)


def _name(archive: Path, path: Path) -> str:
    return path.relative_to(archive).as_posix()
