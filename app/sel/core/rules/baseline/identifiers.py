"""The key that signed it is named. S/MIME BR 7.1.2.3 g."""

from __future__ import annotations

from sel.core.certificate import CertificateFacts
from sel.core.extensions import Details
from sel.core.finding import Finding, warning

CODES = ("br-authority-key",)


def check_identifiers(facts: CertificateFacts, details: Details) -> Finding | None:
    """The key identifier and nothing else: issuer and serial are not wanted beside it."""
    if facts.authority_key_identifier is not None and not details.authority_issuer:
        return None
    return warning("br-authority-key", source="S/MIME BR 7.1.2.3 g")
