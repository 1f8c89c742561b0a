"""Asking the network about revocation: only for a path that stands, lists before answers."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
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


def lists(
    services: Services, wanted: Open, progress: Progress, dead: set[str] | None = None
) -> Evidence:
    """The revocation lists that these certificates name, kept ones first, and their deltas.

    dead  hosts that did not answer before; those that do not now are added
    """
    found, dead = Evidence(), set[str]() if dead is None else dead
    for each, issuer in wanted:
        found += _lists_of(services, each, issuer, progress, dead)
    return found


def answers(
    services: Services, wanted: Open, progress: Progress, dead: set[str] | None = None
) -> Evidence:
    """OCSP answers about these certificates from the responders they name. dead: as for lists."""
    found, dead = Evidence(), set[str]() if dead is None else dead
    for each, issuer in wanted:
        found += _answer_about(services, each, issuer, progress, dead)
    return found


def _lists_of(
    services: Services, each: Link, issuer: Link, progress: Progress, dead: set[str]
) -> Evidence:
    found = Evidence()
    for urls in places(each):
        failed: list[Finding] = []
        for url in urls[:MAX_URLS]:
            got = _list_at(services, url, issuer, progress, failed, dead)
            if got is not None:
                found += got
                break
        else:
            found += Evidence(findings=tuple(failed))
    return found


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
    dead: set[str],
) -> Evidence | None:
    now, kept = services.clock.now(), services.fetched()
    data = kept.find(url, now) if kept is not None else None
    if data is not None:
        return revocation.read(data, origin=url)
    asked = _ask(services, url, progress, dead)
    if asked is None:
        return None
    try:
        data = asked.get(url, limit=MAX_CRL)
    except FetchFailed as problem:
        failed.append(_failed(problem, url, dead))
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
    services: Services, each: Link, issuer: Link, progress: Progress, dead: set[str]
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
        asked = _ask(services, url, progress, dead)
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
            failed.append(_failed(problem, url, dead))
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


def _ask(services: Services, url: str, progress: Progress, dead: set[str]) -> Fetch | None:
    """The network, unless it is forbidden or this host, or too many others, did not answer."""
    fetch = services.fetch()
    if fetch is None or _host(url) in dead or len(dead) >= MAX_DEAD:
        return None
    progress.step(0, 1, Message("asking-revocation", {"host": _host(url)}))
    return fetch


def _host(url: str) -> str:
    return "".join(url.split("/")[2:3])


def _failed(problem: FetchFailed, url: str, dead: set[str]) -> Finding:
    if problem.what.facts.get("reason") in {"network", "too-slow"}:
        dead.add(_host(url))
    facts = problem.what.facts
    return warning(
        "revocation-not-fetched",
        source="RFC 5280 6.3",
        host=facts.get("host", ""),
        reason=facts.get("reason", ""),
    )
