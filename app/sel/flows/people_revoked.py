"""Whether colleagues' certificates are revoked: lists first, responders only where one says so.

A list is about everybody of an authority; a responder learns of each certificate that it is asked
about. The network is asked only if it may be, and only about what has a path to a trusted root.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from sel.base.errors import InputError
from sel.base.message import Message
from sel.base.progress import Progress
from sel.core import certificate, revocation
from sel.core.chain import Found, Settings
from sel.core.revocation import Evidence, Judge, State, Status
from sel.flows import lookups
from sel.flows.anchoring import Trusted
from sel.flows.people_paths import Paths
from sel.ports.services import Services

_MAIL = Settings(mail=True)


class Why(StrEnum):
    """Why it is not known of a certificate whether it is revoked.

    NO_PATH         no path leads to a trusted root, so nobody was asked
    NOT_ALLOWED     nothing may be asked of the network here
    NAMES_NOTHING   the certificate, or one above it, names neither a list nor a responder
    NOT_ASKED       only a responder could say it, and responders were not to be asked
    NO_ANSWER       what was asked said nothing that counts
    STOPPED_ASKING  too many others of its authority were silent before its turn came
    """

    NO_PATH = "no-path"
    NOT_ALLOWED = "not-allowed"
    NAMES_NOTHING = "names-nothing"
    NOT_ASKED = "responder-not-asked"
    NO_ANSWER = "no-answer"
    STOPPED_ASKING = "stopped-asking"


@dataclass(frozen=True, slots=True)
class Unknown:
    """So many certificates of which it is not known. hosts: of responders that could say it."""

    why: Why
    certificates: int
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """SHA-256 of those that are revoked, and what is not known."""

    revoked: tuple[bytes, ...]
    unknown: tuple[Unknown, ...]


def look(
    services: Services,
    ders: Mapping[bytes, bytes],
    paths: Paths,
    trust: Trusted,
    progress: Progress,
    *,
    responders: bool,
) -> Looked:
    """ders: certificates in use, by SHA-256. responders: ask those too, about what no list says.

    Raises Cancelled.
    """
    search = _Search(services, paths, trust, progress, responders=responders)
    issued: defaultdict[bytes, list[tuple[bytes, Found]]] = defaultdict(list)
    for sha256, der in ders.items():
        try:
            found = paths.found(certificate.read(der))
        except InputError:
            search.missed[Why.NO_PATH] += 1
            continue
        if found.anchor is None or found.why is not None:
            search.missed[Why.NO_PATH] += 1
        elif len(found.links) > 1:
            issued[found.links[1].sha256].append((sha256, found))
    revoked: list[bytes] = []
    for place, some in enumerate(issued.values()):
        progress.step(place, len(issued), Message("checking-revocation"))
        revoked += search.group(some)
    hosts = tuple(sorted(search.hosts))
    return Looked(
        tuple(revoked),
        tuple(
            Unknown(why, search.missed[why], hosts if why is Why.NOT_ASKED else ())
            for why in Why
            if search.missed[why]
        ),
    )


class _Search:
    """One run: what was fetched already, who did not answer, what stays unknown."""

    def __init__(
        self,
        services: Services,
        paths: Paths,
        trust: Trusted,
        progress: Progress,
        *,
        responders: bool,
    ) -> None:
        self._services, self._paths, self._trust = services, paths, trust
        self._progress = progress
        self._responders = responders
        self._online = services.fetch() is not None
        self._asked = lookups.Hosts()
        self._fetched: dict[frozenset[tuple[str, ...]], Evidence] = {}
        self.missed = Counter[Why]()
        self.hosts = set[str]()

    def group(self, some: list[tuple[bytes, Found]]) -> list[bytes]:
        """Which of those with one issuer are revoked."""
        self._asked.afresh()
        known = Evidence()
        if self._trust.pilot is not None:
            known += revocation.read(self._trust.pilot.root_crl)
        if self._online:
            known += self._lists([found for _, found in some])
        revoked = []
        for sha256, found in some:
            if self._withdrawn(found):
                revoked.append(sha256)
                continue
            status = self._status(found, known)
            if status.state is State.UNKNOWN and self._online and self._responders:
                asked = lookups.answers(self._services, status.open, self._progress, self._asked)
                status = self._status(found, known + asked)
            if status.state is State.REVOKED:
                revoked.append(sha256)
            elif status.state is State.UNKNOWN:
                self.missed[self._why(status)] += 1
        return revoked

    def _withdrawn(self, found: Found) -> bool:
        """Whether the pilot of this very book, which is its own list, took it back."""
        pilot, anchor = self._trust.pilot, found.anchor
        if pilot is None or anchor is None or anchor.der != pilot.root:
            return False
        leaf = found.links[0].der
        return any(each.der == leaf and each.revoked is not None for each in pilot.issued)

    def _status(self, found: Found, known: Evidence) -> Status:
        assert found.anchor is not None
        paths = self._paths
        judge = Judge(paths.pool, found.anchor, known, at=paths.at, settings=_MAIL)
        return judge.status(found.links)

    def _lists(self, some: list[Found]) -> Evidence:
        """What they and those above them name; of one authority mostly all name the same.

        A list of a root says of each of its authorities whether it still counts, so what was
        fetched once counts for every authority of the run.
        """
        known, named = Evidence(), set[frozenset[tuple[str, ...]]]()
        for found in some:
            for each, issuer in pairwise(found.links):
                places = frozenset(lookups.places(each))
                if not places or places in named:
                    continue
                named.add(places)
                if places not in self._fetched:
                    pair = [(each, issuer)]
                    got = lookups.lists(self._services, pair, self._progress, self._asked)
                    if self._asked.unasked.isdisjoint(lookups.list_hosts(each)):
                        self._fetched[places] = got
                    known += got
                else:
                    known += self._fetched[places]
        return known

    def _why(self, status: Status) -> Why:
        if not self._online:
            return Why.NOT_ALLOWED
        responders = [set(lookups.responders(each)) for each, _ in status.open]
        if not all(
            hosts or any(True for _ in lookups.places(each))
            for hosts, (each, _) in zip(responders, status.open, strict=True)
        ):
            return Why.NAMES_NOTHING
        if not self._responders and any(responders):
            self.hosts.update(*responders)
            return Why.NOT_ASKED
        named = {host for each, _ in status.open for host in lookups.list_hosts(each)}
        if self._responders:
            named.update(*responders)
        return Why.NO_ANSWER if named.isdisjoint(self._asked.unasked) else Why.STOPPED_ASKING
