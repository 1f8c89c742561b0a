"""Colleagues: the certificate that is used, what the person says of one, all judged anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from sel.base.errors import (
    NotAChange,
    UnknownCertificate,
)
from sel.base.message import Message
from sel.base.progress import Progress
from sel.core import certificate
from sel.core.certificate import CertificateFacts
from sel.core.people import (
    Eligibility,
    PathState,
    Person,
    PersonCertificate,
    Standing,
    eligibility,
    established,
)
from sel.flows import anchoring
from sel.flows.people_finding import one
from sel.flows.people_paths import Paths
from sel.ports.people import CHECKED, CONFIRMED, TRUSTED, Forgotten, PeopleBook
from sel.ports.services import Services

if TYPE_CHECKING:
    from sel.flows.people_revoked import Unknown


@dataclass(frozen=True, slots=True)
class Chosen:
    """The certificate that mail to an address is encrypted with, its path looked at just now.

    Without one `facts` is None and `answer` says why.
    """

    answer: Eligibility
    facts: CertificateFacts | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """One certificate of somebody, with what a person has to see before they speak for it.

    holders    everybody it counts for
    facts      of the certificate itself
    issuers    subjects of the authorities above it, as far as they are known, nearest first
    anchor     whether a trusted root stands at the end
    announced  a key that this person confirmed or had first signed the mail it came in
    """

    holders: tuple[Person, ...]
    facts: CertificateFacts
    issuers: tuple[str, ...]
    anchor: bool
    announced: bool


def choose(services: Services, email: str) -> Chosen:
    """The certificate to encrypt to somebody with. What the book noted of its path is not
    relied on: it is looked at again, now.
    """
    (found,) = choose_each(services, (email,))
    return found


def choose_each(services: Services, emails: Sequence[str]) -> tuple[Chosen, ...]:
    """The same for several, with one look at whom this computer trusts."""
    people, now = services.book().people(), services.clock.now()
    persons = [people.person(email) for email in emails]
    if not any(persons):
        return tuple(Chosen(Eligibility(Standing.NOBODY, None, None)) for _ in emails)
    paths = Paths.of(anchoring.trusted(services), now)
    return tuple(_chosen(people, each, paths, now) for each in persons)


def _chosen(people: PeopleBook, person: Person | None, paths: Paths, now: datetime) -> Chosen:
    if person is None:
        return Chosen(Eligibility(Standing.NOBODY, None, None))
    ders = people.certificates([each.sha256 for each in person.certificates])
    looked = tuple(
        _looked_at(each, ders[each.sha256], paths)
        for each in person.certificates
        if each.sha256 in ders
    )
    answer = eligibility(replace(person, certificates=looked), now)
    if answer.use is None:
        return Chosen(answer)
    return Chosen(answer, certificate.read(ders[answer.use.sha256]))


def _looked_at(each: PersonCertificate, der: bytes, paths: Paths) -> PersonCertificate:
    """With its path as it is now, and by its own words instead of the columns'."""
    facts = certificate.read(der)
    state = PathState.REVOKED if each.path is PathState.REVOKED else paths.state(facts)
    return replace(
        each,
        path=state,
        spki_sha256=facts.spki_sha256,
        not_before=facts.not_before,
        not_after=facts.not_after,
        encrypts=facts.can_encrypt,
    )


# --- spoken for -----------------------------------------------------------------------------


def show(services: Services, sha256: bytes) -> Shown:
    """What a person has to see before they speak for a certificate. Raises UnknownCertificate."""
    people, now = services.book().people(), services.clock.now()
    der = people.certificate(sha256)
    if der is None:
        raise UnknownCertificate(sha256=sha256.hex())
    facts = certificate.read(der)
    found = Paths.of(anchoring.trusted(services), now).found(facts)
    holders = tuple(people.holders(sha256))
    return Shown(
        holders,
        facts,
        tuple(certificate.read(each.der).subject for each in found.links[1:]),
        anchor=found.anchor is not None and found.why is None,
        announced=any(_announced(person, sha256) for person in holders),
    )


def _announced(person: Person, sha256: bytes) -> bool:
    others = tuple(each for each in person.certificates if each.sha256 != sha256)
    keys = established(others)
    return any(each.announced_by in keys for each in person.certificates if each.sha256 == sha256)


def trust(services: Services, sha256: bytes) -> None:
    """The person trusts this one certificate, whoever issued it. Raises UnknownCertificate."""
    _said(services, TRUSTED, sha256, "person")


def confirm(services: Services, sha256: bytes) -> None:
    """The person confirms that this key, which differs from the one before, is a colleague's.

    Raises UnknownCertificate, NotAChange.
    """
    people = services.book().people()
    holders = people.holders(sha256)
    if not holders:
        raise UnknownCertificate(sha256=sha256.hex())
    if not any(_is_change(person, sha256) for person in holders):
        raise NotAChange(sha256=sha256.hex())
    _said(services, CONFIRMED, sha256, "person")


def _is_change(person: Person, sha256: bytes) -> bool:
    keys = established(person.certificates)
    return any(
        each.sha256 == sha256 and each.matches and each.spki_sha256 not in keys
        for each in person.certificates
    )


def checked(services: Services, sha256: bytes, how: str) -> None:
    """The person compared the check code of this one certificate. Raises UnknownCertificate."""
    _said(services, CHECKED, sha256, how)


def _said(services: Services, kind: str, sha256: bytes, how: str) -> None:
    book = services.book()
    if book.people().certificate(sha256) is None:
        raise UnknownCertificate(sha256=sha256.hex())
    book.trust(kind, sha256, how=how)
    book.note(Message(f"{kind}-said", {"sha256": sha256.hex()}))


def remove(services: Services, email: str) -> Forgotten:
    """Forget somebody and what was known of them; `bring_back` undoes it.

    If they come again by themselves they are met anew: nothing then says that their key changed.
    Raises UnknownPerson.
    """
    person = one(services, email).person
    note = Message("person-removed", {"address": person.email})
    return services.book().people().remove(email, note=note)


def bring_back(services: Services, forgotten: Forgotten) -> None:
    """Undo `remove`, with all that was known of them and said of their certificates (but what
    was said under a book key of before: the journal then says so).
    """
    note = Message("person-brought-back", {"address": forgotten.email})
    services.book().people().bring_back(forgotten, note=note)


# --- judged again ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of certificates.

    changed  how many are judged otherwise now
    unknown  of which of those in use it is not known whether they are revoked, and why
    """

    certificates: int
    changed: int
    unknown: tuple[Unknown, ...]


def check(
    services: Services,
    progress: Progress,
    emails: Sequence[str] = (),
    *,
    responders: bool = False,
) -> Judged:
    """Judge the path of each certificate anew, and whether those in use are revoked, if it is
    allowed to ask.

    emails      whose; none means everybody's
    responders  ask them too about what no list says; each learns whose certificates they are
    What is revoked stays so. Raises UnknownPerson, Cancelled: what was judged so far is kept.
    """
    from sel.flows import people_revoked

    people, now = services.book().people(), services.clock.now()
    trust_now = anchoring.trusted(services)
    paths = Paths.of(trust_now, now)
    everyone = [one(services, each).person for each in emails] if emails else people.people()
    held = {each.sha256: each for person in everyone for each in person.certificates}
    changed, names = 0, list(held)
    for at in range(0, len(names), _TOGETHER):
        progress.step(at, len(names), Message("people-judging"))
        states = {
            sha256: paths.state_of(der)
            for sha256, der in people.certificates(names[at : at + _TOGETHER]).items()
            if held[sha256].path is not PathState.REVOKED
        }
        new = {each: state for each, state in states.items() if held[each].path is not state}
        if new:
            changed += people.judged(new, at=now)
    again = [one(services, each).person for each in emails] if emails else people.people()
    used = [use.sha256 for person in again if (use := eligibility(person, now).use)]
    ders = people.certificates(used)
    looked = people_revoked.look(services, ders, paths, trust_now, progress, responders=responders)
    if looked.revoked:
        changed += people.judged(dict.fromkeys(looked.revoked, PathState.REVOKED), at=now)
    progress.step(len(names), len(names), Message("done"))
    return Judged(len(names), changed, looked.unknown)


_TOGETHER = 500
