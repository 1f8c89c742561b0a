"""Not for too long. S/MIME BR 6.3.2."""

from __future__ import annotations

from datetime import timedelta

from sel.core.certificate import CertificateFacts
from sel.core.finding import Finding, warning
from sel.core.rules.baseline.claim import Claim, Generation

CODES = ("br-lifetime",)
_LEGACY_DAYS, _DAYS = 1185, 825


def check_lifetime(facts: CertificateFacts, claim: Claim) -> Finding | None:
    """Both ends belong to the lifetime, so it is a second longer than their difference."""
    limit = _LEGACY_DAYS if claim.generation is Generation.LEGACY else _DAYS
    life = facts.not_after - facts.not_before + timedelta(seconds=1)
    if life <= timedelta(days=limit):
        return None
    return warning("br-lifetime", source="S/MIME BR 6.3.2", n=life.days, limit=limit)
