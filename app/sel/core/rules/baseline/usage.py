"""Key usage that fits key and profile. S/MIME BR 7.1.2.3 e."""

from __future__ import annotations

from collections.abc import Iterator

from sel.core.certificate import CertificateFacts
from sel.core.extensions import KEY_USAGE
from sel.core.finding import Finding, info, warning
from sel.core.rules.baseline.claim import Claim, Generation

CODES = ("br-key-usage-missing", "br-key-usage", "br-key-usage-optional")
_SOURCE = "S/MIME BR 7.1.2.3 e"
_SIGNING = frozenset({"digitalSignature", "nonRepudiation"})


def check_usage(facts: CertificateFacts, claim: Claim) -> Iterator[Finding]:
    """Findings about keyUsage: there, critical, and no bit beyond what the key is for."""
    usage = facts.key_usage
    if usage is None:
        yield warning("br-key-usage-missing", source=_SOURCE)
        return
    wrong = usage - _allowed(facts, claim, usage)
    if wrong or not usage:
        yield warning("br-key-usage", source=_SOURCE, usage=", ".join(sorted(wrong)) or "0")
    if KEY_USAGE not in facts.critical:
        yield info("br-key-usage-optional", source=_SOURCE)


def _allowed(facts: CertificateFacts, claim: Claim, usage: frozenset[str]) -> frozenset[str]:
    """The bits of a signing certificate, of one for key management, or of one for both."""
    signs = _SIGNING if "digitalSignature" in usage else frozenset[str]()
    manages = frozenset[str]()
    if facts.key.algorithm == "rsa" and "keyEncipherment" in usage:
        manages = frozenset({"keyEncipherment"})
        if claim.generation is not Generation.STRICT:
            manages |= {"dataEncipherment"}
    elif facts.key.algorithm == "ec" and "keyAgreement" in usage:
        manages = frozenset({"keyAgreement", "encipherOnly", "decipherOnly"})
    elif facts.key.algorithm.startswith("ml-kem"):
        manages = frozenset({"keyEncipherment"})
    return signs | manages
