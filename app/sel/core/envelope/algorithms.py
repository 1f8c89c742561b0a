"""Identifiers of CMS and the algorithms in it, with the names Sêl gives them."""

from __future__ import annotations

import hashlib
from typing import Final

from cryptography.hazmat.primitives import hashes

from sel.base.errors import UnsupportedAlgorithm

DATA: Final = "1.2.840.113549.1.7.1"
SIGNED_DATA: Final = "1.2.840.113549.1.7.2"
ENVELOPED_DATA: Final = "1.2.840.113549.1.7.3"
COMPRESSED_DATA: Final = "1.2.840.113549.1.9.16.1.9"
AUTH_ENVELOPED_DATA: Final = "1.2.840.113549.1.9.16.1.23"
ZLIB: Final = "1.2.840.113549.1.9.16.3.8"

# Signed attributes: RFC 5652 11, RFC 8551 2.5, RFC 5035.
CONTENT_TYPE: Final = "1.2.840.113549.1.9.3"
MESSAGE_DIGEST: Final = "1.2.840.113549.1.9.4"
SIGNING_TIME: Final = "1.2.840.113549.1.9.5"
SMIME_CAPABILITIES: Final = "1.2.840.113549.1.9.15"
ENCRYPTION_KEY_PREFERENCE: Final = "1.2.840.113549.1.9.16.2.11"
SIGNING_CERTIFICATE: Final = "1.2.840.113549.1.9.16.2.12"
SIGNING_CERTIFICATE_V2: Final = "1.2.840.113549.1.9.16.2.47"

RSA: Final = "1.2.840.113549.1.1.1"
RSA_OAEP: Final = "1.2.840.113549.1.1.7"
RSA_PSS: Final = "1.2.840.113549.1.1.10"
MGF1: Final = "1.2.840.113549.1.1.8"
P_SPECIFIED: Final = "1.2.840.113549.1.1.9"
EC: Final = "1.2.840.10045.2.1"

AES_128_CBC: Final = "2.16.840.1.101.3.4.1.2"
AES_256_CBC: Final = "2.16.840.1.101.3.4.1.42"
AES_256_GCM: Final = "2.16.840.1.101.3.4.1.46"
AES_256_WRAP: Final = "2.16.840.1.101.3.4.1.45"
RC2_CBC: Final = "1.2.840.113549.3.2"

AEAD: Final = {
    "2.16.840.1.101.3.4.1.6": ("aes-128-gcm", 16, "gcm"),
    "2.16.840.1.101.3.4.1.26": ("aes-192-gcm", 24, "gcm"),
    AES_256_GCM: ("aes-256-gcm", 32, "gcm"),
    "2.16.840.1.101.3.4.1.7": ("aes-128-ccm", 16, "ccm"),
    "2.16.840.1.101.3.4.1.27": ("aes-192-ccm", 24, "ccm"),
    "2.16.840.1.101.3.4.1.47": ("aes-256-ccm", 32, "ccm"),
    "1.2.840.113549.1.9.16.3.18": ("chacha20-poly1305", 32, "poly1305"),
}
"""Name, key size in bytes and mode (RFC 5084, RFC 8103)."""

TRIPLE_DES_WRAP: Final = "1.2.840.113549.1.9.16.3.6"
WRAPS: Final = {
    "2.16.840.1.101.3.4.1.5": 16,
    "2.16.840.1.101.3.4.1.25": 24,
    AES_256_WRAP: 32,
    TRIPLE_DES_WRAP: 24,
}
"""Key wraps with the size of their key in bytes (RFC 3565, RFC 3217)."""

ECDH_SHA256: Final = "1.3.132.1.11.1"
X963: Final = {
    "1.3.133.16.840.63.0.2": "sha1",
    "1.3.132.1.11.0": "sha224",
    ECDH_SHA256: "sha256",
    "1.3.132.1.11.2": "sha384",
    "1.3.132.1.11.3": "sha512",
    "1.3.133.16.840.63.0.3": "sha1",
    "1.3.132.1.14.0": "sha224",
    "1.3.132.1.14.1": "sha256",
    "1.3.132.1.14.2": "sha384",
    "1.3.132.1.14.3": "sha512",
}
"""Diffie-Hellman with the X9.63 derivation (RFC 5753 7.1.4); the last five are those with
cofactor, which is 1 for every curve here."""

HKDF: Final = {
    "1.2.840.113549.1.9.16.3.19": "sha256",
    "1.2.840.113549.1.9.16.3.20": "sha384",
    "1.2.840.113549.1.9.16.3.21": "sha512",
}
"""Diffie-Hellman with HKDF (RFC 8418 2.2)."""

SHA1: Final = "1.3.14.3.2.26"
SHA256: Final = "2.16.840.1.101.3.4.2.1"
DIGESTS: Final = {
    "1.2.840.113549.2.5": "md5",
    SHA1: "sha1",
    "2.16.840.1.101.3.4.2.4": "sha224",
    SHA256: "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
    "2.16.840.1.101.3.4.2.8": "sha3-256",
    "2.16.840.1.101.3.4.2.9": "sha3-384",
    "2.16.840.1.101.3.4.2.10": "sha3-512",
    "2.16.840.1.101.3.4.2.12": "shake256",
    "2.16.840.1.101.3.4.2.18": "shake256",
}
DIGEST_OIDS: Final = {
    "sha256": SHA256,
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
}

SIGNATURES: Final[dict[str, tuple[str, str | None]]] = {
    RSA: ("rsa", None),
    "1.2.840.113549.1.1.4": ("rsa", "md5"),
    "1.2.840.113549.1.1.5": ("rsa", "sha1"),
    "1.3.14.3.2.29": ("rsa", "sha1"),
    "1.2.840.113549.1.1.14": ("rsa", "sha224"),
    "1.2.840.113549.1.1.11": ("rsa", "sha256"),
    "1.2.840.113549.1.1.12": ("rsa", "sha384"),
    "1.2.840.113549.1.1.13": ("rsa", "sha512"),
    "2.16.840.1.101.3.4.3.14": ("rsa", "sha3-256"),
    "2.16.840.1.101.3.4.3.15": ("rsa", "sha3-384"),
    "2.16.840.1.101.3.4.3.16": ("rsa", "sha3-512"),
    RSA_PSS: ("rsa-pss", None),
    EC: ("ecdsa", None),
    "1.2.840.10045.4.1": ("ecdsa", "sha1"),
    "1.2.840.10045.4.3.1": ("ecdsa", "sha224"),
    "1.2.840.10045.4.3.2": ("ecdsa", "sha256"),
    "1.2.840.10045.4.3.3": ("ecdsa", "sha384"),
    "1.2.840.10045.4.3.4": ("ecdsa", "sha512"),
    "2.16.840.1.101.3.4.3.10": ("ecdsa", "sha3-256"),
    "2.16.840.1.101.3.4.3.11": ("ecdsa", "sha3-384"),
    "2.16.840.1.101.3.4.3.12": ("ecdsa", "sha3-512"),
    "1.2.840.10040.4.1": ("dsa", None),
    "1.2.840.10040.4.3": ("dsa", "sha1"),
    "2.16.840.1.101.3.4.3.1": ("dsa", "sha224"),
    "2.16.840.1.101.3.4.3.2": ("dsa", "sha256"),
    "1.3.101.112": ("ed25519", None),
    "1.3.101.113": ("ed448", None),
}
"""Family and digest; None where the digest is named elsewhere (or is part of the scheme)."""

KEM_RECIPIENT: Final = "1.2.840.113549.1.9.16.13.3"
_UNOPENED: Final = {
    "2.16.840.1.101.3.4.4.1": "ml-kem-512",
    "2.16.840.1.101.3.4.4.2": "ml-kem-768",
    "2.16.840.1.101.3.4.4.3": "ml-kem-1024",
    "1.2.840.113549.1.9.16.3.14": "rsa-kem",
    "1.2.840.113549.1.9.16.3.5": "dh-ephemeral-static",
    "1.2.840.113549.1.9.16.3.10": "dh-static-static",
    "1.3.133.16.840.63.0.16": "ecmqv-sha1",
    "1.2.840.113549.3.4": "rc4",
    "1.2.840.113549.3.9": "rc5-cbc",
    "1.2.840.113533.7.66.10": "cast5-cbc",
    "1.3.6.1.4.1.188.7.1.1.2": "idea-cbc",
    "1.2.410.200046.1.1.2": "aria-128-cbc",
    "1.2.410.200046.1.1.7": "aria-192-cbc",
    "1.2.410.200046.1.1.12": "aria-256-cbc",
    "1.2.643.2.2.21": "gost-28147-89",
    "1.2.643.2.2.19": "gost-r-34.10-2001",
    "1.2.643.7.1.1.1.1": "gost-r-34.10-2012",
    "1.2.643.7.1.1.1.2": "gost-r-34.10-2012",
    "1.2.643.7.1.1.5.1.1": "magma",
    "1.2.643.7.1.1.5.2.1": "kuznyechik",
}
"""What mail is encrypted with somewhere, and Sêl does not open; to be named."""

ECDSA_OIDS: Final = {
    "sha256": "1.2.840.10045.4.3.2",
    "sha384": "1.2.840.10045.4.3.3",
    "sha512": "1.2.840.10045.4.3.4",
}

_HASHES: Final[dict[str, hashes.HashAlgorithm]] = {
    "md5": hashes.MD5(),  # noqa: S303  read only, and never without saying that it is weak
    "sha1": hashes.SHA1(),  # noqa: S303
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
    "sha3-256": hashes.SHA3_256(),
    "sha3-384": hashes.SHA3_384(),
    "sha3-512": hashes.SHA3_512(),
}
_SHAKE256_BYTES: Final = 64


def shown(oid: str) -> str:
    """What something is called that Sêl cannot use: a name if it has one, else dotted."""
    return _UNOPENED.get(oid, oid)


def hash_named(digest: str) -> hashes.HashAlgorithm:
    """The library's hash of that name.

    Raises UnsupportedAlgorithm for unknown ones, and for SHAKE, which is for EdDSA alone.
    """
    try:
        return _HASHES[digest]
    except KeyError as error:
        raise UnsupportedAlgorithm(algorithm=digest) from error


def digest_of(digest: str, data: bytes | memoryview) -> bytes:
    """The digest of `data` in one go (hashlib lets other threads run meanwhile).

    digest  a value of DIGESTS
    """
    if digest == "shake256":  # RFC 8419: 512 bits
        return hashlib.shake_256(data).digest(_SHAKE256_BYTES)
    return hashlib.new(digest.replace("-", "_"), data, usedforsecurity=False).digest()
