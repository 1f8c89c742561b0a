"""The journey "You already have a certificate": what is here, and what came of using it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sel.flows.adoptable import Offered
from sel.flows.adopting import Adopted
from sel.journeys.journey import Journey
from sel.ports.store import StoreSpec


class Step(StrEnum):
    """One decision each."""

    HERE = "here"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Adopt:
    """Never a password.

    offered  in stores of this computer and not known yet
    locked   stores with a password of their own, which nobody has looked into
    adopted  what came of it
    """

    offered: tuple[Offered, ...]
    adopted: Adopted | None = None
    locked: tuple[StoreSpec, ...] = ()


def next_step(now: Step, _state: Adopt) -> Step | None:
    """Where next; None is the end."""
    return Step.TAKEN if now is Step.HERE else None


def journey(
    offered: tuple[Offered, ...], locked: tuple[StoreSpec, ...] = ()
) -> Journey[Step, Adopt]:
    """From what was found, and what could not be looked into."""
    state = Adopt(offered, locked=locked)
    return Journey("adopt", Step.HERE, state, next_step, frozenset({Step.TAKEN}))
