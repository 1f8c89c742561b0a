"""Something that has to be said before anything else, with what to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sel.ui.theme import GRID, Tone
from sel.ui.widgets.buttons import Button
from sel.ui.widgets.card import Card
from sel.ui.widgets.plain import Words
from sel.ui.widgets.sign import Sign


class Notice(Card):
    """What happened, what to do, and (if there is a word for it) one button that does it."""

    def __init__(self, what: str, hint: str, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, edge=Tone.CARE)
        beside = QHBoxLayout()
        beside.setSpacing(2 * GRID)
        sign = Sign("attention", self, tone=Tone.CARE)
        beside.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        below = QVBoxLayout()
        below.setSpacing(GRID)
        beside.addLayout(below, 1)
        self.rows.addLayout(beside)
        self.words = [Words(self), Words(self)]
        for words, text in zip(self.words, (what, hint), strict=True):
            words.say(text)
            below.addWidget(words)
        self.button = Button(self)
        self.button.setText(verb)
        self.button.setVisible(bool(verb))
        below.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.setAccessibleName(" ".join(text for text in (what, hint) if text))
