"""Certificates that are in a store already: taken into the book, or known of where they stay.

Only what is for mail is looked at: stores hold certificates for Wi-Fi, devices and servers, too,
which are somebody else's to manage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sel.base.errors import NotACertificate, NotExportable, NotProved, SelError
from sel.base.message import Message
from sel.base.progress import Progress
from sel.base.secret import Secret
from sel.core import certificate, chain
from sel.core.bundle import Bundle
from sel.core.certificate import CertificateFacts
from sel.core.placeholder import is_placeholder
from sel.flows import imports
from sel.flows.identities import Identity, identities, only_here
from sel.flows.requests import refuse_on_forgetting
from sel.flows.store_places import Place, found, places
from sel.ports.book import Additions, NewCertificate, Origin, Role
from sel.ports.services import Services
from sel.ports.store import CertStore, StoreSpec, Which

NOT_FOR_MAIL, NO_ADDRESS, AUTHORITY, UNREADABLE = (
    "not-for-mail",
    "no-address",
    "authority",
    "unreadable",
)
LEFT_OUT = (NOT_FOR_MAIL, NO_ADDRESS, AUTHORITY, UNREADABLE)
"""Why a certificate is not one for mail, in the order in which it is said."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A certificate for mail with its key in a store.

    kept   its key is in the book
    known  it is, or the book knows that it stays where it is
    """

    certificate: CertificateFacts
    store: StoreSpec
    name: str | None
    kept: bool
    known: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """What stores hold of the person's own.

    left_out  how many are not for mail, by reason (`LEFT_OUT`)
    closed    stores that could not be looked into, and why
    """

    offered: tuple[Offered, ...]
    left_out: tuple[tuple[str, int], ...]
    closed: tuple[tuple[StoreSpec, SelError], ...]

    def newest(self, now: datetime) -> Offered | None:
        """The one to offer: new to the book and valid, the one that ends last."""
        new = [
            each
            for each in self.offered
            if not each.known and each.certificate.not_before <= now <= each.certificate.not_after
        ]
        return max(new, key=lambda each: each.certificate.not_after, default=None)


@dataclass(frozen=True, slots=True)
class Adopted:
    """What came of it.

    new         keys that the book has now
    unchanged   certificates that were known already
    only_here   those whose keys stay where they are, new ones and known ones
    problems    certificates whose keys do not work or did not come, and why
    seen        what was looked at
    """

    new: tuple[Identity, ...]
    unchanged: int
    only_here: tuple[Identity, ...]
    problems: tuple[tuple[Offered, SelError], ...]
    seen: Seen


@dataclass(slots=True)
class _Harvest:
    """What was found good in the stores, before any of it is kept."""

    bundles: list[Bundle] = field(default_factory=list)
    stays: list[Offered] = field(default_factory=list)
    proved: list[tuple[bytes, str]] = field(default_factory=list)
    problems: list[tuple[Offered, SelError]] = field(default_factory=list)


def look(services: Services, *, store: str = "auto", unlock: Secret | None = None) -> Seen:
    """What there is to take in; no key is used and nobody is asked anything.

    Raises UnknownStore, StoreUnavailable for a kind that is named and cannot work here.
    """
    where = tuple(found(services)) if store == "auto" else places(services, store)
    kept, stays = _known(services)
    offered, closed = [], []
    counts = dict.fromkeys(LEFT_OUT, 0)
    for kind, spec in where:
        try:
            opened = kind.open(spec, unlock)
            try:
                mine = opened.list(Which.MINE)
            finally:
                opened.close()
        except SelError as problem:
            closed.append((spec, problem))
            continue
        for held in mine:
            facts, why = _judged(held.der)
            if facts is None or why is not None:
                counts[why or UNREADABLE] += 1
            else:
                known = held.sha256 in kept | stays
                offered.append(Offered(facts, spec, held.name, held.sha256 in kept, known))
    left_out = tuple((why, n) for why, n in counts.items() if n)
    return Seen(tuple(offered), left_out, tuple(closed))


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
    taken = _keep(services, harvest, progress)
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
    )


def _judged(der: bytes) -> tuple[CertificateFacts | None, str | None]:
    """The certificate, and why it is not one for mail."""
    try:
        facts = certificate.read(der)
    except NotACertificate:
        return None, UNREADABLE
    if facts.is_ca:
        return facts, AUTHORITY
    if is_placeholder(der) or not (facts.can_sign or facts.can_encrypt):
        return facts, NOT_FOR_MAIL
    return facts, None if facts.match_emails else NO_ADDRESS


def _known(services: Services) -> tuple[frozenset[bytes], frozenset[bytes]]:
    """Certificates of mine whose key is in the book, and those known to stay in a store."""
    book, now = services.book(), services.clock.now()
    kept = (
        facts.sha256
        for each in identities(book, now)
        if not each.shut
        for facts in (each.certificate, *each.earlier)
        if facts is not None
    )
    stays = (
        each.certificate.sha256
        for each in only_here(book, now)
        if each.certificate and not each.gone  # what was gone and is back is offered anew
    )
    return frozenset(kept), frozenset(stays)


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


def _keep(services: Services, harvest: _Harvest, progress: Progress) -> tuple[str, ...]:
    """Ids of the keys that are new. All keys and certificates go in at once, or none."""
    book = services.book()
    new: tuple[str, ...] = ()
    if harvest.bundles:
        together = Bundle(
            tuple(entry for each in harvest.bundles for entry in each.entries),
            tuple(dict.fromkeys(der for each in harvest.bundles for der in each.others)),
        )
        opened = imports.examined(services, together, progress)
        new = imports.take_in(
            services,
            opened,
            progress,
            origin=Origin.ADOPTED,
            forgets_accepted=True,
            note="key-adopted",
        ).new
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
    return new
