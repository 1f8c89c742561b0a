"""Long work: what happens, how far it is in numbers, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from sel.base.message import Message
from sel.text.speaker import Speaker
from sel.ui.runner import Task
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.buttons import Button
from sel.ui.widgets.plain import Words


class BusyBar(QWidget):
    """Shown while a task runs; hidden before and after.

    ended  the task it watched is over, however
    """

    ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self._speaker: Speaker | None = None
        self._newest: tuple[int, int, Message] | None = None
        self._stopping = False
        self.what = Words(self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.numbers = Words(self, tone=Tone.QUIET)
        self.stop = Button(self)
        beside = QHBoxLayout()
        beside.setSpacing(GRID)
        beside.addWidget(self.bar, 1)
        beside.addWidget(self.stop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GRID // 2)
        whole.addWidget(self.what)
        whole.addLayout(beside)
        whole.addWidget(self.numbers)
        self.stop.clicked.connect(self.cancel)
        self.hide()

    def watch(self, task: Task) -> None:
        """Show this task until it ends."""
        self._task, self._newest, self._stopping = task, None, False
        task.progressed.connect(self._heard)
        task.done.connect(lambda _result: self._over())
        task.failed.connect(lambda _error: self._over())
        task.stopped.connect(self._over)
        self.stop.setEnabled(True)
        self.show()
        self._draw()

    def cancel(self) -> None:
        """Ask the work to stop, and say that it was asked."""
        if self._task is None:
            return
        self._stopping = True
        self.stop.setEnabled(False)
        self._task.cancel()
        self._draw()

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        self._speaker = speaker
        self.stop.setText(speaker.say("stop-work", "Stop"))
        self._draw()

    def _heard(self, done: int, total: int, what: Message) -> None:
        told = self._newest is not None and self._newest[2].code == what.code
        self._newest = (done, total, what)
        self._draw()
        if not told:
            announce(self, self.what.text())

    def _over(self) -> None:
        self._task = None
        self.hide()
        self.ended.emit()

    def _draw(self) -> None:
        if self._speaker is None:
            return
        speaker = self._speaker
        if self._newest is None:
            self.bar.setRange(0, 0)
            self.what.say(speaker.say("working", "Working"))
            self.numbers.say("")
        else:
            done, total, what = self._newest
            self.bar.setRange(0, max(total, 1))
            self.bar.setValue(done)
            self.what.say(speaker.message(what))
            self.numbers.say(speaker.say("step-of", "{done} of {total}", done=done, total=total))
        if self._stopping:
            self.what.say(speaker.say("stopping", "Stopping at the next safe place"))
        self.bar.setAccessibleName(self.what.text())
        self.bar.setAccessibleDescription(self.numbers.text())
