"""Bring keys back from a backup: shown first, merged, and as often as somebody likes."""

from __future__ import annotations

import hashlib

from sel.base.errors import WrongOrChanged, WrongOrDamaged, WrongPassphrase
from sel.base.progress import Progress
from sel.base.secret import Secret
from sel.flows.imports import Opened, TakenIn, open_file, take_in
from sel.ports.book import Origin
from sel.ports.services import Services


def look(services: Services, data: bytes, given: Secret, progress: Progress) -> Opened:
    """Show what a backup holds and what of it is new, before anything is written.

    Raises as `imports.open_file`, but WrongPassphrase only of a file that is known to be as it
    was written; of any other WrongOrChanged.
    """
    try:
        return open_file(services, data, given, progress)
    except WrongOrDamaged:
        raise
    except WrongPassphrase as problem:
        digest = hashlib.sha256(data).digest()
        if any(fact.file_sha256 == digest for fact in services.book().backups()):
            raise
        raise WrongOrChanged(detail=problem.code) from problem


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
