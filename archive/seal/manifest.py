"""The manifest of one run: which files it finished, with their sizes and SHA-256, and which manifest came before.

Its JSON form has exactly one spelling (keys sorted, indented by one space, UTF-8, a newline at the end), so that
the same manifest has the same SHA-256 everywhere, and an edited one shows.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, StringConstraints, TypeAdapter, ValidationError, with_config

from archive.errors import ManifestError

#: Name of a manifest in its run's folder.
NAME = "manifest.json"
#: Name of the time stamp beside it.
STAMP = "manifest.tsr"


def _inside(path: str) -> str:
    """A path that cannot lead out of the archive, in its only spelling."""
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or str(pure) != path or path == ".":
        raise ValueError("not a path within the archive")
    return path


Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
RunId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
Inside = Annotated[str, AfterValidator(_inside)]
_closed = with_config(ConfigDict(extra="forbid"))


@_closed
@dataclass(frozen=True, kw_only=True)
class Previous:
    """The manifest before."""

    run: RunId
    sha256: Digest
    """Of the bytes of its file."""


@_closed
@dataclass(frozen=True, kw_only=True)
class Sealed:
    """A file as it was when the run ended."""

    path: Inside
    """Within the archive, with slashes."""
    bytes: int
    sha256: Digest


@_closed
@dataclass(frozen=True, kw_only=True)
class Replaced:
    """A sealed file that was rewritten on purpose."""

    path: Inside
    was: Digest
    """SHA-256 that was sealed before."""
    bytes: int
    sha256: Digest
    """Of the file as it is now."""
    why: str


@_closed
@dataclass(frozen=True, kw_only=True)
class Removed:
    """A sealed file that was taken away on purpose."""

    path: Inside
    was: Digest
    """SHA-256 that was sealed before."""
    why: str


@_closed
@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What one run sealed."""

    version: Literal[1] = 1
    """Of this form."""
    run: RunId
    """Also the name of the folder that the manifest lies in."""
    number: int
    """Place in the chain, from 1. Clocks jump; this only grows."""
    created: str
    """UTC, ISO 8601. For people: nothing is ordered by it."""
    software: str
    previous: Previous | None
    """None in the first manifest of an archive."""
    files: tuple[Sealed, ...] = ()
    replaced: tuple[Replaced, ...] = ()
    removed: tuple[Removed, ...] = ()

    def encode(self) -> bytes:
        """The one spelling. A file name that is not UTF-8 is kept as JSON's escapes of single surrogates."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        return text.encode("utf-8", "backslashreplace") + b"\n"


_FORM = TypeAdapter(Manifest)


def decode(data: bytes) -> Manifest:
    """Read a manifest. Raises `ManifestError` for anything but the bytes that `encode` makes."""
    try:
        manifest = _FORM.validate_python(json.loads(data))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"]) or "manifest"
        raise ManifestError(f"{place}: {first['msg']}") from error
    except (ValueError, RecursionError) as error:
        raise ManifestError(f"not JSON: {error}") from error
    if manifest.encode() != data:
        raise ManifestError("its bytes are not the ones that readmore writes for what it says: it was edited")
    return manifest
