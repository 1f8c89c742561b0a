"""The journey of a restore: the file, its passphrase, what is in it, what came back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sel.core.certificate import CertificateFacts
from sel.flows.backups.people import Beside
from sel.flows.imports import TakenIn
from sel.journeys.journey import Journey


class Step(StrEnum):
    """One decision each."""

    FILE = "file"
    PASSPHRASE = "passphrase"  # noqa: S105  the name of a page
    SHOWN = "shown"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Inside:
    """One key of a backup. certificate: None for one that still waits; known: here already."""

    certificate: CertificateFacts | None
    known: bool


@dataclass(frozen=True, slots=True)
class Restore:
    """Never the passphrase, never a key.

    people    colleagues that lie beside the file, if any
    came_back how many of their certificates were new
    """

    file: Path | None = None
    inside: tuple[Inside, ...] = ()
    people: Beside | None = None
    restored: TakenIn | None = None
    came_back: int = 0


def next_step(now: Step, state: Restore) -> Step | None:
    """Where next; None is the end. A file with nothing new ends where it is shown."""
    match now:
        case Step.FILE:
            return Step.PASSPHRASE
        case Step.PASSPHRASE:
            return Step.SHOWN
        case Step.SHOWN if state.restored is None:
            return None
        case Step.SHOWN:
            return Step.RESTORED
        case Step.RESTORED:
            return None


def journey(file: Path | None = None) -> Journey[Step, Restore]:
    """From the beginning; `file` if one was dropped on the window."""
    settled = frozenset({Step.RESTORED})
    return Journey("restore", Step.FILE, Restore(file=file), next_step, settled)
