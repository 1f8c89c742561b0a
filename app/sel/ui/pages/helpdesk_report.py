"""X3, step `report`: what the helpdesk would get, read before it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit

from sel.base.progress import Progress
from sel.flows import doctor
from sel.text import helpdesk
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.theme import Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.buttons import Button
from sel.ui.widgets.error_card import whom_to_ask
from sel.ui.widgets.plain import Words

_LINES = 16


class HelpdeskReportPage(Page):
    """Of the journey "It does not work"; its end. The file holds what is shown, and the same
    for programs.
    """

    code = "X3"

    def build(self) -> None:
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(self.fontMetrics().height() * _LINES)
        self.copy = Button(self, icon="copy")
        self.saved = Words(self, tone=Tone.GOOD)
        self.saved.hide()
        self.whom = Words(self)
        self.add(self.text)
        self.add(self.copy, narrow=True)
        self.add(self.saved, self.whom)
        self.copy.clicked.connect(self._copy)
        self._shape: Mapping[str, Any] | None = None
        self._path: Path | None = None

    def enter(self, state: Any) -> None:
        super().enter(state)
        services, language = self.context.services, self.context.language.speaker.language

        def work(_progress: Progress) -> tuple[Mapping[str, Any], str]:
            shape = doctor.report(services, state.diagnosis)
            return shape, helpdesk.report(shape, state.diagnosis, first=language)

        self.work(work, self._made)

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("report-title", "The report for the helpdesk"))
        self.why.say(
            speaker.say(
                "report-why",
                "This is all of it. There is no key, no password, no mail and no whole address in "
                "it. Sêl sends it to nobody: you do.",
            )
        )
        self.text.setAccessibleName(speaker.say("crash-report", "Report"))
        self.copy.setText(speaker.say("copy-for-helpdesk", "Copy for the helpdesk"))
        self.whom.say(whom_to_ask(self.context.services.policy.helpdesk, speaker))
        self.saved.say(
            speaker.say("report-saved", "The report is here: {path}", path=self._path)
            if self._path is not None
            else ""
        )

    def primary(self, speaker: Speaker) -> str:
        if self._path is not None:
            return speaker.say("to-home", "Go to &Home")
        return speaker.say("save-the-report", "&Save the report")

    def ready(self) -> bool:
        return self._shape is not None

    def go(self) -> None:
        if self._path is not None:
            self.context.errand("home", None)
            return
        title = self.context.language.speaker.say("save-the-report-title", "Save the report")
        name = str(Path.home() / "sel-report.zip")
        chosen, _ = QFileDialog.getSaveFileName(self, title, name)
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Write it; the file dialog has asked about replacing."""
        shape, text, services = self._shape, self.text.toPlainText(), self.context.services
        if shape is None:
            return

        def work(_progress: Progress) -> Path:
            services.outputs.write(path, doctor.packed(shape, text), replace=True)
            return path

        self.work(work, self._written)

    def _made(self, made: tuple[Mapping[str, Any], str]) -> None:
        self._shape, text = made
        self.text.setPlainText(text)
        self.readiness.emit()

    def _written(self, path: Path) -> None:
        self._path = path
        self.refresh_words()
        announce(self.saved, self.saved.text())

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.text.toPlainText())
        announce(self.copy, self.context.language.speaker.say("copied", "Copied"))
