"""My certificates: computed from the facts in the book each time, never stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from sel.base.errors import InputError, UnknownId
from sel.core import certificate
from sel.core.address import same_mailbox
from sel.core.certificate import CertificateFacts
from sel.ports.book import BackupFact, Book, HeldKey, InstallFact, Origin, Role

if TYPE_CHECKING:  # most who ask have no need of these
    from sel.core.bundle import Bundle
    from sel.core.request import RequestFacts


class State(StrEnum):
    """waiting: no certificate that is valid already; old: ended, a newer one took its place, or
    no store has its key any more.
    """

    WAITING = "waiting"
    CURRENT = "current"
    OLD = "old"


@dataclass(frozen=True, slots=True)
class Identity:
    """One of my keys with its best certificate.

    id           first 8 hex digits of the key's SPKI SHA-256, more on collision
    certificate  the newest that is valid, else the newest; None while it waits
    request      the newest request for this key, if one was made here
    cancelled    the request was hidden by the person
    backed_up    newest verified backup that holds this key
    unproved     there is said to be one, which nobody can tell while the keys are closed
    installed    ids of the stores it was put into and proved in
    lost         ids of those that have been found without it since
    shut         sealed under a key that was given up as lost: a backup has to bring it back
    only_here    the key is not in the book: the stores in `installed` keep it, and give it to
                 nobody; no backup can hold it. Without any, it was only there and is gone
    """

    id: str
    state: State
    certificate: CertificateFacts | None
    earlier: tuple[CertificateFacts, ...]
    friendly_name: str | None
    request: RequestFacts | None
    asked: datetime | None
    cancelled: bool
    backed_up: datetime | None
    installed: tuple[str, ...]
    origin: Origin
    spki_sha256: bytes
    created: datetime
    shut: bool = False
    only_here: bool = False
    lost: tuple[str, ...] = ()
    unproved: bool = False

    @property
    def gone(self) -> bool:
        """Whether the key was only in stores of this computer, and none has it any more."""
        return self.only_here and not self.installed

    @property
    def emails(self) -> tuple[str, ...]:
        """The addresses it is, or will be, for."""
        if self.certificate is not None:
            return self.certificate.emails
        return self.request.emails if self.request is not None else ()


def identities(book: Book, now: datetime) -> tuple[Identity, ...]:
    """Every key of the book, oldest first."""
    certificates: dict[bytes, list[tuple[CertificateFacts, str | None]]] = {}
    for held in book.certificates(Role.OWN):
        facts = certificate.read(held.der)
        certificates.setdefault(held.spki_sha256, []).append((facts, held.friendly_name))
    keys = book.keys()
    best = {key.spki_sha256: _best(certificates.get(key.spki_sha256, ()), now) for key in keys}
    valid = [facts for facts, _ in best.values() if facts is not None and _valid(facts, now)]
    made = _Made(book)
    return tuple(
        _identity(
            key, certificates.get(key.spki_sha256, ()), best[key.spki_sha256], valid, made, now
        )
        for key in keys
    )


def only_here(book: Book, now: datetime) -> tuple[Identity, ...]:
    """Certificates of mine whose keys are in stores and nowhere else (`adopting`), oldest first.

    Those that no store has any more are among them (`Identity.gone`): nobody else would tell of
    them. They stand apart from `identities`: nothing can be signed, opened or backed up with them
    here.
    """
    ours = book.keys()
    mine = {key.spki_sha256 for key in ours}
    places, lost = by_certificate(book.installs()), by_certificate(book.missing())
    held = [
        each
        for each in book.certificates(Role.OWN)
        if each.spki_sha256 not in mine and (each.sha256 in places or each.sha256 in lost)
    ]
    facts = {each.sha256: certificate.read(each.der) for each in held}
    valid = [each for each in facts.values() if each.sha256 in places and _valid(each, now)]
    taken = {key.id for key in ours}
    out = []
    for each in held:
        name = _free_id(each.spki_sha256, taken)
        taken.add(name)
        out.append(
            Identity(
                id=name,
                state=_state(facts[each.sha256], valid, now)
                if each.sha256 in places
                else State.OLD,
                certificate=facts[each.sha256],
                earlier=(),
                friendly_name=each.friendly_name,
                request=None,
                asked=None,
                cancelled=False,
                backed_up=None,
                installed=places.get(each.sha256, ()),
                lost=lost.get(each.sha256, ()),
                origin=Origin.ADOPTED,
                spki_sha256=each.spki_sha256,
                created=each.added,
                only_here=True,
            )
        )
    return tuple(out)


def by_certificate(facts: Sequence[InstallFact]) -> dict[bytes, tuple[str, ...]]:
    """Ids of stores by the SHA-256 of what was put into them."""
    stores: dict[bytes, tuple[str, ...]] = {}
    for fact in facts:
        stores[fact.certificate] = (*stores.get(fact.certificate, ()), fact.store)
    return stores


def find(book: Book, key_id: str, now: datetime) -> Identity:
    """The identity with this id, or with this unmistakable beginning. Raises UnknownId."""
    wanted = key_id.strip().lower()
    everything = identities(book, now)
    for each in everything:
        if each.id == wanted:
            return each
    begins = [each for each in everything if len(wanted) >= 4 and each.id.startswith(wanted)]
    if len(begins) != 1:
        raise UnknownId(id=key_id)
    return begins[0]


def current(book: Book, now: datetime) -> tuple[Identity, ...]:
    """Those in use now, newest certificate first."""
    found = [each for each in identities(book, now) if each.state is State.CURRENT]
    return tuple(sorted(found, key=_starts, reverse=True))


def companions(one: Identity, everything: Sequence[Identity]) -> tuple[Identity, ...]:
    """`one` and those that complete it: same mailbox, current, for what `one` cannot do.

    An authority may give one certificate to sign and another to receive (S/MIME Baseline
    Requirements 7.1.2.3); a mail program needs both.
    """
    mine = one.certificate
    if mine is None or one.state is not State.CURRENT:
        return (one,)
    rest = [
        each
        for each in everything
        if each.id != one.id
        and each.state is State.CURRENT
        and each.certificate is not None
        and _shares_address(each.certificate, mine)
        and (each.certificate.can_sign, each.certificate.can_encrypt)
        == (not mine.can_sign, not mine.can_encrypt)
    ]
    return (one, *rest)


def bundle_of(book: Book, chosen: Sequence[Identity]) -> Bundle:
    """Keys, certificates and chains of these, ready for a file or a store.

    Older certificates of the same key travel as others. Needs the book key.
    """
    from sel.core import chain
    from sel.core.bundle import Bundle, Entry

    pool = [held.der for held in book.certificates(Role.CHAIN)]
    entries: list[Entry] = []
    others: list[bytes] = []
    for each in chosen:
        der = each.certificate.der if each.certificate is not None else None
        name = each.friendly_name or _friendly(each)
        entries.append(Entry(book.private_key(each.id), der, name))
        others.extend(facts.der for facts in each.earlier)
        if der is not None:
            others.extend(chain.order(der, pool))
    return Bundle(tuple(entries), tuple(dict.fromkeys(others)))


def chain_of(book: Book, der: bytes) -> tuple[bytes, ...]:
    """The authorities above a certificate as the book knows them, nearest first."""
    from sel.core import chain

    return chain.order(der, [held.der for held in book.certificates(Role.CHAIN)])


def standing(book: Book) -> tuple[BackupFact, ...]:
    """The backups as they lie there now: what was written over is no backup any more."""
    facts, newest = book.backups(), dict[str, datetime]()
    for fact in facts:
        newest[fact.path] = max(_seen(fact), newest.get(fact.path, fact.made))
    return tuple(fact for fact in facts if _seen(fact) == newest[fact.path])


@lru_cache(maxsize=256)
def _asked(der: bytes) -> RequestFacts:
    """A form as it was read the first time: every look at Home asks for all of them again."""
    from sel.core import request

    return request.read(der)


class _Made:
    """Requests, backups and installs by key, read once."""

    def __init__(self, book: Book) -> None:
        self.requests: dict[bytes, tuple[RequestFacts, datetime, bool]] = {}
        for held in book.requests():
            try:
                facts = _asked(held.der)
            except InputError:
                continue
            self.requests[held.spki_sha256] = (facts, held.created, held.cancelled)
        self.backups: dict[bytes, datetime] = {}
        self.unproved: set[bytes] = set()
        for backup in standing(book):
            if backup.unproved:
                self.unproved.update(backup.keys)
            if backup.verified is not None:
                for key in backup.keys:
                    known = self.backups.get(key)
                    self.backups[key] = max(known or backup.verified, backup.verified)
        self.installs = by_certificate(book.installs())
        self.lost = by_certificate(book.missing())


def _identity(
    key: HeldKey,
    held: Sequence[tuple[CertificateFacts, str | None]],
    best: tuple[CertificateFacts | None, str | None],
    valid: Sequence[CertificateFacts],
    made: _Made,
    now: datetime,
) -> Identity:
    facts, friendly_name = best
    asked, when, cancelled = made.requests.get(key.spki_sha256, (None, None, False))
    return Identity(
        id=key.id,
        state=_state(facts, valid, now),
        certificate=facts,
        earlier=tuple(other for other, _ in held if facts is None or other.der != facts.der),
        friendly_name=friendly_name,
        request=asked,
        asked=when,
        cancelled=cancelled,
        backed_up=made.backups.get(key.spki_sha256),
        unproved=key.spki_sha256 in made.unproved,
        installed=made.installs.get(facts.sha256, ()) if facts is not None else (),
        lost=made.lost.get(facts.sha256, ()) if facts is not None else (),
        origin=key.origin,
        spki_sha256=key.spki_sha256,
        created=key.created,
        shut=key.shut,
    )


def _best(
    held: Sequence[tuple[CertificateFacts, str | None]], now: datetime
) -> tuple[CertificateFacts | None, str | None]:
    if not held:
        return None, None
    return max(held, key=lambda pair: (_valid(pair[0], now), pair[0].not_before))


def _valid(facts: CertificateFacts, now: datetime) -> bool:
    return facts.not_before <= now <= facts.not_after


def _state(
    facts: CertificateFacts | None, valid: Sequence[CertificateFacts], now: datetime
) -> State:
    if facts is None or now < facts.not_before:
        return State.WAITING
    if now > facts.not_after:
        return State.OLD
    overtaken = any(
        other.not_before > facts.not_before
        and _shares_address(other, facts)
        and other.can_sign >= facts.can_sign
        and other.can_encrypt >= facts.can_encrypt
        for other in valid
    )
    return State.OLD if overtaken else State.CURRENT


def _shares_address(one: CertificateFacts, other: CertificateFacts) -> bool:
    return any(same_mailbox(a, b) for a in one.match_emails for b in other.match_emails)


def _free_id(spki_sha256: bytes, taken: set[str]) -> str:
    """As the book gives ids to keys: the first 8 hex digits, more on collision."""
    digits = spki_sha256.hex()
    return next(digits[:n] for n in range(8, 65) if digits[:n] not in taken or n == 64)


def _seen(fact: BackupFact) -> datetime:
    """When this very file was last known to lie where it lies."""
    return max(fact.made, fact.verified or fact.made)


def _starts(each: Identity) -> datetime:
    return each.certificate.not_before if each.certificate is not None else each.created


def _friendly(each: Identity) -> str:
    label = each.emails[0] if each.emails else each.id
    if each.certificate is None:
        return f"{label} ({each.id})"
    return f"{label} ({each.certificate.not_after.year}, {each.id})"
