"""What programs keep as addresses of accounts, which may be anything that somebody typed."""

from __future__ import annotations

from collections.abc import Iterable

from sel.base.errors import BadAddress
from sel.core.address import normal, same_mailbox


def is_address(named: str) -> bool:
    """Whether this is an address, and not somebody's name for an account."""
    try:
        normal(named)
    except BadAddress:
        return False
    return True


def mailboxes(named: Iterable[str]) -> tuple[str, ...]:
    """Those that are addresses, in their normal form, each mailbox once, in their order."""
    found: list[str] = []
    for address in map(normal, filter(is_address, named)):
        if not any(same_mailbox(address, other) for other in found):
            found.append(address)
    return tuple(found)
