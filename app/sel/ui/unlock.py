"""The passphrase of Sêl's own keys, asked for where no keyring opens them; and a new one."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from sel.base.errors import SelError
from sel.base.progress import Progress
from sel.base.secret import Secret
from sel.ports.services import Services
from sel.text.speaker import Speaker
from sel.ui.language import Language
from sel.ui.runner import Runner
from sel.ui.widgets.beside import Beside
from sel.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from sel.ui.widgets.dialog import FittedDialog
from sel.ui.widgets.error_card import ErrorCard
from sel.ui.widgets.password import PasswordField
from sel.ui.widgets.plain import Title, Words
from sel.ui.widgets.wrapping import WrappingCheck


class Unlocker:
    """Where the window puts a passphrase that was typed, and where the book looks for it.

    It is called from worker threads; a Secret is put there whole, and taken away again once it
    opened the book: the book remembers its key, and the passphrase is needed no longer.
    """

    def __init__(self) -> None:
        self._held: Secret | None = None

    def __call__(self) -> Secret | None:
        """What was typed, or None."""
        return self._held

    def hold(self, secret: Secret) -> None:
        """Use this one from now on."""
        self._held = secret

    def drop(self) -> None:
        """Let go of it."""
        self._held = None


class Wanted(Enum):
    """What is asked: the passphrase there is; a first one, without which nothing can be kept; or
    one beside this computer's own place, or in the stead of an older one."""

    OPEN = "open"
    FIRST = "first"
    OWN = "own"


def open_with(
    services: Services, unlocker: Unlocker | None, typed: Secret, *, remember: bool
) -> None:
    """Open the book with what was typed; remember: its keyring is told the key again.

    Raises WrongUnlockPassphrase, and as `unlocking.remember`; the keys are open then.
    """
    from sel.flows import unlocking

    if unlocker is not None:
        unlocker.hold(typed)
    try:
        unlocking.open_keys(services)
    finally:
        if unlocker is not None:
            unlocker.drop()
    if remember:
        unlocking.remember(services)


class UnlockDialog(FittedDialog):
    """Asks for the passphrase, or for a new one twice; tells on its card if that is wrong.

    forgot  this computer's keyring lost its entry: offer to let it open the keys again
    then    what was to be done with open keys
    lost    the person no longer knows the passphrase
    """

    code = "U1"

    def __init__(
        self,
        services: Services,
        runner: Runner,
        language: Language,
        unlocker: Unlocker | None,
        parent: QWidget,
        *,
        wanted: Wanted,
        then: Callable[[], None],
        lost: Callable[[], None],
        forgot: bool = False,
    ) -> None:
        super().__init__(parent)
        self._services, self._runner, self._unlocker = services, runner, unlocker
        self._wanted, self._then, self._lost = wanted, then, lost
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        inside = self.inside
        self.title, self.why = Title(inside), Words(inside)
        self.errors = ErrorCard(self.code, inside, helpdesk=services.policy.helpdesk)
        self.field, self.again = PasswordField(inside), PasswordField(inside)
        self.again.setVisible(wanted is not Wanted.OPEN)
        self.remember = WrappingCheck(inside)
        self.remember.setVisible(forgot)
        self.remember.setChecked(forgot)
        self.unknown = QuietButton(inside)
        self.unknown.setVisible(wanted is Wanted.OPEN)
        self.unknown.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.cancel, self.primary = Button(self), PrimaryButton(self)
        rows = (self.title, self.why, self.errors, self.field, self.again, self.remember)
        for part in (*rows, self.unknown):
            self.rows.addWidget(part)
        self.rows.addStretch(1)
        self.finish(Beside((self.primary, self.cancel), self))
        self.primary.setDefault(True)
        self.primary.clicked.connect(self._go)
        self.cancel.clicked.connect(self.reject)
        self.unknown.clicked.connect(self._give_up)
        language.follow(self.speak)
        self.field.setFocus()

    def speak(self, speaker: Speaker) -> None:
        """All words again."""
        self.errors.speak(speaker)
        title, why, label, verb = _words(self._wanted, speaker)
        self.title.setText(title)
        self.why.setText(why)
        self.field.speak(speaker, label)
        self.again.speak(speaker, speaker.say("unlock-again-label", "The same once more"))
        self.remember.setText(
            speaker.say("remember-from-now-on", "From now on this &computer opens them by itself")
        )
        self.unknown.setText(speaker.say("passphrase-unknown", "I no longer &know it"))
        self.cancel.setText(speaker.say("cancel", "Cancel"))
        self.primary.setText(verb)
        self.setWindowTitle(title)

    def done(self, result: int) -> None:
        """Closed, however: nothing stays in the fields."""
        self.field.clear()
        self.again.clear()
        super().done(result)

    def _go(self) -> None:
        secret, again = self.field.take(), self.again.take()
        services, unlocker, wanted = self._services, self._unlocker, self._wanted
        remember = self.remember.isChecked()

        def work(_progress: Progress) -> None:
            from sel.flows import unlocking

            if wanted is Wanted.OPEN:
                open_with(services, unlocker, secret, remember=remember)
            else:
                unlocking.set_passphrase(services, secret, again)

        self.primary.setEnabled(False)
        task = self._runner.start(work)
        task.done.connect(self._opened)
        task.failed.connect(self._failed)
        task.stopped.connect(self.reject)

    def _opened(self, _result: object) -> None:
        self.accept()
        self._then()

    def _give_up(self) -> None:
        self.reject()
        self._lost()

    def _failed(self, failure: SelError) -> None:
        self.primary.setEnabled(True)
        self.errors.tell(failure)
        self.fit()
        self.field.setFocus()


def _words(wanted: Wanted, speaker: Speaker) -> tuple[str, str, str, str]:
    """Title, why, the label of the field, the verb."""
    if wanted is Wanted.OPEN:
        return (
            speaker.say("unlock-title", "The passphrase of Sêl's own keys"),
            speaker.say("unlock-why", "Your keys are closed with it on this computer."),
            speaker.say("unlock-label", "Passphrase"),
            speaker.say("open-my-keys", "&Open my keys"),
        )
    why = (
        speaker.say(
            "new-unlock-why",
            "This computer has no place that keeps secrets for Sêl, so your keys are "
            "closed with a passphrase. You type it whenever Sêl needs a key.",
        )
        if wanted is Wanted.FIRST
        else speaker.say(
            "own-unlock-why",
            "It opens your keys even if this computer's password store forgets what opens them. "
            "Write it down, or keep it in a password manager.",
        )
    )
    return (
        speaker.say("new-unlock-title", "A passphrase for Sêl's own keys"),
        why,
        speaker.say("unlock-label", "Passphrase"),
        speaker.say("set-a-passphrase", "Set a passphrase"),
    )
