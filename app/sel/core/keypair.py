"""Key pairs: made here, described from their public half.

A private key travels as PKCS#8 PrivateKeyInfo (RFC 5958), DER, inside a Secret; a public key as
SubjectPublicKeyInfo (RFC 5280 4.1.2.7), DER.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import TYPE_CHECKING

from sel.base.errors import Damaged, UnsupportedKey
from sel.base.secret import Secret
from sel.core import tlv
from sel.core.publickey import KeyFacts, describe

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

__all__ = [
    "KeyFacts",
    "KeyKind",
    "check_rsa",
    "describe",
    "generate",
    "load",
    "pkcs8_of",
    "spki_of",
    "spki_sha256",
]


class KeyKind(StrEnum):
    """Kinds Sêl makes; all are allowed by the S/MIME Baseline Requirements 6.1.5."""

    RSA_2048 = "rsa-2048"
    RSA_3072 = "rsa-3072"
    RSA_4096 = "rsa-4096"
    EC_P256 = "ec-p256"
    EC_P384 = "ec-p384"


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
    Raises UnsupportedKey for kinds the library does not know, Damaged for a key whose
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
        raise UnsupportedKey(algorithm=_kind(pkcs8.reveal())) from problem
    except (ValueError, TypeError) as problem:
        raise Damaged(detail="private key") from problem
    if isinstance(key, rsa.RSAPrivateKey):
        check_rsa(key)
    return key


def _kind(pkcs8: bytes) -> str:
    """What a PrivateKeyInfo says it is: the OID of its curve, else that of its algorithm."""
    try:
        _, algorithm, *_ = tlv.inside(pkcs8)
        parts = tlv.children(pkcs8, tlv.expect(algorithm, tlv.SEQUENCE))
        named = [tlv.oid(part.content(pkcs8)) for part in parts if part.tag == tlv.OID]
    except tlv.BROKEN:
        named = []
    return named[-1] if named else "?"


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
