"""R2, step `passphrase`: the passphrase of the backup."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from sel.base.errors import SelError
from sel.base.progress import Progress
from sel.flows import backups
from sel.flows.imports import Opened
from sel.journeys.restore import Inside
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.widgets.password import PasswordField


class RestorePassphrasePage(Page):
    """Of the journey of a restore."""

    code = "R2"

    def build(self) -> None:
        self.field = PasswordField(self)
        self.add(self.field)
        self.field.changed.connect(lambda _filled: self.readiness.emit())

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

    def first(self) -> QWidget | None:
        return self.field.line

    def ready(self) -> bool:
        return self.field.filled

    def go(self) -> None:
        services, file, secret = self.context.services, self.state.file, self.field.take()

        def work(progress: Progress) -> Opened:
            return backups.look(services, services.inputs.read(file), secret, progress)

        self.work(work, self._opened, self._failed)

    def left(self) -> None:
        self.field.clear()

    def _opened(self, opened: Opened) -> None:
        self.context.holding.opened = opened
        inside = tuple(
            Inside(facts, digest in opened.known) for digest, facts, _ in opened.entries
        )
        self.answered.emit(replace(self.state, inside=inside))

    def _failed(self, failure: SelError) -> None:
        self.errors.tell(failure)
        self.readiness.emit()
