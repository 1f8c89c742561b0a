"""Whether the mail program signs with a certificate: said, let, and made as it was before.

The program writes its settings when it closes, so it has to be closed first: that is said, and
waited for, for as long as the person likes.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from sel.base.errors import SelError, StoreInUse, StoreLocked, StorePasswordWrong
from sel.base.progress import Progress
from sel.base.secret import Secret
from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui.context import Context
from sel.ui.pages._store_names import store_name
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.buttons import Button, QuietButton
from sel.ui.widgets.error_card import ErrorCard
from sel.ui.widgets.lines import Line
from sel.ui.widgets.password import PasswordField
from sel.ui.widgets.plain import Words, isolated

if TYPE_CHECKING:
    from sel.flows.signers import Seen, Signer

ASK_AGAIN = 1000
"""Milliseconds between two looks whether the program was closed."""


@dataclass(frozen=True, slots=True)
class Change:
    """What the person wants. program: what has to be closed first, once that is known."""

    signer: Signer
    undo: bool
    program: str = ""


class MailAccounts(QWidget):
    """Looks by itself; hidden where no program here keeps accounts beside its certificates.

    code  of the page or place it stands on
    """

    def __init__(self, context: Context, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._only: Collection[str] | None = None
        self._seen: Seen | None = None
        self._change: Change | None = None
        self._changed = ""
        self._unlock: Secret | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(ASK_AGAIN)
        self._again.timeout.connect(self._ask)
        self.title = Words(self, strong=True)
        self.errors = ErrorCard(code, self, helpdesk=context.services.policy.helpdesk)
        self.lines: list[Line] = []
        self.buttons: list[Button] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(GRID)
        self.locked = Words(self)
        self.field = PasswordField(self)
        self.look_in = _narrow(Button(self))
        self.waits = Words(self, tone=Tone.CARE)
        self.stop = _narrow(Button(self))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(GRID)
        rows.addWidget(self.title)
        rows.addWidget(self.errors)
        rows.addLayout(self._list)
        for part in (self.locked, self.field, self.look_in, self.waits, self.stop):
            rows.addWidget(part)
        self.look_in.clicked.connect(self._open)
        self.field.changed.connect(self.look_in.setEnabled)
        self.look_in.setEnabled(False)
        self.stop.clicked.connect(self._stop)
        self.hide()

    def refresh(self, only: Collection[str] | None = None) -> None:
        """Look again, away from the window. only: ids of the certificates it is about."""
        self._only = only
        services, unlock = self._context.services, self._unlock

        def work(_progress: Progress) -> Seen:
            from sel.flows import signers

            return signers.look(services, only=only, unlock=unlock)

        task = self._context.runner.start(work)
        task.done.connect(self._found)
        task.failed.connect(self._failed)

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        self.errors.speak(speaker)
        seen = self._seen
        known = seen is not None and bool(seen.signers or seen.locked)
        self.setVisible(known or self.errors.failure is not None)
        self.title.setText(speaker.say("accounts-title", "When you write a mail"))
        for old in (*self.lines, *self.buttons):
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.lines, self.buttons = [], []
        for signer in seen.signers if seen is not None else ():
            self._row(signer, speaker)
        self._say_locked(speaker, seen)
        self._say_waiting(speaker)

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever goes elsewhere waits for nothing, and leaves no password behind."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._again.stop()
            self._change = None
            self._unlock = None
            self.field.clear()

    def _row(self, signer: Signer, speaker: Speaker) -> None:
        line = Line("done", Tone.GOOD, self) if signer.signs else Line("info", Tone.QUIET, self)
        addresses = dict.fromkeys(each.address for each in signer.accounts)
        line.name.setText(isolated(visible(", ".join(addresses))))
        line.text.setText(_said(signer, speaker))
        self.lines.append(line)
        self._list.addWidget(line)
        if not signer.signs:
            words = speaker.say("accounts-let", "Let Thunderbird sign with this certificate")
            self._button(Button(self), words, Change(signer, undo=False))
        if signer.ours:
            words = speaker.say("accounts-undo", "Make its settings as they were before")
            self._button(QuietButton(self), words, Change(signer, undo=True))

    def _button(self, button: Button, words: str, change: Change) -> None:
        button.setText(words)
        button.setEnabled(self._change is None)
        button.clicked.connect(partial(self._begin, change))
        # Made anew with each word, they would come after all that stands below them.
        QWidget.setTabOrder(self.buttons[-1] if self.buttons else self.errors.copy, button)
        self.buttons.append(_narrow(button))
        self._list.addWidget(button)

    def _say_locked(self, speaker: Speaker, seen: Seen | None) -> None:
        locked = seen.locked if seen is not None else ()
        for part in (self.locked, self.field, self.look_in):
            part.setVisible(bool(locked))
        stores = speaker.listed(store_name(each, speaker) for each in locked)
        self.locked.setText(
            speaker.say(
                "accounts-locked",
                "Not looked into, for it has a password: {stores}",
                stores=stores,
            )
        )
        self.field.speak(
            speaker, speaker.say("store-password-label", "Thunderbird's own (primary) password")
        )
        self.look_in.setText(speaker.say("accounts-look-in", "Look into it"))

    def _say_waiting(self, speaker: Speaker) -> None:
        program = self._change.program if self._change is not None else ""
        self.waits.setVisible(bool(program))
        self.stop.setVisible(bool(program))
        self.waits.setText(
            speaker.say(
                "accounts-close-program",
                "Close {program} now, all its windows: it writes its settings when it closes. "
                "Sêl waits and goes on by itself.",
                program=program,
            )
        )
        self.stop.setText(speaker.say("accounts-stop", "Do not wait"))

    def _open(self) -> None:
        self._unlock = self.field.take()
        self.errors.clear()
        self.refresh(self._only)

    def _begin(self, change: Change) -> None:
        self.errors.clear()
        self._change = change
        for button in self.buttons:
            button.setEnabled(False)
        self._ask()

    def _ask(self) -> None:
        """Whether the program runs; asked again until it does not."""
        change = self._change
        if change is None:
            return
        services = self._context.services

        def work(_progress: Progress) -> str:
            from sel.flows import accounts

            found = accounts.running(services, change.signer.store.id)
            return found[0][1] if found else ""

        task = self._context.runner.start(work)
        task.done.connect(self._asked)
        task.failed.connect(self._failed)

    def _asked(self, program: str) -> None:
        if self._change is None:
            return
        if not program:
            self._do(self._change)
        else:
            self._wait_for(program)

    def _wait_for(self, program: str) -> None:
        assert self._change is not None
        news = self._change.program != program
        self._change = replace(self._change, program=program)
        self._again.start()
        if news:
            self._say_waiting(self._context.language.speaker)
            announce(self.waits, self.waits.text(), urgent=True)

    def _stop(self) -> None:
        self._again.stop()
        self._change = None
        self.speak(self._context.language.speaker)

    def _do(self, change: Change) -> None:
        services, unlock = self._context.services, self._unlock
        store, one = change.signer.store.id, change.signer.one

        def work(_progress: Progress) -> None:
            from sel.flows import accounts

            if change.undo:
                assert one.certificate is not None
                digest = one.certificate.sha256
                accounts.take_back(services, store=store, sha256=digest, unlock=unlock)
            else:
                accounts.set_up(services, [one], store=store, unlock=unlock)

        task = self._context.runner.start(work)
        task.done.connect(self._did)
        task.failed.connect(self._failed)

    def _did(self, _nothing: object) -> None:
        done, self._change = self._change, None
        self._changed = done.signer.store.id if done is not None else ""
        self.refresh(self._only)

    def _found(self, seen: Seen) -> None:
        self._seen = seen
        self.speak(self._context.language.speaker)
        changed, self._changed = self._changed, ""
        for signer, line in zip(seen.signers, self.lines, strict=True):
            if signer.store.id == changed:
                announce(line, f"{line.name.text()} {line.text.text()}")

    def _failed(self, failure: SelError) -> None:
        if isinstance(failure, StoreInUse) and self._change is not None:
            # It was opened again between the question and the work.
            self._wait_for(str(failure.what.facts["program"]))
            return
        self._change = None
        if isinstance(failure, StoreLocked | StorePasswordWrong):
            self._unlock = None
        self.speak(self._context.language.speaker)
        self.show()
        self.errors.tell(failure)


def _said(signer: Signer, speaker: Speaker) -> str:
    store = store_name(signer.store, speaker)
    if not signer.signs:
        return speaker.say("accounts-not-yet", "{store}. It does not sign yet.", store=store)
    if signer.encrypts:
        return speaker.say(
            "accounts-encrypts", "{store}. It signs and encrypts every new mail.", store=store
        )
    return speaker.say(
        "accounts-signs",
        "{store}. It signs every new mail. Which mail is encrypted stays your choice.",
        store=store,
    )


def _narrow(button: Button) -> Button:
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return button
