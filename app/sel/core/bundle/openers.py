"""Which programs will not open a file, said before somebody tries them.

Most of them answer such a file with "wrong password". What each of them opens was measured where
it runs on the test machines (OpenSSL 3.0, NSS 3.87, GnuPG 2.2.40, Java 17: `tests/peers` asks
them again), and for the others is what their makers or many of their users say: Windows from 10
1709 and Server 2019 on, macOS from Apple's published source (15, which is iOS 18), Android from
reports (13 and before), Java's older updates from JDK-8076190 and JDK-8267701.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sel.base.errors import SelError
from sel.core import keypair
from sel.core.bundle.model import Bundle, Entry, Outline
from sel.core.finding import Finding, info, warning

_AES_CBC: Final = {f"pbes2-aes-{bits}-cbc" for bits in (128, 192, 256)}
_OLD: Final = {
    "pbe-sha1-3des",
    "pbe-sha1-rc2-40",
    "pbe-sha1-rc2-128",
    "pbe-sha1-rc4-40",
    "pbe-sha1-rc4-128",
}
"""PKCS#12's own schemes that everything of its time had (RFC 7292 appendix C)."""

_SHA2: Final = {f"hmac-sha{bits}" for bits in (224, 256, 384, 512)}
_MACS: Final = {"hmac-sha1"} | _SHA2
_PRFS: Final = {f"pbkdf2-sha{bits}" for bits in (1, 224, 256, 384, 512)}
_ONCE_COMMON: Final = ("rc2", "rc4", "-des", "seed", "blowfish", "cast5")
"""Parts of the names of ciphers that OpenSSL 3 keeps apart, in its legacy provider."""

_NSS: Final = {"pbes2-3des-cbc", "pbes2-des-cbc", "pbes2-seed-cbc"} | {
    f"pbes2-camellia-{bits}-cbc" for bits in (128, 192, 256)
}
"""What NSS opens beyond AES and the old schemes; RC2 under PBES2 comes on top."""

_JAVA: Final = {"pbes2-aes-128-cbc", "pbes2-aes-256-cbc", "pbe-md5-des"}

CODES: Final = frozenset(
    {
        "not-for-old-devices",
        "closed-to-windows",
        "closed-to-apple",
        "closed-to-thunderbird",
        "thunderbird-takes-no-key",
        "closed-to-java",
        "closed-to-old-openssl",
        "closed-to-gnupg",
        "needs-openssl-legacy",
    }
)
"""Every code that `openers` may say."""


def openers(seen: Outline, held: Bundle | None = None) -> tuple[Finding, ...]:
    """Which programs will not open this file, and what to do about it.

    seen  what is seen from outside; ciphers that nobody here knows are named by the reader
    held  what is in it, if it was opened: some programs stumble over that
    """
    return tuple(_findings(seen, held))


def _findings(seen: Outline, held: Bundle | None) -> Iterator[Finding]:
    ciphers, mac = set(seen.ciphers), seen.mac
    modern = any(name.startswith("pbes2") for name in ciphers)
    if modern or (mac is not None and mac not in {"hmac-sha1", "hmac-md5"}):
        yield warning("not-for-old-devices")
    if _odd_for_windows(seen):
        yield warning("closed-to-windows")
    if _closed_to_apple(seen):
        yield warning("closed-to-apple")
    if _closed_to_nss(seen) or (held and held.crls):
        yield warning("closed-to-thunderbird")
    elif held and any(map(_stops_nss, held.entries)):
        yield warning("thunderbird-takes-no-key")
    if mac == "pbmac1":
        yield info("closed-to-old-openssl")
    if any(part in name for name in ciphers for part in _ONCE_COMMON):
        yield info("needs-openssl-legacy")
    if _closed_to_java(seen):
        yield info("closed-to-java")
    if not modern and (ciphers - {"pbe-sha1-3des", "pbe-sha1-rc2-40"} or not _keys_in_3des(seen)):
        yield info("closed-to-gnupg")


def _odd_for_windows(seen: Outline) -> bool:
    """What Windows neither writes nor is known to read: PBMAC1, scrypt, other ciphers and MACs."""
    return (
        bool(set(seen.ciphers) - _AES_CBC - _OLD - {"pbe-sha1-2des"})
        or seen.mac not in _MACS | {None}
        or any(_pbkdf(name) and name not in _PRFS for name in seen.derivations)
    )


def _closed_to_apple(seen: Outline) -> bool:
    """macOS of any version: it always takes PBES2 for AES-256 under PBKDF2-HMAC-SHA-256, wants a
    MAC, and keys that are encrypted."""
    return (
        bool(set(seen.ciphers) - _OLD - {"pbes2-aes-256-cbc"})
        or any(_pbkdf(name) and name != "pbkdf2-sha256" for name in seen.derivations)
        or seen.mac not in _MACS
        or seen.open_keys > 0
    )


def _closed_to_nss(seen: Outline) -> bool:
    rc2 = {name for name in seen.ciphers if name.startswith("pbes2-rc2")}
    return (
        bool(set(seen.ciphers) - _AES_CBC - _OLD - _NSS - rc2)
        or seen.mac not in _MACS | {"hmac-md5"}
        or any(_pbkdf(name) and name not in _PRFS for name in seen.derivations)
    )


def _stops_nss(entry: Entry) -> bool:
    """NSS takes no key of a file with a key of an Edwards curve, or one without certificate."""
    if entry.certificate is None:
        return True
    try:
        spki = keypair.spki_of(entry.key)
    except SelError:  # a kind of key that Sêl knows no more than NSS does
        return True
    return keypair.describe(spki).algorithm in {"ed25519", "ed448"}


def _closed_to_java(seen: Outline) -> bool:
    return (
        bool(set(seen.ciphers) - _OLD - _JAVA)
        or seen.mac not in _MACS | {"hmac-sha512-224", "hmac-sha512-256", None}
        or any(_pbkdf(name) and name not in _PRFS for name in seen.derivations)
        or seen.open_keys > 0
    )


def _keys_in_3des(seen: Outline) -> bool:
    """Whether it may be: which cipher is that of the keys cannot always be told from outside."""
    return "pbe-sha1-3des" in seen.ciphers or not seen.keys


def _pbkdf(derivation: str) -> bool:
    """Whether it is one of PBES2, rather than of the old schemes, or unknown."""
    return derivation.startswith("pbkdf2") or derivation == "scrypt"
