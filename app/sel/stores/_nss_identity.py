"""A key with its certificate as NSS takes one in, and what it makes of the public half."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from sel.base.errors import KeyMismatch, UnsupportedAlgorithm
from sel.core import certificate, keypair
from sel.core.bundle import Entry
from sel.core.certificate import CertificateFacts

_CURVES = {"P-256", "P-384", "P-521"}
"""NSS keeps keys on other curves and can do nothing with them."""


def identity(entry: Entry) -> Mapping[str, Any]:
    """What the child needs of one key and its certificate. Raises KeyMismatch, …"""
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    assert entry.certificate is not None
    facts = certificate.read(entry.certificate)
    if facts.key.algorithm != "rsa" and facts.key.curve not in _CURVES:
        raise UnsupportedAlgorithm(algorithm=facts.key.curve or facts.key.algorithm)
    private = keypair.load(entry.key)
    if not isinstance(private, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise KeyMismatch
    if private.public_key() != load_der_public_key(facts.spki):
        raise KeyMismatch
    return {
        "algorithm": facts.key.algorithm,
        "pkcs8": keypair.pkcs8_of(private).reveal(),
        "public": _public_value(facts.spki),
        **named(facts, entry.friendly_name),
    }


def named(facts: CertificateFacts, name: str | None = None) -> dict[str, Any]:
    """A certificate with the nickname it is to have."""
    names = (name, facts.common_name, *facts.emails, facts.subject, facts.sha256.hex()[:16])
    return {
        "der": facts.der,
        "subject": facts.subject_der,
        "name": next(each for each in names if each),
    }


def _public_value(spki: bytes) -> bytes | None:
    """The modulus, or the point: what NSS makes a key's identifier of; None for other kinds."""
    from cryptography.exceptions import UnsupportedAlgorithm as Unknown
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        PublicFormat,
        load_der_public_key,
    )

    try:
        public = load_der_public_key(spki)
    except (ValueError, Unknown):
        return None
    if isinstance(public, rsa.RSAPublicKey):
        modulus = public.public_numbers().n
        return modulus.to_bytes((modulus.bit_length() + 7) // 8, "big")
    if isinstance(public, ec.EllipticCurvePublicKey):
        return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return None


def key_ids(der: bytes) -> tuple[bytes, ...]:
    """CKA_ID as NSS makes it of a certificate's key; none for kinds that it does not keep."""
    public = _public_value(certificate.read(der).spki)
    return () if public is None else (hashlib.sha1(public).digest(),)  # noqa: S324
