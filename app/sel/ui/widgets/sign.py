"""A drawing in a line of text: recoloured with the look, as large as the text asks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from sel.ui import theme
from sel.ui.theme import Tone


class Sign(QWidget):
    """One drawing. It never carries the meaning alone: a word stands beside it."""

    def __init__(
        self,
        drawing: str,
        parent: QWidget | None = None,
        *,
        tone: Tone = Tone.PLAIN,
        times: float = 1.25,
        shape: tuple[int, int] = (1, 1),
    ) -> None:
        super().__init__(parent)
        self._drawing, self._tone, self._times, self._shape = drawing, tone, times, shape
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_sign(self, drawing: str, tone: Tone) -> None:
        """Another drawing."""
        self._drawing, self._tone = drawing, tone
        self.update()

    def sizeHint(self) -> QSize:
        edge = theme.icon_edge(self, self._times)
        return QSize(edge * self._shape[0] // self._shape[1], edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = theme.tone_colour(self._tone, theme.palette())
        painter = QPainter(self)
        drawn = theme.picture(self._drawing, colour, self.size(), self.devicePixelRatioF())
        painter.drawPixmap(0, 0, drawn)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
