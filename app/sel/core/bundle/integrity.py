"""The MAC over a whole file: RFC 7292 (HMAC under the PKCS#12 derivation), PBMAC1 (RFC 9579)."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sel.base.errors import Damaged, UnsupportedAlgorithm
from sel.core import ber
from sel.core.ber import Element
from sel.core.bundle.algorithms import HMACS, algorithm, key_derivation
from sel.core.bundle.kdf import Derivation, Derivations, Pkcs12Key
from sel.core.bundle.pkcs12_kdf import Purpose, hash_of
from sel.core.bundle.spelling import Spelling

PBMAC1: Final = "1.2.840.113549.1.5.14"

DIGESTS: Final[dict[str, str]] = {
    "1.2.840.113549.2.5": "md5",
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
    "2.16.840.1.101.3.4.2.4": "sha224",
    "2.16.840.1.101.3.4.2.5": "sha512_224",
    "2.16.840.1.101.3.4.2.6": "sha512_256",
    "2.16.840.1.101.3.4.2.7": "sha3_224",
    "2.16.840.1.101.3.4.2.8": "sha3_256",
    "2.16.840.1.101.3.4.2.9": "sha3_384",
    "2.16.840.1.101.3.4.2.10": "sha3_512",
    "1.3.36.3.2.1": "ripemd160",
    "1.2.156.10197.1.401": "sm3",
    "1.3.6.1.4.1.1722.12.2.1.16": "blake2b512",
    "1.3.6.1.4.1.1722.12.2.2.8": "blake2s256",
}
"""Hash functions by OID; names are those of hashlib."""

_MIN_PBMAC1_KEY: Final = 20
"""RFC 9579 section 9: shorter keys are refused, and so is a length left out (section 4)."""


@dataclass(frozen=True, slots=True)
class Mac:
    """The MAC of a file.

    name        as `Outline.mac` has it
    derivation  as `Scheme.derivation` has it
    rounds      of the key derivation; None for scrypt
    key         what is to be derived under a spelling
    digest      of the HMAC, a name hashlib knows
    """

    name: str
    derivation: str
    rounds: int | None
    key: Callable[[Spelling], Derivation]
    digest: str
    expected: bytes

    def holds(self, derivations: Derivations, spelling: Spelling, content: bytes) -> bool:
        """Whether it is right for the contents under this spelling.

        Raises as `Derivations.key`.
        """
        found = hmac.digest(derivations.key(self.key(spelling)), content, self.digest)
        return hmac.compare_digest(found, self.expected)


def mac(data: Element) -> Mac:
    """Read MacData (RFC 7292 section 4). Raises UnsupportedAlgorithm, Damaged."""
    fields = data.fields()
    digest_info = fields.take().fields()
    identifier = digest_info.take()
    expected = digest_info.take().octets()
    digest_info.end()
    salt = fields.take().octets()
    iterations = fields.optional(ber.INTEGER)
    fields.end()
    oid, parameters = algorithm(identifier)
    if oid == PBMAC1:
        return _pbmac1(parameters, expected)
    if oid not in DIGESTS:
        raise UnsupportedAlgorithm(algorithm=oid)
    rounds = iterations.integer() if iterations else 1
    return _hmac(DIGESTS[oid], salt, rounds, expected)


def _hmac(digest: str, salt: bytes, rounds: int, expected: bytes) -> Mac:
    size = hash_of(digest)().digest_size

    def key(spelling: Spelling) -> Derivation:
        return Pkcs12Key(spelling.bmp, salt, rounds, Purpose.MAC, size, digest)

    name = digest.replace("_", "-")
    return Mac(f"hmac-{name}", f"pkcs12-{name}", rounds, key, digest, expected)


def _pbmac1(parameters: Element | None, expected: bytes) -> Mac:
    if parameters is None:
        raise Damaged(detail="PBMAC1 without parameters")
    fields = parameters.fields()
    derivation = key_derivation(fields.take())
    oid, _ = algorithm(fields.take())
    fields.end()
    if oid not in HMACS:
        raise UnsupportedAlgorithm(algorithm=oid)
    hash_of(HMACS[oid])
    size = derivation.size
    if size is None or size < _MIN_PBMAC1_KEY:
        raise Damaged(detail=f"PBMAC1 key length {size} (RFC 9579 section 9)")

    def key(spelling: Spelling) -> Derivation:
        return derivation.key(spelling.raw, size)

    return Mac("pbmac1", derivation.name, derivation.rounds, key, HMACS[oid], expected)
