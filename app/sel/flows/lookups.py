"""Asking the network about revocation: only for a path that stands, lists before answers."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sel.base.errors import FetchFailed, UnsupportedAlgorithm
from sel.base.message import Message
from sel.base.progress import Progress
from sel.core import revocation, tlv
from sel.core.chain import link, signatures
from sel.core.chain.link import Link
from sel.core.finding import Finding, warning
from sel.core.revocation import Evidence, ocsp, points
from sel.core.revocation.crl import Crl
from sel.ports.fetch import Fetch
from sel.ports.services import Services

MAX_CRL: Final = 64 * 1024 * 1024
MAX_OCSP: Final = 64 * 1024
MAX_URLS: Final = 4
"""How many places of one certificate are tried."""

MAX_DEAD: Final = 3
"""After so many hosts that do not answer the network is taken to be down: nobody waits longer."""

Open = Sequence[tuple[Link, Link]]
"""Certificates with their issuers, of which it is not known whether they are revoked."""


@dataclass(slots=True)
class Hosts:
    """How asking went.

    dead     hosts that did not answer: they are not asked again
    waited   for how many of them since the last `afresh`
    unasked  hosts that were passed over because of the others
    """

    dead: set[str] = field(default_factory=set)
    waited: int = 0
    unasked: set[str] = field(default_factory=set)

    def afresh(self) -> None:
        """Ask others again: that some are silent says nothing of those."""
        self.waited = 0
        self.unasked.clear()

    def may_ask(self, host: str) -> bool:
        """Whether it is worth it."""
        if host in self.dead:
            return False
        if self.waited >= MAX_DEAD:
            self.unasked.add(host)
            return False
        return True

    def silent(self, host: str) -> None:
        """Note one that did not answer."""
        if host not in self.dead:
            self.dead.add(host)
            self.waited += 1


def lists(
    services: Services, wanted: Open, progress: Progress, hosts: Hosts | None = None
) -> Evidence:
    """The revocation lists that these certificates name, kept ones first, and their deltas.

    hosts  how asking went before; what comes of it now is added
    """
    found, hosts = Evidence(), hosts or Hosts()
    for each, issuer in wanted:
        found += _lists_of(services, each, issuer, progress, hosts)
    return found


def answers(
    services: Services, wanted: Open, progress: Progress, hosts: Hosts | None = None
) -> Evidence:
    """OCSP answers about these certificates from the responders they name. hosts: as for lists."""
    found, hosts = Evidence(), hosts or Hosts()
    for each, issuer in wanted:
        found += _answer_about(services, each, issuer, progress, hosts)
    return found


def _lists_of(
    services: Services, each: Link, issuer: Link, progress: Progress, hosts: Hosts
) -> Evidence:
    found = Evidence()
    for urls in places(each):
        failed: list[Finding] = []
        for url in urls[:MAX_URLS]:
            got = _list_at(services, url, issuer, progress, failed, hosts)
            if got is not None:
                found += got
                break
        else:
            found += Evidence(findings=tuple(failed))
    return found


def list_hosts(each: Link) -> tuple[str, ...]:
    """Hosts that a certificate names for lists."""
    return tuple(dict.fromkeys(_host(url) for urls in places(each) for url in urls[:MAX_URLS]))


def responders(each: Link) -> tuple[str, ...]:
    """Hosts that a certificate names for OCSP."""
    try:
        return tuple(dict.fromkeys(map(_host, points.ocsp_urls(each)[:MAX_URLS])))
    except tlv.BROKEN:
        return ()


def places(each: Link) -> Iterator[tuple[str, ...]]:
    """Where the lists lie that a certificate names, each with its copies."""
    for oid in (link.CRL_POINTS, link.FRESHEST_CRL):
        try:
            yield from (point.urls for point in points.points(each, oid)[:MAX_URLS] if point.urls)
        except tlv.BROKEN:
            continue


def _list_at(
    services: Services,
    url: str,
    issuer: Link,
    progress: Progress,
    failed: list[Finding],
    hosts: Hosts,
) -> Evidence | None:
    now, kept = services.clock.now(), services.fetched()
    data = kept.find(url, now) if kept is not None else None
    if data is not None:
        return revocation.read(data, origin=url)
    asked = _ask(services, url, progress, hosts)
    if asked is None:
        return None
    try:
        data = asked.get(url, limit=MAX_CRL)
    except FetchFailed as problem:
        failed.append(_failed(problem, url, hosts))
        return None
    got = revocation.read(data, origin=url)
    due = [each.next_update for each in got.crls if each.next_update is not None]
    if kept is not None and due and all(_signed(each, issuer) for each in got.crls):
        kept.keep(url, data, until=min(due), now=now)
    return got


def _signed(listed: Crl, issuer: Link) -> bool:
    """Whether a list may be kept: a forged one would keep the real one away until it ends."""
    try:
        return signatures.fits(issuer.spki, listed.algorithm, listed.signature, listed.signed)
    except (UnsupportedAlgorithm, *tlv.BROKEN):
        return False


def _answer_about(
    services: Services, each: Link, issuer: Link, progress: Progress, hosts: Hosts
) -> Evidence:
    try:
        urls = points.ocsp_urls(each)
    except tlv.BROKEN:
        return Evidence()
    failed: list[Finding] = []
    now, kept = services.clock.now(), services.fetched()
    for url in urls[:MAX_URLS]:
        key = f"{url} {each.sha256.hex()}"
        data = kept.find(key, now) if kept is not None else None
        if data is not None:
            return revocation.read(data, origin=url)
        asked = _ask(services, url, progress, hosts)
        if asked is None:
            continue
        nonce = secrets.token_bytes(32)
        try:
            data = asked.post(
                url,
                ocsp.request(each, issuer, nonce),
                kind="application/ocsp-request",
                limit=MAX_OCSP,
            )
        except FetchFailed as problem:
            failed.append(_failed(problem, url, hosts))
            continue
        got = revocation.read(data, origin=url, nonce=nonce)
        _keep_answer(services, key, data, got, each, issuer, now)
        return got
    return Evidence(findings=tuple(failed))


def _keep_answer(
    services: Services,
    key: str,
    data: bytes,
    got: Evidence,
    each: Link,
    issuer: Link,
    now: datetime,
) -> None:
    """An answer is kept if it counts and says when the next one comes."""
    kept = services.fetched()
    for response, nonce in got.responses:
        judged = ocsp.judge(response, each, issuer, at=now, nonce=nonce)
        due = judged.single.next_update if judged.single is not None else None
        if kept is not None and judged.why is None and due is not None:
            kept.keep(key, data, until=due, now=now)


def _ask(services: Services, url: str, progress: Progress, hosts: Hosts) -> Fetch | None:
    """The network, unless it is forbidden or this host, or too many others, did not answer."""
    fetch = services.fetch()
    if fetch is None or not hosts.may_ask(_host(url)):
        return None
    progress.step(0, 1, Message("asking-revocation", {"host": _host(url)}))
    return fetch


def _host(url: str) -> str:
    return "".join(url.split("/")[2:3])


def _failed(problem: FetchFailed, url: str, hosts: Hosts) -> Finding:
    if problem.what.facts.get("reason") in {"network", "too-slow"}:
        hosts.silent(_host(url))
    facts = problem.what.facts
    return warning(
        "revocation-not-fetched",
        source="RFC 5280 6.3",
        host=facts.get("host", ""),
        reason=facts.get("reason", ""),
    )
