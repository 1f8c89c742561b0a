"""Which ciphers does it tell others to use? RFC 4262, RFC 8551 2.5.2 and 2.7."""

from __future__ import annotations

from sel.core.extensions import Details
from sel.core.finding import Finding, warning

CODES = ("capabilities-old",)
_AES = "2.16.840.1.101.3.4.1."
_CHACHA = "1.2.840.113549.1.9.16.3.18"
_OLD = {
    "1.2.840.113549.3.2": "RC2",
    "1.2.840.113549.3.4": "RC4",
    "1.2.840.113549.3.7": "3DES",
    "1.3.14.3.2.7": "DES",
}


def check_capabilities(details: Details, *, encrypt: bool) -> Finding | None:
    """Outlook believes the list: one of old ciphers alone makes weak mail.

    encrypt  whether it is wanted for encryption
    """
    listed = details.capabilities or ()
    old = [name for oid, name in _OLD.items() if oid in listed]
    modern = any(oid.startswith(_AES) or oid == _CHACHA for oid in listed)
    if not encrypt or modern or not old:
        return None
    return warning("capabilities-old", source="RFC 8551 2.7", ciphers=", ".join(old))
