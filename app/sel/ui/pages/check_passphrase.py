"""K2, step `passphrase`: opens the backup, tries every key, and changes nothing."""

from __future__ import annotations

from dataclasses import replace

from sel.base.progress import Progress
from sel.base.secret import Secret
from sel.flows import backups
from sel.flows.backups import Verified
from sel.text.speaker import Speaker
from sel.ui.pages.restore_passphrase import RestorePassphrasePage


class CheckPassphrasePage(RestorePassphrasePage):
    """Of the journey "Test a backup"."""

    code = "K2"

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("test-the-backup", "&Test the backup")

    def use(self, secret: Secret) -> None:
        services, file = self.context.services, self.state.file

        def work(progress: Progress) -> Verified:
            return backups.verify(services, file, secret, progress)

        self.work(work, self._found, self.refused)

    def _found(self, verified: Verified) -> None:
        self.answered.emit(replace(self.state, verified=verified))
