"""G3, step `website`: the website makes the key; what to bring back from it."""

from __future__ import annotations

from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.widgets.buttons import QuietButton
from sel.ui.widgets.plain import Words, quoted
from sel.ui.wishes import given_file_words


class WebsitePage(Page):
    """Of the journey "Get a certificate"; goes over into "I was given a file"."""

    code = "G3"

    def build(self) -> None:
        self.what = Words(self)
        self.care = Words(self)
        self.home = QuietButton(self)
        self.add(self.what, self.care)
        self.add(self.home, narrow=True)
        self.home.clicked.connect(lambda: self.context.errand("home", None))

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("website-title", "The website gives you a file"))
        self.why.say("")
        self.what.setText(
            speaker.say(
                "website-what",
                "You will get a file and a password that is shown once. Write the password down, "
                "save the file, then come back and choose “{choice}”.",
                choice=quoted(given_file_words(speaker)),
            )
        )
        self.care.setText(
            speaker.say(
                "website-care",
                "The website has seen your key. That is usual; where it is not allowed, ask for "
                "somebody who takes a form.",
            )
        )
        self.home.setText(speaker.say("later", "&Later"))

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("i-have-the-file", "I have the &file")

    def go(self) -> None:
        self.context.errand("given-file", None)
