"""Certificates that are in a store already: taken into the book, or known of where they stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sel.base.errors import NotExportable, NotProved, SelError
from sel.base.message import Message
from sel.base.progress import Progress
from sel.base.secret import Secret
from sel.core import certificate, chain
from sel.core.bundle import Bundle
from sel.core.finding import Finding
from sel.flows import imports
from sel.flows.adoptable import Offered, Seen, look
from sel.flows.identities import Identity, identities, only_here
from sel.flows.requests import refuse_on_forgetting
from sel.flows.store_places import Place, found, places
from sel.ports.book import Additions, NewCertificate, Origin, Role
from sel.ports.services import Services
from sel.ports.store import CertStore, Which


@dataclass(frozen=True, slots=True)
class Adopted:
    """What came of it.

    new         keys that the book has now
    unchanged   certificates that were known already
    only_here   those whose keys stay where they are, new ones and known ones
    problems    certificates whose keys do not work or did not come, and why
    seen        what was looked at
    findings    about the keys and certificates that are new in the book
    """

    new: tuple[Identity, ...]
    unchanged: int
    only_here: tuple[Identity, ...]
    problems: tuple[tuple[Offered, SelError], ...]
    seen: Seen
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class _Harvest:
    """What was found good in the stores, before any of it is kept."""

    bundles: list[Bundle] = field(default_factory=list)
    stays: list[Offered] = field(default_factory=list)
    proved: list[tuple[bytes, str]] = field(default_factory=list)
    problems: list[tuple[Offered, SelError]] = field(default_factory=list)


def adopt(
    services: Services,
    progress: Progress,
    *,
    store: str = "auto",
    unlock: Secret | None = None,
    forgets_accepted: bool = False,
) -> Adopted:
    """Take every key that comes out into the book; know of those that stay in there.

    Each key does its work where it is before anything is believed of it, and once more in our
    hands. Twice is the same as once. A store that cannot be opened, and a key that does not work
    or is not given (the system may ask the person), are in the answer; the rest is taken.
    Raises ComputerForgets (unless accepted) before a key is touched; as `look`; what `Book.add`
    raises; Cancelled. If no store could be opened at all, the first error.
    """
    seen = look(services, store=store, unlock=unlock)
    if seen.closed and len(seen.closed) == len(_stores(services, store)):
        raise seen.closed[0][1]
    new = [each for each in seen.offered if not each.known]
    if new:
        refuse_on_forgetting(services, accepted=forgets_accepted)
    harvest = _harvest(services, seen.offered, progress, unlock)
    taken, findings = _keep(services, harvest, progress)
    book, now = services.book(), services.clock.now()
    everything = {each.id: each for each in identities(book, now)}
    shown = {each.certificate.sha256 for each in seen.offered}
    stay = tuple(
        each
        for each in only_here(book, now)
        if each.certificate is not None and each.certificate.sha256 in shown
    )
    progress.step(1, 1, Message("done"))
    return Adopted(
        new=tuple(everything[each] for each in taken),
        unchanged=len(seen.offered) - len(new),
        only_here=stay,
        problems=tuple(harvest.problems),
        seen=seen,
        findings=findings,
    )


def _stores(services: Services, store: str) -> Sequence[Place]:
    return tuple(found(services)) if store == "auto" else places(services, store)


def _harvest(
    services: Services, offered: Sequence[Offered], progress: Progress, unlock: Secret | None
) -> _Harvest:
    """Prove each where it is, and have it out if it comes; kept ones are proved alone.

    What stayed the last time is asked for again: that it stays may be an old belief.
    """
    harvest, noted = _Harvest(), _noted(services)
    todo = [
        each
        for each in offered
        if not each.kept or (each.certificate.sha256, each.store.id) not in noted
    ]
    for number, (opened, each) in enumerate(_opened(services, todo, unlock)):
        progress.step(number, len(todo), Message("looking-in-store", {"store": each.store.label}))
        digest = each.certificate.sha256
        try:
            shown = opened.prove(digest)
            if not shown.holds:
                raise NotProved(store=each.store.label, proof=shown.code)
            if not each.kept and not _brought(harvest, digest):
                _bring(harvest, opened, each)
            if (digest, each.store.id) not in noted:
                harvest.proved.append((digest, each.store.id))
        except SelError as problem:
            harvest.problems.append((each, problem))
    return harvest


def _bring(harvest: _Harvest, opened: CertStore, each: Offered) -> None:
    facts = each.certificate
    try:
        out = opened.export(facts.sha256)
    except NotExportable:
        harvest.stays.append(each)
        return
    entries = tuple(entry for entry in out.entries if entry.certificate == facts.der)
    pool = [held.der for held in opened.list(Which.AUTHORITIES)]
    harvest.bundles.append(Bundle(entries, tuple(chain.order(facts.der, pool))))


def _brought(harvest: _Harvest, digest: bytes) -> bool:
    """Whether another store has given this one out already."""
    return any(
        entry.certificate is not None and certificate.read(entry.certificate).sha256 == digest
        for each in harvest.bundles
        for entry in each.entries
    )


def _opened(
    services: Services, offered: Sequence[Offered], unlock: Secret | None
) -> Iterator[tuple[CertStore, Offered]]:
    """Each with its store open; a store is opened once."""
    for spec in dict.fromkeys(each.store for each in offered):
        ((kind, _),) = places(services, spec.id)
        opened = kind.open(spec, unlock)
        try:
            yield from ((opened, each) for each in offered if each.store == spec)
        finally:
            opened.close()


def _noted(services: Services) -> frozenset[tuple[bytes, str]]:
    return frozenset((each.certificate, each.store) for each in services.book().installs())


def _keep(
    services: Services, harvest: _Harvest, progress: Progress
) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Ids of the keys that are new, and what was found about them.

    All keys and certificates go in at once, or none.
    """
    book = services.book()
    new: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    if harvest.bundles:
        together = Bundle(
            tuple(entry for each in harvest.bundles for entry in each.entries),
            tuple(dict.fromkeys(der for each in harvest.bundles for der in each.others)),
        )
        opened = imports.examined(services, together, progress)
        taken = imports.take_in(
            services,
            opened,
            progress,
            origin=Origin.ADOPTED,
            forgets_accepted=True,
            note="key-adopted",
        )
        new, findings = taken.new, taken.findings
    brought = {entry.certificate for each in harvest.bundles for entry in each.entries}
    stays = [
        each for each in harvest.stays if each.certificate.der not in brought and not each.known
    ]
    if stays:
        book.add(
            Additions(
                certificates=tuple(
                    NewCertificate(
                        each.certificate.der, each.certificate.spki_sha256, Role.OWN, each.name
                    )
                    for each in stays
                ),
                note=Message("key-stays-in-store", {"keys": len(stays)}),
            )
        )
    for digest, store in harvest.proved:
        book.installed(digest, store)
    return new, findings
