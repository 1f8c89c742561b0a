"""Details that are there for who wants them and never needed by a teacher."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from sel.text.speaker import Speaker
from sel.ui import theme
from sel.ui.theme import GRID
from sel.ui.widgets.buttons import QuietButton


class Folded(QWidget):
    """A button that unfolds what lies in `inside`. No letter: there may be many on a page."""

    def __init__(self, parent: QWidget | None = None, *, technical: bool = False) -> None:
        super().__init__(parent)
        self._technical = technical
        self.button = QuietButton(self, icon="more")
        self.button.setCheckable(True)
        self.button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.inside = QWidget(self)
        self.inside.setVisible(False)
        self.rows = QVBoxLayout(self.inside)
        self.rows.setContentsMargins(3 * GRID, 0, 0, 0)
        self.rows.setSpacing(GRID)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GRID // 2)
        whole.addWidget(self.button)
        whole.addWidget(self.inside)
        self.button.toggled.connect(self._turn)

    def speak(self, speaker: Speaker) -> None:
        """The word on the button."""
        self.button.setText(
            speaker.say("technical-details", "Technical details")
            if self._technical
            else speaker.say("more-details", "More details")
        )

    def unfold(self, wanted: bool = True) -> None:
        """Open or close it."""
        self.button.setChecked(wanted)

    def _turn(self, opened: bool) -> None:
        self.inside.setVisible(opened)
        edge = theme.icon_edge(self.button, 1.0)
        ink = theme.colours(theme.palette()).accent
        self.button.setIcon(theme.icon("less" if opened else "more", QColor(ink)))
        self.button.setIconSize(QSize(edge, edge))
