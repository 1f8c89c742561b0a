"""What the window does about Sêl's own keys: open them, a passphrase, a keyring that forgot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from sel.base.errors import SelError
from sel.base.progress import Progress
from sel.ports.book import Slots
from sel.ports.services import Services
from sel.ui.language import Language
from sel.ui.runner import Runner
from sel.ui.unlock import UnlockDialog, Unlocker, Wanted
from sel.ui.widgets.announce import announce
from sel.ui.window import HomeWindow

Then = Callable[[], None]


class OwnKeys(QObject):
    """Errands that ask how the book is locked before they ask the person.

    begin   opens the journey of that name ("begin-anew"), about what it is about
    cannot  shows an error that no dialog of ours shows
    """

    names = frozenset({"unlock", "remember", "set-passphrase"})

    def __init__(
        self,
        services: Services,
        runner: Runner,
        language: Language,
        window: HomeWindow,
        unlocker: Unlocker | None,
        *,
        begin: Callable[[str, Any], None],
        cannot: Callable[[SelError], None],
    ) -> None:
        super().__init__(window)
        self._services, self._runner, self._language = services, runner, language
        self._window, self._unlocker = window, unlocker
        self._begin, self._cannot = begin, cannot

    def do(self, name: str, about: Any) -> None:
        """One of `names`. about: the place that wants it, else Home."""
        then = self._window.place(about or "home").refresh
        match name:
            case "unlock":
                self.unlock(then)
            case "remember":
                self._with_slots(lambda slots: self._remember(slots, then))
            case _:
                self._with_slots(lambda slots: self._set_passphrase(slots, then))

    def unlock(self, then: Then) -> None:
        """Have the keys open, or a place for the first ones; then go on."""
        self._with_slots(lambda slots: self._open(slots, then))

    def _open(self, slots: Slots, then: Then) -> None:
        if slots.open:
            then()
        elif slots.passphrase:
            self._ask(Wanted.OPEN, then, forgot=slots.forgot)
        elif slots.keyring:
            self._begin("begin-anew", None)
        else:
            self._ask(Wanted.FIRST, then)

    def _remember(self, slots: Slots, then: Then) -> None:
        if not slots.open:
            self._open(slots, then)
            return
        services = self._services

        def work(_progress: Progress) -> None:
            from sel.flows import unlocking

            unlocking.remember(services)

        task = self._runner.start(work)
        task.done.connect(lambda _none: self._remembered(then))
        task.failed.connect(self._cannot)

    def _remembered(self, then: Then) -> None:
        speaker = self._language.speaker
        announce(
            self._window,
            speaker.say("computer-opens-again", "This computer opens your keys by itself again."),
        )
        then()

    def _set_passphrase(self, slots: Slots, then: Then) -> None:
        kept = slots.keyring or slots.passphrase
        if kept and not slots.open:
            self._open(slots, lambda: self._ask(Wanted.OWN, then))
        elif kept or slots.why_not is None:
            self._ask(Wanted.OWN, then)
        else:
            self._ask(Wanted.FIRST, then)

    def _ask(self, wanted: Wanted, then: Then, *, forgot: bool = False) -> None:
        dialog = UnlockDialog(
            self._services,
            self._runner,
            self._language,
            self._unlocker,
            self._window,
            wanted=wanted,
            then=then,
            lost=lambda: self._begin("begin-anew", "passphrase-forgotten"),
            forgot=forgot,
        )
        dialog.open()

    def _with_slots(self, then: Callable[[Slots], None]) -> None:
        services = self._services

        def work(_progress: Progress) -> Slots:
            from sel.flows import unlocking

            return unlocking.status(services)

        task = self._runner.start(work)
        task.done.connect(then)
        task.failed.connect(self._cannot)
