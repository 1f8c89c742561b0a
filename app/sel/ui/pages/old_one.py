"""N2, step `old-one`: the old certificate leaves the programs' lists; its key stays."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from sel.base.errors import StoreLocked, StorePasswordWrong
from sel.base.progress import Progress
from sel.flows import hiding
from sel.flows.store_places import StoreOutcome
from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui.page import Page
from sel.ui.pages._store_names import store_name
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.buttons import QuietButton
from sel.ui.widgets.lines import Line
from sel.ui.widgets.password import PasswordField
from sel.ui.widgets.plain import isolated

_LOOK = {
    "hidden": ("done", Tone.GOOD),
    "left": ("info", Tone.QUIET),
    "failed": ("attention", Tone.CARE),
}


class OldOnePage(Page):
    """Of the journey "Renewed"."""

    code = "N2"

    def build(self) -> None:
        self.lines, self.results = QVBoxLayout(), QVBoxLayout()
        for rows in (self.lines, self.results):
            rows.setSpacing(GRID)
            self.rows.addLayout(rows)
        self.field = PasswordField(self)
        self.field.hide()
        self.leave_it = QuietButton(self)
        self.add(self.field)
        self.add(self.leave_it, narrow=True)
        self._old: list[tuple[Line, Any]] = []
        self._outcomes: list[tuple[Line, StoreOutcome]] = []
        self.leave_it.clicked.connect(lambda: self.answered.emit(self.state))

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("old-one-title", "The old certificate"))
        self.why.say(
            speaker.say(
                "old-one-why",
                "Your mail programs may still offer it. Taken out of their lists, its key stays "
                "where it is and goes on opening old mail.",
            )
        )
        for line, one in self._old:
            line.name.setText(isolated(visible(", ".join(one.emails) or one.id)))
            line.text.setText(
                speaker.say(
                    "old-one-dates",
                    "{starts} to {ends}",
                    starts=speaker.date(one.certificate.not_before),
                    ends=speaker.date(one.certificate.not_after),
                )
            )
        for line, outcome in self._outcomes:
            line.name.setText(store_name(outcome.store, speaker))
            line.text.setText(_became(outcome, speaker))
        self.leave_it.setText(speaker.say("leave-as-it-is", "&Leave it as it is"))
        self.leave_it.setVisible(self._to_do())
        self.field.speak(
            speaker, speaker.say("store-password-label", "Thunderbird's own (primary) password")
        )

    def primary(self, speaker: Speaker) -> str:
        if not self._to_do():
            return super().primary(speaker)
        return speaker.say("hide-old-one", "Take it out of the li&sts")

    def enter(self, state: Any) -> None:
        super().enter(state)
        for one in state.old:
            line = Line("certificate", Tone.QUIET, self)
            self.lines.addWidget(line)
            self._old.append((line, one))
        self._show(state.hidden or ())

    def go(self) -> None:
        if not self._to_do():
            self.answered.emit(self.state)
            return
        services, old = self.context.services, self.state.old
        unlock = self.field.take() if self.field.filled else None

        def work(progress: Progress) -> tuple[StoreOutcome, ...]:
            return tuple(
                done for one in old for done in hiding.hide(services, one, progress, unlock=unlock)
            )

        self.work(work, self._hidden)

    def typed(self) -> Any:
        return self.state

    def left(self) -> None:
        self.field.clear()

    def _to_do(self) -> bool:
        """Nothing was done yet, or a program wants its password first."""
        return self.state.hidden is None or _shut(self.state.hidden)

    def _hidden(self, outcomes: tuple[StoreOutcome, ...]) -> None:
        self.state = replace(self.state, hidden=outcomes)
        self._show(outcomes)
        self.refresh_words()

    def _show(self, outcomes: tuple[StoreOutcome, ...]) -> None:
        for old, _ in self._outcomes:
            self.results.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._outcomes = []
        for outcome in outcomes:
            line = Line(*_LOOK.get(outcome.state.value, _LOOK["left"]), self)
            self.results.addWidget(line)
            self._outcomes.append((line, outcome))
        self.field.setVisible(_shut(outcomes))
        if _shut(outcomes):
            self.field.setFocus()


def _shut(outcomes: tuple[StoreOutcome, ...]) -> bool:
    """Whether one of them is behind a password of its own."""
    return any(isinstance(each.problem, StoreLocked | StorePasswordWrong) for each in outcomes)


def _became(outcome: StoreOutcome, speaker: Speaker) -> str:
    if outcome.problem is not None:
        return speaker.error(outcome.problem).what
    if outcome.state.value == "hidden":
        return speaker.say("old-one-hidden", "not in the list any more; its key is still there")
    return speaker.say(
        "old-one-left", "stays in the list: this program hides none, and it is in nobody's way"
    )
