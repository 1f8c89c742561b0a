"""A dialog that is as large as its words, in every language and size of text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from sel.ui import theme
from sel.ui.theme import GRID
from sel.ui.widgets.beside import Beside

_LEAST_WIDTH = 480


class FittedDialog(QDialog):
    """What is read scrolls where the screen is too low for it; the buttons stay in sight.

    A subclass puts what is read into `rows` and calls `finish` with its buttons.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inside = QWidget(self)
        self.rows = QVBoxLayout(self.inside)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(2 * GRID)
        self._buttons: Beside | None = None

    def finish(self, buttons: Beside) -> None:
        """Lay out what is read above the buttons; called once."""
        self._buttons = buttons
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        outer.setSpacing(2 * GRID)
        outer.addWidget(area, 1)
        outer.addWidget(buttons)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()

    def fit(self) -> None:
        """What is read has changed: as wide as reads well, as high as that needs."""
        assert self._buttons is not None
        screen = self.screen().availableGeometry()
        wanted = max(_LEAST_WIDTH, theme.line_width(self) * 3 // 4)
        width = min(wanted, screen.width() - 4 * GRID)
        self.rows.activate()
        height = self.rows.totalHeightForWidth(width - 6 * GRID)
        height += self._buttons.sizeHint().height() + 8 * GRID
        self.resize(width, min(height, screen.height() - 4 * GRID))
        self._buttons.fit()
