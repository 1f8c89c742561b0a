"""The journey "Ask the directory": what it offers, and which of that is taken in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sel.journeys.journey import Journey

if TYPE_CHECKING:
    from sel.flows.people_adding import Report


class Step(StrEnum):
    """What is offered, then what came of it."""

    OFFERS = "offers"
    MET = "met"


@dataclass(frozen=True, slots=True)
class Directory:
    """Whom one looks for. report: what was taken; None before."""

    text: str
    report: Report | None = None


def next_step(now: Step, state: Directory) -> Step | None:
    """Where next; None is the end."""
    return Step.MET if now is Step.OFFERS and state.report is not None else None


def journey(text: str) -> Journey[Step, Directory]:
    """For what was typed."""
    settled = frozenset({Step.MET})
    return Journey("directory", Step.OFFERS, Directory(text), next_step, settled=settled)
