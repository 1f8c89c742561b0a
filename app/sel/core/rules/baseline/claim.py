"""Which profile of the S/MIME Baseline Requirements a certificate claims (7.1.6.1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from sel.core.certificate import CertificateFacts

ARC: Final = "2.23.140.1.5."


class Validation(IntEnum):
    """What was checked before issuing; the fourth arc of the policy."""

    MAILBOX = 1
    ORGANISATION = 2
    SPONSOR = 3
    INDIVIDUAL = 4


class Generation(IntEnum):
    """How strict the profile is; the last arc of the policy."""

    LEGACY = 1
    MULTIPURPOSE = 2
    STRICT = 3


@dataclass(frozen=True, slots=True)
class Claim:
    """One reserved policy. `OID` is 2.23.140.1.5.validation.generation."""

    validation: Validation
    generation: Generation


def claims(facts: CertificateFacts) -> tuple[Claim, ...]:
    """Every reserved policy in the certificate; exactly one is right."""
    found = (_claim(oid) for oid in facts.policies if oid.startswith(ARC))
    return tuple(claim for claim in found if claim is not None)


def _claim(oid: str) -> Claim | None:
    kind, _, generation = oid.removeprefix(ARC).partition(".")
    try:
        return Claim(Validation(int(kind)), Generation(int(generation)))
    except ValueError:
        return None


def guessed(facts: CertificateFacts, personal: bool) -> Claim:
    """The nearest profile for a certificate that claims none, the mildest generation.

    personal  whether its subject has the name of a person in attributes of its own
    """
    if facts.organisation is not None:
        kind = Validation.SPONSOR if personal else Validation.ORGANISATION
    else:
        kind = Validation.INDIVIDUAL if personal else Validation.MAILBOX
    return Claim(kind, Generation.MULTIPURPOSE)
