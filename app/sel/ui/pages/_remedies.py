"""Errors that one button can mend, wherever a key is kept."""

from __future__ import annotations

from collections.abc import Callable

from sel.base.errors import SelError
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.widgets.error_card import ErrorCard

FORGETS = "computer-forgets"
LOCKED_KEYS = frozenset({"unlock-needed", "wrong-unlock-passphrase"})
NO_SLOT = frozenset({"keyring-unavailable"})
LOST = frozenset({"keyring-forgot", "wrong-book-key", "slot-damaged"})


def remedy_word(failure: SelError, speaker: Speaker) -> str:
    """The verb on the error card's button; empty if there is nothing to press."""
    if failure.code == FORGETS:
        return speaker.say("keep-it-all-the-same", "Keep it here all the same")
    if failure.code in LOCKED_KEYS:
        return speaker.say("enter-your-passphrase", "Enter your passphrase")
    if failure.code in NO_SLOT:
        return speaker.say("set-a-passphrase", "Set a passphrase")
    if failure.code in LOST:
        return speaker.say("what-can-be-done", "See what can be done")
    return ""


def tell(card: ErrorCard, failure: SelError, mend: Callable[[], None]) -> None:
    """Show an error, with a button that mends it if there is a word for one."""
    mendable = failure.code in {FORGETS, *LOCKED_KEYS, *NO_SLOT, *LOST}
    card.tell(failure, (lambda speaker: remedy_word(failure, speaker)) if mendable else None)
    card.remedied_by(mend)


class KeepingPage(Page):
    """Base of the pages that keep a key.

    forgets_accepted  the person was told that this computer forgets, and wants it all the same
    """

    forgets_accepted = False

    def refused(self, failure: SelError) -> None:
        """Keeping failed: the page is pressed again once whatever stood in the way is mended."""
        tell(self.errors, failure, lambda: self._mend(failure))
        self.readiness.emit()

    def _mend(self, failure: SelError) -> None:
        if failure.code == FORGETS:
            self.forgets_accepted = True
            self.go()
        else:
            self.context.unlock(failure, self.go)
