"""The journey of a backup: where, passphrase, once more, tested, backed up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sel.flows.backups import MadeBackup, Verified
from sel.journeys.journey import Journey


class Step(StrEnum):
    """One decision each."""

    WHERE = "where"
    PASSPHRASE = "passphrase"  # noqa: S105  the name of a page
    AGAIN = "again"
    TESTING = "testing"
    BACKED_UP = "backed-up"


@dataclass(frozen=True, slots=True)
class BackUp:
    """Never the passphrase: that is held beside it while the journey lasts.

    target    the file to be written
    made      it was written
    verified  what was found by opening it again; sound or not
    """

    target: Path | None = None
    made: MadeBackup | None = None
    verified: Verified | None = None


def next_step(now: Step, state: BackUp) -> Step | None:
    """Where next; a backup that is not sound goes back to where it is kept."""
    match now:
        case Step.WHERE:
            return Step.PASSPHRASE
        case Step.PASSPHRASE:
            return Step.AGAIN
        case Step.AGAIN:
            return Step.TESTING
        case Step.TESTING:
            sound = state.verified is not None and state.verified.sound
            return Step.BACKED_UP if sound else Step.WHERE
        case Step.BACKED_UP:
            return None


def journey() -> Journey[Step, BackUp]:
    """From the beginning."""
    settled = frozenset({Step.TESTING, Step.BACKED_UP})
    return Journey("backup", Step.WHERE, BackUp(), next_step, settled)
