"""G1, step `who`: who issues the certificate; asked before any key is made."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sel.journeys.get_certificate import Who
from sel.ports.enrolment import AuthorityProfile, Route
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.pages._profile import in_words
from sel.ui.widgets.choices import Choices
from sel.ui.widgets.plain import on_button


class WhoPage(Page):
    """Of the journey "Get a certificate". The authorities are data; two ways are always there."""

    code = "G1"

    def build(self) -> None:
        self.choices = Choices((), self)
        self.add(self.choices)
        self.choices.changed.connect(lambda: self.readiness.emit())

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("who-title", "Who issues your certificate?"))
        self.why.say(
            speaker.say(
                "who-why",
                "Somebody has to vouch for your address: whoever issues certificates (the "
                "authority). Ask before you start; it can take days.",
            )
        )
        for profile in self.state.profiles:
            name = on_button(in_words(profile.name, speaker))
            self.choices.word(profile.id, name, _about(profile, speaker))
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
        named = [profile.id for profile in state.profiles]
        self.choices.offer([*named, Who.WEBSITE.value, Who.UNKNOWN.value])
        if state.who is Who.AUTHORITY and state.authority is not None:
            self.choices.choose(state.authority.id)
        elif state.who is not None:
            self.choices.choose(state.who.value)

    def typed(self) -> Any:
        chosen = self.choices.chosen
        if not chosen:
            return replace(self.state, who=None, authority=None)
        named = {profile.id: profile for profile in self.state.profiles}
        profile = named.get(chosen[0])
        who = Who.AUTHORITY if profile is not None else Who(chosen[0])
        return replace(self.state, who=who, authority=profile)

    def ready(self) -> bool:
        return bool(self.choices.chosen)

    def go(self) -> None:
        self.answered.emit(self.typed())


def _about(profile: AuthorityProfile, speaker: Speaker) -> str:
    """How long and how much, then what happens: two quiet lines."""
    terms = speaker.say(
        "who-terms",
        "How long: {takes} · Cost: {cost}",
        takes=in_words(profile.takes, speaker),
        cost=in_words(profile.cost, speaker),
    )
    if profile.route is Route.BOOK:
        how = in_words(profile.note, speaker)
    elif profile.key_made_by == "person":
        how = speaker.say(
            "who-form",
            "Your key is made here and stays here. You send a form for your IT team "
            "(certificate request) and get your certificate back.",
        )
    else:
        how = speaker.say(
            "who-makes-the-key", "They make the key and give you a file with a password."
        )
    return f"{terms}\n{how}"
