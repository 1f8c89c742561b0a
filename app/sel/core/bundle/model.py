"""What a PKCS#12 holds, as Sêl sees it."""

from __future__ import annotations

from dataclasses import dataclass

from sel.base.secret import Secret
from sel.core.finding import Finding


@dataclass(frozen=True, slots=True)
class Entry:
    """One private key with the certificate that belongs to it, if there is one.

    key            PKCS#8 PrivateKeyInfo, DER
    certificate    X.509, DER; None for a key that still waits for its certificate
    friendly_name  as in the file; None if it has none
    """

    key: Secret
    certificate: bytes | None
    friendly_name: str | None = None


@dataclass(frozen=True, slots=True)
class Bundle:
    """Every identity of a file, and the certificates that belong to no key in it.

    entries   one a key, in the order of the file
    others    X.509, DER, without repeats: chains and people
    crls      CertificateList (RFC 5280 5), DER, as crlBags (RFC 7292 4.2.4)
    findings  what of the file is not in here, and what in it does not fit together
    """

    entries: tuple[Entry, ...]
    others: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """What can be seen of a file without its passphrase.

    certificates  those that stand unencrypted, DER
    keys          number of key bags seen in the open part; encrypted parts are not counted
    sealed        True if some part is encrypted
    mac           "hmac-sha256", "pbmac1", … or None without a MAC
    mac_rounds    rounds of the MAC's key derivation, or None
    ciphers       names of the encryption schemes seen outside, e.g. "pbes2-aes-256-cbc"
    cipher_rounds rounds of each in the same order, or None where there is none
    derivations   of each in the same order, e.g. "pbkdf2-sha256"; "" where it is not known
    open_keys     how many of the keys stand unencrypted
    mac_derivation that of the MAC, or None
    """

    certificates: tuple[bytes, ...]
    keys: int
    sealed: bool
    mac: str | None
    mac_rounds: int | None
    ciphers: tuple[str, ...]
    cipher_rounds: tuple[int | None, ...]
    derivations: tuple[str, ...] = ()
    open_keys: int = 0
    mac_derivation: str | None = None
