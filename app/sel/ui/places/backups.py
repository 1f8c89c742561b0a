"""K1, Backups: what was tested when, what is missing, and the three things to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy

from sel.base.progress import Progress
from sel.text.speaker import Speaker
from sel.ui.place import Place
from sel.ui.theme import Tone
from sel.ui.widgets.buttons import Button, PrimaryButton
from sel.ui.widgets.lines import Line

if TYPE_CHECKING:
    from sel.flows.backups import BackupStatus


_OPEN = ("attention", Tone.CARE)


class BackupsPlace(Place):
    """Only a backup that was opened again counts."""

    code = "K1"
    drawing = "backup"

    def build(self) -> None:
        self.newest = Line("info", Tone.QUIET, self.body)
        self.missing = Line(*_OPEN, self.body)
        self.make = PrimaryButton(self.body)
        self.check = Button(self.body)
        self.restore = Button(self.body)
        for part in (self.newest, self.missing):
            part.hide()
            self.rows.addWidget(part)
        for button in (self.make, self.check, self.restore):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            self.rows.addWidget(button)
        self._kept_by_it = self.context.services.policy.it_keeps_a_copy
        if self._kept_by_it:
            self.missing.sign.show_sign("info", Tone.QUIET)
        self._status: BackupStatus | None = None
        self.make.clicked.connect(lambda: self.context.errand("backup", None))
        self.check.clicked.connect(lambda: self.context.errand("check-backup", None))
        self.restore.clicked.connect(lambda: self.context.errand("restore", None))

    def word(self, speaker: Speaker) -> str:
        return speaker.say("place-backups", "Backups")

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("place-backups", "Backups"))
        self.make.setText(speaker.say("make-a-backup", "&Make a backup"))
        self.check.setText(speaker.say("test-a-backup", "&Test a backup"))
        self.restore.setText(speaker.say("restore-a-backup", "&Get my keys back from a backup"))
        known = self._status
        if known is None:
            return
        nothing = not known.covers and not known.missing
        self.make.setEnabled(not nothing)
        self.newest.show()
        if known.verified is None:
            wanted = not nothing and not self._kept_by_it
            self.newest.sign.show_sign(*_OPEN if wanted else ("info", Tone.QUIET))
            self.newest.name.setText(
                speaker.say("no-keys-yet", "There is no key to back up yet.")
                if nothing
                else speaker.say("kept-by-it", "Your IT team keeps a copy of your keys.")
                if self._kept_by_it
                else speaker.say("no-backup-yet", "No backup was tested yet.")
            )
            self.newest.text.say("")
        else:
            self.newest.sign.show_sign("done", Tone.GOOD)
            self.newest.name.setText(
                speaker.say("last-tested", "Last tested: {when}", when=known.verified)
            )
            self.newest.text.say(
                speaker.say("backup-target", "The file: {path}", path=known.path or "")
            )
        self.missing.setVisible(bool(known.missing) and known.verified is not None)
        self.missing.name.setText(
            speaker.count(
                "backup-lacks",
                "{n} key is in no tested backup.",
                "{n} keys are in no tested backup.",
                n=len(known.missing),
            )
        )
        self.missing.text.say("")

    def refresh(self) -> None:
        services = self.context.services

        def work(_progress: Progress) -> BackupStatus:
            from sel.flows import backups

            return backups.status(services)

        self.work(work, self._known)

    def _known(self, status: BackupStatus) -> None:
        self._status = status
        self.speak(self.context.language.speaker)
