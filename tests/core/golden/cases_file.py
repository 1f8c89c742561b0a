"""Golden files of PKCS#12, seen from outside. What they seal is made up: no key is in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.core.golden import writing as w
from tests.core.golden.cases import AT

_PBE, _PBES2, _PBKDF2 = "1.2.840.113549.1.12.1", "1.2.840.113549.1.5.13", "1.2.840.113549.1.5.12"
_DATA, _ENCRYPTED = "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.6"
_SHROUDED_KEY = "1.2.840.113549.1.12.10.1.2"
_NIST = "2.16.840.1.101.3.4"
AES_128, AES_192, AES_256 = (f"{_NIST}.1.{arc}" for arc in (2, 22, 42))
CAMELLIA_256 = "1.2.392.200011.61.1.1.1.4"
HMAC_SHA256, SHA256 = "1.2.840.113549.2.9", f"{_NIST}.2.1"
SHA1 = "1.3.14.3.2.26"
PBMAC1 = "1.2.840.113549.1.5.14"
TRIPLE_DES, RC2_128, RC2_40 = 3, 5, 6


@dataclass(frozen=True)
class FileCase:
    """As `Case`, with a whole PFX."""

    name: str
    finds: str
    pfx: bytes
    purpose: str = "file"
    address: None = None
    at: str = AT


def pbes2(cipher: str) -> bytes:
    """PBES2 with PBKDF2-HMAC-SHA-256 (RFC 8018)."""
    derivation = w.algorithm(
        _PBKDF2, w.seq(_octets(16), w.number(2048), w.algorithm(HMAC_SHA256, w.tlv(0x05)))
    )
    return w.algorithm(_PBES2, w.seq(derivation, w.algorithm(cipher, _octets(16))))


def pbe(kind: int) -> bytes:
    """A scheme of RFC 7292 appendix C."""
    return w.algorithm(f"{_PBE}.{kind}", w.seq(_octets(8), w.number(2048)))


def mac(digest: str) -> bytes:
    """MacData (RFC 7292 4)."""
    return w.seq(w.seq(w.algorithm(digest, w.tlv(0x05)), _octets(20)), _octets(8), w.number(2048))


def pbmac1() -> bytes:
    """MacData of RFC 9579."""
    length = w.number(32)
    derivation = w.algorithm(
        _PBKDF2,
        w.seq(_octets(16), w.number(2048), length, w.algorithm(HMAC_SHA256, w.tlv(0x05))),
    )
    used = w.algorithm(PBMAC1, w.seq(derivation, w.algorithm(HMAC_SHA256, w.tlv(0x05))))
    return w.seq(w.seq(used, _octets(32)), _octets(8), w.number(1))


def pfx(keys: bytes, certificates: bytes, *macs: bytes) -> bytes:
    """A key and a sealed safe of certificates, each under an algorithm."""
    bag = w.seq(w.oid(_SHROUDED_KEY), w.tlv(0xA0, w.seq(keys, _octets(64))))
    sealed = w.seq(w.oid(_DATA), certificates, w.tlv(0x80, b"\xa5" * 64))
    safes = w.seq(
        w.seq(w.oid(_DATA), w.tlv(0xA0, w.tlv(0x04, w.seq(bag)))),
        w.seq(w.oid(_ENCRYPTED), w.tlv(0xA0, w.seq(w.number(0), sealed))),
    )
    return w.seq(w.number(3), w.seq(w.oid(_DATA), w.tlv(0xA0, w.tlv(0x04, safes))), *macs)


def _octets(count: int) -> bytes:
    return w.tlv(0x04, b"\x5a" * count)


def every() -> Iterator[FileCase]:
    """All cases of this file."""
    old, sha1, sha256 = pbe(TRIPLE_DES), mac(SHA1), mac(SHA256)
    modern, short, odd = pbes2(AES_256), pbes2(AES_128), pbes2(AES_192)
    camellia = pbes2(CAMELLIA_256)
    before, apple = "warning not-for-old-devices", "warning closed-to-apple"
    yield FileCase("not-for-old-devices", before, pfx(modern, modern, sha256))
    yield FileCase("closed-to-apple", f"{before}, {apple}", pfx(short, short, sha256))
    yield FileCase(
        "closed-to-java", f"{before}, {apple}, info closed-to-java", pfx(odd, odd, sha256)
    )
    yield FileCase(
        "closed-to-windows",
        f"{before}, warning closed-to-windows, {apple}, info closed-to-java",
        pfx(camellia, camellia, sha256),
    )
    yield FileCase(
        "closed-to-old-openssl",
        f"{before}, warning closed-to-windows, {apple}, warning closed-to-thunderbird, "
        "info closed-to-old-openssl, info closed-to-java",
        pfx(modern, modern, pbmac1()),
    )
    yield FileCase(
        "file-without-mac",
        f"{before}, {apple}, warning closed-to-thunderbird, warning file-without-mac",
        pfx(modern, modern),
    )
    yield FileCase(
        "closed-to-thunderbird",
        f"{apple}, warning closed-to-thunderbird, warning file-without-mac",
        pfx(old, old),
    )
    yield FileCase(
        "needs-openssl-legacy", "info needs-openssl-legacy", pfx(old, pbe(RC2_40), sha1)
    )
    yield FileCase(
        "closed-to-gnupg",
        "info needs-openssl-legacy, info closed-to-gnupg",
        pfx(old, pbe(RC2_128), sha1),
    )
