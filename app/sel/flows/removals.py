"""Take a key away: only behind a verified backup, and saying what becomes unreadable."""

from __future__ import annotations

from sel.base.errors import WithoutBackup
from sel.base.message import Message
from sel.flows.identities import Identity, find, identities
from sel.ports.services import Services


def refuse_unsaved(one: Identity) -> None:
    """Raises WithoutBackup if no verified backup holds this key."""
    if one.backed_up is None:
        raise WithoutBackup(id=one.id)


def refuse_unsaved_certificate(services: Services, sha256: bytes) -> None:
    """The same for a certificate in a store whose key would go with it.

    A key that the book does not have is "only there", and nothing else holds it.
    Raises WithoutBackup.
    """
    for each in identities(services.book(), services.clock.now()):
        certificates = (each.certificate, *each.earlier)
        if any(facts is not None and facts.sha256 == sha256 for facts in certificates):
            refuse_unsaved(each)
            return
    raise WithoutBackup(id=sha256.hex()[:8])


def remove(services: Services, key_id: str, *, without_backup: bool = False) -> Identity:
    """Remove a key with its certificates and requests from the book.

    Raises UnknownId, WithoutBackup.
    """
    book = services.book()
    one = find(book, key_id, services.clock.now())
    if not without_backup:
        refuse_unsaved(one)
    book.remove_key(one.id, note=Message("key-removed", {"id": one.id}))
    return one
