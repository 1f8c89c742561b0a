"""Write a backup of private keys."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sel.base.errors import (
    BackupHoldsMore,
    BackupNotKnown,
    NothingToBackUp,
    SelError,
    UnsupportedAlgorithm,
)
from sel.base.message import Message
from sel.base.progress import Progress
from sel.base.secret import Secret
from sel.core import bundle, passphrase, placeholder
from sel.core.bundle import Bundle, Entry, Protection
from sel.core.finding import Finding
from sel.core.policy import Policy
from sel.flows import decided
from sel.flows.backups import people
from sel.flows.backups.where import about_place, place_of, refuse_place
from sel.flows.identities import bundle_of, find, identities
from sel.ports.services import Services


@dataclass(frozen=True, slots=True)
class MadeBackup:
    """A backup that was written; it counts once it was verified.

    people    how many colleagues lie beside it, in `people.p7c`
    findings  about the place where it lies, and what could not be written beside it
    """

    path: Path
    ids: tuple[str, ...]
    people: int = 0
    findings: tuple[Finding, ...] = ()


def check_passphrase(policy: Policy, chosen: Secret, protection: Protection) -> None:
    """Refuse what is too easy to guess. Raises WeakPassphrase, NotEnoughWords."""
    if protection is Protection.OLD_DEVICES:
        passphrase.words_only(chosen)
    else:
        decided.strong_enough(policy, chosen)


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

    Safe to stop at any time: a file that was there stays whole until the new one is. Raises
    WeakPassphrase, NotEnoughWords, BackupPlaceForbidden, OutputExists, OutputFailed, DiskFull,
    UnknownId, NothingToBackUp; BackupHoldsMore if the file to be replaced is a backup with keys
    that this one would lack, BackupNotKnown if it is one of which that is not known.
    """
    check_passphrase(services.policy, chosen, protection)
    refuse_place(services, path)
    services.outputs.ready(path, replace=replace)
    book, now = services.book(), services.clock.now()
    everything = identities(book, now)
    # One that was given up as lost opens nowhere here; it must not keep the others from a backup.
    opening = [each for each in everything if not each.shut]
    picked = [find(book, each, now) for each in ids] if ids else opening
    if not picked:
        raise NothingToBackUp()
    keys = [each.spki_sha256 for each in picked]
    if replace:
        _refuse_loss(services, path, keys)
    progress.step(0, 3, Message("collecting-keys", {"n": len(picked)}))
    held = bundle_of(book, picked)
    entries = tuple(_with_certificate(entry, now) for entry in held.entries)
    progress.step(1, 3, Message("sealing-backup"))
    data = bundle.write(
        Bundle(entries, held.others), chosen, protection=protection, spread=services.spread
    )
    progress.step(2, 3, Message("writing-file"))
    services.outputs.write(path, data, replace=replace, private=True, progress=progress)
    # Before the note: whether the colleagues that lie there are ours, the notes before it tell.
    colleagues, unsaved = people.save(services, path)
    book.backup_made(place_of(path), file_sha256=hashlib.sha256(data).digest(), keys=keys)
    return MadeBackup(
        path,
        tuple(each.id for each in picked),
        colleagues,
        (*about_place(services, path.parent), *unsaved),
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


def _refuse_loss(services: Services, path: Path, keys: Sequence[bytes]) -> None:
    """A backup is replaced only by one that holds as much; it may be that of another computer.

    Raises BackupHoldsMore, BackupNotKnown.
    """
    try:
        data = services.inputs.read(path)
    except SelError:
        return
    there = hashlib.sha256(data).digest()
    known = [fact for fact in services.book().backups() if fact.file_sha256 == there]
    for fact in known:
        lost = set(fact.keys) - set(keys)
        if lost:
            raise BackupHoldsMore(path=str(path), n=len(lost))
    if not known and _may_hold_keys(data):
        raise BackupNotKnown(path=str(path))


def _may_hold_keys(data: bytes) -> bool:
    try:
        bundle.outline(data)
    except SelError:
        return False
    return True
