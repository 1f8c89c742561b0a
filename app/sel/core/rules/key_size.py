"""Is its key strong enough? S/MIME Baseline Requirements 6.1.5, RFC 8551 4.4."""

from __future__ import annotations

from sel.core.certificate import CertificateFacts
from sel.core.finding import Finding, error, warning

CODES = ("key-broken", "key-weak")
_LEAST_RSA, _USUAL_RSA = 1024, 2048


def check_key_size(facts: CertificateFacts) -> Finding | None:
    """How long an RSA or DSA key is; other kinds have one length each."""
    size = facts.key.size
    if size is None:
        return None
    if size < _LEAST_RSA:
        return error("key-broken", source="RFC 8551 4.4", size=size)
    if size < _USUAL_RSA:
        return warning("key-weak", source="S/MIME BR 6.1.5", size=size)
    return None
