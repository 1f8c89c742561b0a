"""The journey of removing a key for good: one page that says what becomes unreadable."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sel.flows.timeline import KeyHistory
from sel.journeys.journey import Journey


class Step(StrEnum):
    """One decision."""

    REMOVE = "remove-key"


@dataclass(frozen=True, slots=True)
class RemoveKey:
    """What would be removed, and what is known of it."""

    line: KeyHistory


def next_step(now: Step, state: RemoveKey) -> Step | None:
    """There is one page."""
    return None


def journey(line: KeyHistory) -> Journey[Step, RemoveKey]:
    """About one key."""
    return Journey("remove-key", Step.REMOVE, RemoveKey(line), next_step)
