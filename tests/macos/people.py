"""Certificates that the pilot does not issue."""

from __future__ import annotations

from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from sel.base.secret import Secret
from sel.core.bundle import Entry
from sel.core.keypair import KeyKind, generate, load, pkcs8_of
from tests.pilot import NOW, SIAN

_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


def one_use(*usages: str, email: str = SIAN, key: Secret | None = None) -> Entry:
    """A key with a self-signed certificate for exactly these usages."""
    secret = key or generate(KeyKind.EC_P256)
    private = load(secret)
    assert isinstance(
        private, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
    )
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Siân Llŷr")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=90))
        .add_extension(x509.SubjectAlternativeName([x509.RFC822Name(email)]), critical=False)
        .add_extension(x509.KeyUsage(**{each: each in usages for each in _USAGES}), critical=True)
        .sign(
            private,
            None if isinstance(private, ed25519.Ed25519PrivateKey) else hashes.SHA256(),
        )
    )
    return Entry(secret, certificate.public_bytes(Encoding.DER))


def ed25519_key() -> Secret:
    """Of a kind that no keychain takes."""
    return pkcs8_of(ed25519.Ed25519PrivateKey.generate())
