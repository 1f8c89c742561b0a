"""K1, Backups: what was tested when, what is missing, and the three things to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from sel.base.progress import Progress
from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui.calendars import open_dates, save_dates
from sel.ui.place import Place
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from sel.ui.widgets.lines import Line
from sel.ui.widgets.plain import Words, isolated

if TYPE_CHECKING:
    from sel.flows.backups import BackupStatus, Kept


_OPEN = ("attention", Tone.CARE)
_LOOK = {
    "tested": ("done", Tone.GOOD),
    "untested": ("info", Tone.QUIET),
    "damaged": ("error", Tone.BAD),
    "unproved": ("info", Tone.QUIET),
}
_SHOWN = 8


class BackupsPlace(Place):
    """Only a backup that was opened again counts."""

    code = "K1"

    def build(self) -> None:
        self.newest = Line("info", Tone.QUIET, self.body)
        self.missing = Line(*_OPEN, self.body)
        self.make = PrimaryButton(self.body)
        self.check = Button(self.body)
        self.restore = Button(self.body)
        for part in (self.newest, self.missing):
            part.hide()
            self.rows.addWidget(part)
        self.kept = QVBoxLayout()
        self.kept.setSpacing(GRID)
        self.rows.addLayout(self.kept)
        self.calendar = QuietButton(self.body)
        self.calendar.hide()
        self.dated = Words(self.body, tone=Tone.GOOD)
        self.dated.hide()
        for button in (self.make, self.check, self.restore, self.calendar):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            self.rows.addWidget(button)
        self._kept_by_it = self.context.services.policy.it_keeps_a_copy
        if self._kept_by_it:
            self.missing.sign.show_sign("info", Tone.QUIET)
        self._status: BackupStatus | None = None
        self.rows.addWidget(self.dated)
        self.calendar.clicked.connect(self._add_dates)
        self.make.clicked.connect(lambda: self.context.errand("backup", None))
        self.check.clicked.connect(lambda: self.context.errand("check-backup", None))
        self.restore.clicked.connect(lambda: self.context.errand("restore", None))

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("place-backups", "Backups"))
        self.make.setText(speaker.say("make-a-backup", "&Make a backup"))
        self.check.setText(speaker.say("test-a-backup", "&Test a backup"))
        self.restore.setText(speaker.say("restore-a-backup", "&Get my keys back from a backup"))
        known = self._status
        if known is None:
            return
        nothing = not (known.covers or known.missing or known.unproved)
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
                else speaker.say(
                    "backup-tested-not-known",
                    "Whether a backup was tested cannot be told while your keys are closed.",
                )
                if known.unproved
                else speaker.say("no-backup-yet", "No backup was tested yet.")
            )
            self.newest.text.say("")
        else:
            self.newest.hide()  # the first of the list says it
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
        self.calendar.setText(speaker.say("add-to-my-calendar", "Add to m&y calendar"))
        self.calendar.setVisible(known.verified is not None)
        self._list(known, speaker)

    def refresh(self) -> None:
        services = self.context.services

        def work(_progress: Progress) -> BackupStatus:
            from sel.flows import backups

            return backups.status(services)

        self.work(work, self._known)

    def _list(self, known: BackupStatus, speaker: Speaker) -> None:
        """Every backup: where, how it was when somebody last looked, which keys."""
        while (old := self.kept.takeAt(0)) is not None:
            gone = old.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for each in known.backups[:_SHOWN]:
            line = Line(*_LOOK[each.condition.value], self.body)
            line.name.setText(_condition(each, speaker))
            line.text.say("\n".join((isolated(visible(each.path)), *_inside(each, speaker))))
            self.kept.addWidget(line)
        more = len(known.backups) - _SHOWN
        if more > 0:
            rest = Words(self.body, tone=Tone.QUIET)
            rest.setText(speaker.count("older-backups", "{n} older one", "{n} older ones", n=more))
            self.kept.addWidget(rest)

    def _add_dates(self) -> None:
        services, language = self.context.services, self.context.language.speaker.language
        self.work(lambda _progress: save_dates(services, language), self._dates_saved)

    def _dates_saved(self, path: Path) -> None:
        speaker = self.context.language.speaker
        self.dated.say(speaker.say("dates-saved", "Dates for your calendar: {path}", path=path))
        announce(self.dated, self.dated.text())
        open_dates(path)

    def _known(self, status: BackupStatus) -> None:
        self._status = status
        self.speak(self.context.language.speaker)


def _condition(one: Kept, speaker: Speaker) -> str:
    match one.condition.value:
        case "tested":
            return speaker.say("last-tested", "Last tested: {when}", when=one.seen)
        case "damaged":
            return speaker.say("found-damaged", "Found damaged or replaced: {when}", when=one.seen)
        case "unproved":
            return speaker.say(
                "last-seen-closed", "Seen last: {when}. Open your keys to see more.", when=one.made
            )
        case _:
            return speaker.say("made-untested", "Made, never tested: {when}", when=one.seen)


def _inside(one: Kept, speaker: Speaker) -> Iterator[str]:
    if one.ids:
        yield speaker.count("keys-in-it", "{n} key: {emails}", "{n} keys: {emails}",
                            n=len(one.ids), emails=one.emails)  # fmt: skip
