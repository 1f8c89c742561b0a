"""Signatures on certificates, lists and answers, over views of what was signed."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, Final

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
from sel.core import tlv

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

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
_DIGESTS: Final = {
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.4": "sha224",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
_DSA: Final = "1.2.840.10040.4.1"
_RSA: Final = "1.2.840.113549.1.1.1"
_PSS: Final = "1.2.840.113549.1.1.10"
_MGF1: Final = "1.2.840.113549.1.1.8"
_EC: Final = "1.2.840.10045.2.1"
_NULL: Final = b"\x05\x00"
_CURVES: Final[dict[bytes, ec.EllipticCurve]] = {
    bytes.fromhex("06082a8648ce3d030107"): ec.SECP256R1(),
    bytes.fromhex("06052b81040022"): ec.SECP384R1(),
    bytes.fromhex("06052b81040023"): ec.SECP521R1(),
}
_MAX_SALT: Final = 512
_MAX_RSA_BITS: Final = 16_384
_MAX_EXPONENT_BITS: Final = 64
_WEAK_RSA_BITS: Final = 2_048


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
    octets = signed if isinstance(signed, Octets) else Octets(signed)
    oid, parameters = _split(algorithm)
    family, digest = _ALGORITHMS.get(oid, ("", ""))
    if not family or digest in {"md2", "md5"}:
        raise UnsupportedAlgorithm(algorithm=digest or oid)
    public = _public_key(spki)
    try:
        match family, public:
            case "rsa", rsa.RSAPublicKey() if public.key_size <= _MAX_RSA_BITS:
                if _restricted(spki) is not None:
                    return False
                hashed, how = _hashed(digest, octets)
                public.verify(signature, hashed, padding.PKCS1v15(), how)
            case "rsa-pss", rsa.RSAPublicKey() if public.key_size <= _MAX_RSA_BITS:
                digest, mask, salt = _pss(parameters)
                limits = _restricted(spki)
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
    oid, parameters = _split(algorithm)
    family, digest = _ALGORITHMS.get(oid, ("", ""))
    if family == "rsa-pss":
        try:
            digest, _, _ = _pss(parameters)
        except Damaged:
            return True
    if digest == "sha1":
        return True
    try:
        public = _public_key(spki)
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


@lru_cache(maxsize=256)  # thousands of certificates have one authority
def _public_key(spki: bytes) -> PublicKeyTypes:
    """The key of a SubjectPublicKeyInfo (DER). Raises UnsupportedAlgorithm.

    RSA keys and the usual curves are read here: the library's general reader takes as long to
    load as everything else of a check together, and is left to the other kinds.
    """
    try:
        algorithm, key = tlv.inside(spki)
        oid, parameters = _split(algorithm.encoding(spki))
        octets = tlv.octets_of_bits(tlv.expect(key, tlv.BIT_STRING).content(spki))
        if oid == _RSA and parameters in {b"", _NULL}:
            modulus, exponent = (
                tlv.integer(tlv.expect(each, tlv.INTEGER).content(octets))
                for each in tlv.inside(octets)
            )
            if exponent.bit_length() > _MAX_EXPONENT_BITS:
                raise Damaged(detail="exponent")  # costs time and no authority has one
            return rsa.RSAPublicNumbers(exponent, modulus).public_key()
        if oid == _EC and parameters in _CURVES:
            return ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[parameters], octets)
        if oid == _EC and parameters[:1] != b"\x06":
            raise Damaged(detail="curve")  # RFC 5480 2.1.1: only by its name, never spelt out
        from cryptography.hazmat.primitives.serialization import load_der_public_key

        return load_der_public_key(spki)
    except (Damaged, ValueError, NotBuiltIn) as problem:
        raise UnsupportedAlgorithm(algorithm="public key") from problem


def _split(algorithm: bytes) -> tuple[str, bytes]:
    parts = tlv.inside(algorithm)
    if not parts:
        raise Damaged(detail="algorithm")
    rest = parts[1].encoding(algorithm) if len(parts) > 1 else b""
    return tlv.oid(tlv.expect(parts[0], tlv.OID).content(algorithm)), rest


def _hashed(digest: str, signed: Octets) -> tuple[bytes, utils.Prehashed]:
    return signed.digest(digest), utils.Prehashed(_HASHES[digest])


def _restricted(spki: bytes) -> tuple[()] | tuple[str, str, int] | None:
    """What a key for RSASSA-PSS alone demands (RFC 4055 1.2, 3.3): digest, mask, least salt.

    None for a key of any other kind, () for one without demands.
    """
    algorithm, _ = tlv.inside(spki)
    oid, parameters = _split(algorithm.encoding(spki))
    if oid != _PSS:
        return None
    return _pss(parameters) if parameters else ()


def _pss(parameters: bytes) -> tuple[str, str, int]:
    """Digest, digest of the mask and salt of RSASSA-PSS-params (RFC 4055 3.1). Raises Damaged."""
    digest, mask, salt = "sha1", "sha1", 20
    for each in tlv.inside(parameters) if parameters else ():
        inner = each.content(parameters)
        match each.tag:
            case 0xA0:
                digest = _DIGESTS.get(_split(inner)[0], "")
            case 0xA1:
                function, inner = _split(inner)
                mask = _DIGESTS.get(_split(inner)[0], "") if function == _MGF1 else ""
            case 0xA2:
                salt = tlv.integer(tlv.whole(inner, tlv.INTEGER).content(inner))
            case _:
                pass
    if digest not in _HASHES or mask not in _HASHES or not 0 <= salt <= _MAX_SALT:
        raise Damaged(detail="RSASSA-PSS parameters")
    return digest, mask, salt
