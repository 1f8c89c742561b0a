"""X2, step `causes`: each likely cause: found, not to be checked here, or not it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from sel.base.message import Message
from sel.base.progress import Progress
from sel.core.doctor import Outcome, Verdict
from sel.flows import diagnosing
from sel.flows.diagnosing import Diagnosis
from sel.text import helpdesk
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.pages.which_message import addresses_in
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.buttons import Button
from sel.ui.widgets.lines import Line
from sel.ui.widgets.plain import Words

_SIGNS: Final = {
    Verdict.FOUND: ("attention", Tone.CARE),
    Verdict.UNCLEAR: ("info", Tone.QUIET),
    Verdict.NOT_IT: ("done", Tone.GOOD),
}


class CausesPage(Page):
    """Of the journey "It does not work"."""

    code = "X2"

    def build(self) -> None:
        self.list = QVBoxLayout()
        self.list.setSpacing(2 * GRID)
        self.rows.addLayout(self.list)
        self._shown: list[tuple[Outcome, Line, Button | None]] = []
        self._heads: list[tuple[Verdict, Words]] = []

    def enter(self, state: Any) -> None:
        super().enter(state)
        if state.diagnosis is not None:
            self._diagnosed(state.diagnosis)
            return
        services = self.context.services
        to = addresses_in(state.to) or None

        def work(progress: Progress) -> Diagnosis:
            return diagnosing.diagnose(services, diagnosing.meant(state.message), to, progress)

        self.work(work, self._diagnosed)

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(self._title(speaker))
        self.why.say(helpdesk.symptom(speaker, self.state.message) if self.state.message else "")
        for verdict, head in self._heads:
            head.setText(speaker.message(Message(f"verdict.{verdict}")))
        for outcome, line, button in self._shown:
            line.name.setText(helpdesk.cause(speaker, outcome.cause))
            told = [speaker.message(each) for each in outcome.said]
            if helpdesk.wants_remedy(outcome):
                told.append(helpdesk.remedy(speaker, outcome.cause))
            line.text.say("\n".join(told))
            if button is not None:
                button.setText(speaker.message(Message(f"errand.{outcome.errand}")))

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("make-a-report", "&Make a report for the helpdesk")

    def ready(self) -> bool:
        return self.state.diagnosis is not None

    def typed(self) -> Any:
        """Going back asks again: what was found may be mended by then."""
        return replace(self.state, diagnosis=None)

    def _title(self, speaker: Speaker) -> str:
        done = self.state.diagnosis
        if done is None:
            return speaker.say("causes-looking", "Looking for the cause")
        if not done.found:
            return speaker.say("causes-none", "No cause was found here")
        return speaker.count(
            "causes-title", "{n} likely cause was found", "{n} likely causes were found",
            n=len(done.found),
        )  # fmt: skip

    def _diagnosed(self, diagnosis: Diagnosis) -> None:
        self.state = replace(self.state, diagnosis=diagnosis)
        before: QWidget = self.title
        for outcome in diagnosis.outcomes:
            if not self._heads or self._heads[-1][0] is not outcome.verdict:
                head = Words(self.body, strong=True, times=1.15)
                self.list.addWidget(head)
                self._heads.append((outcome.verdict, head))
            line = Line(*_SIGNS[outcome.verdict], self.body)
            self.list.addWidget(line)
            button = self._button(outcome)
            if button is not None:
                self.list.addLayout(_below(line, button))
                QWidget.setTabOrder(before, button)
                before = button
            self._shown.append((outcome, line, button))
        self.refresh_words()
        self.readiness.emit()

    def _button(self, outcome: Outcome) -> Button | None:
        if not outcome.errand or not helpdesk.wants_remedy(outcome):
            return None
        button = Button(self.body)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        about = outcome.about or None
        button.clicked.connect(partial(self._begin, outcome.errand, about))
        return button

    def _begin(self, errand: str, about: str | None, _on: bool = False) -> None:
        self.context.errand(errand, about)


def _below(line: Line, button: Button) -> QHBoxLayout:
    """The button under the words of its line, not under its sign."""
    row = QHBoxLayout()
    row.setContentsMargins(line.sign.sizeHint().width() + GRID, 0, 0, 0)
    row.addWidget(button)
    row.addStretch(1)
    return row
