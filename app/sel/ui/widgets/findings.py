"""Answers of a judgement: icon, word and colour, what it is and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sel.core.finding import Finding, Level
from sel.text.speaker import Speaker
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.plain import Words
from sel.ui.widgets.sign import Sign

_LOOK = {
    Level.ERROR: ("error", Tone.BAD),
    Level.WARNING: ("attention", Tone.CARE),
    Level.INFO: ("info", Tone.QUIET),
}


class FindingList(QWidget):
    """One row a finding, worst first; takes no room when there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(GRID)
        self._findings: tuple[Finding, ...] = ()
        self._speaker: Speaker | None = None
        self.hide()

    def tell(self, findings: Sequence[Finding]) -> None:
        """Show these instead of what was shown."""
        order = list(Level)
        self._findings = tuple(sorted(findings, key=lambda each: order.index(each.level)))
        self.setVisible(bool(self._findings))
        self._draw()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is shown."""
        return self._findings

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        self._speaker = speaker
        self._draw()

    def _draw(self) -> None:
        while (old := self._rows.takeAt(0)) is not None:
            row = old.widget()
            if row is not None:
                row.hide()
                row.deleteLater()
        if self._speaker is None:
            return
        for each in self._findings:
            self._rows.addWidget(_row(each, self._speaker, self))


def _row(finding: Finding, speaker: Speaker, parent: QWidget) -> QWidget:
    drawing, tone = _LOOK[finding.level]
    told = speaker.finding(finding)
    row = QWidget(parent)
    beside = QHBoxLayout(row)
    beside.setContentsMargins(0, 0, 0, 0)
    beside.setSpacing(GRID)
    beside.addWidget(Sign(drawing, row, tone=tone), 0, Qt.AlignmentFlag.AlignTop)
    below = QVBoxLayout()
    below.setSpacing(GRID // 4)
    beside.addLayout(below, 1)
    texts = (
        (level_word(finding.level, speaker), tone, True),
        (told.what, Tone.PLAIN, False),
        (told.hint, Tone.QUIET, False),
    )
    for text, ink, strong in texts:
        if text:
            words = Words(row, tone=ink, strong=strong)
            words.setText(text)
            below.addWidget(words)
    row.setAccessibleName(" ".join(text for text, _, _ in texts if text))
    return row


def level_word(level: Level, speaker: Speaker) -> str:
    """The word beside the icon."""
    match level:
        case Level.ERROR:
            return speaker.say("level-error", "Problem")
        case Level.WARNING:
            return speaker.say("level-warning", "Worth knowing before you go on")
        case Level.INFO:
            return speaker.say("level-info", "For your information")
