"""The journey "Try it": a mail to oneself, written in the mail program, shown to Sêl."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sel.flows.trying import Tried
from sel.journeys.journey import Journey


class Step(StrEnum):
    """One decision each."""

    WRITE = "write"
    TRIED = "tried"


@dataclass(frozen=True, slots=True)
class TryIt:
    """tried    what was seen of the mail; None before
    by_hand  the person says so, no file was given
    """

    mail: Path | None = None
    by_hand: bool = False
    tried: Tried | None = None

    @property
    def passed(self) -> bool:
        """Shown, or said by the person."""
        return self.by_hand or (self.tried is not None and self.tried.passed)


def next_step(now: Step, state: TryIt) -> Step | None:
    """Where next; None is the end."""
    return Step.TRIED if now is Step.WRITE else None


def journey(mail: Path | None = None) -> Journey[Step, TryIt]:
    """From the beginning; `mail` if one was dropped on the window."""
    return Journey("try-it", Step.WRITE, TryIt(mail=mail), next_step)
