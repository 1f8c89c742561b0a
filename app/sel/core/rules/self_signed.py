"""Does anybody vouch for it? RFC 5280 3.2."""

from __future__ import annotations

from sel.core.certificate import CertificateFacts
from sel.core.chain import Path
from sel.core.finding import Finding, warning

CODES = ("self-signed",)


def check_self_signed(facts: CertificateFacts, path: Path | None) -> Finding | None:
    """A person's own word for it; where a path was asked for, its answer says more."""
    if path is None and facts.self_signed and not facts.is_ca:
        return warning("self-signed", source="RFC 5280 3.2")
    return None
