"""Take a key that is not used any more out of mail programs' lists, and out of nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from sel.base.errors import SelError
from sel.base.message import Message
from sel.base.progress import Progress
from sel.base.secret import Secret
from sel.flows.identities import Identity, by_certificate
from sel.flows.store_places import Place, StoreOutcome, StoreState, known
from sel.ports.services import Services
from sel.ports.store import Which


def hide(
    services: Services,
    identity: Identity,
    progress: Progress,
    *,
    unlock: Secret | None = None,
    hidden: bool = True,
) -> tuple[StoreOutcome, ...]:
    """Hide every certificate of this key wherever a store has them, or show them again.

    The key stays in each store and in the book, and opens old mail as before. A store that hides
    nothing (Thunderbird's, macOS') is LEFT: there the account's own choice decides what is used,
    and an old certificate is in nobody's way. Whether it is time to hide is the caller's to know:
    a newer one has to be proved in the same store first. Stores without it are not named; one
    that cannot be opened is FAILED, and the others are worked on all the same. Safe to run again.
    Raises Cancelled.
    """
    certificates = [
        facts.sha256 for facts in (identity.certificate, *identity.earlier) if facts is not None
    ]
    stores = by_certificate(services.book().installs())
    where = known(services, (store for each in certificates for store in stores.get(each, ())))
    outcomes = []
    for place, (kind, spec) in enumerate(where):
        progress.step(place, len(where), Message("hiding", {"store": spec.label}))
        try:
            state = _hide((kind, spec), certificates, unlock, hidden=hidden)
        except SelError as problem:
            outcomes.append(StoreOutcome(spec, StoreState.FAILED, problem))
        else:
            outcomes.extend([StoreOutcome(spec, state)] if state is not None else [])
    progress.step(len(where), len(where), Message("done"))
    return tuple(outcomes)


def _hide(
    place: Place, certificates: Iterable[bytes], unlock: Secret | None, *, hidden: bool
) -> StoreState | None:
    """None if the store has none of them."""
    kind, spec = place
    opened = kind.open(spec, unlock)
    try:
        mine = {held.sha256 for held in opened.list(Which.MINE)}
        did = [opened.archive(each, hidden=hidden) for each in certificates if each in mine]
    finally:
        opened.close()
    if not did:
        return None
    return StoreState.HIDDEN if any(did) else StoreState.LEFT
