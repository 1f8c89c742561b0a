"""Dates to be reminded of: the next test of the backup, the end of a certificate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from sel.core.certificate.times import WARN_BEFORE
from sel.flows import backup_due
from sel.flows.identities import Identity, State, identities
from sel.ports.services import Services


class Kind(StrEnum):
    """What the date is of."""

    BACKUP = "backup"
    CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One date.

    uid     stays the same while it is about the same thing
    about   the certificate's addresses, or the file of the backup
    before  how long before it one wants to know
    """

    kind: Kind
    uid: str
    when: datetime
    about: str
    before: timedelta = timedelta()


def reminders(services: Services) -> tuple[Reminder, ...]:
    """What lies ahead, the nearest first; nothing without a tested backup and a certificate."""
    now = services.clock.now()
    everything = identities(services.book(), now)
    found = [*_backup(services, everything), *_certificates(everything)]
    return tuple(sorted((each for each in found if each.when > now), key=lambda each: each.when))


def _backup(services: Services, everything: Sequence[Identity]) -> list[Reminder]:
    verified = backup_due.covered_since(everything)
    if verified is None:
        return []
    from sel.flows.backups import status

    # The oldest key stays the oldest, so the date moves instead of standing there twice.
    uid = f"backup-{sha256(everything[0].spki_sha256).hexdigest()[:32]}@sel"
    when = backup_due.due(services.policy, verified)
    return [Reminder(Kind.BACKUP, uid, when, status(services).path or "")]


def _certificates(everything: Sequence[Identity]) -> list[Reminder]:
    return [
        Reminder(
            Kind.CERTIFICATE,
            f"certificate-{facts.sha256.hex()[:32]}@sel",
            facts.not_after,
            ", ".join(facts.emails) or facts.common_name or each.id,
            WARN_BEFORE,
        )
        for each in everything
        if each.state is State.CURRENT and (facts := each.certificate) is not None
    ]
