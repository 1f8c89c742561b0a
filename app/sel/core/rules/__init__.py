"""Rules: one file, one question. Each answers with findings, or with nothing.

`judge` asks them in order; nothing registers itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from sel.core.certificate import CertificateFacts
from sel.core.chain import Path
from sel.core.finding import Finding
from sel.core.rules import address, chain, key_size, key_usage, validity

WARN_BEFORE = timedelta(days=30)


class Purpose(StrEnum):
    """What a certificate is wanted for."""

    ANY = "any"
    SIGN = "sign"
    ENCRYPT = "encrypt"


def judge(
    facts: CertificateFacts,
    *,
    at: datetime,
    purpose: Purpose = Purpose.ANY,
    mailbox: str | None = None,
    path: Path | None = None,
) -> tuple[Finding, ...]:
    """Every finding about a person's certificate for this purpose, the rules in their order.

    mailbox  an address it has to speak for;  path  what `chain.build` found, if it was asked
    """
    asked = (
        validity.check_validity(facts, now=at, warn_before=WARN_BEFORE),
        address.check_address(facts, mailbox=mailbox),
        *key_usage.check_key_usage(
            facts,
            sign=purpose is not Purpose.ENCRYPT,
            encrypt=purpose is not Purpose.SIGN,
            both=purpose is not Purpose.ANY,
        ),
        *key_size.check_key_size(facts),
        *chain.check_chain(path),
    )
    return tuple(finding for finding in asked if finding is not None)
