"""May it sign, may it encrypt? RFC 8550 4.4.2 (key usage) and 4.4.4 (extended key usage)."""

from __future__ import annotations

from collections.abc import Iterator

from sel.core.certificate import CertificateFacts
from sel.core.finding import Finding, error, info

CODES = (
    "is-authority",
    "not-for-mail",
    "cannot-sign",
    "cannot-encrypt",
    "sign-only",
    "encrypt-only",
)


def check_key_usage(
    facts: CertificateFacts, *, sign: bool, encrypt: bool, both: bool
) -> Iterator[Finding]:
    """Findings about what the certificate may be used for.

    sign, encrypt  what it is wanted for
    both           whether each wanted use is needed; if not, one of them is enough
    """
    if facts.is_ca:
        yield error("is-authority", source="RFC 8550 4.4.1")
        return
    if not facts.for_mail:
        yield error("not-for-mail", source="RFC 8550 4.4.4")
        return
    lacks_sign = sign and not facts.can_sign
    lacks_encrypt = encrypt and not facts.can_encrypt
    if both or (lacks_sign and lacks_encrypt):
        if lacks_sign:
            yield error("cannot-sign", source="RFC 8550 4.4.2")
        if lacks_encrypt:
            yield error("cannot-encrypt", source="RFC 8550 4.4.2")
    elif lacks_encrypt:
        yield info("sign-only", source="RFC 8550 4.4.2")
    elif lacks_sign:
        yield info("encrypt-only", source="RFC 8550 4.4.2")
