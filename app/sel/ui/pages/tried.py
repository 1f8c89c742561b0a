"""T2, step `tried`: what the mail was, in a sentence; who can open it, and what stood in clear."""

from __future__ import annotations

from sel.core.letter import Signature
from sel.flows.trying import Tried
from sel.journeys.try_it import Step
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.theme import Tone
from sel.ui.widgets.buttons import QuietButton
from sel.ui.widgets.lines import Line
from sel.ui.widgets.plain import Words

_GOOD, _BAD, _OPEN = ("done", Tone.GOOD), ("error", Tone.BAD), ("attention", Tone.CARE)


class TriedPage(Page):
    """Of the journey "Try it"."""

    code = "T2"

    def build(self) -> None:
        self.encrypted, self.signed = Line(*_GOOD, self), Line(*_GOOD, self)
        self.subject = Line(*_OPEN, self)
        self.otherwise = Words(self)
        self.second = QuietButton(self, icon="next")
        self.add(self.otherwise, self.encrypted, self.signed, self.subject)
        self.add(self.second, narrow=True)
        self.second.clicked.connect(lambda: self.context.errand("opening", None))

    def speak(self, speaker: Speaker) -> None:
        tried, say = self.state.tried, speaker.say
        self.title.setText(self._sentence(speaker))
        self.why.say("")
        self.second.setText(say("second-test", "Second test: does it &open your mail?"))
        self.second.setVisible(self.state.passed)
        for line in (self.encrypted, self.signed, self.subject):
            line.setVisible(tried is not None)
        self.otherwise.say("")
        if tried is None:
            return
        self.otherwise.say(_otherwise(tried, speaker))
        self.encrypted.sign.show_sign(*(_GOOD if tried.encrypted else _BAD))
        self.encrypted.name.setText(
            say("was-encrypted", "Encrypted")
            if tried.encrypted
            else say("was-not-encrypted", "Not encrypted: turn on Encrypt and send again")
        )
        self.encrypted.text.say(_readers(tried, speaker))
        self.signed.sign.show_sign(*(_GOOD if tried.signed else _BAD))
        self.signed.name.setText(_signed(tried, speaker))
        self.signed.text.say(_certificate(tried, speaker))
        self.subject.name.setText(
            say("subject-is-open", "The subject can be read by anyone: no personal data there.")
        )
        self.subject.text.say(
            say("letter-subject", "Subject: {subject}", subject=tried.subject)
            if tried.subject
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

    def _sentence(self, speaker: Speaker) -> str:
        say, tried = speaker.say, self.state.tried
        if tried is None:
            return say("tried-by-hand", "Noted: it opened for you")
        if tried.passed and all(each.mine for each in tried.readers):
            return say("tried-title", "Signed and encrypted. Only you can open it.")
        if tried.passed:
            return say("tried-for-others", "Signed and encrypted. You and others can open it.")
        if tried.by_sel:
            return say("tried-own", "Sêl made this mail, so it says nothing of your mail program")
        if tried.otherwise is not None:
            return say("tried-otherwise", "This mail is not S/MIME")
        return say("tried-not", "This mail was not signed and encrypted by you")


def _otherwise(tried: Tried, speaker: Speaker) -> str:
    """What it is instead, or what to do instead."""
    if tried.by_sel:
        return speaker.say("tried-own-why", "Write one in your mail program, and save that one.")
    if tried.otherwise is None:
        return ""
    told = speaker.finding(tried.otherwise)
    return " ".join(each for each in (told.what, told.hint) if each)


def _readers(tried: Tried, speaker: Speaker) -> str:
    if not tried.readers:
        return ""
    named = [each.address for each in tried.readers if each.address]
    unknown = sum(not each.address for each in tried.readers)
    lines = []
    if named:
        lines.append(
            speaker.say("can-open-it", "It can be opened by: {names}", names=", ".join(named))
        )
    if unknown:
        lines.append(
            speaker.count(
                "can-open-it-unknown",
                "And by {n} certificate that is not known here",
                "And by {n} certificates that are not known here",
                n=unknown,
            )
        )
    return "\n".join(lines)


def _signed(tried: Tried, speaker: Speaker) -> str:
    if tried.signature is Signature.INVALID:
        return speaker.say("signature-broken", "The signature does not hold")
    if tried.signature is Signature.NONE:
        return speaker.say("was-not-signed", "Not signed: turn on Sign and send again")
    if not tried.mine:
        return speaker.say("signed-by-another", "Signed with another certificate than yours")
    return speaker.say("signed-by-you", "Signed with your key")


def _certificate(tried: Tried, speaker: Speaker) -> str:
    if tried.signer is None:
        return ""
    return speaker.say(
        "signed-with",
        "Certificate: {email}, until {until}",
        email=", ".join(tried.signer.emails) or tried.signer.subject,
        until=tried.signer.not_after,
    )
