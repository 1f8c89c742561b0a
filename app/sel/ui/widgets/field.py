"""A line to type into, with its label above and a hint below."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sel.ui import theme
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.entry import Entry
from sel.ui.widgets.plain import Words


class Field(QWidget):
    """changed  the text changed"""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = Words(self)
        self.line = Entry(self)
        self.line.setMaximumWidth(theme.line_width(self))
        self.hint = Words(self, tone=Tone.QUIET)
        self.hint.hide()
        self.label.setBuddy(self.line)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GRID // 2)
        for part in (self.label, self.hint, self.line):
            whole.addWidget(part)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(lambda _text: self.changed.emit())

    @property
    def text(self) -> str:
        """What was typed, without spaces at its ends."""
        return self.line.text().strip()

    def show_text(self, text: str) -> None:
        """Fill it."""
        self.line.setText(text)

    def word(self, label: str, hint: str = "") -> None:
        """The words around it."""
        self.label.setText(label)
        self.hint.say(hint)
        self.line.setAccessibleName(label)
        self.line.setAccessibleDescription(hint)
