"""A passphrase offered as words, each in its own numbered place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from sel.base.secret import Secret
from sel.text.speaker import Speaker
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.buttons import Button
from sel.ui.widgets.card import Card
from sel.ui.widgets.plain import Words

_COLUMNS = 2


class PassphraseWords(QWidget):
    """Shows words to write down. Nothing here copies them: paper or a password manager does.

    others_wanted  the person asked for other words
    """

    others_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self._card = Card(self)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(4 * GRID)
        self._grid.setVerticalSpacing(GRID)
        self._card.rows.addLayout(self._grid)
        self.others = Button(self)
        self.others.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GRID)
        whole.addWidget(self._card)
        whole.addWidget(self.others)
        self.others.clicked.connect(lambda: self.others_wanted.emit())

    def offer(self, words: Sequence[str]) -> None:
        """Show these words."""
        self._words = tuple(words)
        while (old := self._grid.takeAt(0)) is not None:
            gone = old.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        down = -(-len(self._words) // _COLUMNS)
        for place, word in enumerate(self._words):
            number = Words(self._card, tone=Tone.QUIET)
            number.setText(f"{place + 1}")
            shown = Words(self._card, times=1.2, strong=True)
            shown.setText(word)
            row, column = place % down, 2 * (place // down)
            self._grid.addWidget(number, row, column)
            self._grid.addWidget(shown, row, column + 1)
            self._grid.setColumnStretch(column + 1, 1)

    def secret(self) -> Secret:
        """The words as they are to be typed: with single spaces."""
        return Secret(" ".join(self._words))

    def forget(self) -> None:
        """Take the words off the screen."""
        self.offer(())

    def speak(self, speaker: Speaker) -> None:
        """All words of the widget again; the offered ones stay."""
        self.others.setText(speaker.say("other-words", "&Other words"))
        self._card.setAccessibleName(speaker.say("passphrase-words", "Your passphrase"))
