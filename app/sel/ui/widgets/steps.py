"""The journey on Home: each step with its sign, its word and what there is to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from sel.text.speaker import Speaker
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.buttons import QuietButton
from sel.ui.widgets.card import Card
from sel.ui.widgets.plain import Words
from sel.ui.widgets.sign import Sign

_LOOK = {
    "done": ("done", Tone.GOOD),
    "next": ("next", Tone.PLAIN),
    "waiting": ("waiting", Tone.QUIET),
    "todo": ("todo", Tone.QUIET),
    "attention": ("attention", Tone.CARE),
}


_BELOW = "below"


@dataclass(frozen=True, slots=True)
class Row:
    """One step in words. state: done, next, waiting, todo or attention.

    verb    of a quiet button in the row; empty without one
    errand  what that asks for
    """

    state: str
    name: str
    text: str
    verb: str = ""
    errand: str = ""


class StepList(Card):
    """Steps one under the other.

    wanted  a button in a row was pressed: its errand
    """

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows.setSpacing(2 * GRID)

    def tell(self, steps: Sequence[Row], speaker: Speaker) -> None:
        """Show these steps."""
        while (old := self.rows.takeAt(0)) is not None:
            gone = old.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for step in steps:
            row = _row(step, speaker, self)
            self.rows.addWidget(row)
            if step.verb:
                self._offer(step, row)
        self.setAccessibleName(speaker.say("steps", "Where you are"))

    def _offer(self, step: Row, row: QWidget) -> None:
        button = QuietButton(row)
        button.setText(step.verb)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda _on=False, errand=step.errand: self.wanted.emit(errand))
        below = row.findChild(QVBoxLayout, _BELOW)
        assert below is not None
        below.addWidget(button)


def _row(step: Row, speaker: Speaker, parent: QWidget) -> QWidget:
    drawing, tone = _LOOK[step.state]
    row = QWidget(parent)
    beside = QHBoxLayout(row)
    beside.setContentsMargins(0, 0, 0, 0)
    beside.setSpacing(2 * GRID)
    beside.addWidget(Sign(drawing, row, tone=tone, times=1.5), 0, Qt.AlignmentFlag.AlignTop)
    below = QVBoxLayout()
    below.setObjectName(_BELOW)
    below.setSpacing(0)
    beside.addLayout(below, 1)
    head = QHBoxLayout()
    head.setSpacing(GRID)
    below.addLayout(head)
    name = Words(row, strong=True)
    name.setText(step.name)
    word = Words(row, tone=tone)
    word.setText(state_word(step.state, speaker))
    head.addWidget(name, 1)
    head.addWidget(word, 0, Qt.AlignmentFlag.AlignTop)
    text = Words(row)
    text.say(step.text)
    below.addWidget(text)
    row.setAccessibleName(f"{step.name}: {word.text()}")
    row.setAccessibleDescription(step.text)
    return row


def state_word(state: str, speaker: Speaker) -> str:
    """The word beside the sign."""
    match state:
        case "done":
            return speaker.say("state-done", "Done")
        case "next":
            return speaker.say("state-next", "Next")
        case "waiting":
            return speaker.say("state-waiting", "Waiting")
        case "attention":
            return speaker.say("state-attention", "Needs attention")
        case _:
            return speaker.say("state-todo", "Later")
