"""Stated digests: every algorithm and encoding that WARC files are known to use."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Hasher = Callable[[], "hashlib._Hash"]

_SIZES = {"md5": 16, "sha1": 20, "sha224": 28, "sha256": 32, "sha384": 48, "sha512": 64, "blake2b": 64, "blake2s": 32}
#: `blake3`, `crc32` … are named in files, but cannot be checked here.
_BASE32 = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHIJKLMNOPQRSTUV")
_BASE32_DIGITS = re.compile(r"[A-Z2-7]+")
_HEX_DIGITS = re.compile(r"[0-9A-F]+")


@dataclass(frozen=True, kw_only=True)
class Stated:
    """A digest as a field states it."""

    label: str
    """The algorithm, as written."""
    form: str
    """Algorithm and encoding, in words."""
    value: int | None
    """None where the algorithm is not known, or the value is none of its."""

    @property
    def algorithm(self) -> str:
        """The algorithm as `hashlib` calls it."""
        return _plain(self.label)

    @property
    def known(self) -> bool:
        """Whether the algorithm can be computed."""
        return self.algorithm in _SIZES

    def hasher(self) -> hashlib._Hash:
        """A hash object for it, where it is known."""
        return hashlib.new(self.algorithm, usedforsecurity=False)

    def is_that_of(self, hashed: hashlib._Hash) -> bool:
        """Whether this is the digest of what was hashed."""
        return self.value == int.from_bytes(hashed.digest(), "big")


def stated(text: str) -> Stated:
    """Read `algorithm:value` (WARC 1.1 section 5.8): hexadecimal or Base32, in either case, with or without padding."""
    label, _, value = text.partition(":")
    algorithm = _plain(label)
    value = value.strip()
    size = _SIZES.get(algorithm, 0)
    digits = value.rstrip("=").upper()
    case = "upper" if value.rstrip("=") == digits else "lower"
    if len(digits) == 2 * size and _HEX_DIGITS.fullmatch(digits):
        return Stated(label=label, form=f"{algorithm} in {_case(value)} hexadecimal", value=int(digits, 16))
    if size and len(digits) == -(-size * 8 // 5) and _BASE32_DIGITS.fullmatch(digits):
        unused = 5 * len(digits) - 8 * size
        number = int(digits.translate(_BASE32), 32)
        if number & (1 << unused) - 1 == 0:
            return Stated(label=label, form=f"{algorithm} in {case} Base32", value=number >> unused)
    return Stated(label=label, form=f"{algorithm}", value=None)


def _case(digits: str) -> str:
    return "upper" if digits != digits.lower() else "lower"


def _plain(label: str) -> str:
    return label.strip().lower().replace("-", "")
