"""B3, step `again`: the passphrase once more, from the paper it was written on."""

from __future__ import annotations

from sel.base.errors import PassphrasesDiffer
from sel.base.secret import Secret
from sel.text.speaker import Speaker
from sel.ui.pages._secret import SecretPage


class AgainPage(SecretPage):
    """Of the journey of a backup."""

    code = "B3"

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

    def use(self, secret: Secret) -> None:
        if secret != self.context.holding.passphrase:
            self.errors.tell(PassphrasesDiffer())
            self.field.setFocus()
            self.readiness.emit()
            return
        self.answered.emit(self.state)
