"""Writing a PKCS#12 file: any number of identities, the same cost for MAC and encryption.

The cryptography package writes one key a file, and a MAC of 2,048 rounds whatever is asked:
guessing would go through the MAC. So the file is put together here.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from asn1crypto import algos, core, pkcs12
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, CipherAlgorithm, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.padding import PKCS7

from sel.base.secret import Secret
from sel.base.spread import Spread, in_turn
from sel.core.bundle.frame import framed, sealed_data
from sel.core.bundle.kdf import Derivation, Pbkdf2, Pkcs12Key
from sel.core.bundle.limits import MAX_ROUNDS
from sel.core.bundle.model import Bundle, Entry
from sel.core.bundle.pkcs12_kdf import Purpose, pkcs12_kdf
from sel.core.bundle.spelling import Spelling, written
from sel.core.bundle.structure import (
    CERT_BAG,
    CRL_BAG,
    SHROUDED_KEY_BAG,
    X509_CERTIFICATE,
    X509_CRL,
)

_AES_BLOCK: Final = 16
_SALT: Final = 16
_OLD_SALT: Final = 8  # what programs of the time wrote and some expect


class _CertBag(core.Sequence):  # type: ignore[misc]
    """CertBag or CRLBag (they have one shape) whose content stays the bytes it is.

    The library's own looks into it, and fails on key algorithms it does not know.
    """

    _fields = [
        ("cert_id", core.ObjectIdentifier),
        ("cert_value", core.OctetString, {"explicit": 0}),
    ]


class _CertSafeBag(core.Sequence):  # type: ignore[misc]
    """SafeBag around a `_CertBag`."""

    _fields = [
        ("bag_id", core.ObjectIdentifier),
        ("bag_value", _CertBag, {"explicit": 0}),
        ("bag_attributes", pkcs12.Attributes, {"optional": True}),
    ]


class _CertSafe(core.SequenceOf):  # type: ignore[misc]
    """SafeContents of certificates alone."""

    _child_spec = _CertSafeBag


class Protection(StrEnum):
    """How a file is protected, by who has to open it.

    MODERN       PBES2, AES-256-CBC, PBKDF2-HMAC-SHA-256; MAC HMAC-SHA-256. OpenSSL 1.0.2, NSS,
                 Windows 10 1709, macOS 15 and later
    OLD_DEVICES  pbeWithSHAAnd3-KeyTripleDES-CBC; MAC HMAC-SHA-1. Everything else
    """

    MODERN = "modern"
    OLD_DEVICES = "old-devices"


ROUNDS: Final = {Protection.MODERN: 600_000, Protection.OLD_DEVICES: 50_000}
"""Rounds of every key derivation in a file, that of the MAC among them."""


def write(
    bundle: Bundle,
    passphrase: Secret,
    *,
    protection: Protection,
    rounds: int | None = None,
    key_attributes: Mapping[str, core.Asn1Value] | None = None,
    spread: Spread = in_turn,
) -> bytes:
    """A PKCS#12 file, DER, of every identity and certificate in `bundle`.

    Keys carry their friendly name and, with their certificate, a localKeyId (SHA-1 of the
    certificate, which is what NSS and OpenSSL write). Every certificate stands in it once.
    NSS takes no key at all from a file that holds one without a certificate: callers give
    such an entry a placeholder (`sel.core.placeholder`). Nor does it open a file with CRLs, which
    only the authority's own backup has.

    passphrase  UTF-8; its strength is the caller's matter
    rounds      of every derivation, 1 to MAX_ROUNDS; None for ROUNDS, which is what a file that
                is to be kept gets
    key_attributes  more attributes (RFC 7292 4.2) of every key, the only value of each by dotted
                OID: what one reader is to be told
    spread      derives the keys of MAC and encryption beside each other

    Raises ValueError for rounds out of range and for a passphrase that is not UTF-8.
    """
    count = ROUNDS[protection] if rounds is None else rounds
    if not 1 <= count <= MAX_ROUNDS:
        raise ValueError("rounds out of range")
    spelling = written(passphrase)
    modern = protection is Protection.MODERN
    digest, size = ("sha256", _SALT) if modern else ("sha1", _OLD_SALT)
    salts = secrets.token_bytes(size), secrets.token_bytes(size)
    mac = _mac_key(spelling, salts[0], count, digest)
    wanted: list[Derivation] = [mac]
    if modern:
        wanted.append(_modern_key(spelling, salts[1], count))
    with closing(spread(_derive, wanted)) as answers:
        keys = [next(answers) for _ in wanted]
    seal = _modern_seal(keys[1], salts[1], count) if modern else _old_seal(spelling, count)
    safes = [
        _sealed_safe(_certificates(bundle), seal),
        sealed_data(_keys(bundle, seal, key_attributes or {})),
    ]
    content = pkcs12.AuthenticatedSafe(safes).dump()
    return framed(content, key=keys[0], digest=digest, salt=salts[0], rounds=count)


def _derive(what: Derivation) -> bytes:
    return what.derive()


def _mac_key(spelling: Spelling, salt: bytes, rounds: int, digest: str) -> Derivation:
    size = hashlib.new(digest).digest_size
    return Pkcs12Key(spelling.bmp, salt, rounds, Purpose.MAC, size, digest)


def _modern_key(spelling: Spelling, salt: bytes, rounds: int) -> Derivation:
    return Pbkdf2(spelling.raw, salt, rounds, 32, "sha256")


@dataclass(frozen=True, slots=True)
class _Sealed:
    """Closed contents and the AlgorithmIdentifier that opens them."""

    algorithm: Any
    ciphertext: bytes


_Seal = Callable[[bytes], _Sealed]


def _modern_seal(key: bytes, salt: bytes, rounds: int) -> _Seal:
    """PBES2 with one derived key for all that this seal closes, and a new IV each time.

    A file of 200 keys with a salt each would take a minute to write and to open, and would be
    no harder to guess: one key that opens is all an attacker needs, and the salts differ from
    file to file in any case. CBC wants IVs that cannot be foretold, which 128 random bits are.
    """
    derivation = {
        "algorithm": "pbkdf2",
        "parameters": {
            "salt": algos.Pbkdf2Salt(name="specified", value=salt),
            "iteration_count": rounds,
            "prf": {"algorithm": "sha256", "parameters": core.Null()},
        },
    }

    def seal(plain: bytes) -> _Sealed:
        iv = secrets.token_bytes(_AES_BLOCK)
        algorithm = algos.EncryptionAlgorithm(
            {
                "algorithm": "pbes2",
                "parameters": {
                    "key_derivation_func": derivation,
                    "encryption_scheme": {"algorithm": "aes256_cbc", "parameters": iv},
                },
            }
        )
        return _Sealed(algorithm, _cbc(AES(key), iv, plain))

    return seal


def _old_seal(spelling: Spelling, rounds: int) -> _Seal:
    """pbeWithSHAAnd3-KeyTripleDES-CBC (RFC 7292 C): its IV comes from the salt, so that every
    bag needs a salt, and a derivation, of its own."""

    def seal(plain: bytes) -> _Sealed:
        salt = secrets.token_bytes(_OLD_SALT)
        key, iv = (
            pkcs12_kdf(
                spelling.bmp, salt, rounds=rounds, purpose=purpose, size=size, digest="sha1"
            )
            for purpose, size in ((Purpose.KEY, 24), (Purpose.IV, 8))
        )
        algorithm = algos.EncryptionAlgorithm(
            {
                "algorithm": "pkcs12_sha1_tripledes_3key",
                "parameters": {"salt": salt, "iterations": rounds},
            }
        )
        return _Sealed(algorithm, _cbc(TripleDES(key), iv, plain))

    return seal


def _cbc(algorithm: CipherAlgorithm, iv: bytes, plain: bytes) -> bytes:
    padder = PKCS7(len(iv) * 8).padder()
    encryptor = Cipher(algorithm, modes.CBC(iv)).encryptor()
    return encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()


def _certificates(bundle: Bundle) -> bytes:
    """SafeContents; those of the keys first, where programs look that take the first."""
    seen: set[bytes] = set()
    bags: list[dict[str, Any]] = []
    named = [(entry.certificate, entry) for entry in bundle.entries]
    for der, entry in [*named, *((der, None) for der in bundle.others)]:
        if der is None or der in seen:
            continue
        seen.add(der)
        value = {"cert_id": X509_CERTIFICATE, "cert_value": der}
        bags.append({"bag_id": CERT_BAG, "bag_value": value} | _attributes(entry))
    for crl in bundle.crls:
        value = {"cert_id": X509_CRL, "cert_value": crl}
        bags.append({"bag_id": CRL_BAG, "bag_value": value})
    encoded: bytes = _CertSafe(bags).dump()
    return encoded


def _keys(bundle: Bundle, seal: _Seal, more: Mapping[str, core.Asn1Value]) -> bytes:
    """SafeContents; the keys are sealed one by one, as NSS and Windows expect them."""
    bags: list[dict[str, Any]] = []
    for entry in bundle.entries:
        sealed = seal(entry.key.reveal())
        value = {"encryption_algorithm": sealed.algorithm, "encrypted_data": sealed.ciphertext}
        bags.append({"bag_id": SHROUDED_KEY_BAG, "bag_value": value} | _attributes(entry, more))
    encoded: bytes = pkcs12.SafeContents(bags).dump()
    return encoded


def _attributes(
    entry: Entry | None, more: Mapping[str, core.Asn1Value] = MappingProxyType({})
) -> dict[str, Any]:
    attributes: list[dict[str, Any]] = [
        {"type": oid, "values": [value]} for oid, value in more.items()
    ]
    if entry and entry.friendly_name:
        attributes.append({"type": "friendly_name", "values": [entry.friendly_name]})
    if entry and entry.certificate is not None:
        local_key_id = hashlib.sha1(entry.certificate, usedforsecurity=False).digest()
        attributes.append({"type": "local_key_id", "values": [local_key_id]})
    return {"bag_attributes": attributes} if attributes else {}


def _sealed_safe(contents: bytes, seal: _Seal) -> dict[str, Any]:
    sealed = seal(contents)
    return {
        "content_type": "encrypted_data",
        "content": {
            "version": 0,
            "encrypted_content_info": {
                "content_type": "data",
                "content_encryption_algorithm": sealed.algorithm,
                "encrypted_content": sealed.ciphertext,
            },
        },
    }
