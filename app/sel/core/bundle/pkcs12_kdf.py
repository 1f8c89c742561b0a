"""The key derivation of PKCS#12 itself (RFC 7292 B.2): by OpenSSL, or in plain Python.

Windows and NSS write files with up to 600,000 rounds a key. The OpenSSL that Python's hashlib
stands on does them three to four times faster than Python, and beside other threads. Where its
function cannot be reached (another build of Python), or it declines (a digest that is switched
off there), the plain one gives the same bytes.
"""

from __future__ import annotations

import ctypes
import hashlib
import sys
from collections.abc import Callable
from enum import IntEnum
from functools import lru_cache
from itertools import repeat

from sel.base.errors import UnsupportedAlgorithm

_LOADED_ON_WINDOWS = ("libcrypto-3.dll", "libcrypto-3-x64.dll", "libcrypto-3-arm64.dll")


class Purpose(IntEnum):
    """The diversifier of RFC 7292 B.3."""

    KEY = 1
    IV = 2
    MAC = 3


def pkcs12_kdf(
    password: bytes, salt: bytes, *, rounds: int, purpose: Purpose, size: int, digest: str
) -> bytes:
    """`size` bytes of key.

    password  BMPString with its terminating 00 00 (B.1); b"" for no passphrase at all
    digest    a name hashlib knows; raises UnsupportedAlgorithm for another
    """
    hash_of(digest)  # refused alike, whoever derives
    openssl = by_openssl()
    found = openssl(password, salt, rounds, purpose, size, digest) if openssl else None
    if found is not None:
        return found
    return in_python(password, salt, rounds=rounds, purpose=purpose, size=size, digest=digest)


def in_python(
    password: bytes, salt: bytes, *, rounds: int, purpose: Purpose, size: int, digest: str
) -> bytes:
    """As `pkcs12_kdf`, step by step as RFC 7292 B.2 has it."""
    new = hash_of(digest)
    block = new().block_size
    filled = bytearray(_fill(salt, block) + _fill(password, block))
    diversifier = bytes([purpose]) * block
    key = b""
    while True:
        a = new(diversifier + filled).digest()
        for _ in repeat(None, rounds - 1):
            a = new(a).digest()
        key += a
        if len(key) >= size:
            return key[:size]
        step = int.from_bytes(_fill(a, block), "big") + 1
        for at in range(0, len(filled), block):
            word = (int.from_bytes(filled[at : at + block], "big") + step) % (1 << 8 * block)
            filled[at : at + block] = word.to_bytes(block, "big")


@lru_cache(maxsize=1)
def by_openssl() -> Callable[[bytes, bytes, int, Purpose, int, str], bytes | None] | None:
    """PKCS12_key_gen_uni of the OpenSSL that hashlib uses; it gives None where it declines.

    Nothing is loaded for it: only what is in this process already is asked, so that no library
    that lies in some folder can take its place.
    """
    library = _libcrypto()
    if library is None:
        return None
    try:
        generate, digest_named = library.PKCS12_key_gen_uni, library.EVP_get_digestbyname
    except AttributeError:  # hashlib is built without OpenSSL, or it is inside and hidden
        return None
    digest_named.argtypes, digest_named.restype = [ctypes.c_char_p], ctypes.c_void_p
    generate.restype = ctypes.c_int
    generate.argtypes = [
        *(ctypes.c_char_p, ctypes.c_int),  # the passphrase
        *(ctypes.c_char_p, ctypes.c_int),  # the salt
        *(ctypes.c_int, ctypes.c_int),  # purpose and rounds
        *(ctypes.c_int, ctypes.c_char_p),  # the key
        ctypes.c_void_p,
    ]

    def derive(
        password: bytes, salt: bytes, rounds: int, purpose: Purpose, size: int, digest: str
    ) -> bytes | None:
        method = digest_named(digest.encode())
        if not method:
            return None
        room = ctypes.create_string_buffer(size)
        done = generate(
            password, len(password), salt, len(salt), int(purpose), rounds, size, room, method
        )
        key = room.raw if done == 1 else None
        ctypes.memset(room, 0, size)
        return key

    return derive


def hash_of(name: str) -> Callable[..., hashlib._Hash]:
    """The constructor of a hash by the name hashlib gives it. Raises UnsupportedAlgorithm."""
    try:
        hashlib.new(name)
    except ValueError as error:  # not built into this OpenSSL, or forbidden by its policy
        raise UnsupportedAlgorithm(algorithm=name) from error
    constructor: Callable[..., hashlib._Hash] | None = getattr(hashlib, name, None)
    return constructor or (lambda data=b"": hashlib.new(name, data))


def _libcrypto() -> ctypes.CDLL | None:
    try:
        import _hashlib
    except ImportError:
        return None
    if sys.platform == "win32":
        handle_of = ctypes.WinDLL("kernel32").GetModuleHandleW
        handle_of.argtypes, handle_of.restype = [ctypes.c_wchar_p], ctypes.c_void_p
        for name in _LOADED_ON_WINDOWS:
            handle = handle_of(name)
            if handle:
                return ctypes.CDLL(name, handle=handle)
        return None
    path: str | None = getattr(_hashlib, "__file__", None)
    try:
        return ctypes.CDLL(path) if path else None
    except OSError:
        return None


def _fill(data: bytes, block: int) -> bytes:
    """`data` repeated to a whole number of blocks (RFC 7292 B.2, steps 2 and 3)."""
    length = -(-len(data) // block) * block
    return (data * (length // len(data) + 1))[:length] if data else b""
