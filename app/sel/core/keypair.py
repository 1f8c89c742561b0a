"""Key pairs: made here, described from their public half.

A private key travels as PKCS#8 PrivateKeyInfo (RFC 5958), DER, inside a Secret; a public key as
SubjectPublicKeyInfo (RFC 5280 4.1.2.7), DER.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sel.base.errors import Damaged, UnsupportedAlgorithm
from sel.base.secret import Secret

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes


class KeyKind(StrEnum):
    """Kinds Sêl makes; all are allowed by the S/MIME Baseline Requirements 6.1.5."""

    RSA_2048 = "rsa-2048"
    RSA_3072 = "rsa-3072"
    RSA_4096 = "rsa-4096"
    EC_P256 = "ec-p256"
    EC_P384 = "ec-p384"


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What a public key is.

    algorithm  "rsa", "ec", "ed25519", "ed448", "x25519", "x448", "dsa", "ml-dsa-65", … or dotted
    size       bits of the modulus for RSA and DSA, else None
    curve      "P-256", … or dotted for EC, else None
    """

    algorithm: str
    size: int | None = None
    curve: str | None = None

    @property
    def can_sign(self) -> bool:
        """Whether keys of this algorithm can sign at all."""
        return self.algorithm not in {"x25519", "x448"} and not self.algorithm.startswith("ml-kem")

    @property
    def can_receive(self) -> bool:
        """Whether mail programs of today can encrypt to keys of this algorithm."""
        return self.algorithm in {"rsa", "ec", "x25519", "x448"}


_CURVES = {
    "1.2.840.10045.3.1.7": "P-256",
    "1.3.132.0.34": "P-384",
    "1.3.132.0.35": "P-521",
    "1.3.132.0.10": "secp256k1",
    "1.3.36.3.3.2.8.1.1.7": "brainpoolP256r1",
    "1.3.36.3.3.2.8.1.1.11": "brainpoolP384r1",
    "1.3.36.3.3.2.8.1.1.13": "brainpoolP512r1",
}
_ALGORITHMS = {
    "1.2.840.113549.1.1.1": "rsa",
    "1.2.840.113549.1.1.10": "rsa",
    "1.2.840.10045.2.1": "ec",
    "1.2.840.10040.4.1": "dsa",
    "1.3.101.110": "x25519",
    "1.3.101.111": "x448",
    "1.3.101.112": "ed25519",
    "1.3.101.113": "ed448",
    "2.16.840.1.101.3.4.3.17": "ml-dsa-44",
    "2.16.840.1.101.3.4.3.18": "ml-dsa-65",
    "2.16.840.1.101.3.4.3.19": "ml-dsa-87",
    "2.16.840.1.101.3.4.4.1": "ml-kem-512",
    "2.16.840.1.101.3.4.4.2": "ml-kem-768",
    "2.16.840.1.101.3.4.4.3": "ml-kem-1024",
}


def generate(kind: KeyKind) -> Secret:
    """A fresh private key of this kind, PKCS#8 DER."""
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    match kind:
        case KeyKind.EC_P256:
            key: PrivateKeyTypes = ec.generate_private_key(ec.SECP256R1())
        case KeyKind.EC_P384:
            key = ec.generate_private_key(ec.SECP384R1())
        case _:
            bits = int(kind.value.removeprefix("rsa-"))
            key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    return pkcs8_of(key)


def pkcs8_of(key: PrivateKeyTypes) -> Secret:
    """A private key of the cryptography library as PKCS#8 DER."""
    from cryptography.hazmat.primitives import serialization

    return Secret(
        key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def load(pkcs8: Secret) -> PrivateKeyTypes:
    """The private key, checked for consistency, ready for use.

    The library's own check of an RSA key tests its primes too and holds the interpreter's lock
    for it, 0.3 s for 4096 bits: the window would stand still. `check_rsa` finds what damage does
    to a key; whether it works, `sel.core.proof` shows.
    Raises UnsupportedAlgorithm for kinds the library does not know, Damaged for a key whose
    numbers do not fit together.
    """
    from cryptography import exceptions
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    try:
        key = serialization.load_der_private_key(
            pkcs8.reveal(), password=None, unsafe_skip_rsa_key_validation=True
        )
    except exceptions.UnsupportedAlgorithm as problem:
        raise UnsupportedAlgorithm(algorithm="private key") from problem
    except (ValueError, TypeError) as problem:
        raise Damaged(detail="private key") from problem
    if isinstance(key, rsa.RSAPrivateKey):
        check_rsa(key)
    return key


def check_rsa(key: RSAPrivateKey) -> None:
    """Hold every number of an RSA key against the others (RFC 8017 3.2); raises Damaged.

    The primes are not tested for being prime, see `load`.
    """
    n = key.private_numbers()
    p, q, e = n.p, n.q, n.public_numbers.e
    sound = (
        p > 1
        and q > 1
        and p * q == n.public_numbers.n
        and e * n.d % (p - 1) == 1 % (p - 1)
        and e * n.d % (q - 1) == 1 % (q - 1)
        and e * n.dmp1 % (p - 1) == 1 % (p - 1)
        and e * n.dmq1 % (q - 1) == 1 % (q - 1)
        and q * n.iqmp % p == 1 % p
    )
    if not sound:
        raise Damaged(detail="the numbers of an RSA key do not belong together")


def spki_of(pkcs8: Secret) -> bytes:
    """The public half as SubjectPublicKeyInfo, DER. Raises as `load`."""
    from cryptography.hazmat.primitives import serialization

    public = load(pkcs8).public_key()
    return public.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def spki_sha256(spki: bytes) -> bytes:
    """What tells keys apart everywhere in Sêl: SHA-256 of the SubjectPublicKeyInfo."""
    return hashlib.sha256(spki).digest()


def describe(spki: bytes) -> KeyFacts:
    """Facts of a public key of any algorithm. Raises Damaged if it has no such shape."""
    from asn1crypto import core

    from sel.core.asn1 import RsaPublicKey, SpkiRaw, parsing

    with parsing(Damaged):
        raw = SpkiRaw.load(spki)
        oid = raw["algorithm"]["algorithm"].dotted
        name = _ALGORITHMS.get(oid, oid)
        match name:
            case "rsa":
                key = RsaPublicKey.load(raw["public_key"].contents[1:])
                return KeyFacts("rsa", size=int(key["modulus"].native).bit_length())
            case "ec":
                parameters = raw["algorithm"]["parameters"]
                if isinstance(parameters, core.Void):
                    return KeyFacts("ec")
                der = parameters.dump()
                if der[:1] != b"\x06":
                    return KeyFacts("ec", curve="explicit")
                curve = core.ObjectIdentifier.load(der).dotted
                return KeyFacts("ec", curve=_CURVES.get(curve, curve))
            case "dsa":
                parameters = raw["algorithm"]["parameters"]
                if isinstance(parameters, core.Void):  # inherited from the issuer, RFC 3279 2.3.2
                    return KeyFacts("dsa")
                prime = core.Sequence.load(parameters.dump())[0].native
                return KeyFacts("dsa", size=int(prime).bit_length())
            case _:
                return KeyFacts(name)
