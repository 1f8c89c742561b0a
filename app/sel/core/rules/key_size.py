"""Is it strong enough? S/MIME Baseline Requirements 6.1.5, RFC 8551 2.2."""

from __future__ import annotations

from collections.abc import Iterator

from sel.core.certificate import CertificateFacts
from sel.core.finding import Finding, error, warning

_CURVES = {"P-256", "P-384", "P-521"}
_LEAST_RSA, _USUAL_RSA = 1024, 2048


def check_key_size(facts: CertificateFacts) -> Iterator[Finding]:
    """Findings about the key and the signature on the certificate."""
    key = facts.key
    source = "S/MIME BR 6.1.5"
    if key.algorithm == "rsa" and key.size is not None:
        if key.size < _LEAST_RSA:
            yield error("key-broken", source="RFC 8551 4.4", size=key.size)
        elif key.size < _USUAL_RSA:
            yield warning("key-weak", source=source, size=key.size)
    elif key.algorithm == "ec" and key.curve not in _CURVES:
        yield warning("curve-unusual", source=source, curve=key.curve or "")
    elif key.algorithm not in {"rsa", "ec", "ed25519", "ed448", "x25519", "x448"}:
        yield warning("key-unusual", source=source, algorithm=key.algorithm)
    # A root's own signature proves nothing and is not judged (RFC 5280 6.1).
    if not facts.self_signed:
        digest = facts.signature_algorithm.rpartition("-")[2]
        if digest in {"md5", "md2", "md4"}:
            yield error("signature-broken", source="RFC 8551 2.1", digest=digest)
        elif digest == "sha1":
            yield warning("signature-weak", source="S/MIME BR 7.1.3.2", digest=digest)
