"""Errors that one button can mend, wherever a key is kept."""

from __future__ import annotations

from sel.base.errors import SelError
from sel.text.speaker import Speaker

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
