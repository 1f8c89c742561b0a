"""Leaving the school: what is still open, whom to ask, and what goes from this computer."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from sel.base.errors import NothingToRevoke, SelError
from sel.base.message import Message
from sel.base.progress import Progress
from sel.base.secret import Secret
from sel.core.certificate import CertificateFacts
from sel.flows import exports, installs, removals
from sel.flows.identities import Identity, by_certificate, identities, only_here
from sel.ports.services import Services


@dataclass(frozen=True, slots=True)
class InPrograms:
    """A certificate that lies with its key in stores of this computer."""

    identity: Identity
    certificate: CertificateFacts
    stores: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leaving:
    """Where somebody stands who leaves.

    mine     every key in the book, oldest first
    unsaved  those of them that no tested backup holds
    valid    certificates that others could still encrypt to: they want revoking
    placed   what would be removed from mail programs; also what is only there
    """

    mine: tuple[Identity, ...]
    unsaved: tuple[Identity, ...]
    valid: tuple[CertificateFacts, ...]
    placed: tuple[InPrograms, ...]


@dataclass(frozen=True, slots=True)
class Cleared:
    """What was removed where, and what was not.

    removed  certificate and store, a pair each
    failed   the same and why; it lies there still
    """

    removed: tuple[tuple[CertificateFacts, str], ...]
    failed: tuple[tuple[CertificateFacts, str, SelError], ...]


def look(services: Services) -> Leaving:
    """From the book; no store is opened. The keys are, if it takes that to tell of backups.

    Where they cannot be opened, what nobody can tell counts as `unsaved`.
    """
    book, now = services.book(), services.clock.now()
    if any(each.unproved for each in identities(book, now)):
        with suppress(SelError):
            book.open_keys()
    mine = identities(book, now)
    every = (*mine, *only_here(book, now))
    everything = [(one, facts) for one in every for facts in _certificates(one)]
    stores = by_certificate(book.installs())
    return Leaving(
        mine=mine,
        unsaved=tuple(each for each in mine if each.backed_up is None),
        valid=tuple(facts for _, facts in everything if now <= facts.not_after),
        placed=tuple(
            InPrograms(one, facts, stores[facts.sha256])
            for one, facts in everything
            if facts.sha256 in stores
        ),
    )


def revocation_draft(
    certificates: Sequence[CertificateFacts], *, subject: str, text: str
) -> bytes:
    """The mail that asks for these to be revoked, unsent; from the address of the first.

    Raises NothingToRevoke without any.
    """
    if not certificates:
        raise NothingToRevoke()
    return exports.unsent(certificates[0], subject=subject, text=text)


def clear_programs(
    services: Services,
    progress: Progress,
    *,
    unlock: Secret | None = None,
    without_backup: bool = False,
) -> Cleared:
    """Take one's certificates with their keys out of the mail programs of this computer.

    The book keeps every key that it has; one that is only there is gone for good. Safe to stop
    between stores and to run again; what fails is told and the rest goes on. Raises
    WithoutBackup, before anything is removed, if a key is in no tested backup; the first error
    if nothing at all could be removed.
    """
    there = look(services).placed
    if not without_backup:
        for each in there:
            removals.refuse_unsaved(services, each.identity)
    todo = [(each.certificate, store) for each in there for store in each.stores]
    removed: list[tuple[CertificateFacts, str]] = []
    failed: list[tuple[CertificateFacts, str, SelError]] = []
    for place, (facts, store) in enumerate(todo):
        progress.step(place, len(todo), Message("removing-from-program"))
        try:
            gone = installs.remove(services, facts.sha256, store=store, unlock=unlock)
        except SelError as problem:
            failed.append((facts, store, problem))
            continue
        if not gone:  # somebody removed it there already
            services.book().uninstalled(facts.sha256, store)
        removed.append((facts, store))
    if failed and not removed:
        raise failed[0][2]
    progress.step(len(todo), len(todo), Message("done"))
    return Cleared(tuple(removed), tuple(failed))


def _certificates(one: Identity) -> tuple[CertificateFacts, ...]:
    newest = (one.certificate,) if one.certificate is not None else ()
    return (*newest, *one.earlier)
