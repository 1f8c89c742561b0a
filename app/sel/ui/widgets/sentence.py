"""The sentence that says where you stand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sel.ui.theme import GRID, Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.plain import Title
from sel.ui.widgets.sign import Sign


class StatusSentence(QWidget):
    """A large sentence with its sign; a change is told to those who listen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = Sign("info", self, times=2.0)
        self.words = Title(self)
        beside = QHBoxLayout(self)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(2 * GRID)
        beside.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        beside.addWidget(self.words, 1)

    def tell(self, text: str, drawing: str, tone: Tone) -> None:
        """Show a sentence."""
        changed = bool(self.words.text()) and self.words.text() != text
        self._sign.show_sign(drawing, tone)
        self.words.setText(text)
        if changed and self.isVisible():
            announce(self.words, text)
