"""What a line of the catalogue is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """English for one code; the code is the context for translators.

    what  what happened, or the word itself
    many  the plural of `what`, chosen by the fact `n`; empty if it does not count
    hint  what to do now; translated under `CODE.hint`
    lost  what was lost or changed, if not "Nothing was changed."; under `CODE.lost`
    command  what to do now where that is a command or an option; the window says `hint`
    """

    code: str
    what: str
    many: str = ""
    hint: str = ""
    lost: str = ""
    command: str = ""


def message(code: str, what: str, *, hint: str = "", lost: str = "", command: str = "") -> Entry:
    """A line that does not count anything."""
    return Entry(code, what, hint=hint, lost=lost, command=command)


def plural(code: str, one: str, many: str, *, hint: str = "", lost: str = "") -> Entry:
    """A line that counts the fact `n`."""
    return Entry(code, one, many, hint, lost)
