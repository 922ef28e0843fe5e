"""Digests as WARC and CDX files write them."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def sha1(pieces: Iterable[bytes]) -> str:
    """`sha1:` and upper-case Base32, the form that CDX files and most archives share (WARC 1.1 section 5.8)."""
    digest = hashlib.sha1(usedforsecurity=False)
    for piece in pieces:
        digest.update(piece)
    return "sha1:" + base64.b32encode(digest.digest()).decode("ascii")
