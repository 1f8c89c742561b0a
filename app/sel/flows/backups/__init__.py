"""Backups of private keys: made, opened again and proved, moved, restored."""

from __future__ import annotations

from sel.flows.backups.kept import BackupStatus, Kept, status
from sel.flows.backups.making import MadeBackup, check_passphrase, make
from sel.flows.backups.moving import Given, Moved, discard, move
from sel.flows.backups.proving import Verified, verify
from sel.flows.backups.restoring import look, restore

__all__ = [
    "BackupStatus",
    "Given",
    "Kept",
    "MadeBackup",
    "Moved",
    "Verified",
    "check_passphrase",
    "discard",
    "look",
    "make",
    "move",
    "restore",
    "status",
    "verify",
]
