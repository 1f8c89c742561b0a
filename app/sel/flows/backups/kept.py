"""Which backups there are, which keys they cover, and which they lack."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sel.flows.identities import Identity, identities, standing
from sel.ports.book import BackupFact
from sel.ports.services import Services


class Condition(StrEnum):
    """How a backup was when somebody last looked.

    UNTESTED  written, never opened again
    DAMAGED   found damaged or changed; holds nothing that counts
    UNPROVED  said to be tested, which nobody can tell while the keys are closed
    """

    TESTED = "tested"
    UNTESTED = "untested"
    DAMAGED = "damaged"
    UNPROVED = "unproved"


@dataclass(frozen=True, slots=True)
class Kept:
    """One backup as it lies there now, as far as is known.

    seen  when it was last written, tested or found damaged
    ids   keys of this book that it holds; emails: the addresses they are for
    """

    path: str
    made: datetime
    verified: datetime | None
    condition: Condition
    seen: datetime
    ids: tuple[str, ...]
    emails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BackupStatus:
    """verified, path: of the newest tested backup, or None; covers, missing: ids of keys.

    unproved ids of keys of which nobody can tell while the keys are closed
    backups  every one, the one that was seen last first
    """

    verified: datetime | None
    path: str | None
    covers: tuple[str, ...]
    missing: tuple[str, ...]
    backups: tuple[Kept, ...] = ()
    unproved: tuple[str, ...] = ()


def status(services: Services) -> BackupStatus:
    """When the newest verified backup was, which keys verified backups cover, which they lack."""
    book = services.book()
    everything = identities(book, services.clock.now())
    mine = {each.spki_sha256: each for each in everything}
    found = [_kept(fact, mine) for fact in standing(book)]
    tested = [each for each in found if each.condition is Condition.TESTED]
    newest = max(tested, key=lambda each: each.seen, default=None)
    return BackupStatus(
        verified=newest.verified if newest is not None else None,
        path=newest.path if newest is not None else None,
        covers=tuple(each.id for each in everything if each.backed_up is not None),
        missing=tuple(
            each.id for each in everything if each.backed_up is None and not each.unproved
        ),
        unproved=tuple(each.id for each in everything if each.unproved),
        backups=tuple(sorted(found, key=lambda each: each.seen, reverse=True)),
    )


def _kept(fact: BackupFact, mine: dict[bytes, Identity]) -> Kept:
    condition = Condition.UNTESTED
    if fact.verified is not None:
        condition = Condition.TESTED
    elif fact.unproved:
        condition = Condition.UNPROVED
    elif fact.damaged:
        condition = Condition.DAMAGED
    inside = [mine[key] for key in fact.keys if key in mine]
    emails = tuple(dict.fromkeys(email for each in inside for email in each.emails))
    ids = tuple(each.id for each in inside)
    seen = fact.verified or fact.made
    return Kept(fact.path, fact.made, fact.verified, condition, seen, ids, emails)
