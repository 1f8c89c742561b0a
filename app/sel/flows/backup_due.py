"""When somebody has to be reminded of their backup, and in which words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sel.base.message import Message
from sel.core.policy import Policy
from sel.flows.identities import Identity, standing
from sel.ports.book import Book


def due(policy: Policy, verified: datetime) -> datetime:
    """When a backup that was tested then has to be tested again."""
    return verified + timedelta(days=policy.backup_days)


def covered_since(everything: Sequence[Identity]) -> datetime | None:
    """Since when every key has been in a tested backup that holds; None if one is in none.

    Of several backups the older one counts, if it alone holds some key.
    """
    tested = [each.backed_up for each in everything if each.backed_up is not None]
    return min(tested) if tested and len(tested) == len(everything) else None


def said(policy: Policy, book: Book, everything: Sequence[Identity], now: datetime) -> Message:
    """Where the backup stands: "step-backup" if nothing is to be done.

    The others, worst first: "step-backup-damaged", "step-backup-none", "step-backup-missing",
    "step-backup-stale".
    """
    missing = [each for each in everything if each.backed_up is None]
    if missing:
        damaged = [fact for fact in standing(book) if fact.damaged]
        if damaged:
            newest = max(damaged, key=lambda fact: fact.made)
            return Message("step-backup-damaged", {"found": newest.made, "path": newest.path})
        if len(missing) < len(everything):
            return Message("step-backup-missing", {"n": len(missing)})
    verified = covered_since(everything)
    if verified is None:
        return Message("step-backup-none")
    code = "step-backup-stale" if due(policy, verified) < now else "step-backup"
    return Message(code, {"verified": verified})
