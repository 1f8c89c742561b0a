"""A drawing of a guide: in the colours of the look, told to those who do not see it."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from sel.text.guide_drawings import coloured
from sel.ui import theme
from sel.ui.theme import GRID

_LINES = 6  # of text, as high as it is


class GuideDrawing(QWidget):
    """Twice as wide as high, as all of them are."""

    def __init__(self, svg: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._svg = svg
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def tell(self, text: str) -> None:
        """What it shows."""
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        high = self.fontMetrics().height() * _LINES + GRID
        return QSize(2 * high, high)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = theme.palette()
        chosen = theme.colours(palette)
        ink = theme.tone_colour(theme.Tone.PLAIN, palette).name()
        own = coloured(self._svg, ink=ink, accent=chosen.accent, soft=chosen.ground)
        painter = QPainter(self)
        QSvgRenderer(QByteArray(own.encode())).render(painter, QRectF(self.rect()))
        painter.end()
