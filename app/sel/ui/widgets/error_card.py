"""An error as a person meets it: what happened, was anything lost, one thing to do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPlainTextEdit, QSizePolicy, QWidget

from sel.base.errors import SelError
from sel.text.speaker import Speaker, Told
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.buttons import Button
from sel.ui.widgets.card import Card
from sel.ui.widgets.folded import Folded
from sel.ui.widgets.plain import Words
from sel.ui.widgets.sign import Sign


class ErrorCard(Card):
    """Hidden until it has an error to show; speaks both languages for the helpdesk.

    place     the code of the page it stands on ("F2"): a person can say it on the telephone
    helpdesk  whom the organisation names for help; "" names nobody
    """

    def __init__(self, place: str, parent: QWidget | None = None, *, helpdesk: str = "") -> None:
        super().__init__(parent, edge=Tone.BAD)
        self._place, self._helpdesk = place, helpdesk
        self._failure: SelError | None = None
        self._speaker: Speaker | None = None
        self._remedy: Callable[[Speaker], str] | None = None
        self._mending: Callable[[], None] | None = None
        self._what = Words(self, strong=True)
        self._what.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._lost = Words(self)
        self._hint = Words(self)
        self._whom = Words(self)
        self.remedy = Button(self)
        self.remedy.hide()
        self.remedy.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.folded = Folded(self, technical=True)
        self.report = QPlainTextEdit(self)
        self.report.setReadOnly(True)
        self.report.setTabChangesFocus(True)
        self.report.setMinimumHeight(self.fontMetrics().height() * 8)
        self.copy = Button(self, icon="copy")
        self.copy.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.folded.rows.addWidget(self.report)
        self.folded.rows.addWidget(self.copy)
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(Sign("error", self, tone=Tone.BAD), 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._what, 1)
        self.rows.addLayout(top)
        for row in (self._lost, self._hint, self._whom, self.remedy, self.folded):
            self.rows.addWidget(row)
        self.copy.clicked.connect(self._copy)
        self.remedy.clicked.connect(self._mend)
        self.hide()

    @property
    def failure(self) -> SelError | None:
        """What is shown."""
        return self._failure

    def tell(self, failure: SelError, remedy: Callable[[Speaker], str] | None = None) -> None:
        """Show an error; `remedy` gives the word of the one button that mends it."""
        self._failure, self._remedy, self._mending = failure, remedy, None
        self.folded.unfold(False)
        if self._speaker is not None:
            self.speak(self._speaker)
        self.show()
        self._what.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{self._what.text()} {self._lost.text()}", urgent=True)

    def remedied_by(self, mending: Callable[[], None]) -> None:
        """What the button of the error shown does."""
        self._mending = mending

    def clear(self) -> None:
        """Nothing is wrong (any more)."""
        self._failure = None
        self.hide()

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        self._speaker = speaker
        self.folded.speak(speaker)
        self.copy.setText(speaker.say("copy-for-helpdesk", "Copy for the helpdesk"))
        self.setAccessibleName(speaker.say("error-card", "Error"))
        self.report.setAccessibleName(speaker.say("technical-details", "Technical details"))
        if self._failure is None:
            return
        told = speaker.error(self._failure)
        self._what.say(told.what)
        self._lost.say(told.lost)
        self._hint.say(told.hint)
        self._whom.say(whom_to_ask(self._helpdesk, speaker))
        self.setAccessibleDescription(" ".join((told.what, told.lost, told.hint)))
        self.remedy.setVisible(self._remedy is not None)
        if self._remedy is not None:
            self.remedy.setText(self._remedy(speaker))
        self.report.setPlainText(helpdesk_report(self._failure, self._place))

    def _mend(self) -> None:
        if self._mending is not None:
            self._mending()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.report.toPlainText())
        if self._speaker is not None:
            done = self._speaker.say("copied", "Copied")
            self.copy.setText(done)
            announce(self.copy, done)


def whom_to_ask(helpdesk: str, speaker: Speaker) -> str:
    """Whom the organisation names for help; empty if it names nobody."""
    return speaker.say("ask-for-help", "Help: {whom}", whom=helpdesk) if helpdesk else ""


def helpdesk_report(failure: SelError, place: str) -> str:
    """Code, facts and words in both languages; errors never carry a secret."""
    told = [Speaker(language).error(failure) for language in ("cy", "en")]
    head = [f"{failure.code} · {place}"]
    facts = [f"{name}: {value}" for name, value in failure.what.facts.items()]
    detail = [failure.detail] if failure.detail else []
    said = "\n\n".join(_both(told))
    return "\n".join([*head, *facts, *detail, "", said])


def _both(told: list[Told]) -> list[str]:
    return ["\n".join(part for part in (one.what, one.lost, one.hint) if part) for one in told]
