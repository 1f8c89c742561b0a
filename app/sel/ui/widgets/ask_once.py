"""Asks once before something that cannot be undone; both buttons say what they do."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from sel.ui.theme import Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.buttons import Button
from sel.ui.widgets.card import Card
from sel.ui.widgets.plain import Words


class AskOnce(Card):
    """Hidden until `ask`; hidden again after either answer.

    agreed  the person wants it done
    """

    agreed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, edge=Tone.CARE)
        self.words = Words(self)
        self.do, self.leave = Button(self), Button(self)
        self.rows.addWidget(self.words)
        for button in (self.leave, self.do):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            self.rows.addWidget(button)
        self.leave.clicked.connect(self.hide)
        self.do.clicked.connect(self._agree)
        self.hide()

    def word(self, question: str, do: str, leave: str) -> None:
        """What would happen, and the two verbs."""
        self.words.setText(question)
        self.do.setText(do)
        self.leave.setText(leave)
        self.setAccessibleName(question)

    def ask(self) -> None:
        """Show it; the keys are on the button that changes nothing."""
        self.show()
        # Once it has its place on the page, which comes into view with the focus.
        QTimer.singleShot(0, self, lambda: self.leave.setFocus(Qt.FocusReason.OtherFocusReason))
        announce(self, self.words.text(), urgent=True)

    def _agree(self) -> None:
        self.hide()
        self.agreed.emit()
