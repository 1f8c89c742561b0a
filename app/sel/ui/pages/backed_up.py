"""B5, step `backed-up`: what was tested, the recovery sheet, and what belongs apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from sel.base.progress import Progress
from sel.flows import backup_due, backups
from sel.text.recovery import sheet_of
from sel.text.speaker import Speaker
from sel.ui.calendars import open_dates, save_dates
from sel.ui.page import Page
from sel.ui.theme import Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.ask_once import AskOnce
from sel.ui.widgets.buttons import Button, QuietButton
from sel.ui.widgets.findings import FindingList
from sel.ui.widgets.plain import Words, on_button


class BackedUpPage(Page):
    """Of the journey of a backup."""

    code = "B5"

    def build(self) -> None:
        self.where = Words(self, strong=True)
        self.apart = Words(self)
        self.sheet = Button(self, icon="print")
        self.saved = Words(self, tone=Tone.GOOD)
        self.saved.hide()
        self.due = Words(self, tone=Tone.QUIET)
        self.calendar = QuietButton(self)
        self.dated = Words(self, tone=Tone.GOOD)
        self.dated.hide()
        self.about = FindingList(self)
        self.delete = QuietButton(self)
        self.ask = AskOnce(self)
        self.deleted = Words(self, tone=Tone.GOOD)
        self.deleted.hide()
        self.add(self.where, self.about, self.apart)
        self.add(self.sheet, narrow=True)
        self.add(self.saved, self.due)
        self.add(self.calendar, narrow=True)
        self.add(self.dated)
        self.add(self.delete, narrow=True)
        self.add(self.ask, self.deleted)
        self._sheet: Path | None = None
        self._gone = False
        self._dates: Path | None = None
        self.calendar.clicked.connect(self._add_dates)
        self.sheet.clicked.connect(self._make_sheet)
        self.delete.clicked.connect(self.ask.ask)
        self.ask.agreed.connect(self._delete_given)

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("backed-up-title", "Backed up"))
        count = len(self.state.verified.ids)
        self.why.say(
            speaker.count(
                "backed-up-keys",
                "{n} key was opened from the backup and tested.",
                "{n} keys were opened from the backup and tested.",
                n=count,
            )
        )
        self.where.setText(
            speaker.say("backup-target", "The file: {path}", path=self.state.target)
        )
        self.apart.setText(
            speaker.say(
                "keep-apart",
                "Keep the drive, the recovery sheet and the passphrase in different places.",
            )
        )
        self.sheet.setText(speaker.say("make-recovery-sheet", "Make the &recovery sheet"))
        self.saved.say(
            speaker.say("sheet-saved", "The recovery sheet: {path}", path=self._sheet)
            if self._sheet is not None
            else ""
        )
        services = self.context.services
        again = backup_due.due(services.policy, services.clock.now())
        self.due.setText(
            speaker.say("backup-due", "Test it again by {date}.", date=speaker.date(again))
        )
        self.calendar.setText(speaker.say("add-to-my-calendar", "Add to m&y calendar"))
        self.dated.say(
            speaker.say("dates-saved", "Dates for your calendar: {path}", path=self._dates)
            if self._dates is not None
            else ""
        )
        self.about.speak(speaker)
        given = self._given()
        self.delete.setVisible(given is not None and not self._gone)
        if given is not None:
            name = given.path.name
            self.delete.setText(
                on_button(speaker.say("delete-given-file", "Delete the file {file}", file=name))
            )
            self.ask.word(
                speaker.say(
                    "delete-for-good",
                    "{file} is deleted for good; it does not go to any bin. Your key stays in Sêl "
                    "and in the backup you have just tested.",
                    file=name,
                ),
                speaker.say("delete-it-for-good", "&Delete it for good"),
                speaker.say("keep-the-file", "&Keep the file"),
            )
        gone = self._deleted()
        self.deleted.say(
            speaker.say("given-file-deleted", "Deleted: {file}", file=gone.name)
            if gone is not None
            else ""
        )

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("backup-finish", "&Finish")

    def enter(self, state: Any) -> None:
        super().enter(state)
        self.about.tell(getattr(state, "findings", ()))

    def _deleted(self) -> Path | None:
        """The file that came, if it is gone."""
        if getattr(self.state, "gone", False):
            return Path(self.state.given)
        given = self._given()
        return given.path if given is not None and self._gone else None

    def _add_dates(self) -> None:
        services, language = self.context.services, self.context.language.speaker.language
        self.work(lambda _progress: save_dates(services, language), self._dates_saved)

    def _dates_saved(self, path: Path) -> None:
        self._dates = path
        self.refresh_words()
        announce(self.dated, self.dated.text())
        open_dates(path)

    def _given(self) -> backups.Given | None:
        return self.context.holding.given_file

    def _make_sheet(self) -> None:
        services, state = self.context.services, self.state
        target: Path = state.target.with_name(f"{state.target.stem}-recovery.pdf")

        def work(_progress: Progress) -> Path:
            _, data = sheet_of(services, state.target)
            services.outputs.write(target, data, replace=True)
            return target

        self.work(work, self._sheet_made)

    def _sheet_made(self, path: Path) -> None:
        self._sheet = path
        self.refresh_words()
        announce(self.saved, self.saved.text())
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _delete_given(self) -> None:
        given = self._given()
        if given is None:
            return

        services, ids = self.context.services, self.state.verified.ids

        def work(_progress: Progress) -> None:
            backups.discard(services, given, ids)

        self.work(work, self._given_gone)

    def _given_gone(self, _result: Any) -> None:
        self._gone = True
        self.refresh_words()
