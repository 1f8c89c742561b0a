"""Everything the window shows of one colleague, looked up away from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sel.ports.services import Services

if TYPE_CHECKING:
    from sel.core.people import PersonCertificate
    from sel.flows.people import Shown
    from sel.flows.people_finding import Colleague
    from sel.ports.people import Sighting


@dataclass(frozen=True, slots=True)
class OneCertificate:
    """A certificate of theirs: as the book's columns say it, as it says itself, where it was."""

    held: PersonCertificate
    shown: Shown
    sightings: tuple[Sighting, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """One colleague. certificates: newest start first."""

    colleague: Colleague
    certificates: tuple[OneCertificate, ...]

    def certificate(self, held: PersonCertificate | None) -> OneCertificate | None:
        """The one the columns name."""
        if held is None:
            return None
        found = (each for each in self.certificates if each.held.sha256 == held.sha256)
        return next(found, None)


def look(services: Services, email: str) -> Known:
    """Raises UnknownPerson."""
    from sel.flows import people, people_finding

    one = people_finding.one(services, email)
    book = services.book().people()
    newest = sorted(one.person.certificates, key=lambda each: each.not_before, reverse=True)
    return Known(
        one,
        tuple(
            OneCertificate(
                each, people.show(services, each.sha256), tuple(book.sightings(each.sha256))
            )
            for each in newest
        ),
    )
