"""Whether a signed message (CMS, RFC 5652) holds for a certificate, without asking who vouches for that.

`rfc3161_client` verifies a time stamp only together with the path to a trusted root; an archive is also looked at
where no root is at hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat import asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import Certificate, ObjectIdentifier

from archive.errors import StampError

if TYPE_CHECKING:
    from collections.abc import Callable

_MESSAGE_DIGEST = ObjectIdentifier("1.2.840.113549.1.9.4")

#: Digest algorithms by object identifier (RFC 5754 section 2).
DIGESTS: dict[str, hashes.HashAlgorithm] = {
    "2.16.840.1.101.3.4.2.1": hashes.SHA256(),
    "2.16.840.1.101.3.4.2.2": hashes.SHA384(),
    "2.16.840.1.101.3.4.2.3": hashes.SHA512(),
}


@asn1.sequence
class _Digest:
    """AlgorithmIdentifier of a digest (RFC 5754 section 2: parameters absent or NULL)."""

    algorithm: ObjectIdentifier
    parameters: asn1.Null | None


@asn1.sequence
class _Attribute:
    """Attribute (RFC 5652 section 5.3)."""

    kind: ObjectIdentifier
    values: asn1.SetOf[asn1.TLV]


@asn1.sequence
class _Signer:
    """SignerInfo (RFC 5652 section 5.3)."""

    version: int
    identifier: asn1.TLV
    digest: _Digest
    signed: Annotated[asn1.SetOf[_Attribute] | None, asn1.Implicit(0)]
    algorithm: asn1.TLV
    signature: bytes
    unsigned: Annotated[asn1.SetOf[_Attribute] | None, asn1.Implicit(1)]


@asn1.sequence
class _Content:
    """EncapsulatedContentInfo (RFC 5652 section 5.2)."""

    kind: ObjectIdentifier
    content: Annotated[bytes, asn1.Explicit(0)]


@asn1.sequence
class _Signed:
    """SignedData (RFC 5652 section 5.1)."""

    version: int
    digests: asn1.SetOf[_Digest]
    content: _Content
    certificates: Annotated[list[asn1.TLV] | None, asn1.Implicit(0)]
    revoked: Annotated[asn1.SetOf[asn1.TLV] | None, asn1.Implicit(1)]
    signers: asn1.SetOf[_Signer]


@asn1.sequence
class _Message:
    """ContentInfo (RFC 5652 section 3)."""

    kind: ObjectIdentifier
    signed: Annotated[_Signed, asn1.Explicit(0)]


@asn1.sequence
class _Answer:
    """TimeStampResp (RFC 3161 section 2.4.2)."""

    status: asn1.TLV
    token: _Message | None


def in_order(answer: bytes) -> bytes:
    """An authority's answer (DER) with its certificates in the order of a DER set. Raises `ValueError`.

    Authorities that use OpenSSL send them in any order, which `rfc3161_client` refuses; they are not signed.
    """
    decoded = asn1.decode_der(_Answer, answer)
    if decoded.token and decoded.token.signed.certificates:
        decoded.token.signed.certificates.sort(key=asn1.encode_der)
    return asn1.encode_der(decoded)


def check_signature(message: bytes, certificate: Certificate) -> None:
    """Raise `StampError` unless a message (DER) was signed by its one signer with the key of a certificate.

    RFC 5652 section 5.4: the signature is over the signed attributes, which hold the digest of the content.
    """
    try:
        signed = asn1.decode_der(_Message, message).signed
        signer = signed.signers.as_list()[0]
        attributes = {each.kind: each.values.as_list() for each in signer.signed.as_list()} if signer.signed else {}
        digest = attributes[_MESSAGE_DIGEST][0].parse(bytes)
    except (ValueError, KeyError, IndexError) as error:
        raise StampError(f"the time stamp is not signed as RFC 3161 asks: {error}") from error
    algorithm = digest_algorithm(signer.digest.algorithm)
    if digest != digested(signed.content.content, algorithm):
        raise StampError("the time stamp was changed after it was signed")
    if not _signed_by(certificate, signer.signature, asn1.encode_der(signer.signed), algorithm):
        raise StampError(f"the time stamp was not signed by {certificate.subject.rfc4514_string()}, or changed since")


def digest_algorithm(identifier: ObjectIdentifier) -> hashes.HashAlgorithm:
    """The digest algorithm of an identifier. Raises `StampError` for one that is unknown, or not to be trusted."""
    try:
        return DIGESTS[identifier.dotted_string]
    except KeyError as error:
        raise StampError(f"the time stamp uses a digest other than SHA-2: {identifier.dotted_string}") from error


def digested(data: bytes, algorithm: hashes.HashAlgorithm) -> bytes:
    """The digest of some bytes."""
    digest = hashes.Hash(algorithm)
    digest.update(data)
    return digest.finalize()


def _signed_by(certificate: Certificate, signature: bytes, data: bytes, algorithm: hashes.HashAlgorithm) -> bool:
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        paddings = (padding.PKCS1v15(), padding.PSS(padding.MGF1(algorithm), padding.PSS.AUTO))
        return any(_holds(key.verify, signature, data, each, algorithm) for each in paddings)
    if isinstance(key, ec.EllipticCurvePublicKey):
        return _holds(key.verify, signature, data, ec.ECDSA(algorithm))
    raise StampError(f"the time stamp is signed with a kind of key that is not known here: {type(key).__name__}")


def _holds(verify: Callable[..., None], *arguments: object) -> bool:
    try:
        verify(*arguments)
    except InvalidSignature:
        return False
    return True
