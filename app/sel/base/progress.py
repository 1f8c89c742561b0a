"""How long work tells how far it is, and learns that nobody wants it any more."""

from __future__ import annotations

from typing import Protocol

from sel.base.message import Message


class Cancelled(Exception):
    """The person stopped the work: no error, and met with silence."""


class Progress(Protocol):
    """Told between steps, from any thread."""

    def step(self, done: int, total: int, what: Message) -> None:
        """Report that `done` of `total` steps are finished and `what` begins.

        Raises Cancelled if the work is to stop here.
        """


class Silent:
    """A progress that nobody watches and nobody cancels."""

    def step(self, done: int, total: int, what: Message) -> None:
        """Accept the report and go on."""
