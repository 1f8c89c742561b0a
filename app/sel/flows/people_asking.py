"""Who is asked for a new certificate, and until when the one they have works."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sel.base.errors import NobodyEnding
from sel.flows.people_finding import Colleague, expiring, one
from sel.ports.services import Services


def chosen(services: Services, emails: Sequence[str]) -> tuple[Colleague, ...]:
    """These. Raises UnknownPerson."""
    return tuple(one(services, each) for each in dict.fromkeys(emails))


def running_out(services: Services, days: int) -> tuple[Colleague, ...]:
    """Those who run out in so many days, but not those whose next key is here and only waits to
    be confirmed: the soonest first. Raises NobodyEnding.
    """
    found = tuple(each for each in expiring(services, days) if not each.answer.changes)
    if not found:
        raise NobodyEnding(n=days)
    return found


def works_until(colleague: Colleague) -> datetime:
    """When the certificate that is used ends; without one, when the last one ended or will."""
    used = colleague.answer.use
    if used is not None:
        return used.not_after
    return max(each.not_after for each in colleague.person.certificates)
