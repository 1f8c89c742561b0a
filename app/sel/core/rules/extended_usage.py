"""Does it say plainly that it is for mail? RFC 8550 4.4.4, RFC 5280 4.2.1.12."""

from __future__ import annotations

from sel.core.certificate import CertificateFacts
from sel.core.finding import Finding, info, warning

CODES = ("extended-usage-absent", "extended-usage-any")


def check_extended_usage(facts: CertificateFacts) -> Finding | None:
    """Whether emailProtection is named; that another use excludes mail is `key_usage`'s answer."""
    if facts.extended is None:
        return info("extended-usage-absent", source="RFC 8550 4.4.4")
    if facts.for_mail and "emailProtection" not in facts.extended:
        return warning("extended-usage-any", source="RFC 8550 4.4.4")
    return None
