"""The person's own certificate: that there is one, for whom, until when and for what."""

from __future__ import annotations

from collections.abc import Iterable

from sel.base.message import Message
from sel.core.address import same_mailbox
from sel.core.doctor.model import Facts, Outcome, OwnCertificate, Verdict


def none(facts: Facts) -> Outcome:
    """That there is no certificate in use."""
    if facts.current:
        return Outcome("own-none", Verdict.NOT_IT)
    code = "doctor-none-in-use" if facts.certificates else "doctor-none-at-all"
    return Outcome("own-none", Verdict.FOUND, (Message(code),), "home")


def address(facts: Facts) -> Outcome:
    """That mail is written from an address no certificate is for."""
    written = _once(each for program in facts.programs for each in program.addresses)
    certified = _once(each for one in facts.current for each in one.emails)
    if not certified:
        return _unclear("own-address", "doctor-no-own-certificate")
    if not written:
        said = Message("doctor-own-address-unread", {"certified": certified})
        return Outcome("own-address", Verdict.UNCLEAR, (said,), "new-address")
    without = [each for each in written if not any(same_mailbox(each, one) for one in certified)]
    if not without:
        return Outcome("own-address", Verdict.NOT_IT)
    said = Message(
        "doctor-own-address-differs", {"written": tuple(without), "certified": certified}
    )
    return Outcome("own-address", Verdict.FOUND, (said,), "new-address", without[0])


def ended(facts: Facts) -> Outcome:
    """That it has ended, and no other took its place."""
    late = [each for each in facts.certificates if each.ended]
    if not facts.certificates:
        return _unclear("own-ended", "doctor-no-own-certificate")
    uncovered = [each for each in late if not _replaced(each, facts.current)]
    if not uncovered:
        return Outcome("own-ended", Verdict.NOT_IT)
    last = max(uncovered, key=lambda each: each.not_after)
    said = Message("doctor-own-ended", {"emails": last.emails, "ends": last.not_after})
    return Outcome("own-ended", Verdict.FOUND, (said,), "renew" if last.kept else "", last.id)


def usage(facts: Facts) -> Outcome:
    """That those in use cannot do everything; one may sign and another receive."""
    if not facts.current:
        return _unclear("own-usage", "doctor-no-own-certificate")
    said = []
    if not any(each.signs for each in facts.current):
        said.append(Message("doctor-not-for-signing"))
    if not any(each.encrypts for each in facts.current):
        said.append(Message("doctor-not-for-encrypting"))
    return Outcome("own-usage", Verdict.FOUND if said else Verdict.NOT_IT, tuple(said))


def chain(facts: Facts) -> Outcome:
    """That no path from it to a trusted root holds: an authority unknown, ended, weak."""
    if not facts.current:
        return _unclear("own-chain", "doctor-no-own-certificate")
    against = [each.path for each in facts.current if each.path is not None]
    return Outcome("own-chain", Verdict.FOUND if against else Verdict.NOT_IT, tuple(against))


def _replaced(one: OwnCertificate, current: tuple[OwnCertificate, ...]) -> bool:
    return any(
        same_mailbox(mine, theirs)
        for other in current
        for mine in one.emails
        for theirs in other.emails
    )


def _unclear(cause: str, code: str) -> Outcome:
    return Outcome(cause, Verdict.UNCLEAR, (Message(code),))


def _once(addresses: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(addresses))
