"""The journey "Add colleagues": what was given is taken in, then the report."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from sel.journeys.journey import Journey

if TYPE_CHECKING:
    from sel.flows.people_adding import Report


class Step(StrEnum):
    """One page: it works, then it tells."""

    MET = "met"


@dataclass(frozen=True, slots=True)
class Meet:
    """What was given. report: what became of it, None before."""

    files: tuple[Path, ...] = ()
    pasted: bytes | None = None
    report: Report | None = None


def next_step(now: Step, state: Meet) -> Step | None:
    """The report is the end."""
    return None


def journey(state: Meet) -> Journey[Step, Meet]:
    """With what was given. What was read cannot be taken back here."""
    return Journey("meet", Step.MET, state, next_step, settled=frozenset({Step.MET}))
