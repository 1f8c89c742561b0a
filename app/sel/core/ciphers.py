"""The ciphers that PKCS#12 files are found under, deciphering only, padding removed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm as NotBuiltIn
from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4, SEED, Camellia, TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, CipherAlgorithm, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES, SM4
from cryptography.hazmat.primitives.padding import PKCS7

from sel.base.errors import Damaged, UnsupportedAlgorithm
from sel.core import rc2 as _rc2
from sel.core.limits import MAX_RC2_BYTES, check_limit


@dataclass(frozen=True, slots=True)
class BlockCipher:
    """A cipher in CBC mode with the padding of PKCS#7, or a stream cipher (block 0).

    key_size      bytes
    block         bytes, of the IV too
    raw           (key, iv, data) to plain text with its padding
    any_key_size  keys of 1 to 128 bytes are right too (RC2)
    """

    name: str
    key_size: int
    block: int
    raw: Callable[[bytes, bytes, bytes], bytes]
    any_key_size: bool = False

    @property
    def key_sizes(self) -> range:
        """The key sizes that are right, in bytes."""
        return range(1, 129) if self.any_key_size else range(self.key_size, self.key_size + 1)

    def decipher(self, key: bytes, iv: bytes, data: bytes) -> bytes:
        """The plain text.

        Raises ValueError if the padding is not right, Damaged for lengths no key can mend,
        TooLarge, UnsupportedAlgorithm if the library at hand was built without this cipher.
        """
        if len(iv) != self.block or (self.block and (not data or len(data) % self.block)):
            raise Damaged(detail=f"{len(data)} bytes, IV of {len(iv)}, under {self.name}")
        try:
            plain = self.raw(key, iv, data)
        except NotBuiltIn as error:
            raise UnsupportedAlgorithm(algorithm=self.name) from error
        if not self.block:
            return plain
        remover = PKCS7(self.block * 8).unpadder()
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
