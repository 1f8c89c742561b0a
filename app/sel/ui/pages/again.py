"""B3, step `again`: the passphrase once more, from the paper it was written on."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sel.base.errors import PassphrasesDiffer
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.widgets.password import PasswordField


class AgainPage(Page):
    """Of the journey of a backup."""

    code = "B3"

    def build(self) -> None:
        self.field = PasswordField(self)
        self.add(self.field)
        self.field.changed.connect(lambda _filled: self.readiness.emit())

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("again-title", "The passphrase once more"))
        self.why.say(
            speaker.say(
                "again-why",
                "Type it from your paper, or paste it from your password manager. So you know "
                "that you have it.",
            )
        )
        self.field.speak(speaker, speaker.say("again-label", "Passphrase of the backup"))

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("make-the-backup", "&Make the backup")

    def first(self) -> QWidget | None:
        return self.field.line

    def ready(self) -> bool:
        return self.field.filled

    def go(self) -> None:
        given = self.field.take()
        if given != self.context.holding.passphrase:
            self.errors.tell(PassphrasesDiffer())
            self.field.setFocus()
            self.readiness.emit()
            return
        self.answered.emit(self.state)

    def left(self) -> None:
        self.field.clear()
