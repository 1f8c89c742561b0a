"""B6, step `password`: copied, tested at its new place, and only then deleted where it lay."""

from __future__ import annotations

from dataclasses import replace

from sel.base.progress import Progress
from sel.base.secret import Secret
from sel.flows import backups
from sel.flows.backups import Moved
from sel.text.speaker import Speaker
from sel.ui.pages._secret import SecretPage


class KeepPasswordPage(SecretPage):
    """Of the journey that makes a given file the backup."""

    code = "B6"

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(
            speaker.say("keep-password-title", "The password (passphrase) of the file once more")
        )
        self.why.say(
            speaker.say(
                "keep-password-why",
                "The file is copied, read back, and every key in it is tested. Only then {file} is"
                " deleted. The password stays the same: you need it whenever you want your keys"
                " back.",
                file=self.state.given.name,
            )
        )
        self.field.speak(speaker, speaker.say("password-label", "Password of the file"))

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("move-and-test", "&Move and test it")

    def use(self, secret: Secret) -> None:
        services, given, target = self.context.services, self.state.given, self.state.target

        def work(progress: Progress) -> Moved:
            return backups.move(services, given, target, secret, progress)

        self.work(work, self._moved, self.refused)

    def _moved(self, moved: Moved) -> None:
        self.answered.emit(
            replace(self.state, verified=moved.verified, gone=moved.gone, findings=moved.findings)
        )
