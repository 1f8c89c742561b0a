"""The journey "Test a backup": the file, its passphrase, what was found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sel.flows.backups import Verified
from sel.journeys.journey import Journey


class Step(StrEnum):
    """One decision each."""

    FILE = "file"
    PASSPHRASE = "passphrase"  # noqa: S105  the name of a page
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class CheckBackup:
    """Never the passphrase. verified: what was found by opening the file."""

    file: Path | None = None
    verified: Verified | None = None


def next_step(now: Step, state: CheckBackup) -> Step | None:
    """Where next; None is the end."""
    match now:
        case Step.FILE:
            return Step.PASSPHRASE
        case Step.PASSPHRASE:
            return Step.FOUND
        case Step.FOUND:
            return None


def journey(file: Path | None = None) -> Journey[Step, CheckBackup]:
    """From the beginning; `file` is the newest backup, if one is known."""
    return Journey("check-backup", Step.FILE, CheckBackup(file), next_step)
