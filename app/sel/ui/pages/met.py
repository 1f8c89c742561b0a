"""E2, step `met`: files are read; then numbers on top, and everything refused with its reason."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from sel.base.progress import Progress
from sel.core.finding import Finding, Level
from sel.flows import people_adding
from sel.flows.people_adding import Outcome, Report
from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui.page import Page
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.buttons import Button
from sel.ui.widgets.file_table import FileRow, FileTable
from sel.ui.widgets.lines import Line
from sel.ui.widgets.plain import Words, isolated

if TYPE_CHECKING:
    from sel.flows.people_reading import Rejection

_CHANGES_SHOWN = 8


class MetPage(Page):
    """Of the journey "Add colleagues"."""

    code = "E2"

    def build(self) -> None:
        self.numbers = QVBoxLayout()
        self.numbers.setSpacing(GRID)
        self.rows.addLayout(self.numbers)
        self.changes = Line("attention", Tone.CARE, self)
        self.refused = Words(self, strong=True)
        self.table = FileTable(self)
        self.reason = Words(self)
        self.save = Button(self)
        self.saved = Words(self, tone=Tone.GOOD)
        self.add(self.changes, self.refused, self.table, self.reason)
        self.add(self.save, narrow=True)
        self.add(self.saved)
        for part in (self.changes, self.refused, self.table, self.reason, self.save, self.saved):
            part.hide()
        self.table.picked.connect(self._picked)
        self.save.clicked.connect(self._choose)

    def enter(self, state: object) -> None:
        super().enter(state)
        if self.state.report is None:
            self._start()

    def speak(self, speaker: Speaker) -> None:
        report = self.state.report
        if report is None:
            self.title.setText(speaker.say("met-reading", "Reading what you gave"))
            self.why.say(
                speaker.say(
                    "met-reading-why",
                    "Nothing is opened with a password, and nothing leaves this computer. If you "
                    "stop it, what was read until then is kept.",
                )
            )
            return
        self.title.setText(
            speaker.say("met-stopped", "Stopped: what was read is kept")
            if report.stopped
            else speaker.say("met-title", "What came of it")
        )
        self.why.say("")
        self._tell(report, speaker)

    def primary(self, speaker: Speaker) -> str:
        return speaker.say("met-done", "&See the list")

    def ready(self) -> bool:
        return self.state.report is not None

    def _start(self) -> None:
        services, given = self.context.services, self.state

        def work(progress: Progress) -> Report:
            return people_adding.add(services, given.files, progress, pasted=given.pasted)

        self.work(work, self._met)

    def _met(self, report: Report) -> None:
        self.state = replace(self.state, report=report)
        self.refresh_words()
        announce(self, f"{self.title.text()}. {self._said(self.context.language.speaker)}")

    def _tell(self, report: Report, speaker: Speaker) -> None:
        while (old := self.numbers.takeAt(0)) is not None:
            gone = old.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for sign, tone, text in _numbers(report, speaker):
            line = Line(sign, tone, self)
            line.name.setText(text)
            line.text.hide()
            self.numbers.addWidget(line)
        self._tell_changes(report, speaker)
        rejected = report.rejected
        for part in (self.refused, self.table, self.reason):
            part.setVisible(bool(rejected))
        self.save.setVisible(bool(rejected or report.taken))
        self.refused.setText(speaker.say("met-refused", "Not taken, and why"))
        self.save.setText(speaker.say("met-save", "Sa&ve the report"))
        if rejected:
            self.table.tell([_row(each, speaker) for each in rejected], speaker)
            if self.table.front < 0:
                self.table.pick(0)
            self._picked(max(self.table.front, 0))

    def _tell_changes(self, report: Report, speaker: Speaker) -> None:
        self.changes.setVisible(bool(report.changes))
        self.changes.name.setText(
            speaker.count(
                "met-changes",
                "{n} colleague came with another key than before.",
                "{n} colleagues came with another key than before.",
                n=len(report.changes),
            )
        )
        shown = [isolated(visible(each.email)) for each in report.changes[:_CHANGES_SHOWN]]
        if len(report.changes) > _CHANGES_SHOWN:
            shown.append("…")
        how = speaker.say(
            "met-changes-how", "It is not used until you confirm it. Choose them in the list."
        )
        self.changes.text.setText("\n".join((how, *shown)))

    def _said(self, speaker: Speaker) -> str:
        return " ".join(text for _, _, text in _numbers(self.state.report, speaker))

    def _picked(self, number: int) -> None:
        """The whole reason of the one in front; the table has room for one line."""
        report = self.state.report
        if report is None or not 0 <= number < len(report.rejected):
            return
        each = report.rejected[number]
        told = self.context.language.speaker.finding(Finding(Level.ERROR, each.what))
        source = isolated(visible(each.source))
        self.reason.setText("\n".join(part for part in (source, told.what, told.hint) if part))

    def _choose(self) -> None:
        title = self.context.language.speaker.say("met-save-title", "Save the report")
        start = str(Path.home() / "sel-report.csv")
        chosen, _ = QFileDialog.getSaveFileName(self, title, start)
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Write the report as a table; the file dialog has asked about replacing."""
        services, report = self.context.services, self.state.report

        def work(_progress: Progress) -> Path:
            from sel.text.people_report import table

            services.outputs.write(path, table(report), replace=True)
            return path

        self.work(work, self._saved)

    def _saved(self, path: Path) -> None:
        speaker = self.context.language.speaker
        self.saved.say(speaker.say("form-was-saved", "Saved: {path}", path=path))
        announce(self.saved, self.saved.text())


def _numbers(report: Report, speaker: Speaker) -> list[tuple[str, Tone, str]]:
    """What came, in the order of what one wants to know; none of a kind is not said."""
    count = speaker.count
    new, same = report.count(Outcome.ADDED), report.count(Outcome.UNCHANGED)
    updated, refused = report.count(Outcome.UPDATED), len(report.rejected)
    said = []
    if new or not (same or updated or refused):
        text = count("met-new", "{n} new certificate", "{n} new certificates", n=new)
        said.append(("done" if new else "info", Tone.GOOD if new else Tone.QUIET, text))
    if updated:
        text = count("met-updated", "{n} updated", "{n} updated", n=updated)
        said.append(("done", Tone.GOOD, text))
    if same:
        text = count("met-same", "{n} known already", "{n} known already", n=same)
        said.append(("info", Tone.QUIET, text))
    if report.passed:
        text = count(
            "met-passed",
            "{n} mail or list without anybody's certificate",
            "{n} mails or lists without anybody's certificate",
            n=report.passed,
        )
        said.append(("info", Tone.QUIET, text))
    if refused:
        text = count("met-not-taken", "{n} not taken", "{n} not taken", n=refused)
        said.append(("attention", Tone.CARE, text))
    return said


def _row(each: Rejection, speaker: Speaker) -> FileRow:
    told = speaker.finding(Finding(Level.ERROR, each.what))
    name = visible(Path(each.source).name or each.source)
    state = speaker.say("level-error", "Problem")
    return FileRow(isolated(name), told.what, told.hint, "error", Tone.BAD, state)
