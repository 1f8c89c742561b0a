"""A card: a ground with a line round it, in the colour of a tone."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from sel.ui import theme
from sel.ui.theme import GRID, Tone


class Card(QFrame):
    """Things that belong together, one under the other in `rows`."""

    def __init__(self, parent: QWidget | None = None, *, edge: Tone = Tone.PLAIN) -> None:
        super().__init__(parent)
        self._edge = edge
        self.setObjectName("card")
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        self.rows.setSpacing(GRID)
        self._dress()

    def set_edge(self, edge: Tone) -> None:
        """Another colour of the edge."""
        self._edge = edge
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        style = theme.card_style(theme.palette(), self._edge)
        if style != self.styleSheet():
            self.setStyleSheet(style)
