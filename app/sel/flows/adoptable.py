"""What is in stores of this computer already and could be taken in: looked at, nothing more.

Only what is for mail is looked at: stores hold certificates for Wi-Fi, devices and servers, too,
which are somebody else's to manage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sel.base.errors import NotACertificate, SelError, StoreLocked, StorePasswordWrong
from sel.base.secret import Secret
from sel.core import certificate
from sel.core.certificate import CertificateFacts
from sel.core.placeholder import is_placeholder
from sel.flows.identities import identities, only_here
from sel.flows.store_places import found, places
from sel.ports.services import Services
from sel.ports.store import StoreSpec, Which

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

    @property
    def locked(self) -> tuple[StoreSpec, ...]:
        """Stores with a password of their own, which was not given or is another."""
        return tuple(
            spec for spec, why in self.closed if isinstance(why, StoreLocked | StorePasswordWrong)
        )

    def newest(self, now: datetime) -> Offered | None:
        """The one to offer: new to the book and valid, the one that ends last."""
        new = [
            each
            for each in self.offered
            if not each.known and each.certificate.not_before <= now <= each.certificate.not_after
        ]
        return max(new, key=lambda each: each.certificate.not_after, default=None)


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


def look_behind(services: Services, locked: Sequence[StoreSpec], unlock: Secret | None) -> None:
    """Whether a password opens any of these stores; nothing is done with one it opens.

    Several may have several passwords: those it does not open stay closed, and are told of.
    Raises what the first says, if it opens none. Without stores, or a password, there is no doubt.
    """
    if unlock is None or not locked:
        return
    problems: list[SelError] = []
    for spec in locked:
        seen = look(services, store=spec.id, unlock=unlock)
        if not seen.closed:
            return
        problems.append(seen.closed[0][1])
    raise problems[0]


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
