"""Z2, step `begun`: Sêl keeps keys again; now a backup brings the old ones back."""

from __future__ import annotations

from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.widgets.buttons import QuietButton
from sel.ui.widgets.plain import Words


class BegunPage(Page):
    """Of the journey "Begin anew"."""

    code = "Z2"

    def build(self) -> None:
        self.next = Words(self)
        self.later = QuietButton(self)
        self.add(self.next)
        self.add(self.later, narrow=True)
        self.later.clicked.connect(lambda: self.context.errand("home", None))

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("begun-title", "You have begun anew"))
        self.why.say(speaker.say("begun-why", "What Sêl keeps from now on opens again."))
        self.next.setText(
            speaker.say(
                "begun-next",
                "Next: get your keys back from a backup. Until then they stay closed, and mail "
                "encrypted to them does not open here.",
            )
        )
        self.later.setText(speaker.say("later", "&Later"))

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("restore-after-damage", "Get my &keys back from a backup")

    def go(self) -> None:
        self.context.errand("restore", None)
