"""Stated digests: every algorithm and encoding that WARC files are known to use."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache

_SIZES = {"md5": 16, "sha1": 20, "sha224": 28, "sha256": 32, "sha384": 48, "sha512": 64, "blake2b": 64, "blake2s": 32}
_BASE32 = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHIJKLMNOPQRSTUV")
_BASE32_DIGITS = re.compile(r"[A-Z2-7]+")
_HEX_DIGITS = re.compile(r"[0-9A-F]+")


@dataclass(frozen=True, kw_only=True)
class Stated:
    """A digest as a field states it."""

    label: str
    """The algorithm, as written."""
    algorithm: str
    """The algorithm as `hashlib` calls it."""
    form: str
    """Algorithm and encoding, in words."""
    value: int | None = None
    """None where the algorithm is not known, or the value is none of its."""

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


@lru_cache(maxsize=64)  # a field is looked at when its header is read, and again with its block
def stated(text: str) -> Stated:
    """Read `algorithm:value` (WARC 1.1 section 5.8): hexadecimal or Base32, in either case, with or without padding."""
    label, _, value = text.partition(":")
    algorithm = label.strip().lower().replace("-", "")
    value = value.strip().rstrip("=")
    digits = value.upper()
    case = "lower" if value != digits else "upper"
    size = _SIZES.get(algorithm, 0)
    unused = 5 * len(digits) - 8 * size
    if 0 <= unused < 5 and _BASE32_DIGITS.fullmatch(digits):
        number = int(digits.translate(_BASE32), 32)
        if number & (1 << unused) - 1 == 0:
            form = f"{algorithm} in {case}-case Base32"
            return Stated(label=label, algorithm=algorithm, form=form, value=number >> unused)
    if size and len(digits) == 2 * size and _HEX_DIGITS.fullmatch(digits):
        form = f"{algorithm} in {case}-case hexadecimal"
        return Stated(label=label, algorithm=algorithm, form=form, value=int(digits, 16))
    return Stated(label=label, algorithm=algorithm, form=algorithm)
