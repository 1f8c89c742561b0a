"""A private key on its way out of a store: sealed under a password for one moment."""

from __future__ import annotations

import secrets
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_private_key

from sel.base.errors import NotExportable
from sel.base.secret import Secret
from sel.core import certificate, keypair
from sel.core.bundle import Bundle, Entry

_BYTES: Final = 32


def new_password() -> str:
    """256 random bits, in hex digits."""
    return secrets.token_hex(_BYTES)


def opened(sealed: bytes, password: str) -> Secret:
    """PKCS#8 (DER) out of EncryptedPrivateKeyInfo (RFC 5958 3), DER.

    Raises ValueError for what does not open or is of a kind that we do not know.
    """
    try:
        # What a key can do is proved later; the library's own test of its primes is slow.
        private = load_der_private_key(
            sealed, password.encode("ascii"), unsafe_skip_rsa_key_validation=True
        )
    except (UnsupportedAlgorithm, TypeError) as problem:
        raise ValueError(str(problem)) from problem
    return keypair.pkcs8_of(private)


def bundle_of(sealed: bytes, password: str, der: bytes, name: str | None) -> Bundle:
    """The key that came out, with its certificate. Raises NotExportable for another's key."""
    digest = certificate.read(der).sha256.hex()
    try:
        key = opened(sealed, password)
    except ValueError as problem:
        raise NotExportable(sha256=digest, detail=str(problem)) from problem
    if keypair.spki_of(key) != certificate.read(der).spki:
        raise NotExportable(sha256=digest, detail="the key is another one's")
    return Bundle((Entry(key, der, name),))
