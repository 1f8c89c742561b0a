"""L5, step `left`: what was done, and what goes along."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.lines import Line
from sel.ui.widgets.plain import Words


class LeftPage(Page):
    """Of the journey "Leaving"; its end. Says never more than was done."""

    code = "L5"

    def build(self) -> None:
        self.lines = QVBoxLayout()
        self.lines.setSpacing(GRID)
        self.rows.addLayout(self.lines)
        self.take, self.still = Words(self), Words(self)
        self.add(self.take, self.still)
        self._lines: list[tuple[Line, str]] = []

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("left-title", "What was done, and what is left"))
        self.why.say("")
        for line, part in self._lines:
            name, text = _told(part, self.state, speaker)
            line.name.setText(name)
            line.text.setText(text)
        self.take.setText(
            speaker.say(
                "left-take",
                "Take along: the backup, its recovery sheet and the passphrase, each in a place "
                "of its own. With Sêl on another computer they open your old mail.",
            )
        )
        self.still.setText(
            speaker.count(
                "left-still",
                "Sêl on this computer still keeps {n} key. Once the backup opens elsewhere, "
                "remove it under My certificates.",
                "Sêl on this computer still keeps {n} keys. Once the backup opens elsewhere, "
                "remove them under My certificates.",
                n=len(self.state.there.mine),
            )
        )
        self.still.setVisible(bool(self.state.there.mine))

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("to-home", "Go to &Home")

    def enter(self, state: Any) -> None:
        super().enter(state)
        for part, good in _parts(state):
            line = Line(*(("done", Tone.GOOD) if good else ("attention", Tone.CARE)), self)
            self.lines.addWidget(line)
            self._lines.append((line, part))


def _parts(state: Any) -> list[tuple[str, bool]]:
    """What there is to say, and whether it is in order."""
    parts = [("backup", not state.there.unsaved)]
    if state.there.valid:
        parts.append(("revoke", bool(state.asked)))
    if state.there.placed:
        done = state.cleared is not None and not state.cleared.failed
        parts.append(("programs", done))
    return parts


def _told(part: str, state: Any, speaker: Speaker) -> tuple[str, str]:
    match part:
        case "backup":
            said = (
                speaker.count(
                    "backup-lacks",
                    "{n} key is in no tested backup.",
                    "{n} keys are in no tested backup.",
                    n=len(state.there.unsaved),
                )
                if state.there.unsaved
                else speaker.say("leave-all-saved", "All your keys are in a tested backup.")
            )
            return speaker.say("step-name-backup", "Backup"), said
        case "revoke":
            said = (
                speaker.say("left-asked", "The mail that asks for it is made. Did you send it?")
                if state.asked
                else speaker.say("left-not-asked", "No mail was made here that asks for it.")
            )
            return speaker.say("left-revocation", "Revocation"), said
        case _:
            cleared = state.cleared
            said = (
                speaker.say("left-in-programs", "Your certificate is still in them.")
                if cleared is None
                else speaker.say("left-in-some", "Your certificate is still in some of them.")
                if cleared.failed
                else speaker.say("left-no-programs", "Your certificate is in none any more.")
            )
            return speaker.say("left-programs", "Mail programs"), said
