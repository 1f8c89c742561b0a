"""The journey "Try it": a mail to oneself, written in the mail program, shown to Sêl."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sel.journeys.journey import Journey


class Step(StrEnum):
    """One decision each."""

    WRITE = "write"
    TRIED = "tried"


@dataclass(frozen=True, slots=True)
class TryIt:
    """What was seen of the mail. by_hand: the person says so, no file was given.

    mine  the signer's certificate is one of the person's own
    """

    mail: Path | None = None
    by_hand: bool = False
    encrypted: bool = False
    signature: str = "none"
    mine: bool = False

    @property
    def passed(self) -> bool:
        """Encrypted to this person, and signed by their own key. Whether the authority is
        trusted here is another question, so "unverifiable" is enough."""
        signed = self.signature in {"valid", "unverifiable"}
        return self.by_hand or (self.encrypted and signed and self.mine)


def next_step(now: Step, state: TryIt) -> Step | None:
    """Where next; None is the end."""
    return Step.TRIED if now is Step.WRITE else None


def journey(mail: Path | None = None) -> Journey[Step, TryIt]:
    """From the beginning; `mail` if one was dropped on the window."""
    return Journey("try-it", Step.WRITE, TryIt(mail=mail), next_step)
