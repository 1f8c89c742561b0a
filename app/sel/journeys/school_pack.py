"""The journey "School pack": what it is and who signed it, then what it brought."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sel.journeys.journey import Journey

if TYPE_CHECKING:
    from sel.flows.pack_looking import Looked
    from sel.flows.pack_taking import Taken


class Step(StrEnum):
    """The decision, and its end."""

    PACK = "pack"
    PACK_TAKEN = "pack-taken"


@dataclass(frozen=True, slots=True)
class SchoolPack:
    """A pack somebody was given, looked at. taken: what it did; None before."""

    data: bytes
    looked: Looked
    taken: Taken | None = None


def next_step(now: Step, state: SchoolPack) -> Step | None:
    """Where next; None is the end."""
    return Step.PACK_TAKEN if now is Step.PACK and state.taken is not None else None


def journey(data: bytes, looked: Looked) -> Journey[Step, SchoolPack]:
    """From its bytes and what was seen in them."""
    state = SchoolPack(data, looked)
    return Journey("pack", Step.PACK, state, next_step, settled=frozenset({Step.PACK_TAKEN}))
