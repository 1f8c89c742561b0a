"""An RSA key of the usual form. S/MIME BR 6.1.5 and 6.1.6."""

from __future__ import annotations

from collections.abc import Iterator

from sel.core.certificate import CertificateFacts
from sel.core.extensions import Details
from sel.core.finding import Finding, info, warning

CODES = ("br-modulus", "br-exponent")
_LEAST_EXPONENT, _EXPONENT_END = 2**16 + 1, 2**256


def check_key(facts: CertificateFacts, details: Details) -> Iterator[Finding]:
    """Findings about its numbers; how strong it is `key_size` says."""
    size = facts.key.size
    if details.modulus is None or details.exponent is None or size is None:
        return
    if size % 8:
        yield warning("br-modulus", source="S/MIME BR 6.1.5", size=size)
    if not _LEAST_EXPONENT <= details.exponent < _EXPONENT_END:
        yield info("br-exponent", source="S/MIME BR 6.1.6", exponent=details.exponent)
