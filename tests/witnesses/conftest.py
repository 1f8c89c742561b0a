"""A small world made without Sêl: an authority, people with RSA and EC keys, and their mail."""

from __future__ import annotations

import base64
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sel.base.secret import Secret

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

PASSPHRASE = Secret("tŷ gwyn ar y bryn 5")
GREETING = "Bore da, Siân. Mae'r tŷ ar y bryn."
CONTENT = (
    b"Content-Type: text/plain; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n"
    + base64.encodebytes(GREETING.encode()).replace(b"\n", b"\r\n")
)


@dataclass(frozen=True, slots=True)
class Person:
    """A key and its certificate; pem holds both, for tools that read files."""

    key: Key
    certificate: x509.Certificate
    pem: Path

    @property
    def pkcs8(self) -> Secret:
        form = (Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return Secret(self.key.private_bytes(*form))

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)


@dataclass(frozen=True, slots=True)
class World:
    """root and other_root: certificates (DER) of two authorities; the first made the people."""

    root: bytes
    other_root: bytes
    people: dict[str, Person]


def _certificate(name: str, key: Key, signer: Key, issuer: str, *, ca: bool) -> x509.Certificate:
    start = datetime.now(UTC) - timedelta(hours=1)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if not ca:
        address = x509.RFC822Name(f"{name.lower()}@school.example")
        builder = builder.add_extension(
            x509.SubjectAlternativeName([address]), critical=False
        ).add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
        )
    return builder.sign(signer, hashes.SHA256())


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Two authorities; "rsa", "other" (RSA as well) and "ec" of the first one."""
    folder = tmp_path_factory.mktemp("world")
    authorities = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    roots = [
        _certificate(f"Root {n}", key, key, f"Root {n}", ca=True).public_bytes(Encoding.DER)
        for n, key in enumerate(authorities)
    ]
    keys: dict[str, Key] = {
        "rsa": rsa.generate_private_key(public_exponent=65537, key_size=2048),
        "other": rsa.generate_private_key(public_exponent=65537, key_size=2048),
        "ec": ec.generate_private_key(ec.SECP256R1()),
    }
    people = {}
    for name, key in keys.items():
        certificate = _certificate(name, key, authorities[0], "Root 0", ca=False)
        pem = folder / f"{name}.pem"
        pem.write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            + certificate.public_bytes(Encoding.PEM)
        )
        people[name] = Person(key, certificate, pem)
    return World(*roots, people)


def cms(*options: str | Path, given: bytes) -> bytes:
    """What `openssl cms` makes of it."""
    command = ["openssl", "cms", *map(str, options)]
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout


def sign(person: Person, content: bytes = CONTENT, *options: str) -> bytes:
    """A signed mail (S/MIME text)."""
    return cms("-sign", "-signer", person.pem, "-md", "sha256", *options, given=content)


def encrypt(person: Person, content: bytes) -> bytes:
    """An encrypted mail (S/MIME text)."""
    return cms("-encrypt", "-aes-256-cbc", person.pem, given=content)


def backup(person: Person, path: Path) -> Path:
    """A PKCS#12 of one person under PASSPHRASE, written by cryptography."""
    sealed = BestAvailableEncryption(PASSPHRASE.reveal())
    own = (b"own", person.key, person.certificate, None, sealed)
    path.write_bytes(pkcs12.serialize_key_and_certificates(*own))
    return path
