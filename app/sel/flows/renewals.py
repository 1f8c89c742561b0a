"""What has to be renewed when, and what took the place of what; computed from facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sel.core.address import same_mailbox
from sel.core.certificate import CertificateFacts
from sel.flows.identities import Identity, State

MARKS = (timedelta(days=60), timedelta(days=30), timedelta(days=7))
"""How long before its end a certificate is spoken of: first, again, and last."""

TELL_WITHIN = timedelta(days=60)
"""How long after a new certificate began Home asks whether colleagues were told."""


def mark(facts: CertificateFacts, now: datetime) -> timedelta | None:
    """The narrowest of its marks that its end lies within; None if it is further off, or over."""
    left = facts.not_after - now
    if left < timedelta():
        return None
    return min((each for each in _marks(facts) if left < each), default=None)


def next_mark(facts: CertificateFacts, now: datetime) -> datetime:
    """When it is to be spoken of again if it is put off now; each day within the last mark."""
    left = facts.not_after - now
    ahead = [each for each in _marks(facts) if each < left]
    return facts.not_after - max(ahead) if ahead else now + timedelta(days=1)


def _marks(facts: CertificateFacts) -> tuple[timedelta, ...]:
    """Those of MARKS in the last third of its life, so that a short one is not always due."""
    third = (facts.not_after - facts.not_before) / 3
    return tuple(each for each in MARKS if each <= third or each is MARKS[-1])


def wanted(everything: Sequence[Identity]) -> Identity | None:
    """The one to be renewed: in use and ending first; without one in use, the last that was."""
    used = [each for each in everything if each.state is State.CURRENT]
    if used:
        return min(used, key=_ends)
    old = [each for each in everything if each.state is State.OLD]
    return max(old, key=_ends, default=None)


def in_progress(one: Identity, everything: Sequence[Identity]) -> Identity | None:
    """The newest form for one of its addresses that still waits for its answer."""
    return waiting_for(one.emails, everything)


def waiting_for(addresses: Sequence[str], everything: Sequence[Identity]) -> Identity | None:
    """The newest form for one of these addresses that still waits for its answer."""
    waiting = [
        each
        for each in everything
        if each.certificate is None
        and each.request is not None
        and not each.cancelled
        and _share(each.emails, addresses)
    ]
    return max(waiting, key=lambda each: each.asked or each.created, default=None)


def replaced(one: Identity, everything: Sequence[Identity]) -> tuple[Identity, ...]:
    """The old ones that `one` took the place of: same address, another key, newest first."""
    mine = one.certificate
    if mine is None or one.state is not State.CURRENT:
        return ()
    before = [
        each
        for each in everything
        if each.state is State.OLD
        and each.id != one.id
        and each.certificate is not None
        and each.certificate.not_before < mine.not_before
        and _share(each.certificate.match_emails, mine.match_emails)
    ]
    return tuple(sorted(before, key=_ends, reverse=True))


def just_renewed(everything: Sequence[Identity], now: datetime) -> tuple[Identity, ...]:
    """Those that lately took the place of others: people may still have the old certificate."""
    return tuple(
        each
        for each in everything
        if each.certificate is not None
        and now - each.certificate.not_before < TELL_WITHIN
        and replaced(each, everything)
    )


def told_tick(one: Identity) -> str:
    """The name of the tick that says that colleagues were told of this one."""
    return f"told:{one.id}"


def _share(some: Sequence[str], others: Sequence[str]) -> bool:
    return any(same_mailbox(a, b) for a in some for b in others)


def _ends(each: Identity) -> datetime:
    return each.certificate.not_after if each.certificate is not None else each.created
