"""Colleagues listed and found: by columns alone, without any certificate being parsed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sel.base.errors import UnknownPerson
from sel.core.people import Eligibility, Person, Standing, eligibility, established, reason
from sel.ports.services import Services


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person with the one answer about them."""

    person: Person
    answer: Eligibility


def everybody(
    services: Services, *, after: str = "", limit: int | None = None
) -> tuple[Colleague, ...]:
    """All colleagues in order of their addresses, or a page of them. No certificate is parsed."""
    return _answered(services, services.book().people().people(after=after, limit=limit))


def search(
    services: Services, text: str, limit: int | None = None, *, after: str = ""
) -> tuple[Colleague, ...]:
    """Those in whose name, address or organisation every word of `text` stands.

    In order of their addresses, `limit` at most, from behind the address `after` on.
    """
    return _answered(services, services.book().people().search(text, limit, after=after))


def matching(services: Services, text: str) -> int:
    """How many `search` would find."""
    return services.book().people().matching(text)


def expiring(services: Services, days: int) -> tuple[Colleague, ...]:
    """Those who can be encrypted to now and will not be in so many days, the soonest first."""
    now = services.clock.now()
    until = now + timedelta(days=days)
    found = _answered(services, services.book().people().ending(now, until))
    return tuple(
        each
        for each in found
        if each.answer.use is not None and _last_day(each.person, now) <= until
    )


def _last_day(person: Person, now: datetime) -> datetime:
    """When nobody can encrypt to them any more, as things stand."""
    keys = established(person.certificates)
    ends = [
        each.not_after
        for each in person.certificates
        if reason(each, keys, max(now, each.not_before)) is Standing.READY
    ]
    return max(ends, default=now)


def one(services: Services, email: str) -> Colleague:
    """One colleague. Raises UnknownPerson."""
    person = services.book().people().person(email)
    if person is None:
        raise UnknownPerson(address=email)
    return Colleague(person, eligibility(person, services.clock.now()))


def _answered(services: Services, people: Sequence[Person]) -> tuple[Colleague, ...]:
    now = services.clock.now()
    return tuple(Colleague(each, eligibility(each, now)) for each in people)
