"""The stores of this computer: which there are, which are meant, and what came of work in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sel.base.errors import NoProgramForIt, PolicyForbids, SelError, StoreUnavailable, UnknownStore
from sel.ports.services import Services
from sel.ports.store import BY_POLICY, StoreKind, StoreSpec

Place = tuple[StoreKind, StoreSpec]


@dataclass(frozen=True, slots=True)
class KindFound:
    """One kind of store on this computer. reason: code why it cannot be used, or None."""

    id: str
    reason: str | None
    found: tuple[StoreSpec, ...]


class StoreState(StrEnum):
    """What came of work in one store.

    PROVED     put in, and the key did its work there
    UNCHANGED  it was there, and the key did its work
    PUT_BACK   as it was before, because another store failed
    KEPT       it should have been put back and could not be: it is there, and works
    FAILED     the work failed here; the store is as it was
    REMOVED    taken out, with its key if no other certificate there has that one
    HIDDEN     not in the program's lists any more; the key stays
    LEFT       there as before, for this kind of store hides nothing
    """

    PROVED = "proved"
    UNCHANGED = "unchanged"
    PUT_BACK = "put-back"
    KEPT = "kept"
    FAILED = "failed"
    REMOVED = "removed"
    HIDDEN = "hidden"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class StoreOutcome:
    """One store and what came of it. problem: why, where it is FAILED or KEPT."""

    store: StoreSpec
    state: StoreState
    problem: SelError | None = None


def kinds(services: Services) -> tuple[KindFound, ...]:
    """Every kind with what was found of it; never asks the person anything."""
    out = []
    for kind in services.stores():
        reason = kind.unusable()
        found = tuple(kind.found()) if reason is None else ()
        out.append(KindFound(kind.id, reason, found))
    return tuple(out)


def places(services: Services, store: str = "auto") -> tuple[Place, ...]:
    """The stores that `store` means; "auto" is every one found here, used by a program or not.

    Raises UnknownStore, PolicyForbids for a kind that the organisation does not want used,
    StoreUnavailable (reason) if a named kind cannot work here or if "auto" finds none.
    """
    if store == "auto":
        every = tuple(found(services))
        if not every:
            raise StoreUnavailable(store="auto", reason="none-found")
        return every
    for kind in services.stores():
        spec = kind.spec(store)
        if spec is not None:
            reason = kind.unusable()
            if reason == BY_POLICY:
                raise PolicyForbids(rule="stores")
            if reason is not None:
                raise StoreUnavailable(store=store, reason=reason)
            return ((kind, spec),)
    raise UnknownStore(store=store)


def found(services: Services) -> Iterator[Place]:
    """Every store found here; none is no error."""
    for kind in services.stores():
        # Asked for in this order: whether NSS loads is found out by starting a child.
        specs = kind.found()
        if specs and kind.unusable() is None:
            yield from ((kind, spec) for spec in specs)


def for_mail_programs(services: Services) -> tuple[Place, ...]:
    """The stores in which the mail programs that were found here look for keys.

    Raises NoProgramForIt if there is none: no program, none that is known to look in a store that
    Sêl can write, or one that was never started and has no place for keys yet.
    """
    kinds_used = used(services)
    where = tuple((kind, spec) for kind, spec in found(services) if kind.id in kinds_used)
    if not where:
        raise NoProgramForIt
    return where


def any_for_mail_programs(services: Services) -> bool:
    """Whether there is such a store, as far as can be seen without opening or loading anything."""
    kinds_used = used(services)
    return any(kind.found() for kind in services.stores() if kind.id in kinds_used)


def used(services: Services) -> frozenset[str]:
    """Kinds of store in which the mail programs here look for keys."""
    programs = services.mail_programs()
    return frozenset(each.works.keys_in for each in programs if each.works.keys_in)


def known(services: Services, also: Iterable[str]) -> tuple[Place, ...]:
    """Every store found here, and those of these ids that are still to be had."""
    out = {spec.id: (kind, spec) for kind, spec in found(services)}
    rest = named(services, (store for store in also if store not in out))
    return (*out.values(), *rest)


def named(services: Services, stores: Iterable[str]) -> tuple[Place, ...]:
    """The stores of these ids that are still to be had, each once."""
    out: list[Place] = []
    for store in dict.fromkeys(stores):
        try:
            out.extend(places(services, store))
        except (UnknownStore, StoreUnavailable, PolicyForbids):
            continue  # a folder that was removed, a computer that this one replaced
    return tuple(out)
