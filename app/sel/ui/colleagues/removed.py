"""Somebody was just removed: one press brings them back as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from sel.base.progress import Progress
from sel.text.speaker import Speaker
from sel.ui.colleagues.certificates import narrow
from sel.ui.context import Context
from sel.ui.widgets.announce import announce
from sel.ui.widgets.buttons import Button
from sel.ui.widgets.card import Card
from sel.ui.widgets.plain import Words

if TYPE_CHECKING:
    from sel.ports.people import Forgotten


class Removed(Card):
    """Hidden until somebody was removed, and again once the place is left or looked at anew.

    undone  they are back (their address)
    failed  they could not be brought back (SelError)
    """

    undone = Signal(str)
    failed = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._forgotten: Forgotten | None = None
        self.words, self.button = Words(self), Button(self)
        self.rows.addWidget(self.words)
        self.rows.addWidget(self.button)
        narrow(self.button)
        self.button.clicked.connect(self._undo)
        self.hide()

    def tell(self, forgotten: Forgotten) -> None:
        """Say who is gone; the keys are on the way back."""
        self._forgotten = forgotten
        self.speak(self._context.language.speaker)
        self.show()
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self.words.text())

    def forget(self) -> None:
        """There is no way back any more."""
        self._forgotten = None
        self.hide()

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        email = "" if self._forgotten is None else self._forgotten.email
        self.words.setText(speaker.say("person-removed-now", "Removed: {email}", email=email))
        self.button.setText(speaker.say("person-undo", "&Undo"))
        self.setAccessibleName(self.words.text())

    def _undo(self) -> None:
        services, forgotten = self._context.services, self._forgotten
        if forgotten is None:
            return

        def work(_progress: Progress) -> str:
            from sel.flows import people

            people.bring_back(services, forgotten)
            return forgotten.email

        task = self._context.runner.start(work)
        task.done.connect(self._back)
        task.failed.connect(self.failed)

    def _back(self, email: str) -> None:
        self.forget()
        self.undone.emit(email)
