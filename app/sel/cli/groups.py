"""Which file knows which command, so that one command loads no other's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from sel.text.speaker import Speaker

Register = Callable[[Any, "ArgumentParser", "Speaker"], None]

# In the order of the help.
GROUPS = {
    "looking": ("inspect", "status", "doctor"),
    "checking": ("check",),
    "requests": ("request",),
    "identities": ("id",),
    "rewrapping": ("rewrap",),
    "pilot": ("ca",),
    "keeping": ("unlock",),
    "backups": ("backup",),
    "stores": ("store",),
    "people": ("people",),
    "packs": ("pack",),
    "mail": ("mail",),
    "advising": ("advise",),
    "partners": ("partners",),
    "guides": ("guide",),
    "rehearsing": ("rehearse",),
}
TAKE_A_VALUE = frozenset(
    {"--data", "--policy", "--lang", "--unlock-file", "--unlock-fd", "--unlock-env"}
)
"""Global options whose value is the next argument."""


def named(argv: Sequence[str]) -> Iterator[Register]:
    """What adds the commands of the group that `argv` names; of all groups if it names none."""
    wanted = command(argv)
    chosen = [group for group, commands in GROUPS.items() if wanted in commands]
    for group in chosen or GROUPS:
        yield _register(group)


def command(argv: Sequence[str]) -> str | None:
    """The first argument that is neither an option nor the value of one."""
    arguments = iter(argv)
    for each in arguments:
        if each in TAKE_A_VALUE:
            next(arguments, None)
        elif not each.startswith("-"):
            return each
    return None


def _register(group: str) -> Register:
    match group:
        case "looking":
            from sel.cli.looking import register
        case "checking":
            from sel.cli.checking import register
        case "requests":
            from sel.cli.requests import register
        case "identities":
            from sel.cli.identities import register
        case "rewrapping":
            from sel.cli.rewrapping import register
        case "pilot":
            from sel.cli.pilot import register
        case "keeping":
            from sel.cli.keeping import register
        case "backups":
            from sel.cli.backups import register
        case "stores":
            from sel.cli.stores import register
        case "people":
            from sel.cli.people import register
        case "packs":
            from sel.cli.packs import register
        case "mail":
            from sel.cli.mail import register
        case "advising":
            from sel.cli.advising import register
        case "guides":
            from sel.cli.guides import register
        case "partners":
            from sel.cli.partners import register
        case _:
            from sel.cli.rehearsing import register
    return register
