"""P1, Help: how to ask for it, and the report the helpdesk wants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QApplication, QPlainTextEdit, QSizePolicy

from sel import __version__
from sel.base.progress import Progress
from sel.text.speaker import Speaker
from sel.ui.place import Place
from sel.ui.theme import Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.buttons import Button, QuietButton
from sel.ui.widgets.error_card import whom_to_ask
from sel.ui.widgets.licences import Licences
from sel.ui.widgets.lines import Line
from sel.ui.widgets.plain import Words


class HelpPlace(Place):
    """In the same place on every page."""

    code = "P1"

    def build(self) -> None:
        self.call = Words(self.body)
        self.whom = Words(self.body, strong=True)
        self.lines = [
            Line(drawing, Tone.PLAIN, self.body) for drawing in ("key", "mail", "backup")
        ]
        self.why = Button(self.body)
        self.make = Button(self.body)
        self.report = QPlainTextEdit(self.body)
        self.report.setReadOnly(True)
        self.report.setTabChangesFocus(True)
        self.report.setMinimumHeight(self.fontMetrics().height() * 10)
        self.report.hide()
        self.copy = Button(self.body, icon="copy")
        self.copy.hide()
        self.licences = Licences(self.body)
        self.version = Words(self.body, tone=Tone.QUIET)
        self.guides = QuietButton(self.body, icon="next")
        for button in (self.why, self.guides, self.make, self.copy):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        parts = (
            self.call,
            self.whom,
            self.why,
            self.guides,
            *self.lines,
            self.make,
            self.report,
            self.copy,
            self.licences,
            self.version,
        )
        for part in parts:
            self.rows.addWidget(part)
        self.why.clicked.connect(lambda: self.context.errand("find-cause", None))
        self.guides.clicked.connect(lambda: self.context.errand("guides", None))
        self.make.clicked.connect(self._make)
        self.copy.clicked.connect(self._copy)

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("place-help", "Help"))
        self.call.setText(
            speaker.say(
                "help-call",
                "On the telephone, say the code of the page (at its foot). Nobody needs your "
                "password, your passphrase or your key.",
            )
        )
        self.whom.say(whom_to_ask(self.context.services.policy.helpdesk, speaker))
        words = (
            (
                speaker.say("help-key", "Your key"),
                speaker.say(
                    "help-key-text",
                    "The secret half; without it your encrypted mail does not open.",
                ),
            ),
            (
                speaker.say("help-certificate", "Your certificate"),
                speaker.say(
                    "help-certificate-text",
                    "The public half, with your address. Others need it to encrypt to you.",
                ),
            ),
            (
                speaker.say("help-backup", "Your backup"),
                speaker.say(
                    "help-backup-text", "The only way back to your mail if this computer breaks."
                ),
            ),
        )
        for line, (name, text) in zip(self.lines, words, strict=True):
            line.name.setText(name)
            line.text.setText(text)
        self.why.setText(speaker.say("find-out-why", "It does not &work: find out why"))
        self.guides.setText(speaker.say("help-guides", "Your mail program, step by step"))
        self.make.setText(speaker.say("make-a-report", "&Make a report for the helpdesk"))
        self.report.setAccessibleName(speaker.say("crash-report", "Report"))
        self.copy.setText(speaker.say("copy-for-helpdesk", "Copy for the helpdesk"))
        self.licences.speak(speaker)
        self.version.setText(speaker.say("version", "Sêl {version}", version=__version__))

    def _make(self) -> None:
        services = self.context.services

        def work(_progress: Progress) -> Mapping[str, Any]:
            from sel.flows import doctor

            return doctor.report(services)

        self.work(work, self._made)

    def _made(self, shape: Mapping[str, Any]) -> None:
        from sel.flows import doctor

        lines = (f"{name}: {value}" for name, value in doctor.flat(shape))
        self.report.setPlainText("\n".join(lines))
        self.report.show()
        self.copy.show()
        self.report.setFocus()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.report.toPlainText())
        announce(self.copy, self.context.language.speaker.say("copied", "Copied"))
