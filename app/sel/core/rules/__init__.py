"""Rules: one file, one question. Each answers with findings, or with nothing.

`judge` asks them in order; nothing registers itself. `CODES` in each file names what it can say;
a test holds that against the code, and `docs/findings.md` is made from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sel.core.certificate import CertificateFacts
from sel.core.certificate.times import WARN_BEFORE
from sel.core.chain import Path
from sel.core.extensions import Details, details
from sel.core.finding import Finding
from sel.core.rules import (
    address,
    address_form,
    authority_marks,
    baseline,
    capabilities,
    chain,
    critical,
    extended_usage,
    identifiers,
    key_kind,
    key_size,
    key_usage,
    key_weakness,
    lifetime,
    names,
    oddities,
    revocation_sources,
    self_signed,
    serial,
    signature,
    unreadable,
    usage_bits,
    validity,
)
from sel.core.rules.purpose import Purpose

__all__ = ["WARN_BEFORE", "Purpose", "judge"]

# A point of the Baseline Requirements says the same with more weight than the general rule.
_SAID_BY: Final = {
    "lasts-long": "br-lifetime",
    "usage-unstated": "br-key-usage-missing",
    "usage-misfits-key": "br-key-usage",
    "extended-usage-absent": "br-extended-usage",
    "extended-usage-any": "br-extended-usage",
    "address-in-subject-only": "br-address-missing",
    "issuer-key-unnamed": "br-authority-key",
    "no-revocation-source": "br-crl-missing",
    "serial-zero": "br-serial",
}
# And these leave nothing for the one line that a certificate without a promise gets.
_SAYS_TOO: Final = {
    **_SAID_BY,
    "no-address": "br-address-missing",
    "never-ends": "br-lifetime",
    "non-repudiation-only": "br-key-usage",
}


def judge(
    facts: CertificateFacts,
    *,
    at: datetime,
    purpose: Purpose = Purpose.ANY,
    mailbox: str | None = None,
    path: Path | None = None,
    thorough: bool = True,
) -> tuple[Finding, ...]:
    """Every finding about a person's certificate for this purpose, the rules in their order.

    mailbox   an address it has to speak for
    path      what `chain.build` found, if it was asked
    thorough  also how well it was made; False asks only what decides whether mail can be signed
              and encrypted with it, for people who cannot change how it was made
    """
    seen = details(facts.der)
    found = list(_asked(facts, seen, at, purpose, mailbox, path, thorough))
    # An authority, or a certificate for something else, has other rules to keep.
    if thorough and facts.for_mail and not facts.is_ca:
        told = {_SAYS_TOO.get(finding.code, "") for finding in found}
        found += baseline.check_baseline(facts, seen, told=told)
    codes = {finding.code for finding in found}
    return tuple(finding for finding in found if _SAID_BY.get(finding.code) not in codes)


def _asked(
    facts: CertificateFacts,
    seen: Details,
    at: datetime,
    purpose: Purpose,
    mailbox: str | None,
    path: Path | None,
    thorough: bool,
) -> Iterator[Finding]:
    sign, encrypt = purpose is not Purpose.ENCRYPT, purpose is not Purpose.SIGN
    asked = (
        validity.check_validity(facts, now=at, warn_before=WARN_BEFORE),
        address.check_address(facts, mailbox=mailbox),
        *key_usage.check_key_usage(
            facts, sign=sign, encrypt=encrypt, both=purpose is not Purpose.ANY
        ),
        key_size.check_key_size(facts),
        *key_kind.check_key_kind(facts, seen, purpose=purpose),
        *key_weakness.check_key_weakness(seen),
        *signature.check_signature(facts),
        *critical.check_critical(seen),
        *unreadable.check_unreadable(facts, seen),
        self_signed.check_self_signed(facts, path),
        *chain.check_chain(path),
    )
    yield from (finding for finding in asked if finding is not None)
    if thorough and facts.for_mail and not facts.is_ca:
        yield from _making(facts, seen, sign=sign, encrypt=encrypt)


def _making(
    facts: CertificateFacts, seen: Details, *, sign: bool, encrypt: bool
) -> Iterator[Finding]:
    """How well it was made: what programs and standards ask beyond the needful."""
    asked = (
        lifetime.check_lifetime(facts),
        *address_form.check_address_form(facts, seen),
        *usage_bits.check_usage_bits(facts, sign=sign),
        extended_usage.check_extended_usage(facts),
        authority_marks.check_authority_marks(facts, seen),
        capabilities.check_capabilities(seen, encrypt=encrypt),
        *names.check_names(seen),
        serial.check_serial(facts),
        identifiers.check_identifiers(facts),
        revocation_sources.check_revocation_sources(facts, seen),
        *oddities.check_oddities(facts),
    )
    yield from (finding for finding in asked if finding is not None)
