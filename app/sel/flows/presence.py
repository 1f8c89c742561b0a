"""In which stores a certificate with its key really is, by looking there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sel.base.errors import SelError
from sel.flows.identities import Identity, identities, only_here
from sel.flows.store_places import known
from sel.ports.services import Services
from sel.ports.store import StoreSpec, Which


@dataclass(frozen=True, slots=True)
class Held:
    """Where one certificate is.

    there   stores that hold it with its key; somebody else may have put it there
    lost    ids of stores that have held it, by the book, and do not any more
    unseen  ids of stores that have held it, by the book, and could not be looked into now
    """

    there: tuple[StoreSpec, ...] = ()
    lost: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()

    @property
    def installed(self) -> tuple[str, ...]:
        """Ids of those that hold it, as far as anybody knows."""
        return (*(spec.id for spec in self.there), *self.unseen)


@dataclass(frozen=True, slots=True)
class Presence:
    """What was found in the stores of this computer.

    held    certificates (SHA-256) with their key, by store
    closed  stores that could not be looked into, and why
    """

    held: Mapping[str, frozenset[bytes]]
    specs: Mapping[str, StoreSpec]
    closed: tuple[tuple[StoreSpec, SelError], ...]

    def of(self, one: Identity) -> Held:
        """Where its certificate in use is."""
        if one.certificate is None:
            return Held()
        digest = one.certificate.sha256
        there = tuple(self.specs[store] for store, mine in self.held.items() if digest in mine)
        noted = [store for store in one.installed if store not in {spec.id for spec in there}]
        shut = {spec.id for spec, _ in self.closed}
        return Held(
            there,
            tuple(each for each in noted if each not in shut),
            tuple(each for each in noted if each in shut),
        )


def look(services: Services, everything: Sequence[Identity]) -> Presence:
    """Look into every store found here, and into those that the book names.

    No key is used and nobody is asked anything: a store with a password of its own is `closed`.
    """
    held: dict[str, frozenset[bytes]] = {}
    specs: dict[str, StoreSpec] = {}
    closed = []
    if not any(each.certificate is not None for each in everything):
        return Presence(held, specs, ())
    for kind, spec in known(services, (store for each in everything for store in each.installed)):
        try:
            opened = kind.open(spec, None)
            try:
                held[spec.id] = frozenset(each.sha256 for each in opened.list(Which.MINE))
            finally:
                opened.close()
        except SelError as problem:
            closed.append((spec, problem))
            continue
        specs[spec.id] = spec
    return Presence(held, specs, tuple(closed))


def settle(services: Services, everything: Sequence[Identity], seen: Presence) -> int:
    """Have the book forget what stores have lost; how many it was.

    What is there and was not known is not noted, for nobody has proved it.
    """
    lost = [
        (each.certificate.sha256, store)
        for each in everything
        if each.certificate is not None
        for store in seen.of(each).lost
    ]
    for digest, store in lost:
        services.book().uninstalled(digest, store)
    return len(lost)


def forget_lost(services: Services) -> int:
    """Look, and have the book forget what stores have lost; how many it was."""
    book, now = services.book(), services.clock.now()
    everything = (*identities(book, now), *only_here(book, now))
    return settle(services, everything, look(services, everything))
