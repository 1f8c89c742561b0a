"""Where to look it up. S/MIME BR 7.1.2.3 b and c."""

from __future__ import annotations

from collections.abc import Iterator

from sel.core.certificate import CertificateFacts
from sel.core.extensions import CRL_POINTS, ISSUER_CERTIFICATE, Details
from sel.core.finding import Finding, info, warning
from sel.core.rules.baseline.claim import Claim, Generation

CODES = ("br-crl-missing", "br-crl-scheme", "br-issuer-url")
_SOURCE = "S/MIME BR 7.1.2.3 b"
_OLD_SCHEMES = {"http", "ldap", "ftp"}


def check_sources(facts: CertificateFacts, details: Details, claim: Claim) -> Iterator[Finding]:
    """Findings about cRLDistributionPoints and authorityInfoAccess."""
    if details.extension(CRL_POINTS) is None:
        yield warning("br-crl-missing", source=_SOURCE)
    allowed = _OLD_SCHEMES if claim.generation is Generation.LEGACY else {"http"}
    others = [url for url in facts.crl_urls if url.partition(":")[0].lower() not in allowed]
    if others:
        yield warning("br-crl-scheme", source=_SOURCE, urls=", ".join(others))
    if not any(method == ISSUER_CERTIFICATE for method, _ in details.access):
        yield info("br-issuer-url", source="S/MIME BR 7.1.2.3 c")
