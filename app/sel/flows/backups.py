"""Backups of private keys: made, opened again and proved, restored."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sel.base.errors import (
    BackupHoldsMore,
    InputError,
    NothingToBackUp,
    SelError,
    UnsupportedAlgorithm,
    WrongPassphrase,
)
from sel.base.message import Message
from sel.base.progress import Progress
from sel.base.secret import Secret
from sel.core import bundle, passphrase, placeholder, proof
from sel.core.bundle import Bundle, Entry, Protection
from sel.core.finding import Finding, error, info, warning
from sel.core.keypair import spki_of, spki_sha256
from sel.flows.identities import Identity, bundle_of, find, identities, standing
from sel.flows.imports import Opened, TakenIn, open_file, take_in
from sel.ports.book import Origin
from sel.ports.services import Services


@dataclass(frozen=True, slots=True)
class MadeBackup:
    """A backup that was written; it counts once it was verified."""

    path: Path
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """What a backup file holds, found out by opening it again.

    sound    every key in it was proved
    ids      keys of this book in it; proofs: (id or None for a foreign key, code) a key each
    missing  keys of this book that it lacks
    """

    sound: bool
    ids: tuple[str, ...]
    missing: tuple[str, ...]
    proofs: tuple[tuple[str | None, str], ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class BackupStatus:
    """verified: newest verified backup, or None; covers, missing: ids of keys."""

    verified: datetime | None
    path: str | None
    covers: tuple[str, ...]
    missing: tuple[str, ...]


def check_passphrase(chosen: Secret, protection: Protection) -> None:
    """Refuse what is too easy to guess. Raises WeakPassphrase, NotEnoughWords."""
    if protection is Protection.OLD_DEVICES:
        passphrase.words_only(chosen)
    else:
        passphrase.strong_enough(chosen)


def make(
    services: Services,
    path: Path,
    chosen: Secret,
    progress: Progress,
    *,
    ids: Sequence[str] = (),
    protection: Protection = Protection.MODERN,
    replace: bool = False,
) -> MadeBackup:
    """Write a backup of these keys, of all without `ids`: current, old and waiting ones.

    Safe to stop before the file is written. Raises WeakPassphrase, NotEnoughWords, OutputExists,
    OutputFailed, DiskFull, UnknownId, NothingToBackUp, BackupHoldsMore if the file to be replaced
    is a backup with keys that this one would lack.
    """
    check_passphrase(chosen, protection)
    services.outputs.ready(path, replace=replace)
    book, now = services.book(), services.clock.now()
    everything = identities(book, now)
    picked = [find(book, each, now) for each in ids] if ids else list(everything)
    if not picked:
        raise NothingToBackUp()
    keys = [each.spki_sha256 for each in picked]
    if replace:
        _refuse_loss(services, path, keys)
    progress.step(0, 3, Message("collecting-keys", {"n": len(picked)}))
    held = bundle_of(book, picked)
    entries = tuple(_with_certificate(entry, now) for entry in held.entries)
    progress.step(1, 3, Message("sealing-backup"))
    data = bundle.write(Bundle(entries, held.others), chosen, protection=protection)
    progress.step(2, 3, Message("writing-file"))
    services.outputs.write(path, data, replace=replace, private=True)
    book.backup_made(_place(path), file_sha256=hashlib.sha256(data).digest(), keys=keys)
    progress.step(3, 3, Message("done"))
    return MadeBackup(path, tuple(each.id for each in picked))


def verify(services: Services, path: Path, given: Secret, progress: Progress) -> Verified:
    """Read a backup back from its medium, open it and prove every key in it.

    Only this makes "backed up". Raises NotFound, Unreadable, NotAPkcs12, WrongPassphrase,
    UnsupportedAlgorithm; a damaged file is an answer: not sound, with its finding.
    """
    progress.step(0, 2, Message("reading-back"))
    data = services.inputs.read(path, from_medium=True)
    book = services.book()
    everything = identities(book, services.clock.now())
    try:
        held = bundle.read(data, given)
    except WrongPassphrase as wrong:
        known = {fact.path: fact.file_sha256 for fact in book.backups()}
        seen = known.get(_place(path))
        if seen is not None and seen != hashlib.sha256(data).digest():
            # The file is not the one that was written here: a flipped bit in the MAC looks like
            # a wrong passphrase, and saying so would send the person looking in vain.
            return _unsound(everything, error("backup-changed"))
        raise wrong
    except InputError as problem:
        if problem.code != "damaged":
            raise
        return _unsound(everything, error("backup-damaged"))
    ids = {each.spki_sha256: each.id for each in everything}
    proofs, keys = [], []
    for place, entry in enumerate(held.entries):
        progress.step(place, len(held.entries), Message("testing-key"))
        der = entry.certificate
        waiting = der is not None and placeholder.is_placeholder(der)
        shown = proof.prove(entry.key, None if waiting else der)
        digest = spki_sha256(spki_of(entry.key)) if shown.code != "unreadable" else b""
        proofs.append((ids.get(digest), shown.code))
        keys.append(digest)
    sound = bool(proofs) and all(code == "proved" for _, code in proofs)
    inside = tuple(key_id for key_id, _ in proofs if key_id is not None)
    missing = tuple(each.id for each in everything if each.id not in inside)
    findings: list[Finding] = []
    if not sound:
        findings.append(error("backup-key-broken"))
    elif everything and not inside:
        findings.append(info("backup-of-others"))
    elif missing:
        findings.append(warning("backup-lacks-keys", n=len(missing)))
    if sound and inside:
        book.backup_verified(_place(path), file_sha256=hashlib.sha256(data).digest(), keys=keys)
    return Verified(sound, inside, missing, tuple(proofs), tuple(findings))


def look(services: Services, data: bytes, given: Secret, progress: Progress) -> Opened:
    """Show what a backup holds and what of it is new, before anything is written.

    Raises as `imports.open_file`.
    """
    return open_file(services, data, given, progress)


def restore(
    services: Services, opened: Opened, progress: Progress, *, forgets_accepted: bool = False
) -> TakenIn:
    """Merge a backup into the book; nothing newer is replaced, and it can be run twice."""
    return take_in(
        services,
        opened,
        progress,
        origin=Origin.IMPORTED,
        forgets_accepted=forgets_accepted,
        note="backup-restored",
    )


def status(services: Services) -> BackupStatus:
    """When the newest verified backup was, which keys verified backups cover, which they lack."""
    book = services.book()
    everything = identities(book, services.clock.now())
    verified = [fact for fact in standing(book) if fact.verified is not None]
    newest = max(verified, key=lambda fact: fact.verified or fact.made, default=None)
    return BackupStatus(
        verified=newest.verified if newest is not None else None,
        path=newest.path if newest is not None else None,
        covers=tuple(each.id for each in everything if each.backed_up is not None),
        missing=tuple(each.id for each in everything if each.backed_up is None),
    )


def _with_certificate(entry: Entry, now: datetime) -> Entry:
    """A key that waits gets a placeholder: NSS drops all keys of a file that lacks one."""
    if entry.certificate is not None:
        return entry
    try:
        der = placeholder.placeholder(entry.key, now=now)
    except UnsupportedAlgorithm:  # a key that cannot sign: better so than not in the backup
        return entry
    return Entry(entry.key, der, entry.friendly_name)


def _place(path: Path) -> str:
    """Where a backup lies, for its line in the book: whole, and as text whatever its bytes."""
    return str(path.absolute()).encode("utf-8", "backslashreplace").decode()


def _refuse_loss(services: Services, path: Path, keys: Sequence[bytes]) -> None:
    """A backup made here is not replaced by one that holds less. Raises BackupHoldsMore."""
    try:
        there = hashlib.sha256(services.inputs.read(path)).digest()
    except SelError:
        return
    for fact in services.book().backups():
        lost = set(fact.keys) - set(keys)
        if fact.file_sha256 == there and lost:
            raise BackupHoldsMore(path=str(path), n=len(lost))


def _unsound(everything: Sequence[Identity], finding: Finding) -> Verified:
    return Verified(False, (), tuple(each.id for each in everything), (), (finding,))
