"""The licences of what is packed with Sêl, one at a time."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from sel.text.speaker import Speaker
from sel.ui import theme
from sel.ui.theme import GRID
from sel.ui.widgets.buttons import QuietButton
from sel.ui.widgets.plain import Words


class Licences(QWidget):
    """A button; behind it a list and the text of what is chosen there, read when it is wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = QuietButton(self, icon="more")
        self.button.setCheckable(True)
        self.button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.inside = QWidget(self)
        self.inside.hide()
        self.about = Words(self.inside)
        self.parts = QComboBox(self.inside)
        self.text = QPlainTextEdit(self.inside)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(self.fontMetrics().height() * 14)
        below = QVBoxLayout(self.inside)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(GRID)
        for part in (self.about, self.parts, self.text):
            below.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GRID)
        whole.addWidget(self.button)
        whole.addWidget(self.inside)
        self.button.toggled.connect(self._turn)
        self.parts.currentIndexChanged.connect(self._show)

    def speak(self, speaker: Speaker) -> None:
        """All words again; licences are in the language of their authors."""
        self.button.setText(speaker.say("licences", "&Licences"))
        self.about.setText(
            speaker.say(
                "licences-about",
                "Sêl itself is under the MIT licence. These parts of other people are packed "
                "with it; their terms are in English.",
            )
        )
        self.parts.setAccessibleName(speaker.say("licences-parts", "Parts"))
        self.text.setAccessibleName(speaker.say("licence-text", "Text of the licence"))

    def _turn(self, on: bool) -> None:
        if on and not self.parts.count():
            from sel.flows.licences import licences

            for each in licences():
                name = f"{each.name} {each.version}".strip()
                self.parts.addItem(f"{name} ({each.licence})", each)
        self.inside.setVisible(on)
        edge = theme.icon_edge(self.button, 1.0)
        ink = theme.colours(theme.palette()).accent
        self.button.setIcon(theme.icon("less" if on else "more", QColor(ink)))
        self.button.setIconSize(QSize(edge, edge))

    def _show(self) -> None:
        self.text.setPlainText(self.parts.currentData().text())
