"""One policy, and only one. S/MIME BR 7.1.2.3 a and 7.1.6.1."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from sel.core.certificate import CertificateFacts
from sel.core.finding import Finding, warning
from sel.core.rules.baseline.claim import Generation, claims

CODES = ("br-policy-several", "br-policy-any", "br-legacy-ended")
_ANY_POLICY = "2.5.29.32.0"
_LEGACY_UNTIL = datetime(2025, 7, 15, tzinfo=UTC)


def check_policy(facts: CertificateFacts) -> Iterator[Finding]:
    """Findings about certificatePolicies."""
    claimed = claims(facts)
    if len(claimed) > 1:
        yield warning("br-policy-several", source="S/MIME BR 7.1.2.3 a", n=len(claimed))
    if claimed and _ANY_POLICY in facts.policies:
        yield warning("br-policy-any", source="S/MIME BR 7.1.2.3 a")
    legacy = any(each.generation is Generation.LEGACY for each in claimed)
    if legacy and facts.not_before >= _LEGACY_UNTIL:
        yield warning("br-legacy-ended", source="S/MIME BR 7.1.6.1", starts=facts.not_before)
