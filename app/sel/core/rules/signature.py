"""Can the signature on it be relied on? RFC 8551 2.1, S/MIME BR 7.1.3.2, RFC 5280 4.1.1.2."""

from __future__ import annotations

from collections.abc import Iterator

from sel.core.certificate import CertificateFacts
from sel.core.certificate.oddities import ALGORITHMS_DIFFER
from sel.core.finding import Finding, error, warning

CODES = ("signature-broken", "signature-weak", "signature-unknown", "algorithms-differ")
_BROKEN = {"md5", "md2", "md4"}


def check_signature(facts: CertificateFacts) -> Iterator[Finding]:
    """Findings about the algorithm; whether it verifies is a question for the path."""
    if ALGORITHMS_DIFFER in facts.oddities:
        yield error("algorithms-differ", source="RFC 5280 4.1.1.2")
    # A root's own signature proves nothing and is not judged (RFC 5280 6.1).
    if facts.self_signed:
        return
    digest = facts.signature_algorithm.rpartition("-")[2]
    if digest in _BROKEN:
        yield error("signature-broken", source="RFC 8551 2.1", digest=digest)
    elif digest == "sha1":
        yield warning("signature-weak", source="S/MIME BR 7.1.3.2", digest=digest)
    elif not facts.signature_algorithm[:1].isalpha():  # an identifier nobody named, or none
        algorithm = facts.signature_algorithm
        yield warning("signature-unknown", source="S/MIME BR 7.1.3.2", algorithm=algorithm)
