"""The journey of a renewal: the form of a new certificate, filled in from the one there is.

A short way through "Get a certificate": who issues it and where mail is read is known already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sel.core.certificate import CertificateFacts
from sel.core.keypair import KeyKind
from sel.core.request import Asked
from sel.journeys.get_certificate import (
    SETTLED,
    GetCertificate,
    Step,
    Who,
    inside,
    next_step,
    offered,
)
from sel.journeys.journey import Journey
from sel.ports.enrolment import AuthorityProfile, Route


class Reason(StrEnum):
    """Why a new one: the old one ends, or it is for another address."""

    ENDS = "ends"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Renew(GetCertificate):
    """As "Get a certificate".

    old     the certificate there is; it and its key stay
    reason  why there is to be another
    """

    old: CertificateFacts | None = None
    reason: Reason = Reason.ENDS


def journey(
    old: CertificateFacts,
    asked: Asked,
    *,
    kind: KeyKind,
    reason: Reason = Reason.ENDS,
    trial: bool = False,
    profiles: Sequence[AuthorityProfile] = (),
    domains: Sequence[str] = (),
) -> Journey[Step, Renew]:
    """From the form that is filled in.

    asked    what is asked for again; with another address for Reason.ADDRESS
    trial    the old one is of a pilot: this book's own answers again, if it may for the address
    """
    ways = offered(profiles, domains)
    first = asked.emails[0] if asked.emails else ""
    wanted = Route.BOOK if trial and inside(first, domains) else Route.MAIL
    authority = next((each for each in ways if each.route is wanted), None)
    if authority is None:
        authority = next(iter(ways), None)
    state = Renew(
        profiles=ways,
        domains=tuple(domains),
        who=Who.AUTHORITY,
        authority=authority,
        name=asked.name,
        address=first,
        further=asked.emails[1:],
        organisation=asked.organisation,
        besides=(asked.unit, asked.locality, asked.country),
        kind=kind,
        old=old,
        reason=reason,
    )
    return Journey("renew", Step.ADDRESS, state, next_step, SETTLED)
