"""Buttons side by side from the left, or one below the other where they do not fit."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QSizePolicy, QWidget

from sel.ui.theme import GRID


class Beside(QWidget):
    """Takes no more width than its widest button asks for."""

    def __init__(self, buttons: tuple[QPushButton, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons = buttons
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(2 * GRID)
        for button in buttons:
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            self._line.addWidget(button)
        self._line.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        widest = max((each.sizeHint().width() for each in self._shown()), default=0)
        return QSize(widest, self._line.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Words have changed, or which buttons are shown: look whether a row still fits."""
        shown = self._shown()
        wanted = sum(each.sizeHint().width() + 2 * GRID for each in shown)
        row, column = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        direction = row if wanted <= self.width() + 2 * GRID else column
        if self._line.direction() != direction:
            self._line.setDirection(direction)
            self.updateGeometry()

    def _shown(self) -> list[QPushButton]:
        return [each for each in self._buttons if not each.isHidden()]
