"""Somebody's years with Sêl: certificates of other years, given out at other times."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sel.base.progress import Silent
from sel.core import authority
from sel.core.keypair import KeyKind
from sel.core.request import Asked
from sel.flows import requests
from sel.flows.identities import Identity, find
from sel.flows.requests import Made
from sel.ports.services import Services
from tests.flows.desk import desk
from tests.pilot import DOMAIN, SIAN, pilot

YEAR = timedelta(days=365)


def day(year: int, month: int = 1, of_month: int = 1) -> datetime:
    """Noon, UTC."""
    return datetime(year, month, of_month, 12, tzinfo=UTC)


@dataclass
class Calendar:
    """A clock that is set by hand."""

    moment: datetime

    def now(self) -> datetime:
        """What it is set to."""
        return self.moment


def desk_in(folder: Path, calendar: Calendar) -> Services:
    """Somebody's own Sêl at the time that the calendar shows."""
    return replace(desk(folder), clock=calendar)


def answer(
    made: Made, starts: datetime, emails: tuple[str, ...] = (SIAN,), life: timedelta = YEAR
) -> bytes:
    """A certificate from an authority that was there at the time."""
    by = pilot(DOMAIN, starts)
    return authority.issue(
        made.request,
        emails,
        issuer=by.issuer,
        issuer_key=by.issuer_key,
        serial=authority.new_serial(),
        not_before=starts,
        not_after=starts + life,
    )


def certified(
    services: Services,
    starts: datetime,
    *,
    email: str = SIAN,
    life: timedelta = YEAR,
    **asked: str,
) -> Identity:
    """A key, its form and the answer, taken in on the day it begins."""
    made = requests.make(
        services, Asked((email,), "Siân Llŷr", **asked), KeyKind.EC_P256, Silent()
    )
    requests.finish(services, answer(made, starts, (email,), life), (), Silent())
    return find(services.book(), made.id, services.clock.now())
