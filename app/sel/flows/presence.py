"""In which stores a certificate with its key really is, by looking there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from sel.base.errors import SelError
from sel.flows.identities import Identity, State, identities, only_here
from sel.flows.store_places import known, named
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
        found = {spec.id for spec in there}
        shut = {spec.id for spec, _ in self.closed}
        noted = [store for store in one.installed if store not in found]
        missed = [store for store in one.lost if store not in found]
        return Held(
            there,
            (*(each for each in noted if each not in shut), *missed),
            tuple(each for each in noted if each in shut),
        )

    def told(self, one: Identity) -> Identity:
        """The same as the book will tell of it once this is settled."""
        lost = self.of(one).lost
        installed = tuple(each for each in (*one.installed, *one.lost) if each not in lost)
        told = replace(one, installed=installed, lost=lost)
        return replace(told, state=State.OLD) if told.gone else told

    def looked_into(self, store: str) -> bool:
        """Whether there is such a store at all."""
        return store in self.specs or any(spec.id == store for spec, _ in self.closed)


def look(
    services: Services, everything: Sequence[Identity], *, everywhere: bool = True
) -> Presence:
    """Look into every store found here, and into those that the book names.

    No key is used and nobody is asked anything: a store with a password of its own is `closed`.

    everywhere  False: only into those that the book names, which costs nothing if it names none
    """
    held: dict[str, frozenset[bytes]] = {}
    specs: dict[str, StoreSpec] = {}
    closed = []
    if not any(each.certificate is not None for each in everything):
        return Presence(held, specs, ())
    noted = [store for each in everything for store in (*each.installed, *each.lost)]
    for kind, spec in known(services, noted) if everywhere else named(services, noted):
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
    """Have the book remember what stores have lost, and what is back; how many are new.

    What is there and was not known is not noted, for nobody has proved it. A store that does not
    exist any more (a profile that was deleted) is forgotten where another holds the same key:
    nothing can be done about it and nothing is missing.
    """
    book, changed = services.book(), 0
    for each in everything:
        if each.certificate is None:
            continue
        digest, held = each.certificate.sha256, seen.of(each)
        for store in held.lost:
            if held.there and not seen.looked_into(store):
                book.uninstalled(digest, store)
            elif store not in each.lost:
                book.went_missing(digest, store)
            else:
                continue
            changed += 1
        for store in each.lost:
            if store not in held.lost:
                book.found_again(digest, store)
                changed += 1
    return changed


def note(services: Services, *, everywhere: bool = True) -> int:
    """Look, and have the book remember what stores have lost; how much changed. As `look`."""
    everything = _everything(services)
    return settle(services, everything, look(services, everything, everywhere=everywhere))


def seen_now(services: Services) -> Presence:
    """Look into the stores that the book names, for an answer that has to be true now.

    What is found is remembered, if the book can be written: who only asks gets an answer anyhow.
    """
    everything = _everything(services)
    seen = look(services, everything, everywhere=False)
    with suppress(SelError):
        settle(services, everything, seen)
    return seen


def _everything(services: Services) -> tuple[Identity, ...]:
    book, now = services.book(), services.clock.now()
    return (*identities(book, now), *only_here(book, now))
