"""Whom an encrypted mail is for, and where the key is; nothing is decrypted, nobody is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sel.base.errors import InputError, SelError
from sel.core import certificate
from sel.core.certificate import CertificateFacts
from sel.core.envelope import RecipientId
from sel.core.envelope.identity import key_ids, serial_number, try_identity
from sel.core.finding import Finding, error, info, warning
from sel.core.letter import Outline
from sel.flows.identities import standing
from sel.ports.book import BackupFact, Book, HeldCertificate, Role
from sel.ports.services import Services
from sel.ports.store import Which

_MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class BackupPlace:
    """A backup that holds a key. verified: opened again and proved then, or None."""

    path: str
    made: datetime
    verified: datetime | None

    @property
    def when(self) -> datetime:
        """When it was last known to hold the key."""
        return self.verified or self.made


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """One recipient of a mail, as far as it is known here.

    certificate  the one it was encrypted to; None if nobody here has it, or if the key waits
    mine         it is, or was, my own
    key          id of the key in the book, or None
    stores       stores of this computer that hold the key; looked into only if the book has none
                 of the recipients' keys, and never where a password is needed
    backups      of the key, newest first
    since        when the certificate, or the key that waits for one, began
    """

    recipient: RecipientId
    certificate: CertificateFacts | None = None
    mine: bool = False
    key: str | None = None
    stores: tuple[str, ...] = ()
    backups: tuple[BackupPlace, ...] = ()
    since: datetime | None = None

    @property
    def year(self) -> str:
        """How people tell one key from the next; "?" where nothing here knows."""
        return "?" if self.since is None else str(self.since.year)


def whereabouts(services: Services, outline: Outline) -> tuple[Whereabouts, ...]:
    """Each recipient of an encrypted mail in its order; none for any other mail.

    A book or store that does not open hides what is in it, and is no error here: this is asked
    about mails that do not open. Never asks for a passphrase.
    """
    wanted = outline.recipients
    if not wanted:
        return ()
    try:
        book: Book | None = services.book()
        found = _in_book(services.book(), wanted)
    except SelError:
        book, found = None, tuple(map(Whereabouts, wanted))
    if any(each.key is not None for each in found):
        return found
    held = list(_in_stores(services))
    saved = standing(book) if held and book is not None else ()
    return tuple(_with_stores(each, held, saved) for each in found)


def findings(
    places: Sequence[Whereabouts], outline: Outline, *, readable: bool = True
) -> tuple[Finding, ...]:
    """What a person needs to know to read an encrypted mail, the best way first.

    readable  False if the keys in the book do not come out of it
    """
    if not places:
        return ()
    return (*_way(places, outline, readable=readable), *_others(places))


def _way(places: Sequence[Whereabouts], outline: Outline, *, readable: bool) -> Iterator[Finding]:
    mine = [each for each in places if each.mine]
    here = [each for each in mine if each.key is not None]
    stored = [each for each in mine if each.stores]
    saved = [each for each in mine if each.backups]
    blocked = outline.sealed is not None and (outline.sealed.unknown or outline.sealed.damaged)
    if here and readable:
        if not blocked:
            yield info("mail-key-here", year=here[0].year)
    elif stored:
        yield warning("mail-key-in-store", year=stored[0].year, store=stored[0].stores[0])
    elif saved:
        newest = max(saved, key=lambda each: each.backups[0].when)
        backup = newest.backups[0]
        yield warning("mail-key-in-backup", year=newest.year, made=backup.when, path=backup.path)
    elif mine:
        yield error("mail-key-gone", year=mine[0].year)
    else:
        yield error("mail-not-for-you")


def _others(places: Sequence[Whereabouts]) -> Iterator[Finding]:
    """Colleagues it is also for: they can read it out, or send it on."""
    names = [
        each.certificate.emails[0] if each.certificate.emails else each.certificate.subject
        for each in places
        if each.certificate is not None and not each.mine
    ]
    if names:
        shown = list(dict.fromkeys(names))
        more = "" if len(shown) <= _MOST_NAMES else " …"
        yield info("mail-for-others", names=", ".join(shown[:_MOST_NAMES]) + more)


# --- the book -------------------------------------------------------------------------------


def _in_book(book: Book, wanted: Sequence[RecipientId]) -> tuple[Whereabouts, ...]:
    ids = {key.spki_sha256: key for key in book.keys()}
    own = book.certificates(Role.OWN)
    known = _known((*own, *book.certificates(Role.PERSON, Role.CHAIN)), wanted)
    saved = standing(book)
    waiting = {name: key for key in ids.values() for name in key_ids(key.spki)}
    found = []
    for one in wanted:
        held = known.get(one)
        if held is not None:
            key, facts = ids.get(held.spki_sha256), _facts(held.der)
            since = None if facts is None else facts.not_before
            mine = held.role is Role.OWN
        else:  # a key that waits for its certificate
            key, facts = (None if one.key_id is None else waiting.get(one.key_id)), None
            since = None if key is None else key.created
            mine = False
        whose = held or key
        backups = () if whose is None else _backups(saved, whose.spki_sha256)
        found.append(
            Whereabouts(
                one,
                facts,
                mine=mine or key is not None or bool(backups),
                key=None if key is None else key.id,
                backups=backups,
                since=since,
            )
        )
    return tuple(found)


def _known(
    held: Sequence[HeldCertificate], wanted: Sequence[RecipientId]
) -> dict[RecipientId, HeldCertificate]:
    """The first certificate that each recipient means; a book may hold thousands."""
    by_serial: dict[int, list[RecipientId]] = {}
    by_key: dict[bytes, RecipientId] = {}
    for one in wanted:
        if one.key_id is not None:
            by_key[one.key_id] = one
        elif one.serial is not None:
            by_serial.setdefault(one.serial, []).append(one)
    found: dict[RecipientId, HeldCertificate] = {}
    for each in held:
        if not by_key and serial_number(each.der) not in by_serial:
            continue
        who = try_identity(each.der)
        if who is None:
            continue
        meant = [one for one in by_serial.get(who.serial, ()) if who.answers(one)]
        if by_key:
            ids = {who.key_id, *key_ids(who.spki)}
            meant += [by_key[one] for one in ids if one is not None and one in by_key]
        for one in meant:
            found.setdefault(one, each)
    return found


def _backups(saved: Sequence[BackupFact], spki_sha256: bytes) -> tuple[BackupPlace, ...]:
    places = [
        BackupPlace(fact.path, fact.made, fact.verified)
        for fact in saved
        if spki_sha256 in fact.keys
    ]
    return tuple(sorted(places, key=lambda place: place.when, reverse=True))


def _facts(der: bytes) -> CertificateFacts | None:
    try:
        return certificate.read(der)
    except InputError:
        return None


# --- the stores of this computer ------------------------------------------------------------


def _in_stores(services: Services) -> Iterator[tuple[str, bytes]]:
    """Store and certificate (DER) of every key in a store that opens without a password."""
    for kind in services.stores():
        try:
            specs = tuple(kind.found()) if kind.unusable() is None else ()
        except SelError:
            continue
        for spec in specs:
            try:
                store = kind.open(spec, None)
                try:
                    held = tuple(store.list(Which.MINE))
                finally:
                    store.close()
            except SelError:
                continue
            yield from ((spec.id, each.der) for each in held)


def _with_stores(
    one: Whereabouts, held: Sequence[tuple[str, bytes]], saved: Sequence[BackupFact]
) -> Whereabouts:
    matching = [
        (store, der)
        for store, der in held
        if (who := try_identity(der)) is not None and who.answers(one.recipient)
    ]
    if not matching:
        return one
    facts = one.certificate or _facts(matching[0][1])
    backups = one.backups
    if not backups and facts is not None:
        backups = _backups(saved, facts.spki_sha256)
    stores = tuple(dict.fromkeys(store for store, _ in matching))
    since = one.since if facts is None else facts.not_before
    return replace(one, certificate=facts, mine=True, stores=stores, backups=backups, since=since)
