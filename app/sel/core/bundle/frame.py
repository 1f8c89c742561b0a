"""The outermost part of a PKCS#12 file that Sêl writes: the MAC, and what it does not cover."""

from __future__ import annotations

import hmac
from typing import Any, Final

from asn1crypto import core, pkcs12

_DIGESTS: Final = {"sha1", "sha256"}


def sealed_data(contents: bytes) -> dict[str, Any]:
    """ContentInfo of type data around these bytes."""
    return {"content_type": "data", "content": core.OctetString(contents)}


def framed(content: bytes, *, key: bytes, digest: str, salt: bytes, rounds: int) -> bytes:
    """The PFX, DER.

    content  AuthenticatedSafe, DER
    key      of the HMAC over it, with `digest` ("sha1", "sha256"), derived with `salt`, `rounds`
    """
    return _pfx(content, hmac.digest(key, content, digest), digest, salt, rounds)


def as_written(data: bytes) -> bool:
    """Whether a file is framed, octet for octet, as `framed` does it.

    The MAC says nothing of the octets around it, and readers forgive much there, each of them
    something else. Says nothing about what the MAC covers.
    """
    try:
        pfx = pkcs12.Pfx.load(data, strict=True)
        mac = pfx["mac_data"]
        content = pfx["auth_safe"]["content"].native
        digest = mac["mac"]["digest_algorithm"]["algorithm"].native
        rounds = mac["iterations"].native
        if digest not in _DIGESTS or not isinstance(content, bytes):
            return False
        value, salt = mac["mac"]["digest"].native, mac["mac_salt"].native
        return _pfx(content, value, digest, salt, rounds) == data
    except (ValueError, TypeError, KeyError):
        return False


def _pfx(content: bytes, mac: bytes, digest: str, salt: bytes, rounds: int) -> bytes:
    pfx = pkcs12.Pfx(
        {
            "version": "v3",
            "auth_safe": sealed_data(content),
            "mac_data": {
                "mac": {
                    "digest_algorithm": {"algorithm": digest, "parameters": core.Null()},
                    "digest": mac,
                },
                "mac_salt": salt,
                "iterations": rounds,
            },
        }
    )
    encoded: bytes = pfx.dump()
    return encoded
