"""One decision: choices with a line of why each, by mouse, arrow keys or letter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QVBoxLayout, QWidget

from sel.ui.theme import GRID, Tone
from sel.ui.widgets.plain import Words, quoted
from sel.ui.widgets.wrapping import WrappingCheck, WrappingRadio, text_left


class Choices(QWidget):
    """Radio buttons (one) or check boxes (several), each with an explanation below.

    changed  another choice was made
    """

    changed = Signal()

    def __init__(
        self, keys: Sequence[str], parent: QWidget | None = None, *, several: bool = False
    ) -> None:
        super().__init__(parent)
        self._buttons: dict[str, QAbstractButton] = {}
        self._whys: dict[str, Words] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(not several)
        self._several = several
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(GRID)
        self.offer(keys)
        self._group.buttonToggled.connect(lambda _button, _on: self.changed.emit())

    def offer(self, keys: Sequence[str]) -> None:
        """Add these below what is offered already; their words come with `word`."""
        for key in keys:
            button: QAbstractButton = WrappingCheck(self) if self._several else WrappingRadio(self)
            why = Words(self, tone=Tone.QUIET)
            below = QVBoxLayout()
            below.setContentsMargins(text_left(button), 0, 0, 0)
            below.addWidget(why)
            self._rows.addWidget(button)
            self._rows.addLayout(below)
            why.hide()
            self._buttons[key], self._whys[key] = button, why
            self._group.addButton(button)

    def word(self, key: str, text: str, why: str = "") -> None:
        """The words of one choice."""
        button = self._buttons[key]
        button.setText(text)
        button.setAccessibleName(quoted(text))
        button.setAccessibleDescription(why)
        self._whys[key].say(why)

    def button(self, key: str) -> QAbstractButton:
        """The button of one choice."""
        return self._buttons[key]

    @property
    def keys(self) -> tuple[str, ...]:
        """What is offered, in the order shown."""
        return tuple(self._buttons)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The keys that are chosen, in the order shown."""
        return tuple(key for key, button in self._buttons.items() if button.isChecked())

    def choose(self, *keys: str) -> None:
        """Make this the choice."""
        for key, button in self._buttons.items():
            if button.isChecked() != (key in keys):
                button.setChecked(key in keys)
