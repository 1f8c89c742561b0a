"""RC2 (RFC 2268) with any key and effective key length, deciphering CBC.

The cryptography package takes RC2 with 128 bits only. Old PKCS#12 files hold their certificates
under 40 bits, old S/MIME under 40 and 64.
"""

from __future__ import annotations

import struct
from typing import Final

BLOCK: Final = 8

# RFC 2268 section 2: a permutation of 0..255 made from the digits of pi.
_PI: Final = bytes.fromhex(
    "d978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2"
    "179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82"
    "54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626"
    "6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7"
    "08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec"
    "c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731"
    "2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9"
    "0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad"
)
_MASK: Final = 0xFFFF


def cbc_decrypt(key: bytes, data: bytes, *, iv: bytes, effective_bits: int) -> bytes:
    """Decipher whole blocks; padding stays.

    key             1 to 128 bytes
    effective_bits  1 to 1024 (T1 in the RFC)
    Raises ValueError for a key, IV or data of a length that cannot be.
    """
    if not 1 <= len(key) <= 128 or not 1 <= effective_bits <= 1024:
        raise ValueError("RC2 key length")
    if len(iv) != BLOCK or len(data) % BLOCK:
        raise ValueError("RC2 block length")
    schedule = _expand(key, effective_bits)
    out = bytearray()
    previous = int.from_bytes(iv, "big")
    for block in struct.unpack(f">{len(data) // BLOCK}Q", data):
        words = struct.unpack("<4H", block.to_bytes(BLOCK, "big"))
        plain = struct.pack("<4H", *_decrypt_block(schedule, *words))
        out += (int.from_bytes(plain, "big") ^ previous).to_bytes(BLOCK, "big")
        previous = block
    return bytes(out)


def _expand(key: bytes, effective_bits: int) -> tuple[int, ...]:
    """Key expansion, RFC 2268 section 2: 64 words of 16 bits."""
    effective_bytes = (effective_bits + 7) // 8
    mask = 0xFF >> (8 * effective_bytes - effective_bits)
    buffer = bytearray(key) + bytearray(128 - len(key))
    for i in range(len(key), 128):
        buffer[i] = _PI[(buffer[i - 1] + buffer[i - len(key)]) & 0xFF]
    buffer[128 - effective_bytes] = _PI[buffer[128 - effective_bytes] & mask]
    for i in range(127 - effective_bytes, -1, -1):
        buffer[i] = _PI[buffer[i + 1] ^ buffer[i + effective_bytes]]
    return struct.unpack("<64H", buffer)


def _decrypt_block(k: tuple[int, ...], a: int, b: int, c: int, d: int) -> tuple[int, ...]:
    """RFC 2268 section 4: five, six and five r-mixing rounds, an r-mashing round between."""
    j = 63
    for rounds in (5, 6, 5):
        for _ in range(rounds):
            d = ((d >> 5 | d << 11) - k[j] - (c & b) - (~c & a)) & _MASK
            c = ((c >> 3 | c << 13) - k[j - 1] - (b & a) - (~b & d)) & _MASK
            b = ((b >> 2 | b << 14) - k[j - 2] - (a & d) - (~a & c)) & _MASK
            a = ((a >> 1 | a << 15) - k[j - 3] - (d & c) - (~d & b)) & _MASK
            j -= 4
        if j > 0:
            d = (d - k[c & 63]) & _MASK
            c = (c - k[b & 63]) & _MASK
            b = (b - k[a & 63]) & _MASK
            a = (a - k[d & 63]) & _MASK
    return a, b, c, d
