"""K4, step `file`: the backup that is to be tested."""

from __future__ import annotations

from sel.text.speaker import Speaker
from sel.ui.pages.restore_file import RestoreFilePage


class CheckFilePage(RestoreFilePage):
    """Of the journey "Test a backup"."""

    code = "K4"

    def speak(self, speaker: Speaker) -> None:
        super().speak(speaker)
        self.title.setText(speaker.say("check-file-title", "The backup to test"))
        self.what.say(
            speaker.say(
                "check-file-what", "It is opened and every key in it is tried. Nothing is changed."
            )
        )
