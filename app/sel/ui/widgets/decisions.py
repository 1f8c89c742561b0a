"""What the organisation decided, line by line, each with a lock and where it came from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from sel.flows.managed import Decision, plain
from sel.text import decisions as words
from sel.text.speaker import Speaker
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.lines import Line
from sel.ui.widgets.plain import Words


class Decisions(QWidget):
    """Hidden where nobody decided anything."""

    def __init__(self, decided: Sequence[Decision], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._decided = decided
        self.title = Words(self, strong=True)
        self.lines = [Line("lock", Tone.PLAIN, self) for _ in decided]
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID)
        rows.addWidget(self.title)
        for line in self.lines:
            rows.addWidget(line)
        self.setVisible(bool(decided))

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        self.title.setText(speaker.say("set-by-your-school", "Set by your school"))
        for one, line in zip(self._decided, self.lines, strict=True):
            line.name.setText(words.title(speaker, one.setting.key))
            value = words.value(speaker, one.setting, plain(one))
            line.text.setText(
                speaker.say("value-from", "{value} ({origin})", value=value, origin=one.origin)
            )
