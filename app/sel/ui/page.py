"""A page of a journey: one decision, a sentence of why, one primary button."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from sel.base.errors import SelError
from sel.text.speaker import Speaker
from sel.ui.context import Context
from sel.ui.runner import Task, Work
from sel.ui.theme import GRID
from sel.ui.widgets.error_card import ErrorCard
from sel.ui.widgets.plain import Title, Words


class Page(QWidget):
    """Base of all pages; a subclass adds its rows, its words and what the primary button does.

    code       said on the telephone ("F2"); unique over all journeys
    answered   the decision is made: the new state of the journey (frozen)
    readiness  `ready` may answer otherwise now
    working    a Task began; the wizard shows it and locks the page
    back_to    the person wants to change an earlier answer (its step)
    reworded   what the page knows has changed, so all its words are said again
    """

    code: ClassVar[str] = ""

    answered = Signal(object)
    readiness = Signal()
    working = Signal(object)
    back_to = Signal(object)
    reworded = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.state: Any = None
        self.gone = False
        self.title = Title(self)
        self.why = Words(self)
        self.why.hide()
        self.errors = ErrorCard(self.code, self, helpdesk=context.services.policy.helpdesk)
        self.body = QWidget(self)
        self.rows = QVBoxLayout(self.body)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(2 * GRID)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(4 * GRID, 3 * GRID, 4 * GRID, 3 * GRID)
        whole.setSpacing(2 * GRID)
        whole.addWidget(self.title)
        whole.addWidget(self.why)
        whole.addWidget(self.errors)
        whole.addWidget(self.body)
        whole.addStretch(1)
        self.build()

    def build(self) -> None:
        """Make the widgets of the page; called once."""

    def speak(self, speaker: Speaker) -> None:
        """All words of the page, again after every change of language. Keeps what was typed."""
        raise NotImplementedError

    def primary(self, speaker: Speaker) -> str:
        """The verb on the primary button."""
        return speaker.say("continue", "C&ontinue")

    def enter(self, state: Any) -> None:
        """The page comes: show what the state knows. Words are said afterwards."""
        self.state = state
        self.errors.clear()

    def typed(self) -> Any:
        """The state with what stands in the fields now; kept when somebody goes back."""
        return self.state

    def ready(self) -> bool:
        """Whether the primary button can be pressed."""
        return True

    def first(self) -> QWidget | None:
        """A field to type into at once; None lets the title take the focus."""
        return None

    def go(self) -> None:
        """The primary button was pressed."""
        self.answered.emit(self.state)

    def offer(self, file: Path) -> bool:
        """A file was dropped on the window; True if this page takes it."""
        return False

    def offer_all(self, files: tuple[Path, ...]) -> bool:
        """Several were; a page that wants one does not choose among them."""
        return False

    def refresh_words(self) -> None:
        """Say everything again: what the page knows has changed."""
        self.reworded.emit()

    def leave(self) -> None:
        """The page goes for good; what its work still brings home is not looked at any more."""
        self.gone = True
        self.left()

    def left(self) -> None:
        """The page goes (back, on, or the journey ends): secrets in fields are let go."""

    def work(
        self,
        work: Work,
        done: Callable[[Any], None],
        failed: Callable[[SelError], None] | None = None,
    ) -> Task:
        """Run something long; `done` gets its result, `failed` its error (else: error card)."""
        self.errors.clear()
        task = self.context.runner.start(work)
        # The wizard connects first: it is free again before `done` may begin the next work.
        self.working.emit(task)
        told = failed or self.errors.tell
        task.done.connect(lambda result: None if self.gone else done(result))
        task.failed.connect(lambda failure: None if self.gone else told(failure))
        return task

    def add(self, *widgets: QWidget, narrow: bool = False) -> None:
        """Put widgets below each other; narrow ones take no more width than they need."""
        for widget in widgets:
            if narrow:
                widget.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            self.rows.addWidget(widget)
