"""The encryption schemes of PKCS#12 bags: from an AlgorithmIdentifier to a way to decipher.

PBES1 of RFC 7292 appendix C and of RFC 8018 6.1; PBES2 of RFC 8018 6.2 with PBKDF2 (any standard
PRF) or scrypt, over every cipher of `sel.core.ciphers`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sel.base.errors import Damaged, UnsupportedAlgorithm
from sel.core import ber, ciphers
from sel.core.ber import Element
from sel.core.bundle.kdf import Derivation, Derivations, Pbkdf1, Pbkdf2, Pkcs12Key, Scrypt
from sel.core.bundle.pkcs12_kdf import Purpose
from sel.core.bundle.spelling import Spelling
from sel.core.ciphers import BlockCipher

PBES2: Final = "1.2.840.113549.1.5.13"
PBKDF2: Final = "1.2.840.113549.1.5.12"
SCRYPT: Final = "1.3.6.1.4.1.11591.4.11"
RC2_CBC: Final = "1.2.840.113549.3.2"
CAST5_CBC: Final = "1.2.840.113533.7.66.10"

# RFC 7292 appendix C.
_PKCS12: Final[dict[str, tuple[str, BlockCipher]]] = {
    "1.2.840.113549.1.12.1.1": ("pbe-sha1-rc4-128", ciphers.RC4_128),
    "1.2.840.113549.1.12.1.2": ("pbe-sha1-rc4-40", ciphers.RC4_40),
    "1.2.840.113549.1.12.1.3": ("pbe-sha1-3des", ciphers.TRIPLE_DES),
    "1.2.840.113549.1.12.1.4": ("pbe-sha1-2des", ciphers.TWO_KEY_TRIPLE_DES),
    "1.2.840.113549.1.12.1.5": ("pbe-sha1-rc2-128", ciphers.rc2(128)),
    "1.2.840.113549.1.12.1.6": ("pbe-sha1-rc2-40", ciphers.rc2(40)),
}

# RFC 8018 A.3; MD2 is not had any more and stays unsupported.
_PKCS5: Final[dict[str, tuple[str, str, BlockCipher]]] = {
    "1.2.840.113549.1.5.3": ("pbe-md5-des", "md5", ciphers.DES),
    "1.2.840.113549.1.5.6": ("pbe-md5-rc2-64", "md5", ciphers.rc2(64)),
    "1.2.840.113549.1.5.10": ("pbe-sha1-des", "sha1", ciphers.DES),
    "1.2.840.113549.1.5.11": ("pbe-sha1-rc2-64", "sha1", ciphers.rc2(64)),
}

HMACS: Final[dict[str, str]] = {
    "1.2.840.113549.2.5": "md5",
    "1.2.840.113549.2.7": "sha1",
    "1.2.840.113549.2.8": "sha224",
    "1.2.840.113549.2.9": "sha256",
    "1.2.840.113549.2.10": "sha384",
    "1.2.840.113549.2.11": "sha512",
    "1.2.840.113549.2.12": "sha512_224",
    "1.2.840.113549.2.13": "sha512_256",
    "1.2.156.10197.1.401.2": "sm3",
    "2.16.840.1.101.3.4.2.13": "sha3_224",
    "2.16.840.1.101.3.4.2.14": "sha3_256",
    "2.16.840.1.101.3.4.2.15": "sha3_384",
    "2.16.840.1.101.3.4.2.16": "sha3_512",
}
"""HMAC by hash, as PRF (RFC 8018 B.1.2) and as MAC; names are those of hashlib."""

_RC2_VERSIONS: Final = {160: 40, 120: 64, 58: 128}
"""RFC 8018 B.2.3: what stands for effective key bits below 256."""


@dataclass(frozen=True, slots=True)
class KeyDerivation:
    """The KDF of PBES2 or PBMAC1 with its parameters.

    name    as `Scheme.derivation` has it
    rounds  None for scrypt, which has no such number
    size    bytes of the key the file asks for, or None
    key     (password, size) to what is to be derived
    """

    name: str
    rounds: int | None
    size: int | None
    key: Callable[[bytes, int], Derivation]


@dataclass(frozen=True, slots=True)
class Scheme:
    """How one bag is encrypted.

    name        as `Outline.ciphers` has it
    derivation  "pkcs12-sha1", "pbkdf1-md5", "pbkdf2-sha256", …, "scrypt"
    rounds      None where there is no such number
    keys        what is to be derived under a spelling
    opened      (what was derived, ciphertext) to plain text. Raises ValueError if the key is not
                the right one or the data were altered (padding), TooLarge, UnsupportedAlgorithm
    """

    name: str
    derivation: str
    rounds: int | None
    keys: Callable[[Spelling], tuple[Derivation, ...]]
    opened: Callable[[Sequence[bytes], bytes], bytes]

    def decipher(self, derivations: Derivations, spelling: Spelling, data: bytes) -> bytes:
        """The plain text. Raises as `opened` and as `Derivations.key`."""
        return self.opened([derivations.key(each) for each in self.keys(spelling)], data)


@dataclass(frozen=True, slots=True)
class _Encryption:
    """A cipher with its parameters. key_sizes: those that are right, in bytes."""

    name: str
    key_size: int
    key_sizes: range
    opened: Callable[[bytes, bytes], bytes]


def scheme(identifier: Element) -> Scheme:
    """Read the AlgorithmIdentifier of an encryption.

    Raises UnsupportedAlgorithm (algorithm: what it is, dotted or by name), Damaged, TooLarge.
    """
    oid, parameters = algorithm(identifier)
    if oid == PBES2:
        return _pbes2(_needed(parameters))
    if oid in _PKCS12:
        return _pbes1_pkcs12(oid, _needed(parameters))
    if oid in _PKCS5:
        return _pbes1_pkcs5(oid, _needed(parameters))
    raise UnsupportedAlgorithm(algorithm=oid)


def algorithm(identifier: Element) -> tuple[str, Element | None]:
    """AlgorithmIdentifier: the OID, and the parameters if they stand there and are not NULL."""
    fields = identifier.fields()
    oid = fields.take().oid()
    parameters = next(fields.rest(), None)
    fields.end()
    return oid, None if parameters is None or parameters.tag == ber.NULL else parameters


def key_derivation(identifier: Element) -> KeyDerivation:
    """Read PBKDF2-params (RFC 8018 A.2) or scrypt-params (RFC 7914 7).

    Raises UnsupportedAlgorithm, Damaged.
    """
    oid, parameters = algorithm(identifier)
    if oid == PBKDF2:
        return _pbkdf2(_needed(parameters))
    if oid == SCRYPT:
        return _scrypt(_needed(parameters))
    raise UnsupportedAlgorithm(algorithm=oid)


def _needed(parameters: Element | None) -> Element:
    if parameters is None:
        raise Damaged(detail="an algorithm lacks its parameters")
    return parameters


def _pbkdf2(parameters: Element) -> KeyDerivation:
    fields = parameters.fields()
    salt_source = fields.take()
    if salt_source.tag == ber.SEQUENCE:  # otherSource: reserved, never defined
        raise UnsupportedAlgorithm(algorithm="pbkdf2-salt-other-source")
    salt = salt_source.octets()
    rounds = fields.take().integer()
    size = fields.optional(ber.INTEGER)
    prf = fields.optional(ber.SEQUENCE)
    fields.end()
    prf_oid = algorithm(prf)[0] if prf else "1.2.840.113549.2.7"
    if prf_oid not in HMACS:
        raise UnsupportedAlgorithm(algorithm=prf_oid)
    digest = HMACS[prf_oid]

    def key(password: bytes, length: int) -> Derivation:
        return Pbkdf2(password, salt, rounds, length, digest)

    name = f"pbkdf2-{digest.replace('_', '-')}"
    return KeyDerivation(name, rounds, size.integer() if size else None, key)


def _scrypt(parameters: Element) -> KeyDerivation:
    fields = parameters.fields()
    salt = fields.take().octets()
    cost, block, parallel = (fields.take().integer() for _ in range(3))
    size = fields.optional(ber.INTEGER)
    fields.end()

    def key(password: bytes, length: int) -> Derivation:
        return Scrypt(password, salt, cost, block, parallel, length)

    return KeyDerivation("scrypt", None, size.integer() if size else None, key)


def _pbes2(parameters: Element) -> Scheme:
    fields = parameters.fields()
    derivation = key_derivation(fields.take())
    encryption = _encryption(*algorithm(fields.take()))
    fields.end()
    size = derivation.size or encryption.key_size
    if size not in encryption.key_sizes:
        raise Damaged(detail=f"a key of {size} bytes for {encryption.name}")

    def keys(spelling: Spelling) -> tuple[Derivation, ...]:
        return (derivation.key(spelling.raw, size),)

    def opened(derived: Sequence[bytes], data: bytes) -> bytes:
        return encryption.opened(derived[0], data)

    name = f"pbes2-{encryption.name}"
    return Scheme(name, derivation.name, derivation.rounds, keys, opened)


def _encryption(oid: str, parameters: Element | None) -> _Encryption:
    """RFC 8018 B.2 and others: the cipher with its IV."""
    if oid == RC2_CBC:
        return _block_cipher(*_rc2(_needed(parameters)))
    if oid == CAST5_CBC:
        found = _needed(parameters)  # RFC 2144 wants a SEQUENCE; OpenSSL 3 writes the IV alone
        iv = found if found.tag == ber.OCTET_STRING else found.fields().take()
        return _block_cipher(ciphers.CAST5_CBC, iv.octets())
    if oid in ciphers.GCM:
        return _gcm(oid, _needed(parameters))
    cipher = ciphers.CBC.get(oid) or ciphers.OTHERS.get(oid)
    if cipher is None:
        raise UnsupportedAlgorithm(algorithm=oid)
    if not cipher.block:
        return _block_cipher(cipher, b"")
    return _block_cipher(cipher, _needed(parameters).octets())


def _block_cipher(cipher: BlockCipher, iv: bytes) -> _Encryption:
    def opened(key: bytes, data: bytes) -> bytes:
        return cipher.decipher(key, iv, data)

    return _Encryption(cipher.name, cipher.key_size, cipher.key_sizes, opened)


def _rc2(parameters: Element) -> tuple[BlockCipher, bytes]:
    fields = parameters.fields()
    version = fields.optional(ber.INTEGER)
    iv = fields.take().octets()
    fields.end()
    found = version.integer() if version else None
    bits = 32 if found is None else _RC2_VERSIONS.get(found, found)
    if not 1 <= bits <= 1024 or (found is not None and found < 256 and bits == found):
        raise UnsupportedAlgorithm(algorithm=f"rc2-version-{found}")
    return ciphers.rc2(bits), iv


def _gcm(oid: str, parameters: Element) -> _Encryption:
    """GCMParameters (RFC 5084 3.2)."""
    name, key_size = ciphers.GCM[oid]
    fields = parameters.fields()
    nonce = fields.take().octets()
    tag = fields.optional(ber.INTEGER)
    fields.end()
    tag_size = tag.integer() if tag else 12

    def opened(key: bytes, data: bytes) -> bytes:
        return ciphers.gcm_decrypt(key, nonce, data, tag_size=tag_size)

    return _Encryption(name, key_size, range(key_size, key_size + 1), opened)


def _pbe_parameters(parameters: Element) -> tuple[bytes, int]:
    """PBEParameter and pkcs-12PbeParams: salt and rounds."""
    fields = parameters.fields()
    salt, rounds = fields.take().octets(), fields.take().integer()
    fields.end()
    return salt, rounds


def _pbes1_pkcs12(oid: str, parameters: Element) -> Scheme:
    name, cipher = _PKCS12[oid]
    salt, rounds = _pbe_parameters(parameters)
    wanted = [(Purpose.KEY, cipher.key_size), (Purpose.IV, cipher.block)]

    def keys(spelling: Spelling) -> tuple[Derivation, ...]:
        return tuple(
            Pkcs12Key(spelling.bmp, salt, rounds, purpose, size, "sha1")
            for purpose, size in wanted
            if size
        )

    def opened(derived: Sequence[bytes], data: bytes) -> bytes:
        return cipher.decipher(derived[0], derived[1] if cipher.block else b"", data)

    return Scheme(name, "pkcs12-sha1", rounds, keys, opened)


def _pbes1_pkcs5(oid: str, parameters: Element) -> Scheme:
    name, digest, cipher = _PKCS5[oid]
    salt, rounds = _pbe_parameters(parameters)

    def keys(spelling: Spelling) -> tuple[Derivation, ...]:
        return (Pbkdf1(spelling.raw, salt, rounds, digest),)

    def opened(derived: Sequence[bytes], data: bytes) -> bytes:
        return cipher.decipher(derived[0][:8], derived[0][8:16], data)

    return Scheme(name, f"pbkdf1-{digest}", rounds, keys, opened)
