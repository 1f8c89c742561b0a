"""T1, step `write`: the test that counts is writing, in the person's own mail program."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sel.base.progress import Progress
from sel.flows.identities import identities
from sel.flows.status import MAIL_PROGRAM_TICK
from sel.journeys.try_it import TryIt
from sel.ports.services import Services
from sel.text.speaker import Speaker
from sel.ui.pages._file import ChoosingPage
from sel.ui.widgets.buttons import QuietButton
from sel.ui.widgets.plain import Words


def look(services: Services, state: TryIt, mail: Path) -> TryIt:
    """Open the mail with the keys here and say what it was. Raises as `letters.read`."""
    from sel.flows import letters

    read = letters.read(services, services.inputs.read(mail))
    own = {
        facts.sha256
        for each in identities(services.book(), services.clock.now())
        for facts in (each.certificate, *each.earlier)
        if facts is not None
    }
    seen = replace(
        state,
        mail=mail,
        encrypted=read.letter.decrypted,
        signature=read.signature,
        mine=read.signer is not None and read.signer.sha256 in own,
    )
    if seen.passed:
        tick(services)
    return seen


def tick(services: Services) -> None:
    """Note that the mail program was tried."""
    preferences = services.preferences()
    known = preferences.read()
    preferences.keep(replace(known, ticks=known.ticks | {MAIL_PROGRAM_TICK}))


class WritePage(ChoosingPage):
    """Of the journey "Try it"."""

    code = "T1"
    field = "mail"

    def build(self) -> None:
        self.how = Words(self)
        self.add(self.how)
        super().build()
        self.by_hand = QuietButton(self)
        self.add(self.by_hand, narrow=True)
        self.by_hand.clicked.connect(self._by_hand)

    def speak(self, speaker: Speaker) -> None:
        super().speak(speaker)
        self.title.setText(speaker.say("write-title", "Write a mail to yourself"))
        self.why.say(
            speaker.say("write-why", "Only your own mail program can show that it works.")
        )
        self.how.setText(
            speaker.say(
                "write-how",
                "1. In your mail program write a mail to your own address.\n2. Turn on Sign and "
                "Encrypt, then send it.\n3. Open it when it comes. Choose Save As and give the "
                "saved file to Sêl.",
            )
        )
        self.by_hand.setText(
            speaker.say("opened-for-me", "I cannot save it, but it &opened for me")
        )

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("look-at-the-mail", "&Look at the mail")

    def take(self, file: Path) -> None:
        services, state = self.context.services, self.state
        self.work(lambda _progress: look(services, state, file), self._seen)

    def _seen(self, state: TryIt) -> None:
        self.answered.emit(state)

    def _by_hand(self) -> None:
        services = self.context.services

        def work(_progress: Progress) -> None:
            tick(services)

        self.work(work, lambda _none: self.answered.emit(replace(self.state, by_hand=True)))
