"""Y2, step `ready`: what was tested where, and what is next."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from sel.base.errors import SelError
from sel.base.progress import Progress
from sel.flows import backups
from sel.flows.backups import BackupStatus
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.pages._mail_accounts import MailAccounts
from sel.ui.pages._store_names import store_name
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.buttons import Button, QuietButton
from sel.ui.widgets.lines import Line
from sel.ui.widgets.plain import Words


class ReadyPage(Page):
    """Says never more than was tested."""

    code = "Y2"

    def build(self) -> None:
        self.lines = QVBoxLayout()
        self.lines.setSpacing(GRID)
        self.rows.addLayout(self.lines)
        self.accounts = MailAccounts(self.context, self.code, self)
        self.rows.addWidget(self.accounts)
        self.still = Words(self)
        self.next = Words(self)
        self.keep = Button(self, icon="backup")
        self.later = QuietButton(self)
        self.add(self.still, self.next)
        self.add(self.keep, self.later, narrow=True)
        self._lines: list[tuple[Line, Any]] = []
        self._backup: BackupStatus | None = None
        self.keep.clicked.connect(lambda: self.context.errand("keep-given", self.state.file))
        self.later.clicked.connect(lambda: self.context.errand("home", None))

    def speak(self, speaker: Speaker) -> None:
        installed = self.state.installed
        if installed is None:
            self.title.setText(speaker.say("kept-title", "Kept safe"))
            self.why.say(
                speaker.say(
                    "kept-no-program",
                    "Your key is kept safe in Sêl. It is in no mail program yet.",
                )
            )
        elif installed.failed:
            self.title.setText(speaker.say("partly-ready-title", "Ready in some of your programs"))
            self.why.say("")
        else:
            self.title.setText(speaker.say("ready-title", "Ready and tested"))
            self.why.say("")
        for line, (spec, failure) in self._lines:
            line.name.setText(store_name(spec, speaker))
            line.text.setText(
                speaker.say("store-proved", "signed and opened a test with your key")
                if failure is None
                else speaker.error(failure).what
            )
        self.accounts.speak(speaker)
        file = getattr(self.state, "file", None)
        self.still.say(self._about_file(file.name, speaker) if file is not None else "")
        self.next.say(
            speaker.say(
                "next-is-backup",
                "Next: a backup. Without one, nobody can open your encrypted mail if this "
                "computer breaks.",
            )
            if self._wants_backup()
            else speaker.say("kept-by-it", "Your IT team keeps a copy of your keys.")
            if self._kept_by_it()
            else ""
        )
        self.keep.setText(
            speaker.say("move-as-backup", "Mo&ve the file to a safe place as my backup")
        )
        self.keep.setVisible(file is not None and self._wants_backup())
        self.later.setText(speaker.say("later", "&Later"))
        self.later.setVisible(self._wants_backup())

    def primary(self, speaker: Speaker) -> str:
        if self._wants_backup():
            return speaker.say("make-a-backup", "&Make a backup")
        return speaker.say("to-home", "Go to &Home")

    def enter(self, state: Any) -> None:
        super().enter(state)
        if state.installed is not None:
            done = [(each.store, None) for each in state.installed.stores]
            for spec, failure in (*done, *state.installed.failed):
                good = failure is None
                line = Line("done" if good else "error", Tone.GOOD if good else Tone.BAD, self)
                self.lines.addWidget(line)
                self._lines.append((line, (spec, failure)))
            self.accounts.refresh([each.id for each in state.installed.identities])
        services = self.context.services

        def work(_progress: Progress) -> BackupStatus:
            return backups.status(services)

        self.work(work, self._known, self._unknown)

    def go(self) -> None:
        if self._wants_backup():
            self.context.errand("backup", self._may_go())
        else:
            self.context.errand("home", None)

    def _may_go(self) -> backups.Given | None:
        """The file, if whoever has the keys in the book has all that was in it."""
        file, sha256 = getattr(self.state, "file", None), getattr(self.state, "sha256", None)
        return None if file is None or sha256 is None else backups.Given(file, sha256)

    def _about_file(self, name: str, speaker: Speaker) -> str:
        if self._kept_by_it() or self._may_go() is None:
            return speaker.say(
                "file-holds-key-by-it",
                "The file {file} still holds your key: leave it where nobody else can reach it.",
                file=name,
            )
        return speaker.say(
            "file-still-holds-key",
            "The file {file} still holds your key. After a tested backup you can delete it.",
            file=name,
        )

    def _kept_by_it(self) -> bool:
        return self.context.services.policy.it_keeps_a_copy

    def _wants_backup(self) -> bool:
        if self._kept_by_it():
            return False
        return self._backup is None or bool(self._backup.missing)

    def _known(self, backup: BackupStatus) -> None:
        self._backup = backup
        self.refresh_words()

    def _unknown(self, failure: SelError) -> None:
        self.errors.tell(failure)
