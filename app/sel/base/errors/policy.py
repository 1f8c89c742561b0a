"""Exit 5: the organisation does not want it."""

from __future__ import annotations

from sel.base.errors.root import SelError


class PolicyForbids(SelError):
    """The organisation's policy forbids it. facts: rule"""

    code = "policy-forbids"
    exit_status = 5


class SharedMailbox(PolicyForbids):
    """Several people read this mailbox; a key for it comes from IT. facts: rule, email"""

    code = "shared-mailbox"


class BackupPlaceForbidden(PolicyForbids):
    """Backups may be written below certain folders only. facts: path, folders"""

    code = "backup-place-forbidden"
