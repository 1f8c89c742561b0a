"""M2, step `not-for-you`: said plainly before any work is put into it."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.widgets.announce import announce
from sel.ui.widgets.buttons import Button, QuietButton
from sel.ui.widgets.plain import Words

KEY_WORDS = {"en": "secure mail", "cy": "post diogel"}


class NotForYouPage(Page):
    """Of both journeys."""

    code = "M2"

    def build(self) -> None:
        self.instead = Words(self)
        self.copy = Button(self, icon="copy")
        self.on = QuietButton(self)
        self.add(self.instead)
        self.add(self.copy, self.on, narrow=True)
        self.copy.clicked.connect(self._copy)
        self.on.clicked.connect(lambda: self.answered.emit(self.state))

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("not-for-you-title", "S/MIME is not for you at present"))
        self.why.say(
            speaker.say(
                "not-for-you-why",
                "Where you read your mail, encrypted mail would not open, or other people would "
                "need your key.",
            )
        )
        self.instead.setText(
            speaker.say(
                "not-for-you-instead",
                "From your Hwb address, put the words secure mail or post diogel in the subject "
                "instead. Then Message Encryption protects the mail; there is nothing to set up.",
            )
        )
        self.copy.setText(speaker.say("copy-subject-words", "&Copy the subject words"))
        self.on.setText(speaker.say("go-on-all-the-same", "Go on all the same"))

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("to-home", "Go to &Home")

    def go(self) -> None:
        self.context.errand("home", None)

    def _copy(self) -> None:
        speaker = self.context.language.speaker
        QApplication.clipboard().setText(KEY_WORDS[speaker.language])
        announce(self.copy, speaker.say("copied", "Copied"))
