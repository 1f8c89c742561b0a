"""Getting the content key with a recipient's private key.

Failures say nothing about why: `Unopened` alone, and for RSA PKCS#1 v1.5 not even that.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives import keywrap
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, x448, x25519
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.x963kdf import X963KDF

from sel.base.errors import UnsupportedAlgorithm
from sel.core.ber import Element
from sel.core.envelope import algorithms, der
from sel.core.envelope.recipients import Agreement, Encapsulation, Info, Transport
from sel.core.envelope.structure import Algorithm, algorithm

_RFC_3217_IV: Final = bytes.fromhex("4adda22c79e82105")
_DEFAULT_KEY_BYTES: Final = 16


class Unopened(Exception):
    """The content key did not come out."""


@dataclass(frozen=True, slots=True)
class Method:
    """How one recipient's content key is got.

    name    as in `Opened.key_management`
    unwrap  (private key, expected size of the content key in bytes or None) to content key;
            raises Unopened
    """

    name: str
    unwrap: Callable[[PrivateKeyTypes, int | None], bytes]


def method(info: Info) -> Method:
    """How to get the content key; needs no private key.

    Raises UnsupportedAlgorithm, Damaged.
    """
    match info:
        case Transport():
            return _transport(info)
        case Agreement():
            return _agreement(info)
        case Encapsulation():
            raise UnsupportedAlgorithm(algorithm=algorithms.shown(info.algorithm.oid))


# --- RSA ------------------------------------------------------------------------------------


def _transport(info: Transport) -> Method:
    match info.algorithm.oid:
        case algorithms.RSA:
            return Method("rsa-pkcs1", lambda key, size: _pkcs1(info.encrypted_key, key, size))
        case algorithms.RSA_OAEP:
            name, scheme = _oaep(info.algorithm.parameters)
            return Method(name, lambda key, _: _rsa(info.encrypted_key, key, scheme))
        case other:
            raise UnsupportedAlgorithm(algorithm=algorithms.shown(other))


def _pkcs1(wrapped: bytes, key: PrivateKeyTypes, size: int | None) -> bytes:
    """RSAES-PKCS1-v1_5 that never says no (RFC 3218 2.3.2).

    Whatever is wrong, a random key goes on in the place of the right one, so that a wrong
    padding fails where a wrong content fails. OpenSSL's own implicit rejection gives a random
    message; what remains to be hidden is its length.
    """
    spare = secrets.token_bytes(size or _DEFAULT_KEY_BYTES)
    try:
        found = _rsa(wrapped, key, padding.PKCS1v15())
    except Unopened:
        return spare
    return found if size is None or len(found) == size else spare


def _rsa(wrapped: bytes, key: PrivateKeyTypes, scheme: padding.AsymmetricPadding) -> bytes:
    if not isinstance(key, rsa.RSAPrivateKey):
        raise Unopened
    try:
        return key.decrypt(wrapped, scheme)
    except ValueError as error:
        raise Unopened from error


def _oaep(parameters: Element | None) -> tuple[str, padding.AsymmetricPadding]:
    """RSAES-OAEP-params (RFC 4055 4.1): all three default to SHA-1 and an empty label."""
    digest, mask, label = "sha1", "sha1", b""
    for element in () if parameters is None else parameters.fields().rest():
        inner = algorithm(element.inner())
        match element.tag:
            case 0x80:
                digest = _digest(inner)
            case 0x81 if inner.oid == algorithms.MGF1 and inner.parameters is not None:
                mask = _digest(algorithm(inner.parameters))
            case 0x82 if inner.oid == algorithms.P_SPECIFIED:
                label = b"" if inner.parameters is None else inner.parameters.octets()
            case _:
                raise UnsupportedAlgorithm(algorithm=inner.oid)
    masking = padding.MGF1(algorithms.hash_named(mask))
    return f"rsa-oaep-{digest}", padding.OAEP(
        masking, algorithms.hash_named(digest), label or None
    )


def _digest(found: Algorithm) -> str:
    try:
        return algorithms.DIGESTS[found.oid]
    except KeyError as error:
        raise UnsupportedAlgorithm(algorithm=found.oid) from error


# --- Diffie-Hellman -------------------------------------------------------------------------


def _agreement(info: Agreement) -> Method:
    oid = info.algorithm.oid
    if oid not in algorithms.X963 and oid not in algorithms.HKDF:
        raise UnsupportedAlgorithm(algorithm=algorithms.shown(oid))
    if info.originator is None:
        raise UnsupportedAlgorithm(algorithm="static-ecdh")
    if info.algorithm.parameters is None:
        raise UnsupportedAlgorithm(algorithm=f"{oid} without key wrap")
    wrap = algorithm(info.algorithm.parameters)
    if wrap.oid not in algorithms.WRAPS:
        raise UnsupportedAlgorithm(algorithm=wrap.oid)
    originator = info.originator

    def unwrap(key: PrivateKeyTypes, _: int | None) -> bytes:
        shared = _exchange(key, originator)
        kek = agreed_key(oid, shared, wrap=wrap.encoding, wrap_oid=wrap.oid, ukm=info.ukm)
        return _unwrap(wrap.oid, kek, info.encrypted_key)

    name = algorithms.X963.get(oid) or f"hkdf-{algorithms.HKDF[oid]}"
    return Method(f"ecdh-{name}", unwrap)


def agreed_key(oid: str, shared: bytes, *, wrap: bytes, wrap_oid: str, ukm: bytes) -> bytes:
    """The key of the key wrap, from a shared secret (RFC 5753 7.2, RFC 8418 2).

    oid   a key of algorithms.X963 or algorithms.HKDF
    wrap  AlgorithmIdentifier of the key wrap, DER, as it stands in the message
    """
    size = algorithms.WRAPS[wrap_oid]
    bits = der.encode(der.context(2), der.octets((size * 8).to_bytes(4, "big")))
    material = (der.encode(der.context(0), der.octets(ukm)),) if ukm else ()
    shared_info = der.sequence(wrap, *material, bits)
    if oid in algorithms.X963:
        digest = algorithms.hash_named(algorithms.X963[oid])
        return X963KDF(digest, size, shared_info).derive(shared)
    digest = algorithms.hash_named(algorithms.HKDF[oid])
    return HKDF(digest, size, salt=None, info=shared_info).derive(shared)


def _exchange(key: PrivateKeyTypes, originator: bytes) -> bytes:
    try:
        match key:
            case ec.EllipticCurvePrivateKey():
                point = ec.EllipticCurvePublicKey.from_encoded_point(key.curve, originator)
                return key.exchange(ec.ECDH(), point)
            case x25519.X25519PrivateKey():
                return key.exchange(x25519.X25519PublicKey.from_public_bytes(originator))
            case x448.X448PrivateKey():
                return key.exchange(x448.X448PublicKey.from_public_bytes(originator))
            case _:
                raise Unopened
    except ValueError as error:
        raise Unopened from error


def _unwrap(oid: str, kek: bytes, wrapped: bytes) -> bytes:
    if oid == algorithms.TRIPLE_DES_WRAP:
        return _unwrap_triple_des(kek, wrapped)
    try:
        return keywrap.aes_key_unwrap(kek, wrapped)
    except (keywrap.InvalidUnwrap, ValueError) as error:
        raise Unopened from error


def _unwrap_triple_des(kek: bytes, wrapped: bytes) -> bytes:
    """RFC 3217 3.2."""
    if len(wrapped) != 40:
        raise Unopened
    inner = _triple_des(kek, _RFC_3217_IV, wrapped)[::-1]
    found = _triple_des(kek, inner[:8], inner[8:])
    key, check = found[:24], found[24:]
    if not hmac.compare_digest(hashlib.sha1(key, usedforsecurity=False).digest()[:8], check):
        raise Unopened
    return key


def _triple_des(key: bytes, iv: bytes, data: bytes) -> bytes:
    decryptor = Cipher(TripleDES(key), modes.CBC(iv)).decryptor()
    return decryptor.update(data) + decryptor.finalize()
