"""Beside something that cannot be chosen here: a lock, and who decided it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sel.core.policy import Policy
from sel.text.speaker import Speaker
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.plain import Words
from sel.ui.widgets.sign import Sign


class Decided(QWidget):
    """Shown where the organisation set the value of this name.

    shown  whether it did
    """

    def __init__(self, key: str, policy: Policy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._origin = policy.origin_of(key)
        self.shown = self._origin is not None
        self.words = Words(self, tone=Tone.QUIET)
        beside = QHBoxLayout(self)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(GRID)
        beside.addWidget(Sign("lock", self, tone=Tone.QUIET), 0, Qt.AlignmentFlag.AlignTop)
        beside.addWidget(self.words, 1)
        self.setVisible(self.shown)

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        self.words.setText(speaker.say("set-by-your-school", "Set by your school"))
        self.words.setAccessibleDescription(self._origin or "")
