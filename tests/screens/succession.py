"""Pages about renewal, leaving and removing, with people of several years."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from sel.base.errors import StoreLocked
from sel.base.progress import Silent
from sel.flows import installs, renewing
from sel.flows.identities import identities
from sel.flows.leaving import Cleared
from sel.flows.store_places import StoreOutcome, StoreState
from sel.journeys.journey import Journey
from sel.ports.clients import NOT_KNOWN, Build, Known, MailProgram, ProgramId
from sel.ports.services import Services
from sel.ports.store import StoreSpec
from sel.ui import succession
from sel.ui.app import Program
from sel.ui.pages import tables
from sel.ui.wizard import PageTable, Wizard
from tests.flows.years import YEAR, Calendar, certified, desk_in
from tests.screens import people

MOVED = "sian.jones@school.example"
_STORE = "thunderbird:Ysgol"


@dataclass
class Years:
    """Desks of somebody who has had certificates for years; made when they are looked at.

    now  the moment at which the scenes are set: that of the other desks
    """

    folder: Path
    now: Callable[[], Any]

    def _desk(self, name: str, *years: int, saved: bool = True, left: int = 300) -> Services:
        """One certificate a year, so many years back each; `left` days of the last one."""
        calendar = Calendar(self.now())
        services = people.with_stores(desk_in(self.folder / name, calendar), "Ysgol", "Cartref")
        for back in years:
            calendar.moment = self.now() + timedelta(days=left) - YEAR * (back + 1)
            one = certified(services, calendar.moment)
            installs.install(services, (one,), Silent(), store=_STORE)
        calendar.moment = self.now()
        if saved:
            people.with_backup(services, self.folder / f"sel-backup-{name}.p12")
        return services

    @cached_property
    def one(self) -> Services:
        """One certificate, everything in order but its end is near."""
        return self._desk("one", 0, left=25)

    @cached_property
    def ended(self) -> Services:
        """Its certificate has ended."""
        return self._desk("ended", 0, left=-10)

    @cached_property
    def renewing(self) -> Services:
        """A new one was asked for."""
        services = self._desk("renewing", 0, left=40)
        (one,) = identities(services.book(), self.now())
        renewing.make(services, one, Silent())
        people.with_backup(services, self.folder / "sel-backup-again.p12")
        return services

    @cached_property
    def renewed(self) -> Services:
        """Renewed a month ago; colleagues have the old one."""
        return self._desk("renewed", 1, 0, left=335)

    @cached_property
    def many(self) -> Services:
        """Twelve years of them."""
        return self._desk("many", *reversed(range(12)))

    @cached_property
    def unsaved(self) -> Services:
        """In no backup."""
        return self._desk("in-no-backup", 0, saved=False)

    @cached_property
    def moved(self) -> Services:
        """Writes as somebody else now."""
        program = MailProgram(ProgramId.OUTLOOK, Build(), Known.YES, (MOVED,), NOT_KNOWN)
        return replace(self._desk("moved", 0), mail_programs=lambda: (program,))


def place(name: str) -> Callable[[Program], QWidget]:
    """A place of the window."""

    def prepare(program: Program) -> QWidget:
        program.window.go_to(name)
        return program.window

    return prepare


def page(
    journey: Journey[Any, Any] | None, pages: PageTable, step: Any = None, state: Any = None
) -> Callable[[Program], QWidget]:
    """A page of a journey, at a step of it and with a state if they are given."""
    assert journey is not None
    begun = replace(journey, first=step or journey.first, state=state or journey.state)

    def prepare(program: Program) -> QWidget:
        program.window.begin(lambda: Wizard(program.errands.context(), begun, pages))
        return program.window

    return prepare


def _hidden(journey: Any) -> Any:
    outcomes = (
        StoreOutcome(StoreSpec("windows", "Windows"), StoreState.HIDDEN),
        StoreOutcome(StoreSpec(_STORE, "Ysgol"), StoreState.LEFT),
        StoreOutcome(
            StoreSpec("thunderbird:Cartref", "Cartref"),
            StoreState.FAILED,
            StoreLocked(store="Cartref"),
        ),
    )
    return replace(journey.state, hidden=outcomes)


def _left(years: Years, *, good: bool) -> Callable[[Program], QWidget]:
    journey = succession.leaving_school(years.renewed if good else years.unsaved)
    state = journey.state
    if good:
        removed = tuple((one.certificate, _STORE) for one in state.there.placed)
        state = replace(state, asked="mail", cleared=Cleared(removed, ()))
    return page(journey, tables.LEAVE, tables.leave.Step.LEFT, state)


def _leaving(services: Services, step: Any) -> Callable[[Program], QWidget]:
    return page(succession.leaving_school(services), tables.LEAVE, step)


def _after(years: Years, step: Any, *, hidden: bool = False) -> Callable[[Program], QWidget]:
    journey = succession.after_renewal(years.renewed, None)
    assert journey is not None
    return page(journey, tables.RENEWED, step, _hidden(journey) if hidden else None)


def _removal(services: Services) -> Callable[[Program], QWidget]:
    oldest = identities(services.book(), services.clock.now())[0]
    return page(succession.removal(services, oldest.id), tables.REMOVE_KEY)


_L, _N = tables.leave.Step, tables.renewed.Step

PICTURES: tuple[tuple[str, str, Callable[[Years], Callable[[Program], QWidget]]], ...] = (
    ("H1-home-ends", "one", lambda _: place("home")),
    ("H1-home-ended", "ended", lambda _: place("home")),
    ("H1-home-renewing", "renewing", lambda _: place("home")),
    ("H1-home-renewed", "renewed", lambda _: place("home")),
    ("H1-home-moved", "moved", lambda _: place("home")),
    ("C1-certificates-one", "one", lambda _: place("certificates")),
    ("C1-certificates-many", "many", lambda _: place("certificates")),
    (
        "N1-renew",
        "one",
        lambda years: page(succession.renewal(years.one, None), tables.RENEW),
    ),
    (
        "N1-renew-moved",
        "moved",
        lambda years: page(succession.for_address(years.moved, None), tables.RENEW),
    ),
    ("N2-old-one", "renewed", lambda years: _after(years, _N.OLD)),
    ("N2-old-one-hidden", "renewed", lambda years: _after(years, _N.OLD, hidden=True)),
    ("N3-tell", "renewed", lambda years: _after(years, _N.TELL)),
    ("N4-address-list", "renewed", lambda years: _after(years, _N.ADDRESS_LIST)),
    ("L1-leave-save", "renewed", lambda years: _leaving(years.renewed, _L.SAVE)),
    ("L1-leave-save-not", "unsaved", lambda years: _leaving(years.unsaved, _L.SAVE)),
    ("L2-hand-over", "renewed", lambda years: _leaving(years.renewed, _L.HAND_OVER)),
    ("L3-revoke", "renewed", lambda years: _leaving(years.renewed, _L.REVOKE)),
    ("L4-remove", "renewed", lambda years: _leaving(years.renewed, _L.REMOVE)),
    ("L4-remove-unsaved", "unsaved", lambda years: _leaving(years.unsaved, _L.REMOVE)),
    ("L5-left", "renewed", lambda years: _left(years, good=True)),
    ("L5-left-not", "unsaved", lambda years: _left(years, good=False)),
    ("C2-remove-key", "renewed", lambda years: _removal(years.renewed)),
    ("C2-remove-key-unsaved", "unsaved", lambda years: _removal(years.unsaved)),
)
"""Name of the picture, whose desk of Years, and what shows it."""
