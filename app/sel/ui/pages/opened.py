"""T5, step `opened`: what the second test showed, and no more."""

from __future__ import annotations

from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.theme import Tone
from sel.ui.widgets.lines import Line


class OpenedPage(Page):
    """Of the journey "Does it open?"; its end."""

    code = "T5"

    def build(self) -> None:
        self.line = Line("done", Tone.GOOD, self)
        self.add(self.line)

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(
            speaker.say("program-opens", "The program you read it in opens your mail.")
        )
        self.why.say("")
        self.line.name.setText(speaker.say("words-right", "These were the two words."))
        self.line.text.say(
            speaker.say(
                "words-show-no-more",
                "It says nothing of other programs or devices, nor of writing.",
            )
        )

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("to-home", "Go to &Home")

    def go(self) -> None:
        self.context.errand("home", None)
