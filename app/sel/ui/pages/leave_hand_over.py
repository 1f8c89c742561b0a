"""L2, step `leave-hand-over`: what the school needs has to be readable without this key."""

from __future__ import annotations

from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.widgets.plain import Words


class LeaveHandOverPage(Page):
    """Of the journey "Leaving"."""

    code = "L2"

    def build(self) -> None:
        self.what, self.never = Words(self), Words(self)
        self.add(self.what, self.never)

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("hand-over-title", "What the school still needs"))
        self.why.say(
            speaker.say(
                "hand-over-why",
                "Mail that was encrypted to you opens only with your key. When you are gone, "
                "nobody at the school can read it.",
            )
        )
        self.what.setText(
            speaker.say(
                "hand-over-what",
                "1. Look through your encrypted mail for what the school has to keep: records "
                "about learners, agreements, matters that are still open.\n"
                "2. Open each, and save text and attachments where the school keeps such records."
                "\n3. Tell your successor or your head where they are.\n"
                "4. Not sure what has to stay? Ask your school's data protection officer.",
            )
        )
        self.never.setText(
            speaker.say(
                "hand-over-never",
                "Do not hand over your key, your backup or its passphrase: whoever has them can "
                "sign in your name.",
            )
        )
