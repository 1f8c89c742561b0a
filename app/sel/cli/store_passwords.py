"""The password that a store has of its own (Thunderbird's primary password)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sel.base.errors import StoreLocked
from sel.base.secret import Secret
from sel.cli.context import Context
from sel.text.speaker import Speaker

Found = TypeVar("Found")


def unlocked(context: Context, work: Callable[[Secret | None], Found]) -> Found:
    """What `work` finds; the password of a locked store is asked for on a terminal, once."""
    given = context.passphrases.given("store-pass")
    try:
        return work(given)
    except StoreLocked:
        if given is not None or not context.passphrases.prompting:
            raise
        return work(context.passphrases.wanted("store-pass", _ask_store))


def _ask_store(speaker: Speaker) -> str:
    return speaker.say("cli-ask-store", "Password of the certificate store: ")
