"""The JSON shapes and lines of colleagues, from what the book says of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sel.base.message import Message
from sel.cli.shapes import time
from sel.core.certificate import check_code_of
from sel.core.finding import Finding, Level
from sel.core.people import Mark, PersonCertificate, Standing, eligibility, established, reason
from sel.text.speaker import Speaker, Told

if TYPE_CHECKING:
    from sel.core.people import Person
    from sel.flows.people_adding import Report
    from sel.flows.people_finding import Colleague


def told(what: Message, speaker: Speaker) -> Told:
    """Why something was not taken, in words."""
    return speaker.finding(Finding(Level.ERROR, what), command=True)


def person(each: Colleague, now: datetime) -> dict[str, Any]:
    """A person as the contract writes it."""
    known, answer = each.person, each.answer
    keys = established(known.certificates)
    return {
        "email": known.email,
        "name": known.name,
        "organisation": known.organisation,
        "encrypt": answer.reason.value,
        "use": None if answer.use is None else answer.use.sha256.hex(),
        "why": None if answer.why is None else answer.why.value,
        "certificates": [_certificate(one, keys, now) for one in known.certificates],
    }


def _certificate(one: PersonCertificate, keys: frozenset[bytes], now: datetime) -> dict[str, Any]:
    return {
        "sha256": one.sha256.hex(),
        "check_code": check_code_of(one.sha256),
        "encrypt": reason(one, keys, now).value,
        "not_before": time(one.not_before),
        "not_after": time(one.not_after),
        "key": {"algorithm": one.algorithm},
        "path": one.path.value,
        "judged": time(one.judged),
        "added": time(one.met),
        "source": one.source,
        "announced": one.announced_by in keys,
        "trusted": _mark(one.trusted),
        "confirmed": _mark(one.confirmed),
        "checked": _mark(one.checked),
    }


def _mark(mark: Mark | None) -> dict[str, Any] | None:
    if mark is None:
        return None
    return {"when": time(mark.when), "how": mark.how, "verified": mark.holds}


def report(done: Report, speaker: Speaker, now: datetime) -> dict[str, Any]:
    """What a taking-in did; counts are certificates."""
    from sel.flows.people_adding import Outcome

    rejections = []
    for each in done.rejected:
        said = told(each.what, speaker)
        rejections.append(
            {"path": each.source, "code": said.code, "message": said.what, "hint": said.hint}
        )
    return {
        "added": done.count(Outcome.ADDED),
        "updated": done.count(Outcome.UPDATED),
        "unchanged": done.count(Outcome.UNCHANGED),
        "rejected": len(done.rejected),
        "changes": [_change(each, now) for each in done.changes],
        "people": [person(_answered(each, now), now) for each in done.people],
        "rejections": rejections,
    }


def _answered(each: Person, now: datetime) -> Colleague:
    from sel.flows.people_finding import Colleague

    return Colleague(each, eligibility(each, now))


def _change(each: Person, now: datetime) -> dict[str, Any]:
    answer = eligibility(each, now)
    return {
        "email": each.email,
        "use": None if answer.use is None else answer.use.sha256.hex(),
        "to_confirm": [one.sha256.hex() for one in answer.changes],
    }


def lines(each: Colleague, speaker: Speaker, *, hints: bool = False) -> Iterator[str]:
    """One line, and below it, with `hints`, what to do and what waits to be confirmed."""
    known, answer = each.person, each.answer
    who = f"{known.email}  {known.name}" if known.name else known.email
    if answer.use is not None:
        yield speaker.say(
            "cli-person-ready",
            "{who}  ready, until {date}",
            who=who,
            date=speaker.date(answer.use.not_after),
        )
    else:
        state = speaker.message(Message(f"person-state.{answer.reason.value}"))
        yield f"{who}  {state}"
        if hints:
            yield f"  {speaker.message(Message(f'person-todo.{answer.reason.value}'))}"
    if hints and answer.reason is not Standing.NOBODY:
        for one in known.certificates:
            yield from _marks(one, speaker)
        for one in answer.changes:
            yield "  " + speaker.say(
                "cli-person-change", "to be confirmed: {sha256}", sha256=one.sha256.hex()
            )


def _marks(one: PersonCertificate, speaker: Speaker) -> Iterator[str]:
    """What the person said of it, and that it cannot be proved where it cannot."""
    doubted = [mark for mark in (one.trusted, one.confirmed, one.checked) if mark is not None]
    if any(not mark.holds for mark in doubted):
        yield "  " + speaker.say(
            "cli-person-unproved",
            "What you said of this certificate cannot be verified without Sêl's own keys, so it "
            "does not count now: {sha256}",
            sha256=one.sha256.hex(),
        )
    elif one.checked is not None:
        yield "  " + speaker.say(
            "cli-person-checked",
            "check code compared on {date}: {how}",
            date=speaker.date(one.checked.when),
            how=one.checked.how,
        )
