"""What a keychain in memory holds, and what its framework answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

OK, DUPLICATE, NOT_FOUND, AUTH_FAILED, NO_KEYCHAIN = 0, -25299, -25300, -25293, -25307
NOT_AVAILABLE = -25316
LOCKED, CANCELLED, DENIED, FULL = -25308, -128, -25293, -34


@dataclass(eq=False)
class Keychain:
    """A file-based keychain; items are unique as Apple's are."""

    path: bytes
    certificates: list[Certificate] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)


@dataclass(eq=False)
class Certificate:
    der: bytes

    @property
    def read(self) -> x509.Certificate:
        return x509.load_der_x509_certificate(self.der)

    @property
    def spki(self) -> bytes:
        return spki(self.read.public_key())


@dataclass(eq=False)
class Key:
    """access: who may use it without a question; None stands for the program that runs.

    stays  it was imported so that it is never given out
    """

    private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    label: str
    access: list[bytes | None]
    stays: bool = False

    @property
    def spki(self) -> bytes:
        return spki(self.private.public_key())


@dataclass(eq=False)
class Identity:
    certificate: Certificate
    key: Key


@dataclass(eq=False)
class Access:
    label: str
    programs: list[bytes | None]


@dataclass(eq=False)
class Policy:
    oid: str


@dataclass
class Error:
    """CFError."""

    status: int

    def code(self) -> int:
        return self.status


def spki(public: Any) -> bytes:
    return bytes(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
