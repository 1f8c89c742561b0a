"""Which mail programs are here, and what a person has to know of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sel.base.message import Message
from sel.flows import store_places
from sel.ports.clients import Known, MailProgram, ProgramId
from sel.ports.services import Services

READY, NO_STORE = "ready", "made-by-hand"


@dataclass(frozen=True, slots=True)
class Program:
    """One mail program here.

    store    whether Sêl can put a certificate where this program looks: "ready", a reason why
             not, "made-by-hand" if Sêl has no such store, or nothing if it is not known where
             the program looks
    said     what works in it, and what has to be known before it is chosen
    placing  why Sêl cannot put a certificate there, and what to do instead; empty if it can
    changed  what settings change in it
    """

    program: MailProgram
    store: str
    said: tuple[Message, ...]
    placing: tuple[Message, ...]
    changed: tuple[Message, ...]


def here(services: Services) -> tuple[Program, ...]:
    """Every mail program of this computer; empty where mail is read in a browser only.

    Reads what programs left on this computer; opens no store and asks nobody anything.
    """
    found = services.mail_programs()
    if not found:
        return ()
    reasons = {kind.id: kind.reason or READY for kind in store_places.kinds(services)}
    return tuple(_seen(each, reasons.get(each.works.keys_in, NO_STORE)) for each in found)


def nothing() -> Message:
    """What is said where no mail program was found."""
    return Message("no-mail-program")


def _seen(program: MailProgram, store: str) -> Program:
    where = store if program.works.keys_in else ""
    said = (_works(program), *_account(program), *program.notes)
    changed = tuple(each.what for each in program.settings)
    return Program(program, where, said, tuple(_placing(where)), changed)


def _works(program: MailProgram) -> Message:
    """What is known to work; Microsoft's new Outlook has a sentence of its own."""
    if program.id is ProgramId.NEW_OUTLOOK:
        return Message("works-unknown-new-outlook")
    able = {program.works.sign, program.works.encrypt, program.works.decrypt}
    if Known.UNKNOWN in able:
        return Message("works-unknown")
    if Known.NO in able:
        return Message("works-reading-only")
    match program.works.keys_in:
        case "windows":
            return Message("works-windows")
        case "macos":
            return Message("works-macos")
        case _:
            return Message("works-thunderbird")


def _account(program: MailProgram) -> Iterator[Message]:
    """That no account is set up; a program that was never started says more than that."""
    started = all(note.code != "thunderbird-never-started" for note in program.notes)
    if program.set_up is Known.NO and started:
        yield Message("program-no-account")


def _placing(store: str) -> Iterator[Message]:
    if store == NO_STORE:
        yield Message("program-by-hand")
    elif store not in {READY, ""}:
        yield Message("program-store-closed", {"reason": store})
