"""What a key did as its store holds it, judged by its certificate and by us."""

from __future__ import annotations

import hmac
import secrets
from typing import Protocol

from cryptography import exceptions
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)

from sel.base.errors import StoreUnavailable
from sel.core import certificate
from sel.ports.store import Proof


class Holder(Protocol):
    """Who holds the key. None means that there is no key; StoreUnavailable that it refused."""

    def sign(self, der: bytes, challenge: bytes) -> bytes | None:
        """RSA PKCS#1 v1.5, or ECDSA as r and s side by side, with SHA-256."""

    def decrypt(self, der: bytes, sealed: bytes) -> bytes | None:
        """RSA PKCS#1 v1.5."""

    def agree(self, der: bytes, other: bytes) -> bytes | None:
        """The ECDH secret with a public key, SPKI DER."""


def prove(holder: Holder, der: bytes) -> Proof:
    """Sign a fresh challenge and open a fresh secret with the key of this certificate.

    What the key usage excludes (RFC 5280 4.2.1.3) is not asked for; a certificate that is for
    neither has its key sign, so that "proved" is never said of a key that did nothing.
    """
    facts = certificate.read(der)
    usage = facts.key_usage
    encipher = {"keyEncipherment"} if facts.key.algorithm == "rsa" else {"keyAgreement"}
    must_open = usage is None or bool(encipher & usage)
    must_sign = (
        usage is None or bool({"digitalSignature", "nonRepudiation"} & usage) or not must_open
    )
    try:
        public = load_der_public_key(facts.spki)
    except (ValueError, exceptions.UnsupportedAlgorithm):
        return Proof(False, False, "cannot-sign")
    if not isinstance(public, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        return Proof(False, False, "cannot-sign")
    if must_sign and (trouble := _signs(holder, der, public)):
        return Proof(False, False, trouble)
    if must_open and (trouble := _opens(holder, der, public)):
        return Proof(must_sign, False, trouble)
    return Proof(must_sign, must_open, "proved")


def _signs(
    holder: Holder, der: bytes, public: rsa.RSAPublicKey | ec.EllipticCurvePublicKey
) -> str | None:
    challenge = secrets.token_bytes(64)
    try:
        signature = holder.sign(der, challenge)
    except StoreUnavailable:
        return "cannot-sign"
    if signature is None:
        return "no-key"
    try:
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, challenge, padding.PKCS1v15(), hashes.SHA256())
        else:
            half = len(signature) // 2
            r, s = (int.from_bytes(part, "big") for part in (signature[:half], signature[half:]))
            public.verify(encode_dss_signature(r, s), challenge, ec.ECDSA(hashes.SHA256()))
    except exceptions.InvalidSignature:
        return "wrong-signature"
    return None


def _opens(
    holder: Holder, der: bytes, public: rsa.RSAPublicKey | ec.EllipticCurvePublicKey
) -> str | None:
    try:
        if isinstance(public, rsa.RSAPublicKey):
            secret = secrets.token_bytes(32)
            sealed = public.encrypt(secret, padding.PKCS1v15())
            found = holder.decrypt(der, sealed)
        else:
            ours = ec.generate_private_key(public.curve)
            secret = ours.exchange(ec.ECDH(), public)
            spki = ours.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            found = holder.agree(der, spki)
    except StoreUnavailable:
        return "cannot-open"
    if found is None:
        return "no-key"
    return None if hmac.compare_digest(found, secret) else "cannot-open"
