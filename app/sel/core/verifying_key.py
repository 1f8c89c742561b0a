"""Public keys that signatures are checked with: which are taken, and what they are bound to.

One reader for certificates, lists, answers and mail, so that none of them takes a key that the
others refuse.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import UnsupportedAlgorithm as NotBuiltIn
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from sel.base.errors import Damaged, UnsupportedAlgorithm
from sel.core import tlv

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes

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
_DIGESTS: Final = {
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.4": "sha224",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}


@lru_cache(maxsize=256)  # thousands of certificates have one authority
def read(spki: bytes) -> PublicKeyTypes:
    """The key of a SubjectPublicKeyInfo (DER).

    Raises UnsupportedAlgorithm, for keys too long to be meant well too.

    RSA keys and the usual curves are read here: the library's general reader takes as long to
    load as everything else of a check together, and is left to the other kinds.
    """
    try:
        algorithm, key = tlv.inside(spki)
        oid, parameters = split(algorithm.encoding(spki))
        octets = tlv.octets_of_bits(tlv.expect(key, tlv.BIT_STRING).content(spki))
        if oid == _RSA and parameters in {b"", _NULL}:
            modulus, exponent = (
                tlv.integer(tlv.expect(each, tlv.INTEGER).content(octets))
                for each in tlv.inside(octets)
            )
            return _affordable(rsa.RSAPublicNumbers(exponent, modulus)).public_key()
        if oid == _EC and parameters in _CURVES:
            return ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[parameters], octets)
        if oid == _EC and parameters[:1] != b"\x06":
            raise Damaged(detail="curve")  # RFC 5480 2.1.1: only by its name, never spelt out
        from cryptography.hazmat.primitives.serialization import load_der_public_key

        public = load_der_public_key(spki)
        if isinstance(public, rsa.RSAPublicKey):
            _affordable(public.public_numbers())
        return public
    except (Damaged, ValueError, NotBuiltIn) as problem:
        raise UnsupportedAlgorithm(algorithm="public key") from problem


def _affordable(numbers: rsa.RSAPublicNumbers) -> rsa.RSAPublicNumbers:
    """Longer ones cost seconds a signature, and nobody who means well has one. Raises Damaged."""
    if numbers.n.bit_length() > _MAX_RSA_BITS or numbers.e.bit_length() > _MAX_EXPONENT_BITS:
        raise Damaged(detail="length of the key")
    return numbers


def split(algorithm: bytes) -> tuple[str, bytes]:
    """Dotted identifier and parameters (DER, b"" without) of an AlgorithmIdentifier, DER.

    Raises Damaged.
    """
    parts = tlv.inside(algorithm)
    if not parts:
        raise Damaged(detail="algorithm")
    rest = parts[1].encoding(algorithm) if len(parts) > 1 else b""
    return tlv.oid(tlv.expect(parts[0], tlv.OID).content(algorithm)), rest


def restricted(spki: bytes) -> tuple[()] | tuple[str, str, int] | None:
    """What a key for RSASSA-PSS alone demands (RFC 4055 1.2, 3.3): digest, mask, least salt.

    None for a key of any other kind, () for one without demands.
    """
    algorithm, _ = tlv.inside(spki)
    oid, parameters = split(algorithm.encoding(spki))
    if oid != _PSS:
        return None
    return pss(parameters) if parameters else ()


def pss(parameters: bytes) -> tuple[str, str, int]:
    """Digest, digest of the mask and salt of RSASSA-PSS-params (RFC 4055 3.1). Raises Damaged."""
    digest, mask, salt = "sha1", "sha1", 20
    for each in tlv.inside(parameters) if parameters else ():
        inner = each.content(parameters)
        match each.tag:
            case 0xA0:
                digest = _DIGESTS.get(split(inner)[0], "")
            case 0xA1:
                function, inner = split(inner)
                mask = _DIGESTS.get(split(inner)[0], "") if function == _MGF1 else ""
            case 0xA2:
                salt = tlv.integer(tlv.whole(inner, tlv.INTEGER).content(inner))
            case _:
                pass
    if not digest or not mask or not 0 <= salt <= _MAX_SALT:
        raise Damaged(detail="RSASSA-PSS parameters")
    return digest, mask, salt
