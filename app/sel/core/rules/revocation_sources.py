"""Can anybody find out whether it was revoked? RFC 5280 4.2.1.13 and 4.2.2.1, RFC 9608."""

from __future__ import annotations

from sel.core.certificate import CertificateFacts
from sel.core.extensions import OCSP, Details
from sel.core.finding import Finding, info

CODES = ("no-revocation-source",)
_NEVER_REVOKED = "2.5.29.56"


def check_revocation_sources(facts: CertificateFacts, details: Details) -> Finding | None:
    """Whether it names a list or a service; one that says it is never revoked needs neither."""
    answered = any(method == OCSP for method, _ in details.access)
    if facts.crl_urls or answered or facts.self_signed or details.extension(_NEVER_REVOKED):
        return None
    return info("no-revocation-source", source="RFC 5280 4.2.1.13")
