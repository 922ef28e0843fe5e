"""Time stamps of manifests (RFC 3161): a third party's signed word that a manifest was there at a moment.

Needs the extra `readmore[sign]`; importing this module without it raises `ImportError` with what to install.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.errors import StampError
from archive.seal.files import write_durably
from archive.seal.manifest import STAMP
from archive.seal.post import post as post_to_authority

try:
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.x509.oid import ExtendedKeyUsageOID
    from rfc3161_client import (
        HashAlgorithm,
        PKIStatus,
        TimestampRequestBuilder,
        VerificationError,
        VerifierBuilder,
        decode_timestamp_response,
    )

    from archive.seal.cms import check_signature, digest_algorithm, digested, in_order
except ImportError as error:
    raise ImportError("time stamps need more packages: pip install 'readmore[sign]'") from error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from rfc3161_client import TimeStampRequest, TimeStampResponse


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """A time stamp that holds."""

    time: datetime
    """When the authority says that it saw the manifest (UTC)."""
    authority: str
    """Subject of its certificate."""
    trusted: bool
    """Whether the certificate's chain was followed to a root that the caller named."""


def stamp(manifest: Path, authority_url: str, *, post: Callable[[str, bytes], bytes] = post_to_authority) -> Path:
    """Have a manifest stamped, and keep the answer beside it. Raises `StampError`, and then nothing is kept."""
    target = manifest.with_name(STAMP)
    if target.exists():
        raise StampError(f"{target} is there already")
    data = manifest.read_bytes()
    query = TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256).cert_request(cert_request=True)
    request = query.nonce(nonce=True).build()
    answer = post(authority_url, request.as_bytes())
    try:
        with _whole():
            response = _decoded(answer)
            _answers(response, request)
            _holds(response, data)
    except StampError as error:
        raise StampError(f"the answer of the time stamp authority {authority_url} is of no use: {error}") from error
    write_durably(target, answer)
    return target


def check_stamp(manifest: Path, tsr: Path, roots: Path | None = None) -> Stamp:
    """What a time stamp says of a manifest. Raises `StampError` where it does not hold.

    Without `roots` (a PEM file) it is known that whoever has the key of the certificate in the stamp has signed it,
    and not who that is.
    """
    data, answer = manifest.read_bytes(), tsr.read_bytes()
    with _whole():
        response = _decoded(answer)
        subject = _holds(response, data).subject.rfc4514_string()
        if roots is not None:
            _leads_to(response, data, roots)
        return Stamp(time=response.tst_info.gen_time, authority=subject, trusted=roots is not None)


def load_roots(roots: Path) -> list[x509.Certificate]:
    """The certificates of a PEM file. Raises `StampError` where there are none."""
    try:
        return x509.load_pem_x509_certificates(roots.read_bytes())
    except (OSError, ValueError) as error:
        raise StampError(f"{roots} holds no certificates in PEM form: {error}") from error


@contextmanager
def _whole() -> Iterator[None]:
    """The libraries read a stamp's parts when they are asked for: any of them may turn out to be garbage."""
    try:
        yield
    except (ValueError, UnsupportedAlgorithm) as error:
        raise StampError(f"it is no time stamp, or a broken one: {error}") from error


def _decoded(answer: bytes) -> TimeStampResponse:
    response = decode_timestamp_response(in_order(answer))
    if response.status != PKIStatus.GRANTED:
        words = "; ".join(response.status_string) or "no reason given"
        raise StampError(f"it was not granted (status {response.status}): {words}")
    return response


def _answers(response: TimeStampResponse, request: TimeStampRequest) -> None:
    """Raise `StampError` unless this is the answer to that request (RFC 3161 section 2.4.2)."""
    if response.tst_info.nonce != request.nonce:
        raise StampError("it answers another request (the nonce is another)")


def _holds(response: TimeStampResponse, data: bytes) -> x509.Certificate:
    """The certificate of whoever signed. Raises `StampError` unless the stamp is of these bytes, and signed so."""
    imprint = response.tst_info.message_imprint
    if digested(data, digest_algorithm(imprint.hash_algorithm)) != imprint.message:
        raise StampError("it stamps something else: the manifest was changed, or the stamp is that of another one")
    certificate = _signer(response)
    check_signature(response.time_stamp_token(), certificate)
    if not certificate.not_valid_before_utc <= response.tst_info.gen_time <= certificate.not_valid_after_utc:
        raise StampError("the authority's certificate was not valid at the stamped time")
    try:
        usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except x509.ExtensionNotFound:
        usage = None
    if usage is None or not usage.critical or list(usage.value) != [ExtendedKeyUsageOID.TIME_STAMPING]:
        raise StampError("the certificate in it is not one of a time stamp authority")
    return certificate


def _signer(response: TimeStampResponse) -> x509.Certificate:
    """The certificate in the stamp that its one signer names (RFC 3161 section 2.4.2)."""
    signers = list(response.signed_data.signer_infos)
    for encoded in response.signed_data.certificates if len(signers) == 1 else ():
        certificate = x509.load_der_x509_certificate(encoded)
        if (certificate.issuer, certificate.serial_number) == (signers[0].issuer, signers[0].serial_number):
            return certificate
    raise StampError("the certificate of whoever signed it is not in it")


def _leads_to(response: TimeStampResponse, data: bytes, roots: Path) -> None:
    """Raise `StampError` unless the chain of certificates, as it was at the stamped time, ends in one of the roots."""
    verifier = VerifierBuilder(roots=load_roots(roots)).build()
    try:
        verifier.verify_message(response, data)
    except VerificationError as error:
        openssl = re.search(r'"Verify error: (.+?)"', str(error))
        reason = openssl[1] if openssl else str(error)
        raise StampError(f"its certificates do not lead to a root in {roots}: {reason}") from error
