"""G1, step `who`: who issues the certificate; asked before any key is made."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sel.journeys.get_certificate import Who
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.widgets.choices import Choices


class WhoPage(Page):
    """Of the journey "Get a certificate"."""

    code = "G1"

    def build(self) -> None:
        self.choices = Choices([who.value for who in Who], self)
        self.add(self.choices)
        self.choices.changed.connect(lambda: self.readiness.emit())

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("who-title", "Who issues your certificate?"))
        self.why.say(
            speaker.say(
                "who-why",
                "Somebody has to vouch for your address: whoever issues certificates (the "
                "authority). Ask before you start; it takes days, not minutes.",
            )
        )
        self.choices.word(
            Who.SCHOOL.value,
            speaker.say("who-school", "My &IT team, or somebody who takes a form"),
            speaker.say(
                "who-school-why",
                "Your key is made here and stays here. You send a form for your IT team "
                "(certificate request) and get your certificate back.",
            ),
        )
        self.choices.word(
            Who.WEBSITE.value,
            speaker.say("who-website", "A &website"),
            speaker.say(
                "who-website-why",
                "The website makes the key and gives you a file with a password.",
            ),
        )
        self.choices.word(
            Who.UNKNOWN.value,
            speaker.say("who-unknown", "I do not &know yet"),
            speaker.say("who-unknown-why", "There is a mail ready with which you can ask."),
        )

    def enter(self, state: Any) -> None:
        super().enter(state)
        if state.who is not None:
            self.choices.choose(state.who.value)

    def typed(self) -> Any:
        return replace(self.state, who=self._who())

    def ready(self) -> bool:
        return self._who() is not None

    def go(self) -> None:
        self.answered.emit(self.typed())

    def _who(self) -> Who | None:
        chosen = self.choices.chosen
        return Who(chosen[0]) if chosen else None
