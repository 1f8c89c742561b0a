"""What Home puts first: the worst open fact, unless the person wants to hear of it later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sel.base.message import Message
from sel.flows.status import Status, StepState

BACKUP = frozenset(
    {
        "status-no-backup",
        "status-backup-damaged",
        "status-backup-missing",
        "status-backup-stale",
    }
)


@dataclass(frozen=True, slots=True)
class First:
    """The sentence of Home.

    reminder  when the backup that is still missing is spoken of again; None if it was not put off
    quiet     the sentence is the one that was put off: true, but nothing else is open
    """

    sentence: Message
    reminder: datetime | None = None
    quiet: bool = False


def first(status: Status, *, now: datetime, later: datetime | None) -> First:
    """What to say first. later: until when the backup was put off, or None.

    A put-off backup never makes the sentence say more than is true: without another open fact it
    stays what it was.
    """
    if status.sentence.code not in BACKUP or later is None or now >= later:
        return First(status.sentence)
    steps = {step.id: step for step in status.steps}
    certificate, mail = steps["certificate"], steps["mail-program"]
    if certificate.state is StepState.ATTENTION:
        return First(Message("status-ends", certificate.what.facts), later)
    if mail.state is not StepState.DONE:
        return First(Message("status-almost", certificate.what.facts), later)
    return First(status.sentence, later, quiet=True)
