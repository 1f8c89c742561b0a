"""How colleagues come: the simplest way first, then files, folders and the clipboard."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QSizePolicy, QVBoxLayout, QWidget

from sel.text.speaker import Speaker
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.beside import Beside
from sel.ui.widgets.buttons import Button, QuietButton
from sel.ui.widgets.field import Field
from sel.ui.widgets.file_drop import FileDrop
from sel.ui.widgets.plain import Words


class Coming(QWidget):
    """files   files and folders (tuple of Path) were chosen or dropped
    pasted  text that was copied elsewhere (bytes)
    asked   the directories shall be asked for this name
    back    rather not
    """

    files = Signal(object)
    pasted = Signal(bytes)
    asked = Signal(str)
    back = Signal()

    def __init__(self, hosts: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._hosts = hosts
        self._title = ""
        self.none = Words(self, strong=True)
        self.simplest, self.drop_words = Words(self), Words(self)
        self.list_words = Words(self)
        self.name, self.ask = Field(self), Button(self)
        self.ask.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.save_first = Words(self, tone=Tone.QUIET)
        self.drop = FileDrop(self, many=True)
        self.folder, self.paste = Button(self), Button(self)
        self.leave = QuietButton(self)
        self.buttons = Beside((self.folder, self.paste, self.leave), self)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2 * GRID)
        for part in (self.none, self.simplest, self.drop_words, self.drop, self.buttons,
                     self.save_first, self.list_words, self.name, self.ask):  # fmt: skip
            rows.addWidget(part)
        for part in (self.name, self.ask):
            part.setVisible(bool(hosts))
        self.ask.clicked.connect(lambda: self.asked.emit(self.name.text))
        self.drop.several.connect(self.files)
        self.folder.clicked.connect(self._choose_folder)
        self.paste.clicked.connect(self._paste)
        self.leave.clicked.connect(self.back)

    def begin(self, *, nobody: bool) -> None:
        """nobody: there is nobody yet, so there is no way back either."""
        self.none.setVisible(nobody)
        self.leave.setVisible(not nobody)
        self.buttons.fit()

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        say = speaker.say
        self.none.setText(say("people-none", "Nobody yet."))
        self.simplest.setText(
            say(
                "people-simplest",
                "1. The simplest way: ask them to send you one signed mail, and reply to it. It "
                "brings their certificate.",
            )
        )
        self.drop_words.setText(
            say(
                "people-drop",
                "2. Drop such mails here, or certificates, contact cards, archives or a whole "
                "folder of them.",
            )
        )
        self.save_first.setText(
            say(
                "people-save-first",
                "If a mail cannot be dropped from Outlook, save it there first: File › Save As.",
            )
        )
        self.list_words.setText(
            say("people-by-directory", "3. Look them up in your organisation's directory.")
            if self._hosts
            else say(
                "people-by-outlook",
                "3. Your organisation's address list may have them already: Outlook looks there "
                "by itself when you encrypt.",
            )
        )
        self.name.word(
            say("people-directory-name", "Name or address"),
            say("people-directory-learns", "It learns whom you look for."),
        )
        self.ask.setText(
            say("people-ask-directory", "Ask the directory: {hosts}", hosts=", ".join(self._hosts))
        )
        self.drop.speak(speaker)
        self.folder.setText(say("people-add-folder", "Add a &folder"))
        self.paste.setText(say("people-paste", "&Paste what I copied"))
        self.leave.setText(say("people-back-to-list", "&Back to the list"))
        self._title = say("people-choose-folder", "Choose a folder")
        self.buttons.fit()

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self._title, str(Path.home()))
        if chosen:
            self.files.emit((Path(chosen),))

    def _paste(self) -> None:
        self.pasted.emit(QApplication.clipboard().text().encode())
