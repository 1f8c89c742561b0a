"""Can mail programs use a key of its kind? S/MIME BR 6.1.5, RFC 8551 2.2 and 2.3, RFC 4055 1.2."""

from __future__ import annotations

from collections.abc import Iterator

from sel.core.certificate import CertificateFacts
from sel.core.extensions import Details
from sel.core.finding import Finding, error, info, warning
from sel.core.rules.purpose import Purpose

CODES = ("curve-unusual", "key-unusual", "key-rare", "key-pss-only", "key-elliptic")
_CURVES = {"P-256", "P-384", "P-521"}
_RARE = {"ed25519", "ed448", "x25519", "x448"}
_PSS = "1.2.840.113549.1.1.10"
_BASELINE = "S/MIME BR 6.1.5"


def check_key_kind(
    facts: CertificateFacts, details: Details, *, purpose: Purpose
) -> Iterator[Finding]:
    """Kinds that many programs do not know, or not for this purpose."""
    key = facts.key
    if details.key_algorithm == _PSS:
        if purpose is Purpose.ENCRYPT:
            yield error("key-pss-only", source="RFC 4055 1.2")
        else:
            yield warning("key-pss-only", source="RFC 4055 1.2")
    elif key.algorithm == "ec" and key.curve not in _CURVES:
        yield warning("curve-unusual", source=_BASELINE, curve=key.curve or "")
    elif key.algorithm == "ec" and purpose is Purpose.ENCRYPT:
        # NSS encrypts to such keys since 3.100 only, of the year 2024.
        yield info("key-elliptic", source="RFC 8551 2.3")
    elif key.algorithm in _RARE:
        yield warning("key-rare", source="RFC 8551 2.2", algorithm=key.algorithm)
    elif key.algorithm not in {"rsa", "ec"}:
        yield warning("key-unusual", source=_BASELINE, algorithm=key.algorithm)
