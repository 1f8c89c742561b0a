"""Can its issuer's key be found? RFC 5280 4.2.1.1."""

from __future__ import annotations

from sel.core.certificate import CertificateFacts
from sel.core.finding import Finding, info

CODES = ("issuer-key-unnamed",)


def check_identifiers(facts: CertificateFacts) -> Finding | None:
    """Whether it names the key that signed it, which tells same-named authorities apart."""
    if facts.authority_key_identifier is None and not facts.self_signed:
        return info("issuer-key-unnamed", source="RFC 5280 4.2.1.1")
    return None
