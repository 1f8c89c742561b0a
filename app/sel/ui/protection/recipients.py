"""Whom somebody writes to: typed, pasted, dropped as a mail, or found in the book."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCompleter, QListWidget, QSizePolicy, QVBoxLayout, QWidget

from sel.base.errors import SelError
from sel.base.progress import Progress
from sel.core.recipients import joined, named_in
from sel.ports.services import Services
from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui.context import Context
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.beside import Beside
from sel.ui.widgets.buttons import Button, QuietButton
from sel.ui.widgets.field import Field
from sel.ui.widgets.plain import Words, isolated

_PAUSE_MS = 120
_MOST_FOUND = 8
_MOST_ROWS = 5


def found_in_book(services: Services, text: str) -> tuple[str, ...]:
    """`Name <address>` of colleagues who may be meant; nobody where there is no book."""
    if not services.data.is_dir():
        return ()
    from sel.flows import people_finding

    found = people_finding.search(services, text, _MOST_FOUND)
    return tuple(
        f"{visible(each.person.name)} <{each.person.email}>" if each.person.name
        else each.person.email
        for each in found
    )  # fmt: skip


def of_mails(services: Services, files: tuple[Path, ...], _progress: Progress) -> tuple[str, ...]:
    """Those that mails are to. Raises as `recipients.of_mail` and `Inputs.read`."""
    from sel.flows import recipients

    read = (recipients.of_mail(services.inputs.read(each)) for each in files)
    return tuple(address for found in read for address in found)


class Recipients(QWidget):
    """changed  there are others now
    failed   a mail has no recipients, or there are too many (SelError)
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._speaker = context.language.speaker
        self._number = 0
        self._known: tuple[str, ...] = ()
        self._unclear: tuple[str, ...] = ()
        self.field = Field(self)
        self.unclear = Words(self, tone=Tone.BAD)
        self.unclear.hide()
        self.list = QListWidget(self)
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setWordWrap(True)
        self.list.hide()
        self.add, self.mail, self.remove = (
            Button(self),
            Button(self, icon="mail"),
            QuietButton(self),
        )
        self.remove.hide()
        self.buttons = Beside((self.add, self.mail, self.remove), self)
        self.list.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID)
        for part in (self.field, self.unclear, self.list, self.buttons):
            rows.addWidget(part)
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.field.line.setCompleter(completer)
        self.completer = completer
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._connect()

    def _connect(self) -> None:
        line = self.field.line
        line.textEdited.connect(self._typed)
        # The completer puts its text into the line after this signal: taken once it stands there.
        self.completer.activated.connect(lambda _text: QTimer.singleShot(0, self, self.take))
        self._pause.timeout.connect(self._look)
        self.field.changed.connect(self.changed)
        self.add.clicked.connect(self.take)
        self.remove.clicked.connect(self._remove)
        QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list, self._remove,
                  context=Qt.ShortcutContext.WidgetShortcut)  # fmt: skip

    @property
    def addresses(self) -> tuple[str, ...]:
        """Those that are in the list."""
        return self._known

    @property
    def pending(self) -> bool:
        """Whether something was typed that is not in the list yet."""
        return bool(self.field.text)

    def take(self) -> bool:
        """Put what was typed into the list; False if some of it is no address, and stays there."""
        if not self.field.text:
            return True
        try:
            read = named_in(self.field.text)
        except SelError as failure:
            self.failed.emit(failure)
            return False
        self._unclear = read.unclear
        self.field.show_text("; ".join(read.unclear))
        self.put(read.addresses)
        self._tell_unclear()
        if read.unclear:
            announce(self.unclear, self.unclear.text(), urgent=True)
        return not read.unclear

    def put(self, addresses: tuple[str, ...]) -> None:
        """Add these; each mailbox stands there once."""
        self._show(joined(self._known, addresses))

    def clear(self) -> None:
        """Another mail."""
        self._unclear = ()
        self.field.show_text("")
        self._tell_unclear()
        self._show(())

    def take_mails(self, files: tuple[Path, ...]) -> None:
        """Mails were dropped or chosen: those they are to are written to."""
        task = self._context.runner.start(partial(of_mails, self._context.services, files))
        task.done.connect(self._of_mails)
        task.failed.connect(self.failed)

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        self._speaker = speaker
        say = speaker.say
        self.field.word(
            say("protection-to", "You write to"),
            say(
                "protection-to-hint",
                "Type or paste addresses, or drop a mail that is to them on this window.",
            ),
        )
        self.add.setText(say("protection-add", "&Add"))
        self.mail.setText(say("protection-from-mail", "Take them from a &mail"))
        self.remove.setText(say("protection-remove", "&Remove from the list"))
        self.list.setAccessibleName(say("protection-list", "Recipients"))
        self._tell_unclear()
        self.buttons.fit()

    def _typed(self, text: str) -> None:
        self._unclear = ()
        self._tell_unclear()
        if text.rstrip().endswith((",", ";")) and "@" in text:
            self.take()
            return
        self._number += 1
        self._pause.start()

    def _look(self) -> None:
        text, number, services = self.field.text, self._number, self._context.services
        if len(text) < 2 or "," in text or ";" in text or not self.window().isVisible():
            return
        task = self._context.runner.start(lambda _progress: found_in_book(services, text))
        task.done.connect(lambda found: self._offer(number, found))

    def _offer(self, number: int, found: tuple[str, ...]) -> None:
        if number != self._number or not self.field.line.hasFocus():
            return
        self._names.setStringList(list(found))
        if found:
            self.completer.complete()

    def _of_mails(self, addresses: tuple[str, ...]) -> None:
        before = len(self._known)
        self.put(addresses)
        told = self._speaker.count(
            "protection-added", "{n} recipient added", "{n} recipients added",
            n=len(self._known) - before,
        )  # fmt: skip
        announce(self.list, told)

    def _remove(self) -> None:
        rows = {each.row() for each in self.list.selectedIndexes()}
        self._show(tuple(each for row, each in enumerate(self._known) if row not in rows))
        (self.list if self._known else self.field.line).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, addresses: tuple[str, ...]) -> None:
        self._known = addresses
        self.list.clear()
        self.list.addItems([isolated(visible(each)) for each in addresses])
        if addresses:
            self.list.setCurrentRow(len(addresses) - 1)
        self.list.setVisible(bool(addresses))
        self.remove.setVisible(bool(addresses))
        self.remove.ensurePolished()  # before its width is asked for
        self.remove.updateGeometry()
        rows = min(max(len(addresses), 1), _MOST_ROWS)
        self.list.setFixedHeight(rows * max(self.list.sizeHintForRow(0), 1) + GRID)
        self.buttons.fit()
        self.changed.emit()

    def _tell_unclear(self) -> None:
        pieces = ", ".join(self._unclear)
        self.unclear.say(
            self._speaker.say("protection-unclear", "Not an address: {pieces}", pieces=pieces)
            if pieces
            else ""
        )
