"""What Home puts first: the worst open fact, unless the person wants to hear of it later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sel.base.message import Message
from sel.flows.status import KEY_MISSING, NO_PROGRAM, Status, StepState

_SENTENCES = {
    "step-backup-none": "status-no-backup",
    "step-backup-damaged": "status-backup-damaged",
    "step-backup-missing": "status-backup-missing",
    "step-backup-stale": "status-backup-stale",
    "step-backup-cannot": "status-cannot-back-up",
}
BACKUP = frozenset(_SENTENCES.values())
ENDS = "status-ends"


@dataclass(frozen=True, slots=True)
class First:
    """The sentence of Home.

    reminder  when the backup that is still missing is spoken of again; None if it was not put off
    renewal   when the end of the certificate is; None if that was not put off
    quiet     the sentence is the one that was put off: true, but nothing else is open
    """

    sentence: Message
    reminder: datetime | None = None
    quiet: bool = False
    renewal: datetime | None = None


def first(
    status: Status, *, now: datetime, later: datetime | None, renewal: datetime | None = None
) -> First:
    """What to say first. later, renewal: until when backup and renewal were put off, or None.

    What is put off never makes the sentence say more than is true: without another open fact it
    stays what it was.
    """
    put_off: set[str] = set()
    if later is not None and now < later:
        put_off |= BACKUP
    if renewal is not None and now < renewal:
        put_off.add(ENDS)
    if status.sentence.code not in put_off:
        return First(status.sentence)
    facts = tuple(_open_facts(status))
    loud = next((fact for fact in facts if fact.code not in put_off), None)
    quiet = {fact.code for fact in facts} & put_off
    return First(
        loud or status.sentence,
        later if quiet & BACKUP else None,
        quiet=loud is None,
        renewal=renewal if ENDS in quiet else None,
    )


def _open_facts(status: Status) -> Iterator[Message]:
    """What is not in order, worst first, as the sentence of Home would say it."""
    steps = {step.id: step for step in status.steps}
    certificate, backup = steps["certificate"], steps["backup"]
    no_program = steps["ready"].what.code in NO_PROGRAM
    if steps["ready"].what.code in KEY_MISSING:
        yield Message("status-key-missing", certificate.what.facts)
    elif steps["ready"].state is not StepState.DONE and not no_program:
        yield Message("status-not-installed", certificate.what.facts)
    if backup.state is StepState.ATTENTION:
        yield Message(_SENTENCES[backup.what.code], backup.what.facts)
    if no_program:
        yield Message("status-no-program", certificate.what.facts)
    if certificate.what.code == "step-certificate-gone":
        yield Message("status-key-gone", certificate.what.facts)
    elif certificate.state is StepState.ATTENTION:
        yield Message(ENDS, certificate.what.facts)
    if steps["mail-program"].state is not StepState.DONE:
        yield Message("status-almost", certificate.what.facts)
