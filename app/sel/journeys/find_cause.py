"""The journey "It does not work": the message, the causes, the report for the helpdesk."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sel.flows.diagnosing import Diagnosis
from sel.journeys.journey import Journey


class Step(StrEnum):
    """One decision each."""

    MESSAGE = "message"
    CAUSES = "causes"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class FindCause:
    """message: id of the one that was chosen, ""; to: who was written to, as typed.

    What was pasted is not kept: it may be a mail's text.
    """

    message: str = ""
    to: str = ""
    diagnosis: Diagnosis | None = None


def next_step(now: Step, _state: FindCause) -> Step | None:
    """Where next; None is the end."""
    match now:
        case Step.MESSAGE:
            return Step.CAUSES
        case Step.CAUSES:
            return Step.REPORT
        case Step.REPORT:
            return None


def journey(message: str = "") -> Journey[Step, FindCause]:
    """From nothing, or from a message that is known already."""
    return Journey("find-cause", Step.MESSAGE, FindCause(message), next_step)
