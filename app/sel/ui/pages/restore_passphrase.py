"""R2, step `passphrase`: the passphrase of the backup."""

from __future__ import annotations

from dataclasses import replace

from sel.base.progress import Progress
from sel.base.secret import Secret
from sel.flows import backups
from sel.flows.backups import people
from sel.flows.backups.people import Beside
from sel.flows.imports import Opened
from sel.journeys.restore import Inside
from sel.text.speaker import Speaker
from sel.ui.pages._secret import SecretPage


class RestorePassphrasePage(SecretPage):
    """Of the journey of a restore."""

    code = "R2"

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(
            speaker.say("restore-passphrase-title", "The passphrase of your backup")
        )
        self.why.say(
            speaker.say(
                "restore-passphrase-why",
                "The words you wrote down when the backup was made, with a space between them.",
            )
        )
        self.field.speak(speaker, speaker.say("again-label", "Passphrase of the backup"))

    def use(self, secret: Secret) -> None:
        services, file = self.context.services, self.state.file

        def work(progress: Progress) -> tuple[Opened, Beside | None]:
            opened = backups.look(services, services.inputs.read(file), secret, progress)
            return opened, people.look(services, file)

        self.work(work, self._opened, self.refused)

    def _opened(self, found: tuple[Opened, Beside | None]) -> None:
        opened, beside = found
        self.context.holding.opened = opened
        inside = tuple(
            Inside(facts, digest in opened.known) for digest, facts, _ in opened.entries
        )
        self.answered.emit(replace(self.state, inside=inside, people=beside))
