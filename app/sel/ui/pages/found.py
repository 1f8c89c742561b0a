"""K3, step `found`: whether the backup holds, and which keys it lacks."""

from __future__ import annotations

from typing import Any

from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.theme import Tone
from sel.ui.widgets.findings import FindingList
from sel.ui.widgets.lines import Line


class FoundPage(Page):
    """Of the journey "Test a backup"."""

    code = "K3"

    def build(self) -> None:
        self.line = Line("done", Tone.GOOD, self)
        self.findings = FindingList(self)
        self.add(self.line, self.findings)

    def speak(self, speaker: Speaker) -> None:
        verified = self.state.verified
        self.title.setText(
            speaker.say("backup-holds", "The backup holds")
            if verified.sound
            else speaker.say("unsound-title", "This backup does not hold")
        )
        self.line.sign.show_sign(
            "done" if verified.sound else "error", Tone.GOOD if verified.sound else Tone.BAD
        )
        good = sum(code == "proved" for _, code in verified.proofs)
        self.line.name.setText(
            speaker.count(
                "backed-up-keys",
                "{n} key was opened from the backup and tested.",
                "{n} keys were opened from the backup and tested.",
                n=good,
            )
        )
        self.line.text.say("")
        self.findings.speak(speaker)

    def primary(self, speaker: Speaker) -> str:
        if not self.state.verified.sound or self.state.verified.missing:
            return speaker.say("make-a-new-backup", "&Make a new backup")
        return speaker.say("to-home", "Go to &Home")

    def enter(self, state: Any) -> None:
        super().enter(state)
        self.findings.tell(state.verified.findings)

    def go(self) -> None:
        new = not self.state.verified.sound or self.state.verified.missing
        self.context.errand("backup" if new else "home", None)
