"""Anonymous signatures of packages (WACZ Signing and Verification 0.1.0), as ReplayWeb.page makes and checks them.

An ECDSA key on the curve P-384 signs the SHA-256 of the text of datapackage.json's hash (`sha256:…`); the signature
is the two numbers one behind the other, the public key is in SubjectPublicKeyInfo form, both in Base64.
"""

from __future__ import annotations

import base64
import binascii
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archive.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

#: Version of the format of signatures.
VERSION = "0.1.0"
#: Bytes of each of a signature's two numbers on P-384.
_NUMBER = 48
MISSING = "signatures need the package cryptography; install it with: pip install 'readmore[sign]'"


@dataclass(frozen=True, kw_only=True)
class SigningKey:
    """A key that packages are signed with."""

    private: EllipticCurvePrivateKey

    def sign(self, text: str, *, created: str, software: str) -> dict[str, str]:
        """The signature of a hash, as `signedData` of datapackage-digest.json."""
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import ec, utils

        der = self.private.sign(text.encode(), ec.ECDSA(hashes.SHA256()))
        numbers = utils.decode_dss_signature(der)
        public = self.private.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return {
            "hash": text,
            "created": created,
            "software": software,
            "version": VERSION,
            "signature": _base64(b"".join(number.to_bytes(_NUMBER, "big") for number in numbers)),
            "publicKey": _base64(public),
        }


def signing_key(path: Path) -> SigningKey:
    """The key in this file (PEM, PKCS #8), made on first use; only its owner may read the file.

    Raises `PackageError`.
    """
    try:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ec
    except ImportError as error:
        raise PackageError(MISSING) from error
    try:
        if not path.exists():
            _make(path)
        private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise PackageError(f"the signing key {path} cannot be used: {error}") from error
    if not isinstance(private, ec.EllipticCurvePrivateKey) or not isinstance(private.curve, ec.SECP384R1):
        raise PackageError(f"the signing key {path} cannot be used: it is no ECDSA key on the curve P-384")
    return SigningKey(private=private)


def problem(signed: Mapping[str, Any]) -> str | None:
    """What is wrong with `signedData`, in words; None where its signature is that of its hash by its key.

    Raises `ImportError` where the package cryptography is missing.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec, utils

    try:
        raw = base64.b64decode(signed["signature"], validate=True)
        key = serialization.load_der_public_key(base64.b64decode(signed["publicKey"], validate=True))
        text = str(signed["hash"]).encode()
    except KeyError as error:
        return f"the signature has no {error.args[0]}"
    except (binascii.Error, ValueError, TypeError) as error:
        return f"the signature cannot be read: {error}"
    if not isinstance(key, ec.EllipticCurvePublicKey) or len(raw) % 2:
        return "the signature is none of an ECDSA key"
    half = len(raw) // 2
    der = utils.encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))
    try:
        key.verify(der, text, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return "the signature is not that of this hash by this key"
    return None


def _make(path: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    pem = ec.generate_private_key(ec.SECP384R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
