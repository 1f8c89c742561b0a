"""A line to type into whose edge is seen on every desktop."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from sel.ui import theme


class Entry(QLineEdit):
    """QLineEdit with an edge of our own where the style's is too faint."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        pen = theme.edge_pen()
        if pen is None or self.hasFocus() or not self.isEnabled():
            return  # the style's own says these
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
        painter.end()
