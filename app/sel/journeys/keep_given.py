"""The journey that makes a given file the backup: where, its password, backed up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sel.core.finding import Finding
from sel.flows.backups import MadeBackup, Verified
from sel.journeys.journey import Journey


class Step(StrEnum):
    """One decision each."""

    WHERE = "where"
    PASSWORD = "password"  # noqa: S105  the name of a page
    BACKED_UP = "backed-up"


@dataclass(frozen=True, slots=True)
class KeepGiven:
    """Never the password.

    given     the file as it came
    target    where it is kept from now on
    made      stays None: nothing new is written
    verified  what was found by opening it there
    gone      the file that came was deleted, because every key was proved at the new place
    findings  what is weak about it
    """

    given: Path
    target: Path | None = None
    made: MadeBackup | None = None
    verified: Verified | None = None
    gone: bool = False
    findings: tuple[Finding, ...] = ()


def next_step(now: Step, state: KeepGiven) -> Step | None:
    """Where next; a copy that is not sound goes back to where it is kept."""
    match now:
        case Step.WHERE:
            return Step.PASSWORD
        case Step.PASSWORD:
            return Step.BACKED_UP if state.gone else Step.WHERE
        case Step.BACKED_UP:
            return None


def journey(given: Path) -> Journey[Step, KeepGiven]:
    """From the beginning."""
    settled = frozenset({Step.BACKED_UP})
    return Journey("keep-given", Step.WHERE, KeepGiven(given), next_step, settled)
