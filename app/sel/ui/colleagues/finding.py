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
"""Rows asked for at once: so many that a window is full, then as somebody moves down."""

_FRAME_MS: Final = 16
"""Before a question is asked: keys that come faster than they can be drawn are one question."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. soon: only those whose certificate ends in SOON_DAYS."""

    text: str = ""
    soon: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Some of an answer.

    last   nothing comes after it
    count  how many the whole answer has, with the first of it; None later
    """

    people: tuple[Colleague, ...]
    last: bool
    count: int | None = None


def look(services: Services, query: Query, after: str) -> Found:
    """The people behind the address `after`; "" begins."""
    from sel.flows import people_finding

    if query.soon:
        ending = people_finding.expiring(services, SOON_DAYS)
        found = tuple(each for each in ending if _holds(each, query.text))
        return Found(found, last=True, count=len(found))
    limit = MORE if after else FIRST
    found = people_finding.search(services, query.text, limit, after=after)
    if after:
        return Found(found, last=len(found) < limit)
    if len(found) < limit:
        return Found(found, last=True, count=len(found))
    return Found(found, last=False, count=people_finding.matching(services, query.text))


def _holds(one: Colleague, text: str) -> bool:
    about = folded(f"{one.person.name} {one.person.email} {one.person.organisation}")
    return all(word in about for word in folded(text).split())


class Finder(QObject):
    """Asks in the background; only the newest question is answered, and no more of the answer is
    fetched than somebody looks at.

    began   its first people (tuple) are here, in place of those before
    more    further ones
    rests   so far nothing more is wanted, or nothing more there is
    failed  the book could not say (SelError)
    """

    began = Signal(object)
    more = Signal(object)
    rests = Signal()
    failed = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._asker = parent
        self._number = 0
        self._query = Query()
        self._after: str | None = None
        self._under_way = self._to_the_end = False
        self.count = 0
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.setInterval(_FRAME_MS)
        self._frame.timeout.connect(lambda: self._ask(""))

    @property
    def whole(self) -> bool:
        """Whether everybody of the answer has come."""
        return not self._under_way and self._after is None

    def ask(self, query: Query) -> None:
        """A new question; what is still under way for an older one is not looked at."""
        self._number += 1
        self._query, self._after = query, None
        self._under_way, self._to_the_end = True, False
        self._frame.start()

    def go_on(self) -> None:
        """Some more of the answer, if there is more and it is not on its way."""
        if not self._under_way and self._after is not None:
            self._ask(self._after)

    def to_the_end(self) -> None:
        """All of the answer."""
        self._to_the_end = True
        self.go_on()

    def _ask(self, after: str) -> None:
        services, query = self._context.services, self._query
        if not self._asker.window().isVisible():
            return  # a window that was closed meanwhile begins nothing any more
        self._under_way = True
        task = self._context.runner.start(lambda _progress: look(services, query, after))
        task.done.connect(partial(self._came, after, self._number))
        task.failed.connect(partial(self._failed, self._number))

    def _came(self, after: str, number: int, found: Found) -> None:
        if number != self._number:
            return
        self._under_way = False
        self._after = None if found.last else found.people[-1].person.email
        if found.count is not None:
            self.count = found.count
        (self.more if after else self.began).emit(found.people)
        if self._to_the_end:
            self.go_on()
        if not self._under_way:
            self.rests.emit()

    def _failed(self, number: int, failure: object) -> None:
        if number == self._number:
            self._under_way = False
            self.failed.emit(failure)
