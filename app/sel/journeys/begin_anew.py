"""The journey after the key to the keys is lost: what that means, and a beginning anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sel.flows.identities import Identity
from sel.journeys.journey import Journey

FOR_NOW = frozenset({"keyring-locked", "keyring-unavailable"})
"""Why keys may open again by themselves: nothing is lost, the keyring only does not answer."""


class Step(StrEnum):
    """One decision each."""

    SHUT = "shut"
    BEGUN = "begun"


@dataclass(frozen=True, slots=True)
class LastBackup:
    """The newest backup that is known to hold a key; that it is sound, nobody can say now."""

    path: str
    made: datetime


@dataclass(frozen=True, slots=True)
class ShutKey:
    """One of the keys that do not open. backup: None if no backup with it was made here."""

    identity: Identity
    backup: LastBackup | None


@dataclass(frozen=True, slots=True)
class BeginAnew:
    """Why the keys are shut ("keyring-forgot", "passphrase-forgotten" …) and which they are."""

    why: str
    keys: tuple[ShutKey, ...] = ()


def next_step(now: Step, state: BeginAnew) -> Step | None:
    """Where next; None is the end."""
    return Step.BEGUN if now is Step.SHUT else None


def journey(state: BeginAnew) -> Journey[Step, BeginAnew]:
    """From the beginning; what was begun anew is not undone."""
    return Journey("begin-anew", Step.SHUT, state, next_step, frozenset({Step.BEGUN}))
