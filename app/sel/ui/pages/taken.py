"""D2, step `taken`: which keys are kept here now, and which stay where they are."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from sel.base.errors import SelError
from sel.core.certificate import CertificateFacts
from sel.flows.adopting import Adopted
from sel.ports.store import StoreSpec
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.pages._store_names import store_name
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.buttons import QuietButton
from sel.ui.widgets.lines import Line
from sel.ui.widgets.plain import Words, isolated


class TakenPage(Page):
    """Says never more than was tested."""

    code = "D2"

    def build(self) -> None:
        self.lines = QVBoxLayout()
        self.lines.setSpacing(GRID)
        self.rows.addLayout(self.lines)
        self.next = Words(self)
        self.later = QuietButton(self)
        self.add(self.next)
        self.add(self.later, narrow=True)
        self.later.clicked.connect(lambda: self.context.errand("home", None))
        self._lines: list[tuple[Line, CertificateFacts, str | SelError]] = []
        self._closed: list[tuple[Line, StoreSpec, SelError]] = []

    def speak(self, speaker: Speaker) -> None:
        done: Adopted | None = self.state.adopted
        if done is None:
            return
        kept, stays = bool(done.new), bool(done.only_here)
        if kept:
            title = speaker.say("taken-title", "Kept safe and tested")
        elif stays:
            title = speaker.say("taken-stays-title", "Tested; its key stays where it is")
        else:
            title = speaker.say("taken-nothing-title", "Nothing was taken in")
        self.title.setText(title)
        self.why.say("")
        for line, spec, problem in self._closed:
            line.name.setText(store_name(spec, speaker))
            line.text.setText(speaker.error(problem).what)
        for line, facts, what in self._lines:
            line.name.setText(isolated(", ".join(facts.emails)))
            line.text.setText(_said(facts, what, speaker))
        self.next.say(self._next(speaker, kept=kept))
        self.later.setText(speaker.say("later", "&Later"))
        self.later.setVisible(self._wants_backup())

    def primary(self, speaker: Speaker) -> str:
        if self._wants_backup():
            return speaker.say("make-a-backup", "&Make a backup")
        return speaker.say("to-home", "Go to &Home")

    def enter(self, state: Any) -> None:
        super().enter(state)
        done = state.adopted
        told: list[tuple[CertificateFacts, str | SelError]] = [
            *((each.certificate, "kept") for each in done.new if each.certificate),
            *((each.certificate, "stays") for each in done.only_here if each.certificate),
            *((offered.certificate, problem) for offered, problem in done.problems),
        ]
        for facts, what in told:
            drawing, tone = ("done", Tone.GOOD) if what == "kept" else ("attention", Tone.CARE)
            line = Line(drawing, tone, self)
            self.lines.addWidget(line)
            self._lines.append((line, facts, what))
        for spec, problem in done.seen.closed:
            line = Line("attention", Tone.CARE, self)
            self.lines.addWidget(line)
            self._closed.append((line, spec, problem))
        self.refresh_words()

    def go(self) -> None:
        self.context.errand("backup" if self._wants_backup() else "home", None)

    def _wants_backup(self) -> bool:
        done = self.state.adopted
        by_it = self.context.services.policy.it_keeps_a_copy
        return done is not None and bool(done.new) and not by_it

    def _next(self, speaker: Speaker, *, kept: bool) -> str:
        if not (kept or self._lines or self._closed):
            return speaker.say(
                "nothing-new-here", "There is no certificate for mail here that Sêl does not know."
            )
        if not kept:
            return ""
        if self._wants_backup():
            return speaker.say(
                "next-is-backup",
                "Next: a backup. Without one, nobody can open your encrypted mail if this "
                "computer breaks.",
            )
        return speaker.say("kept-by-it", "Your IT team keeps a copy of your keys.")


def _said(facts: CertificateFacts, what: str | SelError, speaker: Speaker) -> str:
    until = speaker.date(facts.not_after)
    match what:
        case "kept":
            return speaker.say("taken-kept", "until {until}; its key is kept safe", until=until)
        case "stays":
            return speaker.say(
                "taken-stays",
                "until {until}; its key cannot be copied: whoever put it there made it so. If "
                "this computer breaks, mail encrypted to it stays shut. Ask your IT team whether "
                "they keep a copy.",
                until=until,
            )
        case SelError() as problem:
            return speaker.error(problem).what
        case _:
            return ""
