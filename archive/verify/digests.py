"""Stated digests: every algorithm and encoding that WARC files are known to use."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

_SIZES = {"md5": 16, "sha1": 20, "sha224": 28, "sha256": 32, "sha384": 48, "sha512": 64, "blake2b": 64, "blake2s": 32}
_HASHERS = {name: getattr(hashlib, name) for name in _SIZES}
_BASE32 = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHIJKLMNOPQRSTUV")
_BASE32_DIGITS = re.compile(r"[A-Z2-7]+")
_HEX_DIGITS = re.compile(r"[0-9A-F]+")
#: What nearly all archives write. It is read without the rest: a record has two.
_USUAL = re.compile(r"sha1:[A-Z2-7]{32}")


@dataclass(frozen=True, kw_only=True)
class Form:
    """Algorithm and encoding of a digest."""

    label: str
    """The algorithm, as written."""
    algorithm: str
    """The algorithm as `hashlib` calls it."""
    words: str
    """Algorithm and encoding, in words."""

    @property
    def known(self) -> bool:
        """Whether the algorithm can be computed."""
        return self.algorithm in _SIZES


class Stated(NamedTuple):
    """A digest as a field states it."""

    form: Form
    value: int | None
    """None where the algorithm is not known, or the value is none of its."""

    def hasher(self) -> hashlib._Hash | None:
        """A hash object for it; None where there is nothing to compare."""
        return None if self.value is None else _HASHERS[self.form.algorithm](usedforsecurity=False)

    def is_that_of(self, hashed: hashlib._Hash) -> bool:
        """Whether this is the digest of what was hashed."""
        return self.value == int.from_bytes(hashed.digest(), "big")


def _base32(digits: str) -> int:
    return int(digits.encode("ascii").translate(_BASE32), 32)


@lru_cache(maxsize=256)
def _form(label: str, algorithm: str, encoding: str) -> Form:
    return Form(label=label, algorithm=algorithm, words=f"{algorithm} in {encoding}" if encoding else algorithm)


def stated(text: str) -> Stated:
    """Read `algorithm:value` (WARC 1.1 section 5.8): hexadecimal or Base32, in either case, with or without padding."""
    if _USUAL.fullmatch(text):
        return Stated(_form("sha1", "sha1", "upper-case Base32"), _base32(text[5:]))
    label, _, value = text.partition(":")
    algorithm = label.strip().lower().replace("-", "")
    value = value.strip().rstrip("=")
    digits = value.upper()
    case = "lower" if value != digits else "upper"
    size = _SIZES.get(algorithm, 0)
    unused = 5 * len(digits) - 8 * size
    if 0 <= unused < 5 and _BASE32_DIGITS.fullmatch(digits):
        number = _base32(digits)
        if number & (1 << unused) - 1 == 0:
            return Stated(_form(label, algorithm, f"{case}-case Base32"), number >> unused)
    if size and len(digits) == 2 * size and _HEX_DIGITS.fullmatch(digits):
        return Stated(_form(label, algorithm, f"{case}-case hexadecimal"), int(digits, 16))
    return Stated(_form(label, algorithm, ""), None)
