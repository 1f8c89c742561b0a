"""Those who were written to: whether their certificate can be used, as far as Sêl knows it."""

from __future__ import annotations

from typing import Final

from sel.base.message import Message
from sel.core.doctor.model import Facts, Outcome, Verdict
from sel.core.people import Standing

_WHICH: Final = {
    "recipient-certificate": frozenset(
        {Standing.NOBODY, Standing.CANNOT, Standing.WEAK, Standing.NOT_YET, Standing.CHANGE}
    ),
    "recipient-address": frozenset({Standing.ADDRESS}),
    "recipient-ended": frozenset({Standing.EXPIRED, Standing.REVOKED}),
    "recipient-path": frozenset({Standing.PATH}),
}


def certificate(facts: Facts) -> Outcome:
    """That there is none that can be used."""
    return _look("recipient-certificate", facts)


def address(facts: Facts) -> Outcome:
    """That it is for another address than was written to."""
    return _look("recipient-address", facts)


def ended(facts: Facts) -> Outcome:
    """That it has ended or was revoked."""
    return _look("recipient-ended", facts)


def path(facts: Facts) -> Outcome:
    """That nobody trusted here vouches for it."""
    return _look("recipient-path", facts)


def signature(_facts: Facts) -> Outcome:
    """That it is another's signature that does not hold: the mail itself tells."""
    said = (Message("doctor-only-the-mail"),)
    return Outcome("their-signature", Verdict.UNCLEAR, said, "look-at")


def _look(cause: str, facts: Facts) -> Outcome:
    if facts.recipients is None:
        return Outcome(cause, Verdict.UNCLEAR, (Message("doctor-nobody-named"),), "colleagues")
    said = tuple(
        Message("smime-not-with", {"address": each.address, "person_state": each.standing.value})
        for each in facts.recipients
        if each.standing in _WHICH[cause]
    )
    if not said:
        return Outcome(cause, Verdict.NOT_IT)
    return Outcome(cause, Verdict.FOUND, said, "colleagues")
