"""Certificates of all or some colleagues, written in the form the other side takes."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from sel.base.progress import Progress
from sel.ports.services import Services
from sel.text.speaker import Speaker
from sel.ui.context import Context
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.beside import Beside
from sel.ui.widgets.buttons import Button, QuietButton
from sel.ui.widgets.card import Card
from sel.ui.widgets.choices import Choices
from sel.ui.widgets.plain import Words

VCF, P7B, FOLDER, CSV = FORMS = ("vcf", "p7c", "folder", "csv")
_NAMES = {VCF: "sel-colleagues.vcf", P7B: "sel-colleagues.p7b", CSV: "sel-colleagues.csv",
          FOLDER: "sel-colleagues"}  # fmt: skip


def write(
    services: Services, emails: tuple[str, ...], form: str, path: Path, progress: Progress
) -> tuple[Path, int, int]:
    """Where it lies, how many are in it, and of how many. emails: none means everybody.

    Raises NobodyToHandOver, UnknownPerson, OutputFailed, DiskFull.
    """
    from sel.flows import people_export

    colleagues = people_export.chosen(services, emails)
    if form == CSV:
        from sel.text.people_table import table

        services.outputs.write(path, table(colleagues), replace=True)
        return path, len(colleagues), len(colleagues)
    people = people_export.ready(services, colleagues)
    match form:
        case "vcf":
            services.outputs.write(path, people_export.cards(people), replace=True)
        case "p7c":
            services.outputs.write(path, people_export.bundle(people), replace=True)
        case _:
            files = people_export.files(people)
            services.outputs.write_folder(
                path, files, replace=True, progress=progress, ours=people_export.of_earlier
            )
    return path, len(people), len(colleagues)


class Handing(QWidget):
    """Hidden until certificates shall be handed over.

    failed  they could not be (SelError)
    """

    failed = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._emails: tuple[str, ...] = ()
        self._speaker = context.language.speaker
        self.card = Card(self)
        self.title = Words(self.card, strong=True)
        self.choices = Choices(FORMS, self.card)
        self.save, self.cancel = Button(self.card), QuietButton(self.card)
        for part in (self.title, self.choices, Beside((self.save, self.cancel), self.card)):
            self.card.rows.addWidget(part)
        self.done = Words(self, tone=Tone.GOOD)
        self.done.hide()
        self.card.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID)
        rows.addWidget(self.card)
        rows.addWidget(self.done)
        self.choices.choose(VCF)
        self.save.clicked.connect(self._choose)
        self.cancel.clicked.connect(self.leave)

    def ask(self, emails: tuple[str, ...]) -> None:
        """Which form? emails: whose; none means everybody's."""
        self._emails = emails
        self.done.say("")
        self.card.show()
        self.speak(self._speaker)
        self.choices.button(VCF).setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self.card, self.title.text())

    def leave(self) -> None:
        """Not now."""
        self.card.hide()
        self.done.say("")

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        self._speaker = speaker
        say, n = speaker.say, len(self._emails)
        self.title.setText(
            speaker.count("handing-some", "Save the certificate of {n} colleague as",
                          "Save the certificates of {n} colleagues as", n=n)
            if n
            else say("handing-all", "Save the certificates of all colleagues as")
        )  # fmt: skip
        self.choices.word(VCF, say("handing-vcf", "Contacts for Outlook and Apple (.vcf)"))
        self.choices.word(P7B, say("handing-p7b", "One file for Thunderbird and others (.p7b)"))
        self.choices.word(FOLDER, say("handing-folder", "A folder with one file each (.cer)"))
        self.choices.word(CSV, say("handing-csv", "A table for a spreadsheet (.csv)"))
        self.save.setText(say("handing-save", "&Save it"))
        self.cancel.setText(say("cancel", "Cancel"))
        self.card.setAccessibleName(self.title.text())

    def _choose(self) -> None:
        form = next(iter(self.choices.chosen), VCF)
        title = self._speaker.say("handing-title", "Save the certificates")
        start = Path.home() / _NAMES[form]
        if form == FOLDER:
            parent = QFileDialog.getExistingDirectory(self, title, str(Path.home()))
            chosen = str(Path(parent) / _NAMES[form]) if parent else ""
        else:
            chosen, _ = QFileDialog.getSaveFileName(self, title, str(start))
        if chosen:
            self.save_to(form, Path(chosen))

    def save_to(self, form: str, path: Path) -> None:
        """Write it; the file dialog has asked about replacing."""
        work = partial(write, self._context.services, self._emails, form, path)
        task = self._context.runner.start(work)
        task.done.connect(self._written)
        task.failed.connect(self.failed)

    def _written(self, done: tuple[Path, int, int]) -> None:
        path, number, of = done
        self.card.hide()
        speaker = self._speaker
        counted = speaker.count("handing-number", "{n} colleague is in it, of {of}.",
                                "{n} colleagues are in it, of {of}.", n=number, of=of)  # fmt: skip
        saved = speaker.say("form-was-saved", "Saved: {path}", path=path)
        self.done.say(f"{saved}\n{counted}")
        announce(self.done, self.done.text())
