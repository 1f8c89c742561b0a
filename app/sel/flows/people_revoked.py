"""Whether colleagues' certificates are revoked: one list an authority, asked only if allowed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sel.base.errors import InputError
from sel.base.message import Message
from sel.base.progress import Progress
from sel.core import certificate, revocation
from sel.core.chain import Found, Settings
from sel.core.revocation import Evidence, Judge, State
from sel.flows.anchoring import Trusted
from sel.flows.people_paths import Paths
from sel.ports.services import Services

_MAIL = Settings(mail=True)


def look(
    services: Services,
    ders: Mapping[bytes, bytes],
    paths: Paths,
    trust: Trusted,
    progress: Progress,
) -> tuple[tuple[bytes, ...], int]:
    """SHA-256 of those that are revoked, and of how many nothing could be known.

    ders  certificates in use, by SHA-256
    Lists only: ten thousand questions to responders would tell them who knows whom.
    """
    issued: defaultdict[bytes, list[tuple[bytes, Found]]] = defaultdict(list)
    for sha256, der in ders.items():
        try:
            found = paths.found(certificate.read(der))
        except InputError:
            continue
        if found.anchor is not None and found.why is None and len(found.links) > 1:
            issued[found.links[1].sha256].append((sha256, found))
    revoked: list[bytes] = []
    unknown = 0
    for place, some in enumerate(issued.values()):
        progress.step(place, len(issued), Message("checking-revocation"))
        evidence = _evidence(services, some[0][1], paths, trust, progress)
        for sha256, found in some:
            state = _state(found, evidence, paths, trust)
            if state is State.REVOKED:
                revoked.append(sha256)
            unknown += state is State.UNKNOWN
    return tuple(revoked), unknown


def _state(found: Found, evidence: Evidence, paths: Paths, trust: Trusted) -> State:
    assert found.anchor is not None
    leaf = found.links[0].der
    pilot = trust.pilot if trust.pilot and found.anchor.der == trust.pilot.root else None
    issued = () if pilot is None else pilot.issued
    if any(each.der == leaf and each.revoked is not None for each in issued):
        return State.REVOKED
    judge = Judge(paths.pool, found.anchor, evidence, at=paths.at, settings=_MAIL)
    return judge.status(found.links).state


def _evidence(
    services: Services, found: Found, paths: Paths, trust: Trusted, progress: Progress
) -> Evidence:
    """Lists about everybody of one authority, by what one of them names."""
    known = Evidence()
    if trust.pilot is not None:
        known += revocation.read(trust.pilot.root_crl)
    if services.fetch() is None or found.anchor is None:
        return known
    from sel.flows import lookups

    judge = Judge(paths.pool, found.anchor, known, at=paths.at, settings=_MAIL)
    return known + lookups.lists(services, judge.status(found.links).open, progress)
