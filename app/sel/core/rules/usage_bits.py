"""Do the bits of its key usage fit its key? RFC 5280 4.2.1.3, RFC 3279 2.3.1, RFC 8813 3."""

from __future__ import annotations

from collections.abc import Iterator

from sel.core.certificate import CertificateFacts
from sel.core.finding import Finding, info, warning

CODES = ("usage-unstated", "usage-misfits-key", "non-repudiation-only")
# RFC 3279 2.3.1 for RSA, RFC 8813 3 for EC, RFC 9295 3 for the curves of RFC 8410.
_AGREEMENT = {"keyAgreement", "encipherOnly", "decipherOnly"}
_TRANSPORT = {"keyEncipherment", "dataEncipherment"}
_SIGNING = {"digitalSignature", "nonRepudiation"}
_MISFITS = {
    "rsa": _AGREEMENT,
    "ec": _TRANSPORT,
    "ed25519": _AGREEMENT | _TRANSPORT,
    "ed448": _AGREEMENT | _TRANSPORT,
    "x25519": _SIGNING | _TRANSPORT,
    "x448": _SIGNING | _TRANSPORT,
}


def check_usage_bits(facts: CertificateFacts, *, sign: bool) -> Iterator[Finding]:
    """Findings about the bits themselves. sign: whether it is wanted for signing."""
    usage = facts.key_usage
    if usage is None:
        # RFC 8550 4.4.2 lets it count as "everything"; programs of Apple want it stated.
        yield info("usage-unstated", source="RFC 5280 4.2.1.3")
        return
    misfits = usage & _MISFITS.get(facts.key.algorithm, set())
    if misfits:
        yield warning(
            "usage-misfits-key",
            source="RFC 8550 4.4.2",
            usage=", ".join(sorted(misfits)),
            algorithm=facts.key.algorithm.upper(),
        )
    if sign and usage & _SIGNING == {"nonRepudiation"}:
        yield warning("non-repudiation-only", source="RFC 8550 4.4.2")
