"""T1, step `write`: the test that counts is writing, in the person's own mail program."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sel.base.errors import SelError
from sel.base.progress import Progress
from sel.flows import trying
from sel.journeys.try_it import TryIt
from sel.text.speaker import Speaker
from sel.ui.pages._file import ChoosingPage
from sel.ui.pages._remedies import tell
from sel.ui.widgets.buttons import QuietButton
from sel.ui.widgets.plain import Words


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
                "1. In your mail program write a mail to your own address, or to a colleague.\n"
                "2. Turn on Sign and Encrypt, then send it.\n3. Open it when it comes, or in Sent "
                "Items. Choose Save As and give the saved file to Sêl.",
            )
        )
        self.by_hand.setText(
            speaker.say("opened-for-me", "I cannot save it, but it &opened for me")
        )

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("look-at-the-mail", "&Look at the mail")

    def take(self, file: Path) -> None:
        services, state = self.context.services, self.state

        def work(_progress: Progress) -> TryIt:
            tried = trying.look(services, services.inputs.read(file))
            seen: TryIt = replace(state, mail=file, by_hand=False, tried=tried)
            return seen

        self.work(work, self._seen, self._failed)

    def _seen(self, state: TryIt) -> None:
        self.answered.emit(state)

    def _by_hand(self) -> None:
        services = self.context.services

        def work(_progress: Progress) -> None:
            trying.note(services)

        self.work(work, self._noted)

    def _noted(self, _none: object) -> None:
        self.answered.emit(replace(self.state, by_hand=True, tried=None))

    def _failed(self, failure: SelError) -> None:
        """Keys that are shut are opened, and the mail looked at again."""
        tell(self.errors, failure, lambda: self.context.unlock(failure, self.go))
