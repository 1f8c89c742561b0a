"""The journey "Get a certificate": from a question to a form that was sent, and its answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sel.core.keypair import KeyKind
from sel.flows.identities import Identity
from sel.flows.installs import Installed
from sel.flows.requests import Made
from sel.journeys.journey import Journey
from sel.journeys.mail_places import MailPlace, can_work
from sel.journeys.you import You


class Step(StrEnum):
    """One decision each."""

    WHO = "who"
    ASK = "ask"
    WEBSITE = "website"
    MAIL = "mail"
    NOT_FOR_YOU = "not-for-you"
    ADDRESS = "address"
    CHECK = "check"
    KEPT = "kept"
    SEND = "send"
    ANSWER = "answer"
    YOU = "you"
    READY = "ready"


class Who(StrEnum):
    """Who issues the certificate, as far as the person knows."""

    SCHOOL = "school"
    WEBSITE = "website"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class GetCertificate:
    """What is known so far; name and addresses as they were typed.

    made       the form whose key is safe in the book
    answer     the file with the answer, once it came
    you, kept  the answer as it was taken in, and what the book holds of it
    installed  where it is ready and tested
    """

    who: Who | None = None
    reads: frozenset[MailPlace] | None = None
    name: str = ""
    address: str = ""
    organisation: str = ""
    kind: KeyKind = KeyKind.RSA_3072
    made: Made | None = None
    answer: Path | None = None
    you: tuple[You, ...] = ()
    kept: tuple[Identity, ...] = ()
    installed: Installed | None = None


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
            return Step.KEPT
        case Step.KEPT:
            return Step.SEND
        case Step.SEND:
            return None
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
        case Who.SCHOOL:
            return Step.MAIL if state.reads is None else Step.ADDRESS
        case _:
            return Step.ASK


_SETTLED = frozenset({Step.KEPT, Step.YOU, Step.READY})


def journey(
    reads: frozenset[MailPlace] | None, typed: GetCertificate | None = None
) -> Journey[Step, GetCertificate]:
    """From the beginning; `typed` is what a draft kept."""
    known = typed or GetCertificate()
    state = GetCertificate(
        reads=reads, name=known.name, address=known.address, organisation=known.organisation
    )
    return Journey("get-certificate", Step.WHO, state, next_step, _SETTLED)


def journey_for_form(made: Made) -> Journey[Step, GetCertificate]:
    """Send a form (again) that was made before."""
    state = GetCertificate(who=Who.SCHOOL, made=made)
    return Journey("send-form", Step.SEND, state, next_step, _SETTLED)


def journey_for_answer(answer: Path | None) -> Journey[Step, GetCertificate]:
    """The answer came: begins where it is chosen or dropped."""
    return Journey("answer", Step.ANSWER, GetCertificate(answer=answer), next_step, _SETTLED)


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
