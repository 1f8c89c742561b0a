"""A line with a sign: a name and what there is to say about it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sel.ui.theme import GRID, Tone
from sel.ui.widgets.plain import Words
from sel.ui.widgets.sign import Sign


class Line(QWidget):
    """`name` in strong letters, `text` below it."""

    def __init__(self, drawing: str, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sign = Sign(drawing, self, tone=tone)
        self.name = Words(self, strong=True)
        self.text = Words(self)
        below = QVBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.name)
        below.addWidget(self.text)
        beside = QHBoxLayout(self)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(GRID)
        beside.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        beside.addLayout(below, 1)
