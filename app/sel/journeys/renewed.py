"""The journey after a renewal: the old one out of the lists, colleagues told, the address list."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sel.flows.identities import Identity
from sel.flows.store_places import StoreOutcome
from sel.journeys.journey import Journey


class Step(StrEnum):
    """One decision each."""

    OLD = "old-one"
    TELL = "tell"
    ADDRESS_LIST = "address-list"


@dataclass(frozen=True, slots=True)
class Renewed:
    """What took the place of what.

    new     the certificate in use, with its key
    old     those it took the place of, newest first; none for a first certificate
    hidden  what became of the old ones in each program, once it was asked for
    """

    new: Identity
    old: tuple[Identity, ...] = ()
    hidden: tuple[StoreOutcome, ...] | None = None


def next_step(now: Step, state: Renewed) -> Step | None:
    """Where next; None is the end."""
    match now:
        case Step.OLD:
            return Step.TELL
        case Step.TELL:
            return Step.ADDRESS_LIST
        case Step.ADDRESS_LIST:
            return None


def journey(state: Renewed) -> Journey[Step, Renewed]:
    """From the old one where programs have it and the new one too; else from the mail.

    Before the new one was proved in a program, the old one is not hidden there.
    """
    there = {store for each in state.old for store in each.installed}
    first = Step.OLD if there and there <= set(state.new.installed) else Step.TELL
    return Journey("renewed", first, state, next_step)
