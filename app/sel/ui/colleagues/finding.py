"""Colleagues as the list asks for them: a page at a time, away from the window."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from sel.core.people.folding import folded
from sel.ports.services import Services
from sel.ui.context import Context

if TYPE_CHECKING:
    from sel.flows.people_finding import Colleague

SOON_DAYS: Final = 90
FIRST, MORE = 40, 250
"""Rows asked for at once: so many that a window is full, then the rest."""

_PAUSE_MS: Final = 150
"""Before the rest is asked for: whoever types on does not want it."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. soon: only those whose certificate ends in SOON_DAYS."""

    text: str = ""
    soon: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Some of an answer. last: nothing comes after it."""

    people: tuple[Colleague, ...]
    last: bool


def look(services: Services, query: Query, after: str) -> Found:
    """The people behind the address `after`; "" begins."""
    from sel.flows import people_finding

    if query.soon:
        ending = people_finding.expiring(services, SOON_DAYS)
        return Found(tuple(each for each in ending if _holds(each, query.text)), last=True)
    limit = MORE if after else FIRST
    found = people_finding.search(services, query.text, limit, after=after)
    return Found(found, last=len(found) < limit)


def _holds(one: Colleague, text: str) -> bool:
    about = folded(f"{one.person.name} {one.person.email} {one.person.organisation}")
    return all(word in about for word in folded(text).split())


class Finder(QObject):
    """Asks in the background; only the newest question is answered.

    began   its first people (tuple) are here, in place of those before
    more    further ones
    ended   all are here
    failed  the book could not say (SelError)
    """

    began = Signal(object)
    more = Signal(object)
    ended = Signal()
    failed = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._asker = parent
        self._number = 0

    def ask(self, query: Query) -> None:
        """A new question; what is still under way for an older one is not looked at."""
        self._number += 1
        self._ask(query, "", self._number)

    def _ask(self, query: Query, after: str, number: int) -> None:
        services = self._context.services
        task = self._context.runner.start(lambda _progress: look(services, query, after))
        task.done.connect(partial(self._came, query, after, number))
        task.failed.connect(partial(self._failed, number))

    def _came(self, query: Query, after: str, number: int, found: Found) -> None:
        if number != self._number:
            return
        (self.more if after else self.began).emit(found.people)
        if found.last:
            self.ended.emit()
        else:
            rest = partial(self._go_on, query, found.people[-1].person.email, number)
            QTimer.singleShot(0 if after else _PAUSE_MS, self, rest)

    def _go_on(self, query: Query, after: str, number: int) -> None:
        """A window that was closed meanwhile begins nothing any more."""
        if number == self._number and self._asker.window().isVisible():
            self._ask(query, after, number)

    def _failed(self, number: int, failure: object) -> None:
        if number == self._number:
            self.failed.emit(failure)
