"""G2, step `ask`: a mail to the IT team, ready to send."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QPlainTextEdit

from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.pages._mailto import open_draft
from sel.ui.widgets.announce import announce
from sel.ui.widgets.buttons import Button, QuietButton


class AskPage(Page):
    """Of the journey "Get a certificate"; the journey rests here until somebody answered."""

    code = "G2"

    def build(self) -> None:
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(self.fontMetrics().height() * 10)
        self.copy = Button(self, icon="copy")
        self.home = QuietButton(self)
        self.add(self.text)
        self.add(self.copy, self.home, narrow=True)
        self._written = ""
        self.copy.clicked.connect(self._copy)
        self.home.clicked.connect(lambda: self.context.errand("home", None))

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("ask-title", "Ask your IT team first"))
        self.why.say(
            speaker.say("ask-why", "Come back when you know who issues certificates for you.")
        )
        written = speaker.say(
            "ask-mail-text",
            "Hello,\n\nI would like to send and receive encrypted e-mail (S/MIME) and need a "
            "certificate for my address.\n\nDo you issue certificates, or do you know who does "
            "for our school? I can send a form (certificate request, PKCS#10) made on my "
            "computer.\n\nThank you",
        )
        # What somebody has changed in the mail is theirs, in whatever language.
        if self.text.toPlainText() == self._written:
            self.text.setPlainText(written)
            self._written = written
        self.text.setAccessibleName(speaker.say("ask-mail", "Text of the mail"))
        self.copy.setText(speaker.say("copy-the-text", "&Copy the text"))
        self.home.setText(speaker.say("to-home", "Go to &Home"))

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("make-the-mail", "&Make the mail")

    def go(self) -> None:
        speaker = self.context.language.speaker
        subject = speaker.say("ask-mail-subject", "Certificate for encrypted e-mail (S/MIME)")
        if not open_draft("", subject, self.text.toPlainText()):
            self._copy()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.text.toPlainText())
        said = self.context.language.speaker.say("copied", "Copied")
        announce(self.copy, said)
        self.copy.setText(said)
