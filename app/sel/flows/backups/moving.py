"""A file that already holds the keys becomes the backup, or goes once there is one."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sel.base.errors import OtherFile, OutputFailed, StillNeeded
from sel.base.message import Message
from sel.base.progress import Progress
from sel.base.secret import Secret
from sel.core import bundle, passphrase
from sel.core.finding import Finding, warning
from sel.flows.backups.proving import Verified, verify
from sel.flows.backups.restoring import look
from sel.flows.backups.where import about_place, place_of, refuse_place
from sel.flows.identities import identities, standing
from sel.ports.services import Services


@dataclass(frozen=True, slots=True)
class Given:
    """A file all of whose keys were taken in, and what was in it then."""

    path: Path
    sha256: bytes


@dataclass(frozen=True, slots=True)
class Moved:
    """A file at its new place, tested there.

    gone  the original was deleted: only after every key was proved at the new place
    """

    path: Path
    verified: Verified
    gone: bool
    findings: tuple[Finding, ...]


def move(
    services: Services, given: Path, target: Path, secret: Secret, progress: Progress
) -> Moved:
    """Copy a file to where it is kept, prove every key there, and only then delete it here.

    Its protection stays what it is; what is weak about that is said. A file without keys of this
    book is no backup of them, and stays.

    Raises as `look`, `verify` and `Outputs.write`, BackupPlaceForbidden; then the original is
    whole, and nothing is left at the new place unless it had been written whole.
    """
    refuse_place(services, target)
    services.outputs.ready(target, replace=False)
    data = services.inputs.read(given)
    look(services, data, secret, progress)  # a wrong passphrase is told before anything is written
    findings = _weaknesses(data, secret)
    progress.step(0, 3, Message("writing-file"))
    services.outputs.write(target, data, replace=False, private=True, progress=progress)
    found = verify(services, target, secret, progress)
    gone = found.sound and bool(found.ids)
    if gone:
        _delete(services, given, hashlib.sha256(data).digest())
    return Moved(target, found, gone, (*about_place(services, target.parent), *findings))


def discard(services: Services, given: Given, ids: Sequence[str]) -> None:
    """Delete a file for good, once a tested backup elsewhere holds all of these keys.

    ids  keys of this book that came in the file
    Raises StillNeeded if one of them is in no other tested backup; OtherFile if something else
    lies there by now; OutputFailed.
    """
    here = os.path.realpath(given.path)
    others = [
        fact
        for fact in standing(services.book())
        if fact.verified is not None and os.path.realpath(fact.path) != here
    ]
    covered = {key for fact in others for key in fact.keys}
    everything = identities(services.book(), services.clock.now())
    lacking = [each for each in everything if each.id in ids and each.spki_sha256 not in covered]
    if lacking or not others:
        raise StillNeeded(path=str(given.path), n=max(1, len(lacking)))
    _delete(services, given.path, given.sha256)


def _delete(services: Services, path: Path, sha256: bytes) -> None:
    """It does not go to any bin; of a link what it leads to goes, too.

    Raises OtherFile if it is not what it was, OutputFailed.
    """
    real = Path(os.path.realpath(path))
    if hashlib.sha256(services.inputs.read(real)).digest() != sha256:
        raise OtherFile(path=str(path))
    try:
        real.unlink(missing_ok=True)
        path.unlink(missing_ok=True)
    except OSError as problem:
        detail = repr(problem)
        raise OutputFailed(path=str(path), reason="not-permitted", detail=detail) from problem
    services.book().backup_gone(place_of(path))


def _weaknesses(data: bytes, secret: Secret) -> tuple[Finding, ...]:
    """What of a file that others made is less than a backup of ours would have."""
    findings = []
    if passphrase.guesses_log10(secret.reveal_text()) < passphrase.NEEDED_LOG10:
        findings.append(warning("given-password-weak"))
    seen = bundle.outline(data)
    rounds = [each for each in (seen.mac_rounds, *seen.cipher_rounds) if each is not None]
    if rounds and min(rounds) < _FEW:
        findings.append(warning("given-file-few-rounds", rounds=min(rounds)))
    return tuple(findings)


_FEW = 50_000
"""Rounds below which guessing is cheap; Sêl's own files never have fewer."""
