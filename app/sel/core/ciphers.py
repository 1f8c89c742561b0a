"""The ciphers that PKCS#12 files are found under, deciphering only, padding removed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.exceptions import UnsupportedAlgorithm as NotBuiltIn
from cryptography.hazmat.decrepit.ciphers.algorithms import (
    ARC4,
    CAST5,
    SEED,
    Blowfish,
    Camellia,
    TripleDES,
)
from cryptography.hazmat.decrepit.ciphers.modes import CFB, OFB
from cryptography.hazmat.primitives.ciphers import Cipher, CipherAlgorithm, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES, SM4
from cryptography.hazmat.primitives.padding import PKCS7

from sel.base.errors import Damaged, UnsupportedAlgorithm
from sel.core import rc2 as _rc2
from sel.core.limits import MAX_RC2_BYTES, check_limit


@dataclass(frozen=True, slots=True)
class BlockCipher:
    """A cipher in CBC mode with the padding of PKCS#7, or one that needs no padding.

    key_size      bytes
    block         bytes, of the IV too; 0 for a stream cipher and for ECB
    raw           (key, iv, data) to plain text with its padding
    any_key_size  keys of 1 to 128 bytes are right too (RC2)
    padding       bytes of the block that padding fills up; None for `block`, 0 for none
    """

    name: str
    key_size: int
    block: int
    raw: Callable[[bytes, bytes, bytes], bytes]
    any_key_size: bool = False
    padding: int | None = None

    @property
    def key_sizes(self) -> range:
        """The key sizes that are right, in bytes."""
        return range(1, 129) if self.any_key_size else range(self.key_size, self.key_size + 1)

    def decipher(self, key: bytes, iv: bytes, data: bytes) -> bytes:
        """The plain text.

        Raises ValueError if the padding is not right, Damaged for lengths no key can mend,
        TooLarge, UnsupportedAlgorithm if the library at hand was built without this cipher.
        """
        padded = self.block if self.padding is None else self.padding
        if len(iv) != self.block or (padded and (not data or len(data) % padded)):
            raise Damaged(detail=f"{len(data)} bytes, IV of {len(iv)}, under {self.name}")
        try:
            plain = self.raw(key, iv, data)
        except NotBuiltIn as error:
            raise UnsupportedAlgorithm(algorithm=self.name) from error
        if not padded:
            return plain
        remover = PKCS7(padded * 8).unpadder()
        return remover.update(plain) + remover.finalize()


def rc2(effective_bits: int) -> BlockCipher:
    """RC2 with `effective_bits`, the key as long as that unless the file says otherwise."""

    def raw(key: bytes, iv: bytes, data: bytes) -> bytes:
        check_limit("rc2-bytes", len(data), MAX_RC2_BYTES)
        return _rc2.cbc_decrypt(key, data, iv=iv, effective_bits=effective_bits)

    size = (effective_bits + 7) // 8
    return BlockCipher(f"rc2-{effective_bits}-cbc", size, _rc2.BLOCK, raw, any_key_size=True)


def _cbc(algorithm: Callable[[bytes], CipherAlgorithm]) -> Callable[[bytes, bytes, bytes], bytes]:
    def raw(key: bytes, iv: bytes, data: bytes) -> bytes:
        decryptor = Cipher(algorithm(key), modes.CBC(iv)).decryptor()
        return decryptor.update(data) + decryptor.finalize()

    return raw


def _rc4(key: bytes, iv: bytes, data: bytes) -> bytes:
    return Cipher(ARC4(key), None).decryptor().update(data)


RC4_128: Final = BlockCipher("rc4-128", 16, 0, _rc4)
RC4_40: Final = BlockCipher("rc4-40", 5, 0, _rc4)
TRIPLE_DES: Final = BlockCipher("3des-cbc", 24, 8, _cbc(TripleDES))
TWO_KEY_TRIPLE_DES: Final = BlockCipher(
    "2des-cbc", 16, 8, _cbc(lambda key: TripleDES(key + key[:8]))
)
DES: Final = BlockCipher("des-cbc", 8, 8, _cbc(lambda key: TripleDES(key * 3)))

CBC: Final[dict[str, BlockCipher]] = {
    "2.16.840.1.101.3.4.1.2": BlockCipher("aes-128-cbc", 16, 16, _cbc(AES)),
    "2.16.840.1.101.3.4.1.22": BlockCipher("aes-192-cbc", 24, 16, _cbc(AES)),
    "2.16.840.1.101.3.4.1.42": BlockCipher("aes-256-cbc", 32, 16, _cbc(AES)),
    "1.2.840.113549.3.7": TRIPLE_DES,
    "1.3.14.3.2.7": DES,
    "1.2.392.200011.61.1.1.1.2": BlockCipher("camellia-128-cbc", 16, 16, _cbc(Camellia)),
    "1.2.392.200011.61.1.1.1.3": BlockCipher("camellia-192-cbc", 24, 16, _cbc(Camellia)),
    "1.2.392.200011.61.1.1.1.4": BlockCipher("camellia-256-cbc", 32, 16, _cbc(Camellia)),
    "1.2.410.200004.1.4": BlockCipher("seed-cbc", 16, 16, _cbc(SEED)),
    "1.2.156.10197.1.104.2": BlockCipher("sm4-cbc", 16, 16, _cbc(SM4)),
}
"""PBES2 encryption schemes whose parameter is the IV alone."""


def gcm_decrypt(key: bytes, nonce: bytes, data: bytes, *, tag_size: int) -> bytes:
    """AES-GCM (RFC 5084), the tag behind the ciphertext.

    Raises ValueError if the tag does not hold, Damaged for lengths no key can mend.
    """
    if not 12 <= tag_size <= 16 or len(data) < tag_size or not 8 <= len(nonce) <= 128:
        raise Damaged(detail=f"AES-GCM with {len(data)} bytes, tag {tag_size}, {len(nonce)}")
    tag = data[-tag_size:]
    decryptor = Cipher(AES(key), modes.GCM(nonce, tag, min_tag_length=12)).decryptor()
    try:
        return decryptor.update(data[:-tag_size]) + decryptor.finalize()
    except InvalidTag as error:
        raise ValueError("AES-GCM tag") from error


def _ecb(algorithm: Callable[[bytes], CipherAlgorithm]) -> Callable[[bytes, bytes, bytes], bytes]:
    def raw(key: bytes, iv: bytes, data: bytes) -> bytes:
        decryptor = Cipher(algorithm(key), modes.ECB()).decryptor()  # noqa: S305 - only read
        return decryptor.update(data) + decryptor.finalize()

    return raw


def _running(
    algorithm: Callable[[bytes], CipherAlgorithm], mode: type[CFB | OFB]
) -> Callable[[bytes, bytes, bytes], bytes]:
    def raw(key: bytes, iv: bytes, data: bytes) -> bytes:
        decryptor = Cipher(algorithm(key), mode(iv)).decryptor()
        return decryptor.update(data) + decryptor.finalize()

    return raw


def _other_modes() -> dict[str, BlockCipher]:
    """Modes that only `openssl pkcs12 -keypbe` with that very name writes."""
    aes, camellia = "2.16.840.1.101.3.4.1", "0.3.4401.5.3.1.9"
    seed, sm4 = "1.2.410.200004.1", "1.2.156.10197.1.104"
    found: dict[str, BlockCipher] = {}
    for name, size, algorithm, (ecb, ofb, cfb) in (
        ("aes-128", 16, AES, (f"{aes}.1", f"{aes}.3", f"{aes}.4")),
        ("aes-192", 24, AES, (f"{aes}.21", f"{aes}.23", f"{aes}.24")),
        ("aes-256", 32, AES, (f"{aes}.41", f"{aes}.43", f"{aes}.44")),
        ("camellia-128", 16, Camellia, (f"{camellia}.1", f"{camellia}.3", f"{camellia}.4")),
        ("camellia-192", 24, Camellia, (f"{camellia}.21", f"{camellia}.23", f"{camellia}.24")),
        ("camellia-256", 32, Camellia, (f"{camellia}.41", f"{camellia}.43", f"{camellia}.44")),
        ("seed", 16, SEED, (f"{seed}.3", f"{seed}.6", f"{seed}.5")),
        ("sm4", 16, SM4, (f"{sm4}.1", f"{sm4}.3", f"{sm4}.4")),
    ):
        found[ecb] = BlockCipher(f"{name}-ecb", size, 0, _ecb(algorithm), padding=16)
        found[ofb] = BlockCipher(f"{name}-ofb", size, 16, _running(algorithm, OFB), padding=0)
        found[cfb] = BlockCipher(f"{name}-cfb", size, 16, _running(algorithm, CFB), padding=0)
    return found


OTHERS: Final[dict[str, BlockCipher]] = {
    **_other_modes(),
    "1.2.840.113549.3.4": BlockCipher("rc4", 16, 0, _rc4, any_key_size=True),
    "1.3.6.1.4.1.3029.1.2": BlockCipher("blowfish-cbc", 16, 8, _cbc(Blowfish)),
}
"""Further PBES2 encryption schemes whose parameter is the IV alone, or nothing (ECB)."""

CAST5_CBC: Final = BlockCipher("cast5-cbc", 16, 8, _cbc(CAST5))
"""Its parameters are IV and key length (RFC 2144 6)."""

GCM: Final[dict[str, tuple[str, int]]] = {
    "2.16.840.1.101.3.4.1.6": ("aes-128-gcm", 16),
    "2.16.840.1.101.3.4.1.26": ("aes-192-gcm", 24),
    "2.16.840.1.101.3.4.1.46": ("aes-256-gcm", 32),
}
"""AES-GCM by OID: name and key size in bytes; the parameters are nonce and tag size (RFC 5084)."""
