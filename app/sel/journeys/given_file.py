"""The journey "I was given a file": from a PKCS#12 to a key that was tested where it is used."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sel.flows.identities import Identity
from sel.flows.installs import Installed
from sel.journeys.journey import Journey
from sel.journeys.mail_places import MailPlace, can_work
from sel.journeys.you import You


class Step(StrEnum):
    """One decision each."""

    FILE = "file"
    PASSWORD = "password"  # noqa: S105  the name of a page
    MAIL = "mail"
    NOT_FOR_YOU = "not-for-you"
    YOU = "you"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class GivenFile:
    """Never a passphrase, never a key: those are held beside it while the journey lasts.

    file       the file that was given; None if the key is in the book already
    sha256     of that file, if all of it was usable: once its keys are backed up it may go
    opened     it opened without a password
    reads      where the person reads mail; None until answered
    you        certificates that come with a key
    waiting    how many keys in it have no certificate yet
    kept       what the book holds of it now
    installed  where it is ready and tested; None if there is no program here for it
    """

    file: Path | None = None
    sha256: bytes | None = None
    opened: bool = False
    reads: frozenset[MailPlace] | None = None
    you: tuple[You, ...] = ()
    waiting: int = 0
    kept: tuple[Identity, ...] = ()
    installed: Installed | None = None


def next_step(now: Step, state: GivenFile) -> Step | None:
    """Where next; None is the end."""
    match now:
        case Step.FILE if not state.opened:
            return Step.PASSWORD
        case Step.FILE | Step.PASSWORD:
            return Step.MAIL if state.reads is None else Step.YOU
        case Step.MAIL:
            return Step.YOU if can_work(state.reads or frozenset()) else Step.NOT_FOR_YOU
        case Step.NOT_FOR_YOU:
            return Step.YOU
        case Step.YOU:
            return Step.READY
        case Step.READY:
            return None


def journey(
    reads: frozenset[MailPlace] | None, file: Path | None = None
) -> Journey[Step, GivenFile]:
    """From the beginning; `file` if one was dropped on the window."""
    state = GivenFile(file=file, reads=reads)
    return Journey("given-file", Step.FILE, state, next_step, frozenset({Step.READY}))


def journey_for(kept: tuple[Identity, ...], you: tuple[You, ...]) -> Journey[Step, GivenFile]:
    """Make ready what the book holds already: begins at "This is you"."""
    state = GivenFile(you=you, kept=kept)
    return Journey("make-ready", Step.YOU, state, next_step, frozenset({Step.READY}))
