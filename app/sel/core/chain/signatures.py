"""Signatures on certificates, lists and answers, over views of what was signed."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.exceptions import UnsupportedAlgorithm as NotBuiltIn
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import (
    dsa,
    ec,
    ed448,
    ed25519,
    padding,
    rsa,
    utils,
)

from sel.base.errors import Damaged, UnsupportedAlgorithm
from sel.core import tlv, verifying_key

_ALGORITHMS: Final = {
    "1.2.840.113549.1.1.2": ("rsa", "md2"),
    "1.2.840.113549.1.1.4": ("rsa", "md5"),
    "1.2.840.113549.1.1.5": ("rsa", "sha1"),
    "1.2.840.113549.1.1.14": ("rsa", "sha224"),
    "1.2.840.113549.1.1.11": ("rsa", "sha256"),
    "1.2.840.113549.1.1.12": ("rsa", "sha384"),
    "1.2.840.113549.1.1.13": ("rsa", "sha512"),
    "1.2.840.113549.1.1.10": ("rsa-pss", ""),
    "1.2.840.10045.4.1": ("ecdsa", "sha1"),
    "1.2.840.10045.4.3.1": ("ecdsa", "sha224"),
    "1.2.840.10045.4.3.2": ("ecdsa", "sha256"),
    "1.2.840.10045.4.3.3": ("ecdsa", "sha384"),
    "1.2.840.10045.4.3.4": ("ecdsa", "sha512"),
    "1.2.840.10040.4.3": ("dsa", "sha1"),
    "2.16.840.1.101.3.4.3.1": ("dsa", "sha224"),
    "2.16.840.1.101.3.4.3.2": ("dsa", "sha256"),
    "1.3.101.112": ("ed25519", ""),
    "1.3.101.113": ("ed448", ""),
}
_HASHES: Final[dict[str, hashes.HashAlgorithm]] = {
    "sha1": hashes.SHA1(),  # noqa: S303  what was signed so long ago is still judged
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_DSA: Final = "1.2.840.10040.4.1"
_WEAK_RSA_BITS: Final = 2_048
_SHORT: Final = 16 * 1024
"""Octets of what is signed up to which the answer is remembered: certificates, not lists."""


class Octets:
    """What was signed, however long: hashed where it lies, and once for every algorithm."""

    __slots__ = ("_digests", "view")

    def __init__(self, view: bytes | memoryview) -> None:
        self.view = view
        self._digests: dict[str, bytes] = {}

    def digest(self, name: str) -> bytes:
        """The digest by hashlib's name of the algorithm."""
        if name not in self._digests:
            self._digests[name] = hashlib.new(name, self.view, usedforsecurity=False).digest()
        return self._digests[name]


def fits(spki: bytes, algorithm: bytes, signature: bytes, signed: bytes | Octets) -> bool:
    """Whether the holder of this public key (DER) signed this.

    algorithm  AlgorithmIdentifier, DER
    Raises UnsupportedAlgorithm for what cannot be judged here.
    """
    if isinstance(signed, bytes) and len(signed) <= _SHORT:
        return _remembered(spki, algorithm, signature, signed)
    return _fits(spki, algorithm, signature, signed)


@lru_cache(maxsize=512)  # a path is found, then validated; many paths have one authority
def _remembered(spki: bytes, algorithm: bytes, signature: bytes, signed: bytes) -> bool:
    return _fits(spki, algorithm, signature, signed)


def _fits(spki: bytes, algorithm: bytes, signature: bytes, signed: bytes | Octets) -> bool:
    octets = signed if isinstance(signed, Octets) else Octets(signed)
    oid, parameters = verifying_key.split(algorithm)
    family, digest = _ALGORITHMS.get(oid, ("", ""))
    if not family or digest in {"md2", "md5"}:
        raise UnsupportedAlgorithm(algorithm=digest or oid)
    public = verifying_key.read(spki)
    try:
        match family, public:
            case "rsa", rsa.RSAPublicKey():
                if verifying_key.restricted(spki) is not None:
                    return False
                hashed, how = _hashed(digest, octets)
                public.verify(signature, hashed, padding.PKCS1v15(), how)
            case "rsa-pss", rsa.RSAPublicKey():
                digest, mask, salt = verifying_key.pss(parameters)
                limits = verifying_key.restricted(spki)
                if limits and (limits[:2] != (digest, mask) or salt < limits[2]):
                    return False
                scheme = padding.PSS(padding.MGF1(_HASHES[mask]), salt)
                hashed, how = _hashed(digest, octets)
                public.verify(signature, hashed, scheme, how)
            case "ecdsa", ec.EllipticCurvePublicKey():
                hashed, how = _hashed(digest, octets)
                public.verify(signature, hashed, ec.ECDSA(how))
            case "dsa", dsa.DSAPublicKey():
                hashed, how = _hashed(digest, octets)
                public.verify(signature, hashed, how)
            case "ed25519", ed25519.Ed25519PublicKey():
                public.verify(signature, bytes(octets.view))
            case "ed448", ed448.Ed448PublicKey():
                public.verify(signature, bytes(octets.view))
            case _:
                return False
    except (InvalidSignature, Damaged, ValueError):
        return False
    except NotBuiltIn as problem:
        raise UnsupportedAlgorithm(algorithm=oid) from problem
    return True


def weak(spki: bytes, algorithm: bytes) -> bool:
    """Whether programs of today refuse such a signature: SHA-1, RSA or DSA below 2048 bits."""
    oid, parameters = verifying_key.split(algorithm)
    family, digest = _ALGORITHMS.get(oid, ("", ""))
    if family == "rsa-pss":
        try:
            digest, _, _ = verifying_key.pss(parameters)
        except Damaged:
            return True
    if digest == "sha1":
        return True
    try:
        public = verifying_key.read(spki)
    except UnsupportedAlgorithm:
        return False
    return (
        isinstance(public, rsa.RSAPublicKey | dsa.DSAPublicKey)
        and public.key_size < _WEAK_RSA_BITS
    )


def with_parameters(spki: bytes, above: bytes) -> bytes:
    """`spki`, with the DSA parameters of the key above if it has none (RFC 5280 6.1.4 d-f)."""
    mine, theirs = tlv.inside(spki), tlv.inside(above)
    mine_algorithm = list(tlv.children(spki, mine[0]))
    their_algorithm = list(tlv.children(above, theirs[0]))
    kinds = {
        tlv.oid(mine_algorithm[0].content(spki)),
        tlv.oid(their_algorithm[0].content(above)),
    }
    bare = len(mine_algorithm) == 1 or mine_algorithm[1].start == mine_algorithm[1].stop
    if kinds != {_DSA} or not bare or len(their_algorithm) != 2:
        return spki
    algorithm = theirs[0].encoding(above)
    return tlv.encode(tlv.SEQUENCE, algorithm, mine[1].encoding(spki))


def _hashed(digest: str, signed: Octets) -> tuple[bytes, utils.Prehashed]:
    return signed.digest(digest), utils.Prehashed(_HASHES[digest])
