"""The journey of leaving the school: backup, hand over, revocation, remove from this computer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sel.flows.leaving import Cleared, Leaving
from sel.journeys.journey import Journey


class Step(StrEnum):
    """One decision each."""

    SAVE = "leave-save"
    HAND_OVER = "leave-hand-over"
    REVOKE = "leave-revoke"
    REMOVE = "leave-remove"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Leave:
    """Where somebody stands, and what was done since.

    there    as it was at the beginning
    asked    how the mail that asks for revocation was made: "mail", "saved", or ""
    cleared  what was removed from mail programs; None if nothing was
    """

    there: Leaving
    asked: str = ""
    cleared: Cleared | None = None


def next_step(now: Step, state: Leave) -> Step | None:
    """Where next; what does not apply is left out."""
    match now:
        case Step.SAVE:
            return Step.HAND_OVER
        case Step.HAND_OVER:
            return Step.REVOKE if state.there.valid else _after_revoking(state)
        case Step.REVOKE:
            return _after_revoking(state)
        case Step.REMOVE:
            return Step.LEFT
        case Step.LEFT:
            return None


def _after_revoking(state: Leave) -> Step:
    return Step.REMOVE if state.there.placed else Step.LEFT


def journey(there: Leaving) -> Journey[Step, Leave]:
    """From the beginning; what was removed does not come back by going back."""
    return Journey("leave", Step.SAVE, Leave(there), next_step, frozenset({Step.LEFT}))
