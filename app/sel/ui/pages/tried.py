"""T2, step `tried`: what the mail was, in a sentence."""

from __future__ import annotations

from sel.journeys.try_it import Step
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.theme import Tone
from sel.ui.widgets.lines import Line
from sel.ui.widgets.plain import Words


class TriedPage(Page):
    """Of the journey "Try it"."""

    code = "T2"

    def build(self) -> None:
        self.encrypted = Line("done", Tone.GOOD, self)
        self.signed = Line("done", Tone.GOOD, self)
        self.subject = Words(self)
        self.add(self.encrypted, self.signed, self.subject)

    def speak(self, speaker: Speaker) -> None:
        state = self.state
        for line, good in (
            (self.encrypted, state.encrypted),
            (self.signed, state.mine and state.signature in {"valid", "unverifiable"}),
        ):
            line.setVisible(not state.by_hand)
            line.sign.show_sign("done" if good else "error", Tone.GOOD if good else Tone.BAD)
        self.title.setText(
            speaker.say("tried-title", "Signed and encrypted. Only you can open it.")
            if state.passed and not state.by_hand
            else speaker.say("tried-by-hand", "Noted: it opened for you")
            if state.passed
            else speaker.say("tried-not", "This mail was not signed and encrypted by you")
        )
        self.why.say("")
        self.encrypted.name.setText(
            speaker.say("was-encrypted", "Encrypted")
            if state.encrypted
            else speaker.say("was-not-encrypted", "Not encrypted: turn on Encrypt and send again")
        )
        self.encrypted.text.say("")
        self.signed.name.setText(self._signed(speaker))
        self.signed.text.say("")
        self.subject.say(
            speaker.say(
                "subject-is-open", "The subject can be read by anyone: no personal data there."
            )
            if state.passed
            else ""
        )

    def primary(self, speaker: Speaker) -> str:
        if self.state.passed:
            return speaker.say("to-home", "Go to &Home")
        return speaker.say("try-again", "&Try again")

    def go(self) -> None:
        if self.state.passed:
            self.context.errand("home", None)
        else:
            self.back_to.emit(Step.WRITE)

    def _signed(self, speaker: Speaker) -> str:
        state = self.state
        if state.signature == "invalid":
            return speaker.say("signature-broken", "The signature does not hold")
        if state.signature == "none":
            return speaker.say("was-not-signed", "Not signed: turn on Sign and send again")
        if not state.mine:
            return speaker.say("signed-by-another", "Signed with another certificate than yours")
        return speaker.say("signed-by-you", "Signed with your key")
