"""Draws any journey: one page at a time, Back, the primary verb, Cancel, keys, progress."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from sel.journeys.journey import Journey
from sel.text.speaker import Speaker
from sel.ui.context import Context
from sel.ui.page import Page
from sel.ui.runner import Task
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.bar import ButtonBar
from sel.ui.widgets.busy import BusyBar
from sel.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from sel.ui.widgets.plain import Words

PageTable = Mapping[StrEnum, Callable[[Context], Page]]


class Wizard(QWidget):
    """One journey on the screen.

    ended    it is over: the name of the errand that follows ("home" if none)
    changed  the state after an answer, for whoever keeps drafts
    """

    ended = Signal(str)
    changed = Signal(object)

    def __init__(self, context: Context, journey: Journey[Any, Any], pages: PageTable) -> None:
        super().__init__()
        self.context = context
        self.journey = journey
        self.state: Any = journey.state
        self.page: Page | None = None
        self.step: StrEnum = journey.first
        self._pages = pages
        self._history: list[StrEnum] = []
        self._over = False
        self._task: Task | None = None
        self._leave_when_stopped = False
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.busy = BusyBar(self)
        self.place = Words(self, tone=Tone.QUIET)
        self.cancel = QuietButton(self)
        self.back = Button(self)
        self.primary = PrimaryButton(self)
        self._lay_out()
        self.primary.clicked.connect(self._go)
        self.back.clicked.connect(self.go_back)
        self.cancel.clicked.connect(self.leave)
        self.busy.ended.connect(self._work_ended)
        context.language.follow(self.speak)
        self._show(journey.first)

    def speak(self, speaker: Speaker) -> None:
        """All words again, of the page too; nothing typed is lost."""
        self.busy.speak(speaker)
        self.back.setText(speaker.say("back", "&Back"))
        self.cancel.setText(speaker.say("cancel", "Cancel"))
        self._speak_page(speaker)

    def go_back(self) -> None:
        """To the page before; what was typed on both stays."""
        if self._task is None and self._can_go_back() and self.page is not None:
            self.state = self.page.typed()
            self._show(self._history.pop())

    def leave(self) -> None:
        """Cancel: first what runs, then (pressed again, or once it stopped) the journey."""
        if self._task is not None:
            self.busy.cancel()
            return
        self._keep_typed()
        self._end("home")

    def close_journey(self) -> None:
        """The window wants something else: stop what runs, then end without a word."""
        if self._task is not None:
            self._leave_when_stopped = True
            self.busy.cancel()
        else:
            self._keep_typed()
            self._end("home")

    def focus_page(self) -> None:
        """Keys go to the page: to its first field, else its title, which is read out."""
        if self.page is not None:
            (self.page.first() or self.page.title).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not isinstance(self.focusWidget(), QPlainTextEdit) and self.primary.isEnabled():
                self.primary.click()
            return
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whatever gets the focus by keyboard is brought into view."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.area.ensureWidgetVisible(watched, GRID, 4 * GRID)
        return super().eventFilter(watched, event)

    def _keep_typed(self) -> None:
        if self.page is not None and not self._over:
            self.state = self.page.typed()
            self.changed.emit(self.state)

    def _lay_out(self) -> None:
        self.bar = ButtonBar(self.place, (self.cancel, self.back, self.primary), self)
        progress = QVBoxLayout()
        progress.setContentsMargins(4 * GRID, 0, 4 * GRID, 0)
        progress.addWidget(self.busy)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GRID)
        whole.addWidget(self.area, 1)
        whole.addLayout(progress)
        whole.addWidget(self.bar)

    def _can_go_back(self) -> bool:
        if not self._history or self.step in self.journey.settled:
            return False
        return self._history[-1] not in self.journey.settled

    def _show(self, step: StrEnum) -> None:
        if self.page is not None:
            self.page.leave()
        self.step = step
        page = self._pages[step](self.context)
        page.answered.connect(self._answered)
        page.readiness.connect(self._ready)
        page.working.connect(self._work)
        page.back_to.connect(self._back_to)
        page.reworded.connect(self._reworded)
        self.page = page
        page.enter(self.state)
        old = self.area.takeWidget()
        self.area.setWidget(page)
        if old is not None:
            old.deleteLater()
        self._speak_page(self.context.language.speaker)
        self.back.setVisible(self._can_go_back())
        self.bar.fit()
        self._ready()
        self._tab_order(page)
        self.focus_page()
        announce(page, f"{self.place.text()}. {page.title.text()}")

    def _tab_order(self, page: Page) -> None:
        inside = [
            widget
            for widget in page.findChildren(QWidget)
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
            and widget.window() is page.window()  # the list of a combo box is its own
        ]
        for widget in inside:
            widget.installEventFilter(self)
        last = inside[-1] if inside else page
        for button in (self.primary, self.back, self.cancel):
            QWidget.setTabOrder(last, button)
            last = button

    def _speak_page(self, speaker: Speaker) -> None:
        if self.page is None:
            return
        self.page.speak(speaker)
        self.page.errors.speak(speaker)
        verb = self.page.primary(speaker)
        self.primary.setText(verb)
        self.primary.setVisible(bool(verb))
        number = len(self._history) + 1
        self.place.setText(
            speaker.say(
                "step-and-page", "Step {number} · page {code}", number=number, code=self.page.code
            )
        )
        self.setAccessibleName(self.page.title.text())
        self.cancel.setVisible(self.step not in self.journey.settled)
        self.bar.fit()

    def _reworded(self) -> None:
        self._speak_page(self.context.language.speaker)
        self._ready()

    def _back_to(self, step: StrEnum) -> None:
        if self._task is None and step in self._history and not self._over:
            del self._history[self._history.index(step) :]
            self._show(step)

    def _ready(self) -> None:
        if self.page is not None:
            self.primary.setEnabled(self._task is None and self.page.ready())

    def _go(self) -> None:
        if self.page is not None and self._task is None and self.page.ready():
            self.page.go()

    def _answered(self, state: Any) -> None:
        if self._over:
            return
        self.state = state
        self.changed.emit(state)
        following = self.journey.next_step(self.step, state)
        if following is None:
            self._end("home")
            return
        self._history.append(self.step)
        self._show(following)

    def _work(self, task: Task) -> None:
        self._task = task
        self.busy.watch(task)
        if self.page is not None:
            self.page.body.setEnabled(False)
        self.back.setEnabled(False)
        self.cancel.setEnabled(False)
        self._ready()
        self.busy.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _work_ended(self) -> None:
        self._task = None
        self.back.setEnabled(True)
        self.cancel.setEnabled(True)
        self._ready()
        if self.page is not None:
            self.page.body.setEnabled(True)
            self.focus_page()
        if self._leave_when_stopped:
            self._end("home")

    def _end(self, follows: str) -> None:
        if self._over:
            return
        self._over = True
        if self.page is not None:
            self.page.leave()
        self.context.holding.drop()
        self.ended.emit(follows)
