"""DER in PEM armour (RFC 7468), which every version of every tool reads without being told."""

from __future__ import annotations

from base64 import encodebytes
from collections.abc import Sequence

from sel.base.secret import Secret


def private_key(pkcs8: Secret) -> Secret:
    """An unencrypted PrivateKeyInfo (DER) as PEM."""
    return Secret(_armoured("PRIVATE KEY", pkcs8.reveal()))


def certificates(ders: Sequence[bytes]) -> bytes:
    """Certificates (DER) as PEM, one behind the other."""
    return b"".join(_armoured("CERTIFICATE", der) for der in ders)


def _armoured(label: str, der: bytes) -> bytes:
    head, foot = (f"-----{word} {label}-----\n".encode() for word in ("BEGIN", "END"))
    return head + encodebytes(der) + foot
