"""One mail server: its name, its addresses, STARTTLS, certificate and pinned keys."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from sel.base.errors import SelError
from sel.core import certificate
from sel.core.certificate import CertificateFacts
from sel.core.delivery import pinning
from sel.core.delivery.judged import DaneState, HostJudged
from sel.core.delivery.model import HostSeen, Proof, Reach, Seen, Status, Talk, Tls, Trust
from sel.core.delivery.names import Named, is_host, named
from sel.core.delivery.pinning import Dane
from sel.core.finding import Finding, error, info, warning

HOST_CODES = (
    "mx-is-address",
    "mx-odd-name",
    "mx-alias",
    "mx-loop",
    "mx-without-address",
    "mx-private",
    "smtp-unreachable",
    "smtp-refused",
    "smtp-nonsense",
    "starttls-missing",
    "starttls-failed",
    "tls-old",
    "tls-weak",
    "tls-self-signed",
    "tls-no-path",
    "tls-expired",
    "tls-not-yet",
    "tls-untrusted",
    "tls-ends-soon",
    "tls-other-name",
    "tls-name-in-subject",
    "tls-unreadable",
    "dane-unsigned",
    "dane-unusable",
    "dane-mismatch",
)
_SOON: Final = timedelta(days=14)
_MODERN: Final = {"TLSv1.2", "TLSv1.3"}


def judge_host(seen: HostSeen, whole: Seen) -> HostJudged:
    """One mail server of a domain."""
    host, talk = seen.exchanger.host, seen.talk
    tls = talk.tls if talk is not None else None
    facts = _facts(tls)
    names = named(tls.chain[0]) if tls is not None and tls.chain else Named()
    fits = names.speaks_for(host) if tls is not None else None
    dane = _dane(seen, whole, tls)
    findings = (
        *_name(seen),
        *(_talk(host, talk) if talk is not None else ()),
        *(_tls(host, tls, facts, names, whole, dane) if tls is not None else ()),
        *_pins(host, dane),
    )
    return HostJudged(
        host=host,
        preference=seen.exchanger.preference,
        addresses=seen.addresses.values,
        reach=talk.reach if talk is not None else None,
        starttls=talk is not None and talk.starttls,
        tls_version=tls.version if tls is not None else None,
        certificate=facts,
        names=names,
        trust=tls.trust if tls is not None else None,
        name_matches=fits,
        dane=dane,
        findings=findings,
    )


def _facts(tls: Tls | None) -> CertificateFacts | None:
    if tls is None or not tls.chain:
        return None
    try:
        return certificate.read(tls.chain[0])
    except SelError:
        return None


def _name(seen: HostSeen) -> Iterator[Finding]:
    host, found = seen.exchanger.host, seen.addresses
    if _is_address(host):
        yield error("mx-is-address", source="RFC 5321 5.1", host=host)
        return
    if not is_host(host):
        yield error("mx-odd-name", source="RFC 5321 2.3.5", host=host)
        return
    if found.status is Status.LOOP:
        yield error("mx-loop", source="RFC 1034 3.6.2", host=host)
        return
    if found.aliases:
        yield warning("mx-alias", source="RFC 2181 10.3", host=host, name=found.name)
    if found.status in {Status.EMPTY, Status.NO_NAME}:
        yield error("mx-without-address", source="RFC 5321 5.1", host=host)
    elif not found.status.settled:
        yield warning("dns-failed", name=host, dns=found.status.value)
    if found.proof is Proof.BOGUS:
        yield error("dnssec-bogus", source="RFC 4035 5.5", name=host)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _talk(host: str, talk: Talk) -> Iterator[Finding]:
    match talk.reach:
        case Reach.PRIVATE:
            yield error("mx-private", source="RFC 6890", host=host, address=talk.address)
        case Reach.UNREACHABLE:
            yield warning("smtp-unreachable", host=host)
        case Reach.REFUSED:
            yield warning("smtp-refused", source="RFC 5321 3.1", host=host, said=talk.detail)
        case Reach.NONSENSE:
            yield warning("smtp-nonsense", source="RFC 5321 4.2", host=host)
        case Reach.SPOKEN if not talk.starttls:
            yield error("starttls-missing", source="RFC 3207 4", host=host)
        case Reach.SPOKEN if talk.tls is None:
            yield error("starttls-failed", source="RFC 3207 4", host=host)
        case _:
            pass


def _tls(
    host: str,
    tls: Tls,
    facts: CertificateFacts | None,
    names: Named,
    whole: Seen,
    dane: DaneState,
) -> Iterator[Finding]:
    if tls.version not in _MODERN:
        yield error("tls-old", source="RFC 8996", host=host, version=tls.version)
    elif tls.weak:
        yield warning("tls-weak", source="RFC 9325 4", host=host)
    if facts is None:
        yield error("tls-unreadable", source="RFC 5280 4.1", host=host)
        return
    # A key that is pinned proves its server without any authority (RFC 7672 3.1.1).
    how = info if dane is DaneState.HOLDS else error
    clause = "RFC 5280 6.1"
    match tls.trust:
        case Trust.TRUSTED if facts.not_after - whole.moment < _SOON:
            days = max(0, (facts.not_after - whole.moment).days)
            yield warning("tls-ends-soon", source="RFC 5280 4.1.2.5", host=host, n=days)
        case Trust.EXPIRED:
            source = "RFC 5280 4.1.2.5"
            yield how("tls-expired", source=source, host=host, ended=facts.not_after)
        case Trust.NOT_YET:
            source = "RFC 5280 4.1.2.5"
            yield how("tls-not-yet", source=source, host=host, starts=facts.not_before)
        case Trust.SELF_SIGNED:
            yield how("tls-self-signed", source=clause, host=host)
        case Trust.NO_PATH:
            yield how("tls-no-path", source=clause, host=host, issuer=facts.issuer)
        case Trust.OTHER:
            yield how("tls-untrusted", source=clause, host=host)
        case _:
            pass
    if names.speaks_for(host):
        return
    if names.subject == host and not names.alternative:
        yield how("tls-name-in-subject", source="RFC 9525 2", host=host)
    else:
        shown = ", ".join(names.shown[:5]) or "-"
        yield how("tls-other-name", source="RFC 9525 6", host=host, names=shown)


# --- pinned keys ----------------------------------------------------------------------------


def _dane(seen: HostSeen, whole: Seen, tls: Tls | None) -> DaneState:
    pins = seen.pins
    if pins is None or not (pins.values or pins.proof is Proof.BOGUS):
        return DaneState.NONE
    proofs = {whole.mx.proof, seen.addresses.proof, pins.proof}
    if whole.implicit:
        proofs.discard(whole.mx.proof)  # "there is no MX" cannot be proved here
        proofs.add(seen.addresses.proof)
    if Proof.BOGUS in proofs:
        return DaneState.BOGUS
    if proofs != {Proof.SECURE}:
        return DaneState.UNSIGNED
    if tls is None:
        return DaneState.NONE
    hosts = (seen.exchanger.host, whole.domain)
    match pinning.judge(pins.values, tls.chain, hosts, whole.moment):
        case Dane.HOLDS:
            return DaneState.HOLDS
        case Dane.UNUSABLE:
            return DaneState.UNUSABLE
        case _:
            return DaneState.MISMATCH


def _pins(host: str, state: DaneState) -> Iterator[Finding]:
    match state:
        case DaneState.UNSIGNED:
            yield warning("dane-unsigned", source="RFC 7672 2.1.1", host=host)
        case DaneState.UNUSABLE:
            yield warning("dane-unusable", source="RFC 7672 3.1.3", host=host)
        case DaneState.MISMATCH:
            yield error("dane-mismatch", source="RFC 7672 2.2", host=host)
        case DaneState.BOGUS:
            yield error("dnssec-bogus", source="RFC 7672 2.1.1", name=f"_25._tcp.{host}")
        case _:
            pass
