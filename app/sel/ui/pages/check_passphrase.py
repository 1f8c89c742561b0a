"""K2, step `passphrase`: opens the backup, tries every key, and changes nothing."""

from __future__ import annotations

from dataclasses import replace

from sel.base.errors import SelError
from sel.base.progress import Progress
from sel.flows import backups
from sel.flows.backups import Verified
from sel.text.speaker import Speaker
from sel.ui.pages._remedies import remedy_word
from sel.ui.pages.restore_passphrase import RestorePassphrasePage


class CheckPassphrasePage(RestorePassphrasePage):
    """Of the journey "Test a backup"."""

    code = "K2"

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("test-the-backup", "&Test the backup")

    def go(self) -> None:
        services, file, secret = self.context.services, self.state.file, self.field.take()

        def work(progress: Progress) -> Verified:
            return backups.verify(services, file, secret, progress)

        self.work(work, self._found, self._failed)

    def _found(self, verified: Verified) -> None:
        self.answered.emit(replace(self.state, verified=verified))

    def _failed(self, failure: SelError) -> None:
        word = remedy_word(failure, self.context.language.speaker)
        self.errors.tell(
            failure, (lambda speaker: remedy_word(failure, speaker)) if word else None
        )
        self.errors.remedied_by(lambda: self.context.unlock(failure, self.field.setFocus))
        self.readiness.emit()
