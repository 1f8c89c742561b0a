"""Every key there ever was, with its certificates and the old mail that it opens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sel.core import certificate
from sel.core.certificate import CertificateFacts
from sel.flows.identities import Identity, State, by_certificate, identities, standing
from sel.ports.book import BackupFact, Book, Origin, Role
from sel.ports.services import Services

_ID_LENGTH = 8


class Held(StrEnum):
    """Where the key is.

    HERE       in the book, and the book opens it
    SHUT       in the book, but a backup has to bring it back
    ELSEWHERE  not in the book; a store of this computer has it
    MISSING    it was only in stores of this computer, and none has it any more
    GONE       only its certificate is left; a backup or another computer may have it
    """

    HERE = "here"
    SHUT = "shut"
    ELSEWHERE = "elsewhere"
    MISSING = "missing"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Period:
    """When mail could be encrypted to a key: while one of its certificates was valid."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class KeyHistory:
    """One key from its beginning to its end.

    certificates  every one it ever had, oldest first; empty while it waits for its first
    opens         the mail it opens; None for a key that opens none: it only signs, or waits
    places        ids of the stores that one of its certificates was put into and proved in
    lost          ids of those that have been found without one of them since
    backups       those that were tested, lie there still and hold it, newest first
    unproved      there is said to be one, which nobody can tell while the keys are closed
    since         when it was made or came here; for a key that is gone, when its certificate did
    """

    id: str
    held: Held
    state: State
    origin: Origin | None
    emails: tuple[str, ...]
    certificates: tuple[CertificateFacts, ...]
    opens: Period | None
    places: tuple[str, ...]
    backups: tuple[BackupFact, ...]
    since: datetime
    lost: tuple[str, ...] = ()
    unproved: bool = False

    @property
    def begins(self) -> datetime | None:
        """When its first certificate began; None while it waits for one."""
        return min((each.not_before for each in self.certificates), default=None)

    @property
    def ends(self) -> datetime | None:
        """When its last certificate ends; None while it waits for one."""
        return max((each.not_after for each in self.certificates), default=None)

    @property
    def newest(self) -> CertificateFacts | None:
        """The certificate that began last; None while it waits for one."""
        return self.certificates[-1] if self.certificates else None


def timeline(services: Services) -> tuple[KeyHistory, ...]:
    """Every key, oldest first: by its first certificate, else by when it was made.

    Keys that were removed, or that only a store has, are told of by their certificates. No store
    is opened and nobody is asked anything.
    """
    return of_book(services.book(), services.clock.now())


def of_book(book: Book, now: datetime) -> tuple[KeyHistory, ...]:
    """The same of a book at a moment."""
    backups = standing(book)
    stores = _Stores(by_certificate(book.installs()), by_certificate(book.missing()))
    mine = identities(book, now)
    lines = [_held(each, stores, backups) for each in mine]
    lines += _without_key(book, {each.spki_sha256 for each in mine}, stores, backups, now)
    return tuple(sorted(lines, key=lambda each: (each.begins or each.since, each.id)))


def opening(history: Sequence[KeyHistory], sent: datetime) -> tuple[KeyHistory, ...]:
    """The keys that mail sent at this moment may have been encrypted to, newest first."""
    fitting = (
        each
        for each in reversed(history)
        if each.opens is not None and each.opens.begins <= sent <= each.opens.ends
    )
    return tuple(fitting)


@dataclass(frozen=True, slots=True)
class _Stores:
    """Where certificates (SHA-256) are, and where they were, by the book."""

    holding: Mapping[bytes, tuple[str, ...]]
    without: Mapping[bytes, tuple[str, ...]]


def _held(one: Identity, stores: _Stores, backups: Sequence[BackupFact]) -> KeyHistory:
    newest = (one.certificate,) if one.certificate is not None else ()
    certificates = _in_order((*one.earlier, *newest))
    return KeyHistory(
        id=one.id,
        held=Held.SHUT if one.shut else Held.HERE,
        state=one.state,
        origin=one.origin,
        emails=one.emails,
        certificates=certificates,
        opens=_opens(certificates),
        places=_where(certificates, stores.holding),
        lost=one.lost,
        unproved=one.unproved,
        backups=_holding(backups, one.spki_sha256),
        since=one.asked or one.created,
    )


def _without_key(
    book: Book,
    here: set[bytes],
    stores: _Stores,
    backups: Sequence[BackupFact],
    now: datetime,
) -> list[KeyHistory]:
    """One line for each key of which only certificates are left."""
    gone: dict[bytes, list[CertificateFacts]] = {}
    since: dict[bytes, datetime] = {}
    for held in book.certificates(Role.OWN):
        if held.spki_sha256 not in here:
            gone.setdefault(held.spki_sha256, []).append(certificate.read(held.der))
            since.setdefault(held.spki_sha256, held.added)
    lines = []
    for spki_sha256, found in gone.items():
        certificates = _in_order(found)
        where = _where(certificates, stores.holding)
        lost = _where(certificates, stores.without)
        valid = any(each.not_before <= now <= each.not_after for each in certificates)
        lines.append(
            KeyHistory(
                id=spki_sha256.hex()[:_ID_LENGTH],
                held=Held.ELSEWHERE if where else Held.MISSING if lost else Held.GONE,
                state=State.CURRENT if where and valid else State.OLD,
                origin=None,
                emails=certificates[-1].emails,
                certificates=certificates,
                opens=_opens(certificates),
                places=where,
                lost=lost,
                unproved=any(each.unproved and spki_sha256 in each.keys for each in backups),
                backups=_holding(backups, spki_sha256),
                since=since[spki_sha256],
            )
        )
    return lines


def _in_order(found: Iterable[CertificateFacts]) -> tuple[CertificateFacts, ...]:
    return tuple(sorted(found, key=lambda each: (each.not_before, each.not_after)))


def _opens(certificates: Sequence[CertificateFacts]) -> Period | None:
    able = [each for each in certificates if each.can_encrypt]
    if not able:
        return None
    return Period(min(each.not_before for each in able), max(each.not_after for each in able))


def _where(
    certificates: Sequence[CertificateFacts], places: Mapping[bytes, tuple[str, ...]]
) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(store for each in certificates for store in places.get(each.sha256, ()))
    )


def _holding(backups: Sequence[BackupFact], spki_sha256: bytes) -> tuple[BackupFact, ...]:
    holding = [fact for fact in backups if fact.verified and spki_sha256 in fact.keys]
    return tuple(sorted(holding, key=lambda fact: fact.verified or fact.made, reverse=True))
