"""A place of the window: a page that is always there and is computed from facts when it comes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from sel.base.errors import SelError
from sel.text.speaker import Speaker
from sel.ui.context import Context
from sel.ui.runner import Task, Work
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.busy import BusyBar
from sel.ui.widgets.error_card import ErrorCard
from sel.ui.widgets.plain import Title, Words


class Place(QScrollArea):
    """Base of all places; what stands in the list for them is in `places.listed`.

    code  said on the telephone ("H1")
    """

    code: ClassVar[str] = ""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(self)
        self.title = Title(inside)
        self.errors = ErrorCard(self.code, inside, helpdesk=context.services.policy.helpdesk)
        self.busy = BusyBar(inside)
        self.body = QWidget(inside)
        self.rows = QVBoxLayout(self.body)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(2 * GRID)
        self._code_shown = Words(inside, tone=Tone.QUIET)
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(4 * GRID, 2 * GRID, 4 * GRID, 2 * GRID)
        whole.setSpacing(2 * GRID)
        whole.addWidget(self.title)
        whole.addWidget(self.errors)
        whole.addWidget(self.busy)
        whole.addWidget(self.body)
        whole.addStretch(1)
        whole.addWidget(self._code_shown)
        self.setWidget(inside)
        self.build()
        context.language.follow(self._speak)

    def build(self) -> None:
        """Make the widgets; called once."""

    def speak(self, speaker: Speaker) -> None:
        """All words, again after every change of language."""
        raise NotImplementedError

    def refresh(self) -> None:
        """The place comes into view: look at the facts again."""

    def offer_all(self, files: tuple[Path, ...]) -> bool:
        """Files were dropped on the window; True if this place takes them."""
        return False

    def work(self, work: Work, done: Callable[[Any], None]) -> Task:
        """Run something; its error goes on the card."""
        self.errors.clear()
        task = self.context.runner.start(work)
        self.body.setEnabled(False)
        task.done.connect(lambda _result: self.body.setEnabled(True))
        task.failed.connect(lambda _error: self.body.setEnabled(True))
        task.stopped.connect(lambda: self.body.setEnabled(True))
        task.done.connect(done)
        task.failed.connect(self._failed)
        return task

    def say_error(self, failure: SelError) -> None:
        """Show an error of this place."""
        self.errors.tell(failure)

    def _failed(self, failure: SelError) -> None:
        self.say_error(failure)

    def _speak(self, speaker: Speaker) -> None:
        self.errors.speak(speaker)
        self.busy.speak(speaker)
        self._code_shown.setText(speaker.say("page-code", "Page {code}", code=self.code))
        self.speak(speaker)
