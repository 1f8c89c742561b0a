"""R3, step `shown`: what is in the backup and what of it is new, before anything is written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from sel.base.progress import Progress
from sel.flows import backups
from sel.flows.backups import people
from sel.flows.imports import TakenIn
from sel.journeys.restore import Inside
from sel.text.speaker import Speaker
from sel.ui.pages._remedies import KeepingPage
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.lines import Line
from sel.ui.widgets.plain import Words


class ShownPage(KeepingPage):
    """Of the journey of a restore."""

    code = "R3"

    def build(self) -> None:
        self.lines = QVBoxLayout()
        self.lines.setSpacing(GRID)
        self.rows.addLayout(self.lines)
        self.colleagues = Words(self)
        self.add(self.colleagues)
        self._lines: list[tuple[Line, Inside]] = []

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("shown-title", "In this backup"))
        new = self._new()
        self.why.say(
            speaker.count(
                "shown-new",
                "{n} key of it is new here. What you have already stays as it is.",
                "{n} keys of it are new here. What you have already stays as it is.",
                n=new,
            )
            if new
            else speaker.say("shown-nothing-new", "Everything in it is here already.")
        )
        beside = self.state.people
        self.colleagues.say(
            speaker.count(
                "shown-people",
                "Beside it: {n} certificate of colleagues, {new} of them new here. What you said "
                "about them (trusted, checked) is not in a backup.",
                "Beside it: {n} certificates of colleagues, {new} of them new here. What you said "
                "about them (trusted, checked) is not in a backup.",
                n=beside.total,
                new=beside.new,
            )
            if beside is not None
            else ""
        )
        for line, inside in self._lines:
            line.name.setText(_name(inside, speaker))
            line.text.setText(
                speaker.say("key-is-here", "here already")
                if inside.known
                else speaker.say("key-is-new", "new")
            )

    def primary(self, speaker: Speaker) -> str:
        if not self._anything_new():
            return speaker.say("to-home", "Go to &Home")
        return speaker.say("bring-back", "&Bring them back")

    def enter(self, state: Any) -> None:
        super().enter(state)
        for inside in state.inside:
            line = Line("done" if inside.known else "restore", Tone.QUIET, self)
            self.lines.addWidget(line)
            self._lines.append((line, inside))

    def go(self) -> None:
        if not self._anything_new():
            self.context.errand("home", None)
            return
        services, opened = self.context.services, self.context.holding.opened
        accepted = self.forgets_accepted
        if opened is None:
            return

        beside = self.state.people

        def work(progress: Progress) -> tuple[TakenIn, int]:
            taken = backups.restore(services, opened, progress, forgets_accepted=accepted)
            came = people.restore(services, beside, progress) if beside is not None else 0
            return taken, came

        self.work(work, self._restored, self.refused)

    def _new(self) -> int:
        return sum(not inside.known for inside in self.state.inside)

    def _anything_new(self) -> bool:
        beside = self.state.people
        return bool(self._new()) or (beside is not None and beside.new > 0)

    def _restored(self, done: tuple[TakenIn, int]) -> None:
        taken, came_back = done
        self.context.holding.drop()
        self.answered.emit(replace(self.state, restored=taken, came_back=came_back))


def _name(inside: Inside, speaker: Speaker) -> str:
    facts = inside.certificate
    if facts is None:
        return speaker.say("key-without-certificate", "A key that waits for its certificate")
    address = ", ".join(facts.emails) or facts.subject
    until = speaker.date(facts.not_after)
    return speaker.say("key-until", "{address}, until {until}", address=address, until=until)
