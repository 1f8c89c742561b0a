"""A private key, sealed: a blob that explains itself.

Layout, version 1; all lengths in bytes, no padding, nothing after the tag:

    offset  length  what
    0       4       magic, ASCII "SELK"
    4       1       version, 0x01
    5       16      id of the book key that seals (UUID, RFC 9562, network order)
    21      16      id of this key (UUID), ours, never a row number
    37      32      SHA-256 of the SubjectPublicKeyInfo (DER) that belongs to the private key
    69      12      nonce, fresh and random for every sealing (NIST SP 800-38D 8.2.2)
    81      n       ciphertext: PKCS#8 PrivateKeyInfo, DER, under AES-256-GCM
    81+n    16      GCM tag

The associated data are bytes 0 to 80: everything before the ciphertext. So a blob moved to another
key's row, or given another public key, does not open. One copied out alone opens with the book
key, without the book.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from uuid import UUID

from sel.base.errors import DamagedKey, WrongBookKey
from sel.base.secret import Secret

_MAGIC = b"SELK"
_VERSION = 1
_NONCE = 12
_TAG = 16
_HEAD = 4 + 1 + 16 + 16 + 32 + _NONCE


@dataclass(frozen=True, slots=True)
class BookKey:
    """The key over all keys of one book: its id, and 256 random bits."""

    id: UUID
    value: Secret


@dataclass(frozen=True, slots=True)
class Sealing:
    """What a blob says about itself, unproved until it is opened."""

    book_key: UUID
    key: UUID
    spki_sha256: bytes


def seal(pkcs8: Secret, *, under: BookKey, key: UUID, spki_sha256: bytes) -> bytes:
    """Seal a PKCS#8 private key (DER). spki_sha256: 32 bytes."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(spki_sha256) != 32:
        raise ValueError("spki_sha256 is 32 bytes")
    nonce = os.urandom(_NONCE)
    head = _MAGIC + bytes([_VERSION]) + under.id.bytes + key.bytes + spki_sha256 + nonce
    return head + AESGCM(under.value.reveal()).encrypt(nonce, pkcs8.reveal(), head)


def about(blob: bytes) -> Sealing:
    """Read the head of a blob. Raises DamagedKey if it is none that this program knows."""
    if len(blob) <= _HEAD + _TAG or blob[:4] != _MAGIC or blob[4] != _VERSION:
        raise DamagedKey(id="", detail="no sealed key of version 1")
    return Sealing(UUID(bytes=blob[5:21]), UUID(bytes=blob[21:37]), blob[37:69])


def unseal(blob: bytes, *, under: BookKey) -> Secret:
    """The PKCS#8 private key (DER) in a blob.

    Raises WrongBookKey if another book key sealed it (by its head), DamagedKey if the right one
    does not open it. `under` has to be proved right beforehand (`slots.check_value`), or the two
    could not be told apart.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    sealing = about(blob)
    if sealing.book_key != under.id:
        raise WrongBookKey(book_key=str(sealing.book_key))
    head, sealed = blob[:_HEAD], blob[_HEAD:]
    try:
        return Secret(AESGCM(under.value.reveal()).decrypt(head[-_NONCE:], sealed, head))
    except InvalidTag as error:
        raise DamagedKey(id=sealing.spki_sha256.hex()[:8]) from error
