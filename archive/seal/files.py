"""Files: their digests, and one that is there whole or not at all."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from archive.durable import replacing
from archive.writer import sync_folder

if TYPE_CHECKING:
    from pathlib import Path


def size_and_sha256(path: Path) -> tuple[int, str]:
    """Size in bytes and SHA-256 of a file of any size; both of the same reading."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        return file.tell(), digest.hexdigest()


def write_durably(path: Path, data: bytes) -> None:
    """Write a file that bears its name only when all of it is on disk. Its folder may be new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        file.write(data)
    sync_folder(path.parent.parent)
