"""A row of buttons that becomes a column where the text is too large for a row."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QSizePolicy, QWidget

from sel.ui.theme import GRID
from sel.ui.widgets.plain import Words


class ButtonBar(QWidget):
    """Something to read at the left, buttons at the right; the last one is the primary."""

    def __init__(self, words: Words, buttons: tuple[QPushButton, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._words, self._buttons = words, buttons
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(4 * GRID, GRID, 4 * GRID, 2 * GRID)
        self._line.setSpacing(GRID)
        self._line.addWidget(words, 1)
        for button in buttons:
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            self._line.addWidget(button)

    def minimumSizeHint(self) -> QSize:
        shown = [button.sizeHint().width() for button in self._buttons if not button.isHidden()]
        return QSize(max(shown, default=0) + 8 * GRID, self._line.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def fit(self) -> None:
        """Words have changed: look whether they still fit into one row."""
        self._turn()

    def _turn(self) -> None:
        shown = [button for button in self._buttons if not button.isHidden()]
        wanted = sum(button.sizeHint().width() + GRID for button in shown)
        wanted += self._words.minimumSizeHint().width() + 8 * GRID
        row, column = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.BottomToTop
        direction = row if wanted <= self.width() else column
        if self._line.direction() != direction:
            self._line.setDirection(direction)
            self.updateGeometry()
