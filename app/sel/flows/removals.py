"""Take a key away: only behind a verified backup, and saying what becomes unreadable."""

from __future__ import annotations

from sel.base.errors import WithoutBackup
from sel.base.message import Message
from sel.flows.identities import Identity, find, identities
from sel.ports.book import Additions, NewCertificate, Role
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
    """Remove a key with its requests from the book.

    Its certificates, which are public, stay: they alone tell which mails need this key and which
    backup holds it. Raises UnknownId, WithoutBackup.
    """
    book = services.book()
    one = find(book, key_id, services.clock.now())
    if not without_backup:
        refuse_unsaved(one)
    kept = tuple(
        NewCertificate(facts.der, facts.spki_sha256, Role.OWN)
        for facts in (one.certificate, *one.earlier)
        if facts is not None
    )
    book.remove_key(one.id, note=Message("key-removed", {"id": one.id}))
    if kept:
        book.add(Additions(certificates=kept))
    return one
