"""Where a backup may lie, and what there is to say about the place."""

from __future__ import annotations

import os
from pathlib import Path

from sel.base.errors import BackupPlaceForbidden
from sel.core.finding import Finding, info, warning
from sel.places.cloud import cloud_of
from sel.places.drives import same_drive
from sel.ports.services import Services


def place_of(path: Path) -> str:
    """Where a backup lies, for its line in the book: whole, and as text whatever its bytes."""
    return str(path.absolute()).encode("utf-8", "backslashreplace").decode()


def refuse_place(services: Services, path: Path) -> None:
    """Raises BackupPlaceForbidden if policy names folders and this is below none of them."""
    folders = services.policy.backup_places
    if folders is None:
        return
    whole = Path(os.path.realpath(path.parent))
    for each in folders:
        allowed = Path(os.path.realpath(os.path.expandvars(os.path.expanduser(each))))
        if whole == allowed or allowed in whole.parents:
            return
    raise BackupPlaceForbidden(path=str(path), folders=folders)


def about_place(services: Services, folder: Path) -> tuple[Finding, ...]:
    """What to say of a folder before a backup is written there; it may be written all the same.

    A folder that a cloud keeps a copy of is safe from a broken disk, and needs a passphrase that
    is not there too; one on the disk of the keys themselves is safe from nothing.
    """
    cloud = cloud_of(folder)
    if cloud is not None:
        return (info("backup-in-cloud", cloud=cloud),)
    if same_drive(folder, services.data):
        return (warning("backup-same-disk"),)
    return ()
