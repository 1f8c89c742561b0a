"""Whether one's own certificates can be relied on by others; the network is not asked for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sel.base.progress import Silent
from sel.core import revocation
from sel.core.advice import Own
from sel.core.certificate import CertificateFacts
from sel.core.chain import Found, Settings
from sel.core.people import PathState
from sel.core.revocation import Judge, State
from sel.flows import anchoring
from sel.flows.anchoring import Trusted
from sel.flows.people_paths import Paths
from sel.ports.services import Services

_MAIL = Settings(mail=True)
_AGAINST = {PathState.UNKNOWN: Own.UNTRUSTED, PathState.WEAK: Own.WEAK}


def against(services: Services, some: Sequence[CertificateFacts]) -> tuple[Own, ...]:
    """For each READY, or REVOKED, UNTRUSTED or WEAK.

    Revoked is what this book's pilot has revoked, and what a list or an answer says that was
    fetched before and still counts.
    """
    trust = anchoring.trusted(services)
    paths = Paths.of(trust, services.clock.now())
    offline = replace(services, fetch=lambda: None)
    return tuple(_of(offline, each, paths, trust) for each in some)


def _of(services: Services, facts: CertificateFacts, paths: Paths, trust: Trusted) -> Own:
    state = paths.state(facts)
    if state in _AGAINST:
        return _AGAINST[state]
    found = paths.found(facts)
    return Own.REVOKED if _revoked(services, found, paths, trust) else Own.READY


def _revoked(services: Services, found: Found, paths: Paths, trust: Trusted) -> bool:
    if found.anchor is None or len(found.links) < 2:
        return False  # an anchor has nobody above it who could revoke it
    pilot = trust.pilot
    if pilot is not None and found.anchor.der == pilot.root:
        leaf = found.links[0].der
        if any(each.der == leaf and each.revoked is not None for each in pilot.issued):
            return True
    from sel.flows import lookups

    evidence = revocation.read(pilot.root_crl) if pilot is not None else revocation.Evidence()
    for look in (lookups.lists, lookups.answers):
        judge = Judge(paths.pool, found.anchor, evidence, at=paths.at, settings=_MAIL)
        status = judge.status(found.links)
        if status.state is not State.UNKNOWN:
            return status.state is State.REVOKED
        evidence = evidence + look(services, status.open, Silent())
    judge = Judge(paths.pool, found.anchor, evidence, at=paths.at, settings=_MAIL)
    return judge.status(found.links).state is State.REVOKED
