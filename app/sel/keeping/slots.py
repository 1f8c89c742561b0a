"""The passphrase slot, and what is derived from the book key.

A passphrase slot is a blob like a sealed key (see `sealed`), version 1:

    offset  length  what
    0       4       magic, ASCII "SELP"
    4       1       version, 0x01
    5       16      id of the book key inside (UUID, network order)
    21      4       Argon2id passes t, unsigned, big-endian
    25      4       Argon2id memory m in KiB
    29      4       Argon2id lanes p
    33      16      salt
    49      12      nonce
    61      32      the book key under AES-256-GCM; its key: Argon2id(passphrase, salt), 32 bytes
    93      16      GCM tag

Associated data are bytes 0 to 60: whoever can write the file cannot lower t, m or p unnoticed,
and values outside the accepted range are refused before any work is done with them.
The passphrase is text in NFC, UTF-8 (a keyboard may give ŵ as one sign or as two).
"""

from __future__ import annotations

import os
import struct
import unicodedata
from uuid import UUID

from sel.base.errors import SlotDamaged, WrongUnlockPassphrase
from sel.base.secret import Secret
from sel.keeping.sealed import BookKey

_MAGIC = b"SELP"
_VERSION = 1
_SALT = 16
_NONCE = 12
_HEAD = 4 + 1 + 16 + 12 + _SALT + _NONCE
_WHOLE = _HEAD + 32 + 16

# RFC 9106 section 4, second recommended choice.
_PASSES, _MEMORY, _LANES = 3, 64 * 1024, 4
# Read: from the least memory any current advice allows to what an ordinary computer can spare.
_PASSES_RANGE = range(1, 17)
_MEMORY_RANGE = range(19 * 1024, 1024 * 1024 + 1)
_LANES_RANGE = range(1, 17)


def seal_slot(key: BookKey, passphrase: Secret) -> bytes:
    """A passphrase slot for this book key; a new salt and nonce every time."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    numbers = struct.pack(">III", _PASSES, _MEMORY, _LANES)
    head = _MAGIC + bytes([_VERSION]) + key.id.bytes + numbers + salt + nonce
    wrapping = _argon2id(passphrase, salt, passes=_PASSES, memory=_MEMORY, lanes=_LANES)
    return head + AESGCM(wrapping).encrypt(nonce, key.value.reveal(), head)


def open_slot(blob: bytes, passphrase: Secret) -> BookKey:
    """The book key in a slot.

    Raises WrongUnlockPassphrase if the passphrase does not open it, SlotDamaged if it is no slot
    of a known version or its numbers lie outside what is accepted.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(blob) != _WHOLE or blob[:4] != _MAGIC or blob[4] != _VERSION:
        raise SlotDamaged(reason="format")
    passes, memory, lanes = struct.unpack(">III", blob[21:33])
    if passes not in _PASSES_RANGE or memory not in _MEMORY_RANGE or lanes not in _LANES_RANGE:
        raise SlotDamaged(reason="parameters", detail=f"t={passes} m={memory} p={lanes}")
    head, salt = blob[:_HEAD], blob[33 : 33 + _SALT]
    wrapping = _argon2id(passphrase, salt, passes=passes, memory=memory, lanes=lanes)
    try:
        value = AESGCM(wrapping).decrypt(head[-_NONCE:], blob[_HEAD:], head)
    except InvalidTag as error:
        raise WrongUnlockPassphrase from error
    return BookKey(UUID(bytes=blob[5:21]), Secret(value))


def check_value(key: BookKey) -> bytes:
    """32 bytes that tell this book key from every other and give nothing of it away."""
    return derived(key, b"sel book key check 1")


def fact_key(key: BookKey) -> bytes:
    """The HMAC key of trust facts."""
    return derived(key, b"sel trust facts 1")


def mark_key(key: BookKey) -> bytes:
    """The HMAC key of what only this book shall recognise again."""
    return derived(key, b"sel marks 1")


def derived(key: BookKey, purpose: bytes) -> bytes:
    """HKDF-SHA-256 (RFC 5869), salt = the book key's id, info = purpose, 32 bytes."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt=key.id.bytes, info=purpose).derive(key.value.reveal())


def _argon2id(passphrase: Secret, salt: bytes, *, passes: int, memory: int, lanes: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory)
    return kdf.derive(_normal(passphrase))


def _normal(passphrase: Secret) -> bytes:
    try:
        text = passphrase.reveal_text()
    except UnicodeDecodeError:
        return passphrase.reveal()  # --unlock-fd may carry bytes that are no text
    return unicodedata.normalize("NFC", text).encode()
