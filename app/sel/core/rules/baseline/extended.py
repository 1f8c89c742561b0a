"""For mail, and for little else. S/MIME BR 7.1.2.3 f."""

from __future__ import annotations

from collections.abc import Iterator

from sel.core.certificate import CertificateFacts
from sel.core.finding import Finding, warning
from sel.core.rules.baseline.claim import Claim, Generation

CODES = ("br-extended-usage", "br-extended-usage-more")
_SOURCE = "S/MIME BR 7.1.2.3 f"
_MAIL = "emailProtection"
_NEVER = {"serverAuth", "codeSigning", "timeStamping", "anyExtendedKeyUsage", "OCSPSigning"}


def check_extended(facts: CertificateFacts, claim: Claim) -> Iterator[Finding]:
    """Findings about extKeyUsage."""
    uses = set(facts.extended or ())
    if _MAIL not in uses:
        yield warning("br-extended-usage", source=_SOURCE)
    strict = claim.generation is Generation.STRICT
    more = uses - {_MAIL} if strict else uses & _NEVER
    if more:
        yield warning("br-extended-usage-more", source=_SOURCE, usage=", ".join(sorted(more)))
