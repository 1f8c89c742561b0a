"""The journey "Get a certificate": from a question to a form that was sent, and its answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sel.base.errors import BadAddress
from sel.core.address import domain_of
from sel.core.keypair import KeyKind
from sel.flows.identities import Identity
from sel.flows.installs import Installed
from sel.flows.requests import Made
from sel.journeys.journey import Journey
from sel.journeys.mail_places import MailPlace, can_work
from sel.journeys.you import You
from sel.ports.enrolment import AuthorityProfile, Route


class Step(StrEnum):
    """One decision each."""

    WHO = "who"
    ASK = "ask"
    WEBSITE = "website"
    MAIL = "mail"
    NOT_FOR_YOU = "not-for-you"
    ADDRESS = "address"
    CHECK = "check"
    PILOT = "pilot"
    KEPT = "kept"
    SEND = "send"
    ANSWER = "answer"
    YOU = "you"
    READY = "ready"


class Who(StrEnum):
    """Who issues the certificate, as far as the person knows; an authority is a profile."""

    AUTHORITY = "authority"
    WEBSITE = "website"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class GetCertificate:
    """What is known so far; name and addresses as they were typed.

    profiles   the authorities that are offered, in this order
    domains    mail domains of the pilot of this book; empty without one
    authority  the profile that was chosen, if `who` is an authority
    further    more addresses for the same certificate, as the one before had them
    besides    unit, locality and country, as the one before had them
    made       the form whose key is safe in the book
    answer     the file with the answer, once it came
    you, kept  the answer as it was taken in, and what the book holds of it
    installed  where it is ready and tested
    """

    profiles: tuple[AuthorityProfile, ...] = ()
    domains: tuple[str, ...] = ()
    who: Who | None = None
    authority: AuthorityProfile | None = None
    reads: frozenset[MailPlace] | None = None
    name: str = ""
    address: str = ""
    organisation: str = ""
    kind: KeyKind = KeyKind.RSA_3072
    further: tuple[str, ...] = ()
    besides: tuple[str, str, str] = ("", "", "")
    made: Made | None = None
    answer: Path | None = None
    you: tuple[You, ...] = ()
    kept: tuple[Identity, ...] = ()
    installed: Installed | None = None

    @property
    def at_once(self) -> bool:
        """The pilot of this book was chosen: it answers as soon as the key is made."""
        return self.authority is not None and self.authority.route is Route.BOOK


def offered(
    profiles: Sequence[AuthorityProfile], domains: Sequence[str]
) -> tuple[AuthorityProfile, ...]:
    """The profiles a person may choose from, what is here first; the pilot only if it is here.

    domains  of the pilot of this book; empty without one
    """
    here = [each for each in profiles if each.route is Route.BOOK and domains]
    return (*here, *(each for each in profiles if each.route is not Route.BOOK))


def pilot_for(state: GetCertificate) -> AuthorityProfile | None:
    """The pilot of this book, if it may certify every address of the form that was made."""
    emails = state.made.request.emails if state.made is not None else ()
    for each in state.profiles:
        if each.route is Route.BOOK and emails and all(inside(e, state.domains) for e in emails):
            return each
    return None


def inside(address: str, domains: Sequence[str]) -> bool:
    """Whether an address is in one of these mail domains."""
    try:
        return domain_of(address) in domains
    except BadAddress:
        return False


def next_step(now: Step, state: GetCertificate) -> Step | None:
    """Where next; None is the end (the form is on its way, or the certificate works)."""
    match now:
        case Step.WHO:
            return _after_who(state)
        case Step.ASK | Step.WEBSITE:
            return None
        case Step.MAIL if not can_work(state.reads or frozenset()):
            return Step.NOT_FOR_YOU
        case Step.MAIL | Step.NOT_FOR_YOU:
            return Step.ADDRESS
        case Step.ADDRESS:
            return Step.CHECK
        case Step.CHECK:
            return Step.PILOT if state.at_once else Step.KEPT
        case Step.PILOT:
            return Step.YOU
        case Step.KEPT:
            return Step.SEND
        case Step.SEND:
            return Step.PILOT if state.at_once else None
        case Step.ANSWER:
            return Step.YOU
        case Step.YOU:
            return Step.READY
        case Step.READY:
            return None


def _after_who(state: GetCertificate) -> Step:
    match state.who:
        case Who.WEBSITE:
            return Step.WEBSITE
        case Who.AUTHORITY if state.authority is not None and _key_is_made_here(state.authority):
            return Step.MAIL if state.reads is None else Step.ADDRESS
        case _:
            return Step.ASK


def _key_is_made_here(profile: AuthorityProfile) -> bool:
    """An authority that makes keys itself can only be asked; no form of ours fits it."""
    return profile.key_made_by == "person"


SETTLED = frozenset({Step.PILOT, Step.KEPT, Step.YOU, Step.READY})


def journey(
    reads: frozenset[MailPlace] | None,
    typed: GetCertificate | None = None,
    *,
    profiles: Sequence[AuthorityProfile] = (),
    domains: Sequence[str] = (),
) -> Journey[Step, GetCertificate]:
    """From the beginning.

    typed     what a draft kept
    profiles  of all authorities; domains: of the pilot of this book, empty without one
    """
    known = typed or GetCertificate()
    state = GetCertificate(
        profiles=offered(profiles, domains),
        domains=tuple(domains),
        reads=reads,
        name=known.name,
        address=known.address,
        organisation=known.organisation,
    )
    return Journey("get-certificate", Step.WHO, state, next_step, SETTLED)


def journey_for_form(
    made: Made,
    *,
    profiles: Sequence[AuthorityProfile] = (),
    domains: Sequence[str] = (),
) -> Journey[Step, GetCertificate]:
    """Send a form (again) that was made before, to the first authority that takes mail."""
    by_mail = next((each for each in profiles if each.route is Route.MAIL), None)
    state = GetCertificate(
        profiles=offered(profiles, domains),
        domains=tuple(domains),
        who=Who.AUTHORITY,
        authority=by_mail,
        made=made,
    )
    return Journey("send-form", Step.SEND, state, next_step, SETTLED)


def journey_for_answer(answer: Path | None) -> Journey[Step, GetCertificate]:
    """The answer came: begins where it is chosen or dropped."""
    return Journey("answer", Step.ANSWER, GetCertificate(answer=answer), next_step, SETTLED)


def as_draft(state: GetCertificate) -> str | None:
    """What was typed, as a draft row (JSON); None if there is nothing worth keeping."""
    if state.made is not None or not (state.name or state.address or state.organisation):
        return None
    typed = {"name": state.name, "address": state.address, "organisation": state.organisation}
    return json.dumps(typed, ensure_ascii=False)


def from_draft(draft: str | None) -> GetCertificate:
    """What a draft kept; a draft that cannot be read is as good as none."""
    try:
        typed = json.loads(draft) if draft else {}
    except ValueError:
        typed = {}
    if not isinstance(typed, dict):
        typed = {}
    kept = {name: text for name, text in typed.items() if isinstance(text, str)}
    return GetCertificate(
        name=kept.get("name", ""),
        address=kept.get("address", ""),
        organisation=kept.get("organisation", ""),
    )
