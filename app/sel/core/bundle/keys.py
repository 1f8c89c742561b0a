"""Private keys and certificates as a PKCS#12 pairs them: by their public halves."""

from __future__ import annotations

from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm as NotKnown
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_private_key,
    load_der_public_key,
)

from sel.base.errors import Damaged
from sel.core import ber
from sel.core.ber import Counter
from sel.core.bundle.algorithms import algorithm
from sel.core.keypair import check_rsa

_RSA: Final = {"1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10"}
_EC: Final = "1.2.840.10045.2.1"
_CURVES: Final = {
    "1.2.840.10045.3.1.7",
    "1.3.132.0.34",
    "1.3.132.0.35",
    "1.3.36.3.3.2.8.1.1.7",
    "1.3.36.3.3.2.8.1.1.11",
    "1.3.36.3.3.2.8.1.1.13",
}
_EDWARDS: Final = {"1.3.101.110", "1.3.101.111", "1.3.101.112", "1.3.101.113"}


def public_half(pkcs8: bytes) -> bytes | None:
    """The SubjectPublicKeyInfo of a private key (RFC 5958), in the form `comparable` gives.

    None if the kind of key is not known here: the key is kept all the same.
    Raises Damaged if the kind is known and the key is not sound.
    """
    fields = ber.parse(pkcs8).fields()
    fields.take().integer()
    oid, parameters = algorithm(fields.take())
    fields.take().octets()
    try:
        key = load_der_private_key(pkcs8, None, unsafe_skip_rsa_key_validation=True)
    except (ValueError, TypeError, NotKnown) as error:
        named_curve = parameters is not None and parameters.tag == ber.OID
        curve = parameters.oid() if parameters is not None and named_curve else ""
        if oid in _RSA or oid in _EDWARDS or (oid == _EC and curve in _CURVES):
            raise Damaged(detail=f"private key of kind {oid} does not load") from error
        return None
    if isinstance(key, rsa.RSAPrivateKey):
        check_rsa(key)
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def comparable(spki: bytes) -> bytes:
    """A SubjectPublicKeyInfo in the one form that equal keys share.

    Points come compressed or not, RSA keys under the OID of PSS, parameters absent or NULL.
    """
    try:
        key = load_der_public_key(spki)
    except (ValueError, TypeError, NotKnown):
        return spki
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def spki_of(certificate: bytes, counter: Counter) -> bytes:
    """The SubjectPublicKeyInfo of an X.509 certificate, as found (RFC 5280 4.1).

    Raises Damaged if it is none.
    """
    tbs = ber.parse(certificate, counter).fields().take().fields()
    tbs.optional(ber.context(0))
    tbs.take().integer()
    for _ in ("signature", "issuer", "validity", "subject"):
        tbs.take().expect(ber.SEQUENCE)
    return tbs.take().expect(ber.SEQUENCE).encoding.tobytes()


def algorithm_of_key(pkcs8: bytes) -> str:
    """The OID of a PrivateKeyInfo's algorithm. Raises Damaged."""
    fields = ber.parse(pkcs8).fields()
    fields.take().integer()
    return algorithm(fields.take())[0]


def algorithm_of_spki(spki: bytes) -> str:
    """The OID of a SubjectPublicKeyInfo's algorithm. Raises Damaged."""
    return algorithm(ber.parse(spki).fields().take())[0]
