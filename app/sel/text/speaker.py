"""Speaker: the one object that pages and commands ask for words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sel.base.errors import SelError
from sel.base.message import Message
from sel.text import render
from sel.text.render import Told
from sel.text.voice import LANGUAGES, Voice

if TYPE_CHECKING:
    from sel.core.finding import Finding

__all__ = ["LANGUAGES", "Speaker", "Told"]


class Speaker(Voice):
    """A voice that also knows the catalogue: whatever comes from below has words.

    Two speakers of two languages can be used side by side. See Voice for `say`, `count`,
    dates, numbers and sizes.
    """

    def message(self, fact: Message) -> str:
        """The words for a message of the core: progress, journal, status."""
        return render.message(self, fact)

    def error(self, failure: SelError, *, command: bool = False) -> Told:
        """What happened, whether anything was lost, what to do now.

        command  said at the command line, where a command or an option may be named
        """
        return render.error(self, failure, command=command)

    def finding(self, answer: Finding, *, command: bool = False) -> Told:
        """One answer of a judgement, in words. command: as in `error`."""
        return render.finding(self, answer, command=command)
