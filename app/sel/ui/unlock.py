"""The passphrase of Sêl's own keys, asked for where no keyring holds it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from sel.base.errors import SelError
from sel.base.progress import Progress
from sel.base.secret import Secret
from sel.ports.services import Services
from sel.text.speaker import Speaker
from sel.ui.language import Language
from sel.ui.runner import Runner
from sel.ui.theme import GRID
from sel.ui.widgets.buttons import Button, PrimaryButton
from sel.ui.widgets.error_card import ErrorCard
from sel.ui.widgets.password import PasswordField
from sel.ui.widgets.plain import Title, Words


class Unlocker:
    """Where the window puts a passphrase that was typed, and where the book looks for it.

    It is called from worker threads; a Secret is put there whole.
    """

    def __init__(self) -> None:
        self._held: Secret | None = None

    def __call__(self) -> Secret | None:
        """What was typed last, or None."""
        return self._held

    def hold(self, secret: Secret) -> None:
        """Use this one from now on."""
        self._held = secret


class UnlockDialog(QDialog):
    """Asks for the passphrase, or (new) for a new one twice; tells on the card if it is wrong."""

    code = "U1"

    def __init__(
        self,
        services: Services,
        runner: Runner,
        language: Language,
        unlocker: Unlocker | None,
        retry: Callable[[], None],
        parent: QWidget,
        *,
        new: bool,
    ) -> None:
        super().__init__(parent)
        self._services, self._runner, self._unlocker = services, runner, unlocker
        self._retry, self._new, self._speaker = retry, new, language.speaker
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(480)
        self.title, self.why = Title(self), Words(self)
        self.errors = ErrorCard(self.code, self)
        self.field, self.again = PasswordField(self), PasswordField(self)
        self.again.setVisible(new)
        self.cancel, self.primary = Button(self), PrimaryButton(self)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.primary)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        whole.setSpacing(2 * GRID)
        for part in (self.title, self.why, self.errors, self.field, self.again):
            whole.addWidget(part)
        whole.addLayout(buttons)
        self.primary.setDefault(True)
        self.primary.clicked.connect(self._go)
        self.cancel.clicked.connect(self.reject)
        language.follow(self.speak)
        self.field.setFocus()

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        self._speaker = speaker
        self.errors.speak(speaker)
        if self._new:
            self.title.setText(speaker.say("new-unlock-title", "A passphrase for Sêl's own keys"))
            self.why.setText(
                speaker.say(
                    "new-unlock-why",
                    "This computer has no place that keeps secrets for Sêl, so your keys are "
                    "closed with a passphrase. You type it whenever Sêl needs a key.",
                )
            )
        else:
            self.title.setText(speaker.say("unlock-title", "The passphrase of Sêl's own keys"))
            self.why.setText(
                speaker.say("unlock-why", "Your keys are closed with it on this computer.")
            )
        self.field.speak(speaker, speaker.say("unlock-label", "Passphrase"))
        self.again.speak(speaker, speaker.say("unlock-again-label", "The same once more"))
        self.cancel.setText(speaker.say("cancel", "Cancel"))
        self.primary.setText(
            speaker.say("set-a-passphrase", "Set a passphrase")
            if self._new
            else speaker.say("open-my-keys", "&Open my keys")
        )
        self.setWindowTitle(self.title.text())

    def done(self, result: int) -> None:
        """Closed, however: nothing stays in the fields."""
        self.field.clear()
        self.again.clear()
        super().done(result)

    def _go(self) -> None:
        secret, again = self.field.take(), self.again.take()
        services, unlocker, new = self._services, self._unlocker, self._new

        def work(_progress: Progress) -> None:
            if new:
                from sel.flows import unlocking

                unlocking.set_passphrase(services, secret, again)
            if unlocker is not None:
                unlocker.hold(secret)

        self.primary.setEnabled(False)
        task = self._runner.start(work)
        task.done.connect(self._opened)
        task.failed.connect(partial(self._failed))
        task.stopped.connect(self.reject)

    def _opened(self, _result: object) -> None:
        self.accept()
        self._retry()

    def _failed(self, failure: SelError) -> None:
        self.primary.setEnabled(True)
        self.errors.tell(failure)
        self.field.setFocus()
