"""A place to drop files on, with a button for those who would rather choose."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QVBoxLayout, QWidget

from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui.theme import Tone
from sel.ui.widgets.buttons import Button
from sel.ui.widgets.card import Card
from sel.ui.widgets.plain import Words, isolated
from sel.ui.widgets.sign import Sign


def dropped_files(mime: QMimeData) -> tuple[Path, ...]:
    """The files of a drag; addresses that are not on this computer are left out."""
    return tuple(
        Path(url.toLocalFile())
        for url in mime.urls()
        if url.isLocalFile() and url.host() == "" and url.toLocalFile()
    )


class FileDrop(QWidget):
    """chosen   a file (Path) was chosen or dropped; the first of several, unless `many`
    several  with `many`: files and folders (tuple of Path) were chosen or dropped
    """

    chosen = Signal(object)
    several = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, many: bool = False) -> None:
        super().__init__(parent)
        self._many = many
        self._file: Path | None = None
        self._dialog_title = ""
        self.setAcceptDrops(True)
        self._card = Card(self)
        self._invite = Words(self._card)
        self.name = Words(self._card, strong=True)
        self.name.hide()
        self.button = Button(self._card, icon="file")
        self.button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._sign = Sign("drop", self._card, tone=Tone.QUIET, times=2.5)
        for row in (self._sign, self._invite, self.name, self.button):
            self._card.rows.addWidget(row)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._card)
        self.button.clicked.connect(self._choose)

    @property
    def file(self) -> Path | None:
        """What was chosen."""
        return self._file

    def take(self, file: Path) -> None:
        """Show `file` as chosen and tell so."""
        self.show_file(file)
        self.chosen.emit(file)

    def show_file(self, file: Path | None) -> None:
        """Show `file` as chosen, telling nobody."""
        self._file = file
        self.name.say(isolated(visible(file.name)) if file is not None else "")
        self._sign.show_sign("file" if file else "drop", Tone.PLAIN if file else Tone.QUIET)

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        if self._many:
            self._invite.setText(
                speaker.say("drop-files", "Drop files or folders here, or choose files.")
            )
            self.button.setText(speaker.say("choose-files", "C&hoose files"))
        else:
            self._invite.setText(speaker.say("drop-a-file", "Drop the file here, or choose it."))
            self.button.setText(speaker.say("choose-the-file", "C&hoose the file"))
        self._dialog_title = speaker.say("choose-a-file-title", "Choose a file")
        self._card.setAccessibleName(self._invite.text())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            self._card.set_edge(Tone.GOOD)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._card.set_edge(Tone.PLAIN)

    def dropEvent(self, event: QDropEvent) -> None:
        self._card.set_edge(Tone.PLAIN)
        files = dropped_files(event.mimeData())
        if files:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._take(files)

    def _choose(self) -> None:
        start = str(self._file.parent) if self._file else str(Path.home())
        if self._many:
            names, _ = QFileDialog.getOpenFileNames(self, self._dialog_title, start)
            if names:
                self._take(tuple(map(Path, names)))
            return
        chosen, _ = QFileDialog.getOpenFileName(self, self._dialog_title, start)
        if chosen:
            self.take(Path(chosen))

    def _take(self, files: tuple[Path, ...]) -> None:
        if self._many:
            self.several.emit(files)
        else:
            self.take(files[0])
