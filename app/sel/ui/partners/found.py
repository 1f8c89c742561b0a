"""What was found of one domain: the sentence, its servers, what is wrong, what is different."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout, QWidget

from sel.flows.partner_checks import Checked
from sel.text import delivery
from sel.text.speaker import Speaker
from sel.ui.partners.table import look_of
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.buttons import QuietButton
from sel.ui.widgets.card import Card
from sel.ui.widgets.findings import FindingList
from sel.ui.widgets.plain import Words
from sel.ui.widgets.sentence import StatusSentence


class Found(QWidget):
    """Hidden until there is something to show."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._speaker: Speaker | None = None
        self.checked: Checked | None = None
        self.sentence = StatusSentence(self)
        self.different = Card(self, edge=Tone.CARE)
        self.since = Words(self.different, strong=True)
        self.changes = Words(self.different)
        self.different.rows.addWidget(self.since)
        self.different.rows.addWidget(self.changes)
        self.servers = Words(self)
        self.findings = FindingList(self)
        self.copy = QuietButton(self, icon="copy")
        self.copy.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2 * GRID)
        for part in (self.sentence, self.different, self.servers, self.findings, self.copy):
            rows.addWidget(part)
        self.copy.clicked.connect(self._copy)
        self.hide()

    def tell(self, checked: Checked | None) -> None:
        """Show this one instead; None shows nothing."""
        self.checked = checked
        self.setVisible(checked is not None)
        self._draw()

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        self._speaker = speaker
        self.findings.speak(speaker)
        self.copy.setText(speaker.say("partners-copy", "Copy this te&xt"))
        self._draw()

    def text(self) -> str:
        """Everything that is shown, for a mail to the partner."""
        checked, speaker = self.checked, self._speaker
        if checked is None or speaker is None:
            return ""
        lines = [self.sentence.words.text(), self.servers.text()]
        if checked.changes:
            lines += [self.since.text(), self.changes.text()]
        for each in self.findings.findings:
            told = speaker.finding(each)
            lines += [f"- {told.what}", *([f"  {told.hint}"] if told.hint else [])]
        return "\n".join(filter(None, lines))

    def _draw(self) -> None:
        checked, speaker = self.checked, self._speaker
        if checked is None or speaker is None:
            return
        judged = checked.judged
        sign, tone = look_of(judged.verdict)
        self.sentence.tell(delivery.answer(speaker, judged), sign, tone)
        lines = [delivery.host(speaker, each) for each in judged.hosts]
        self.servers.say("\n".join((*lines, *delivery.besides(speaker, judged))))
        self.findings.tell(judged.every_finding)
        self.different.setVisible(bool(checked.changes))
        if checked.changes and checked.before is not None:
            date = speaker.date(checked.before.checked)
            self.since.setText(speaker.say("partners-since", "Different since {date}", date=date))
            self.changes.setText("\n".join(map(speaker.message, checked.changes)))

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.text())
        if self._speaker is not None:
            announce(self.copy, self._speaker.say("partners-copied", "Copied"))
