"""W1: the language is offered once, in both, whatever the system speaks."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sel.text.speaker import Speaker
from sel.ui.language import LANGUAGE_NAMES, Language
from sel.ui.theme import GRID
from sel.ui.widgets.buttons import Button
from sel.ui.widgets.plain import Title
from sel.ui.widgets.sign import Sign

CODE = "W1"


class Welcome(QWidget):
    """chosen  a language was chosen ("cy" or "en")"""

    chosen = Signal(str)

    def __init__(self, language: Language) -> None:
        super().__init__()
        both = [Speaker(code).say("welcome", "Welcome") for code in LANGUAGE_NAMES]
        self.title = Title(self)
        self.title.setText(" · ".join(both))
        self.buttons: dict[str, Button] = {}
        beside = QHBoxLayout()
        beside.setSpacing(2 * GRID)
        beside.addStretch(1)
        for code, name in LANGUAGE_NAMES.items():
            button = Button(self)
            button.setText(name)
            button.setAccessibleName(name)
            button.setMinimumWidth(20 * GRID)
            button.setMinimumHeight(6 * GRID)
            button.clicked.connect(lambda _on=False, wanted=code: self.chosen.emit(wanted))
            beside.addWidget(button)
            self.buttons[code] = button
        beside.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setSpacing(3 * GRID)
        whole.addStretch(2)
        picture = Sign("picture-envelope", self, times=5.0, shape=(5, 3))
        whole.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addWidget(self.title, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addLayout(beside)
        whole.addStretch(3)
        self.setFocusProxy(self.buttons[language.speaker.language])
