"""A certificate authority for one test run: made on the fly, trusted by nobody who is not told to."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from cryptography.x509 import Certificate, CertificateBuilder


class Authority:
    """Signs certificates for loopback servers. `root` is the file to trust (`SSL_CERT_FILE`)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("readmore test authority")
        today = datetime.now(UTC)
        builder = _builder(self._name, self._name, self._key.public_key(), today + timedelta(days=2))
        usage = x509.KeyUsage(
            digital_signature=True,
            key_cert_sign=True,
            crl_sign=True,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            encipher_only=False,
            decipher_only=False,
        )
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        builder = builder.add_extension(usage, critical=True)
        self.root = folder / "root.pem"
        self.root.write_bytes(_pem(builder.sign(self._key, hashes.SHA256())))

    def context(self, host: str = "127.0.0.1", *, days: int = 1, ciphers: str = "") -> ssl.SSLContext:
        """A server's context for a host (expired where `days` is negative; TLS 1.2 with the named ciphers)."""
        key = ec.generate_private_key(ec.SECP256R1())
        until = datetime.now(UTC) + timedelta(days=days)
        name = x509.IPAddress(ip_address(host)) if host[0].isdigit() else x509.DNSName(host)
        builder = _builder(_name(host), self._name, key.public_key(), until)
        certificate = builder.add_extension(x509.SubjectAlternativeName([name]), critical=False)
        file = self._folder / f"{host}{days}.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file.write_bytes(private + _pem(certificate.sign(self._key, hashes.SHA256())))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        context.set_alpn_protocols(["http/1.1"])
        if ciphers:
            context.maximum_version = ssl.TLSVersion.TLSv1_2
            context.set_ciphers(ciphers)
        return context


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, until: datetime
) -> CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(until - timedelta(days=4))
        .not_valid_after(until)
    )


def _pem(certificate: Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
