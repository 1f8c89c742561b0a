"""Take a key away: only behind a verified backup, and saying what becomes unreadable."""

from __future__ import annotations

from sel.base.errors import WithoutBackup
from sel.base.message import Message
from sel.base.secret import Secret
from sel.core import certificate
from sel.flows.identities import Identity, find, identities
from sel.flows.store_places import StoreOutcome, StoreState, places
from sel.ports.services import Services
from sel.ports.store import Which


def with_backup_known(services: Services, one: Identity) -> Identity:
    """The same, once it can be told whether a backup was tested.

    Nobody can while the keys are closed: then whoever can open them is asked. Raises what
    `Book.open_keys` raises.
    """
    if not one.unproved:
        return one
    services.book().open_keys()
    return find(services.book(), one.id, services.clock.now())


def refuse_unsaved(services: Services, one: Identity) -> None:
    """Raises WithoutBackup if no verified backup holds this key; as `with_backup_known`."""
    if with_backup_known(services, one).backed_up is None:
        raise WithoutBackup(id=one.id)


def refuse_unsaved_certificate(services: Services, sha256: bytes) -> None:
    """The same for a certificate in a store whose key would go with it.

    A key that the book does not have is "only there", and nothing else holds it.
    Raises WithoutBackup.
    """
    for each in identities(services.book(), services.clock.now()):
        certificates = (each.certificate, *each.earlier)
        if any(facts is not None and facts.sha256 == sha256 for facts in certificates):
            refuse_unsaved(services, each)
            return
    raise WithoutBackup(id=sha256.hex()[:8])


def from_stores(
    services: Services,
    sha256: bytes,
    *,
    store: str = "auto",
    unlock: Secret | None = None,
    for_good: bool = False,
) -> tuple[StoreOutcome, ...]:
    """Take a certificate out of stores, with its key if no other certificate there has that one.

    One of mine that has ended is hidden where a store can hide it: its key opens old mail, and
    Windows finds it for that. `for_good` removes it all the same. Stores without it are not in the
    answer. The caller has asked for a verified backup where a key goes.
    Raises UnknownStore, StoreUnavailable, StoreLocked, StorePasswordWrong, StoreInUse, Cancelled.
    """
    book, now = services.book(), services.clock.now()
    out = []
    for kind, spec in places(services, store):
        opened = kind.open(spec, unlock)
        try:
            held = next(
                (each for which in Which for each in opened.list(which) if each.sha256 == sha256),
                None,
            )
            if held is None:
                if any((f.certificate, f.store) == (sha256, spec.id) for f in book.missing()):
                    book.uninstalled(sha256, spec.id)
                continue
            ended = held.has_key and certificate.read(held.der).not_after < now
            if ended and not for_good and opened.archive(sha256):
                out.append(StoreOutcome(spec, StoreState.HIDDEN))
                continue
            opened.remove(sha256)
            book.uninstalled(sha256, spec.id)
            out.append(StoreOutcome(spec, StoreState.REMOVED))
        finally:
            opened.close()
    return tuple(out)


def remove(services: Services, key_id: str, *, without_backup: bool = False) -> Identity:
    """Remove a key with its requests from the book.

    Its certificates, which are public, stay: they alone tell which mails need this key and which
    backup holds it. Raises UnknownId, WithoutBackup.
    """
    book = services.book()
    one = find(book, key_id, services.clock.now())
    if not without_backup:
        refuse_unsaved(services, one)
    book.remove_key(one.id, note=Message("key-removed", {"id": one.id}))
    return one
