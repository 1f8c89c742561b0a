"""E4, step `pack-taken`: what a school pack brought."""

from __future__ import annotations

from sel.core.finding import Finding, Level
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.theme import Tone
from sel.ui.widgets.findings import FindingList
from sel.ui.widgets.lines import Line


class PackTakenPage(Page):
    """Of the journey "School pack"."""

    code = "E4"

    def build(self) -> None:
        self.numbers = Line("done", Tone.GOOD, self)
        self.rejected = FindingList(self)
        self.add(self.numbers, self.rejected)

    def speak(self, speaker: Speaker) -> None:
        done = self.state.taken
        self.title.setText(speaker.say("pack-taken-title", "The pack is here"))
        count = speaker.count
        self.numbers.name.setText(
            count("met-new", "{n} new certificate", "{n} new certificates", n=done.added)
        )
        told = [
            count("met-updated", "{n} updated", "{n} updated", n=done.updated)
            if done.updated
            else "",
            count("met-same", "{n} known already", "{n} known already", n=done.unchanged)
            if done.unchanged
            else "",
            count("pack-withdrawn", "{n} taken out", "{n} taken out", n=done.withdrawn)
            if done.withdrawn
            else "",
        ]
        self.numbers.text.say("\n".join(filter(None, told)))
        self.rejected.tell([Finding(Level.WARNING, each.what) for each in done.rejected])
        self.rejected.speak(speaker)

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("met-done", "&See the list")
