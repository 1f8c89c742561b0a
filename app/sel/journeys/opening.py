"""The journey "Does it open?": a mail with two words, opened in the person's mail program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sel.journeys.journey import Journey


class Step(StrEnum):
    """One decision each."""

    MAKE = "make"
    ANSWER = "answer"
    OPENED = "opened"


@dataclass(frozen=True, slots=True)
class Opening:
    """mail   where the mail lies; None before it was made
    until  its words count until then
    """

    mail: Path | None = None
    until: datetime | None = None


def next_step(now: Step, state: Opening) -> Step | None:
    """Where next; None is the end."""
    return {Step.MAKE: Step.ANSWER, Step.ANSWER: Step.OPENED}.get(now)


def journey() -> Journey[Step, Opening]:
    """From the beginning."""
    settled = frozenset({Step.OPENED})
    return Journey("opening", Step.MAKE, Opening(), next_step, settled=settled)
