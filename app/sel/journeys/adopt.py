"""The journey "You already have a certificate": what is here, and what came of using it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sel.flows.adopting import Adopted, Offered
from sel.journeys.journey import Journey


class Step(StrEnum):
    """One decision each."""

    HERE = "here"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Adopt:
    """offered: in stores of this computer and not known yet; adopted: what came of using it."""

    offered: tuple[Offered, ...]
    adopted: Adopted | None = None


def next_step(now: Step, _state: Adopt) -> Step | None:
    """Where next; None is the end."""
    return Step.TAKEN if now is Step.HERE else None


def journey(offered: tuple[Offered, ...]) -> Journey[Step, Adopt]:
    """From what was found."""
    return Journey("adopt", Step.HERE, Adopt(offered), next_step, frozenset({Step.TAKEN}))
