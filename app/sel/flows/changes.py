"""What has changed since a certificate was set up, and wants telling or doing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sel.base.message import Message
from sel.core.address import same_mailbox
from sel.flows import renewals
from sel.flows.identities import Identity, State, identities
from sel.ports.services import Services


def changes(
    services: Services, everything: Sequence[Identity], ticks: frozenset[str], now: datetime
) -> tuple[Message, ...]:
    """What has changed since: a new certificate that others do not have, another address."""
    new = [
        each
        for each in renewals.just_renewed(everything, now)
        if renewals.told_tick(each) not in ticks
    ]
    renewed = [Message("certificate-renewed", {"email": ", ".join(new[0].emails)})] if new else []
    moved = _moved(services, everything)
    return (*renewed, *([moved] if moved is not None else []))


def address_now(services: Services) -> str | None:
    """The address that mail is written from now, if no certificate in use is for it."""
    moved = _moved(services, identities(services.book(), services.clock.now()))
    return str(moved.facts["now"]) if moved is not None else None


def _moved(services: Services, everything: Sequence[Identity]) -> Message | None:
    """That no mail program here writes from an address that a certificate in use is for."""
    certified = tuple(
        address
        for each in everything
        if each.state is State.CURRENT and each.certificate is not None
        for address in each.certificate.match_emails
    )
    if not certified:
        return None
    writes = [each for one in services.mail_programs() for each in one.addresses]
    if not writes or any(same_mailbox(a, b) for a in writes for b in certified):
        return None
    known: dict[str, object] = {"now": writes[0], "was": ", ".join(dict.fromkeys(certified))}
    asked = renewals.waiting_for(writes, everything)
    if asked is not None:
        return Message("address-changed-asked", known | {"since": asked.asked or asked.created})
    return Message("address-changed", known)
