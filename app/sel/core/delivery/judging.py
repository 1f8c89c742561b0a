"""What was seen of a domain, turned into findings and one verdict."""

from __future__ import annotations

from collections.abc import Iterator

from sel.core.delivery import issuing, transport_policy
from sel.core.delivery.judged import HostJudged, Judged, StsJudged, Verdict
from sel.core.delivery.judging_hosts import judge_host
from sel.core.delivery.model import Proof, Reach, Seen, Status
from sel.core.delivery.transport_policy import BrokenPolicyError, Mode, Policy
from sel.core.finding import Finding, Level, error, info, warning

CODES = (
    "mx-null",
    "mx-null-with-others",
    "mx-none",
    "mx-implicit",
    "mx-too-many",
    "domain-unknown",
    "domain-alias",
    "dns-failed",
    "dns-loop",
    "dnssec-bogus",
    "sts-none",
    "sts-several-records",
    "sts-record-broken",
    "sts-file-missing",
    "sts-file-broken",
    "sts-testing",
    "sts-mode-none",
    "sts-mx-missing",
    "caa-nobody-for-mail",
    "caa-some-for-mail",
    "caa-broken",
    "caa-unknown-critical",
)
_NULL = ""


def judge(seen: Seen) -> Judged:
    """One domain; every finding names the clause that it rests on."""
    null = _is_null(seen)
    hosts = tuple(judge_host(each, seen) for each in seen.hosts)
    sts, about_sts = _transport_policy(seen, hosts)
    caa = seen.caa.values if seen.caa is not None else ()
    issuers = issuing.read(caa)
    findings = (*_servers(seen, null), *about_sts, *_issuers(issuers))
    return Judged(
        domain=seen.domain,
        moment=seen.moment,
        verdict=_verdict(seen, hosts, findings),
        dnssec=seen.mx.proof,
        implicit=seen.implicit,
        hosts=hosts,
        sts=sts,
        issuers=issuers,
        caa_at=seen.caa.name if seen.caa is not None and caa else "",
        findings=findings,
        seen=seen,
    )


def _is_null(seen: Seen) -> bool:
    """A single MX of the root says that the domain takes no mail (RFC 7505 3)."""
    return [each.host for each in seen.mx.values] == [_NULL]


def _verdict(seen: Seen, hosts: tuple[HostJudged, ...], findings: tuple[Finding, ...]) -> Verdict:
    every = [*findings, *(each for host in hosts for each in host.findings)]
    if any(each.level is Level.ERROR for each in every):
        return Verdict.BAD
    if not seen.mx.status.settled or not any(each.reach is Reach.SPOKEN for each in hosts):
        return Verdict.UNKNOWN
    if any(each.level is Level.WARNING for each in every):
        return Verdict.WARNINGS
    return Verdict.GOOD


def _servers(seen: Seen, null: bool) -> Iterator[Finding]:
    mx, domain = seen.mx, seen.domain
    if mx.aliases:
        yield info("domain-alias", source="RFC 5321 5.1", domain=domain, name=mx.name)
    if mx.status is Status.NO_NAME:
        yield error("domain-unknown", source="RFC 5321 5.1", domain=domain)
    elif mx.status is Status.LOOP:
        yield error("dns-loop", source="RFC 1034 3.6.2", name=domain)
    elif not mx.status.settled:
        yield warning("dns-failed", name=domain, dns=mx.status.value)
    elif null:
        yield error("mx-null", source="RFC 7505 3", domain=domain)
    elif any(each.host == _NULL for each in mx.values):
        yield warning("mx-null-with-others", source="RFC 7505 3", domain=domain)
    elif seen.implicit and seen.hosts:
        yield warning("mx-implicit", source="RFC 5321 5.1", domain=domain)
    elif seen.implicit:
        yield error("mx-none", source="RFC 5321 5.1", domain=domain)
    if mx.proof is Proof.BOGUS:
        yield error("dnssec-bogus", source="RFC 4035 5.5", name=domain)
    if seen.unseen:
        yield warning("mx-too-many", n=seen.unseen)


# --- MTA-STS --------------------------------------------------------------------------------


def _transport_policy(
    seen: Seen, hosts: tuple[HostJudged, ...]
) -> tuple[StsJudged, tuple[Finding, ...]]:
    if seen.policy is None:
        return StsJudged(False, "", None), ()
    texts = seen.policy.texts
    records = transport_policy.records(texts.values)
    if not texts.status.settled:
        failed = warning("dns-failed", name=texts.name, dns=texts.status.value)
        return StsJudged(False, "", None), (failed,)
    if len(records) != 1:
        found = (
            warning("sts-several-records", source="RFC 8461 3.1", n=len(records))
            if records
            else info("sts-none", source="RFC 8461 3.1")
        )
        return StsJudged(bool(records), "", None), (found,)
    version = transport_policy.version_id(records[0])
    if not version:
        broken = warning("sts-record-broken", source="RFC 8461 3.1")
        return StsJudged(True, "", None), (broken,)
    if seen.policy.file is None:
        missing = warning("sts-file-missing", source="RFC 8461 3.3", reason=seen.policy.failure)
        return StsJudged(True, version, None), (missing,)
    try:
        policy = transport_policy.read(seen.policy.file)
    except BrokenPolicyError as problem:
        odd = warning("sts-file-broken", source="RFC 8461 3.2", part=str(problem))
        return StsJudged(True, version, None), (odd,)
    return StsJudged(True, version, policy), tuple(_said(policy, hosts))


def _said(policy: Policy, hosts: tuple[HostJudged, ...]) -> Iterator[Finding]:
    if policy.mode is Mode.NONE:
        yield info("sts-mode-none", source="RFC 8461 5")
        return
    if policy.mode is Mode.TESTING:
        yield info("sts-testing", source="RFC 8461 5")
    how = error if policy.mode is Mode.ENFORCE else warning
    for each in hosts:
        if not policy.allows(each.host):
            yield how("sts-mx-missing", source="RFC 8461 4.1", host=each.host)


# --- CAA ------------------------------------------------------------------------------------


def _issuers(found: issuing.MailIssuers) -> Iterator[Finding]:
    if found.unknown:
        tags = ", ".join(found.unknown)
        yield warning("caa-unknown-critical", source="RFC 8659 4.1", tags=tags)
    if found.broken:
        yield warning("caa-broken", source="RFC 8659 4.2")
    if found.limited and not found.issuers:
        yield warning("caa-nobody-for-mail", source="RFC 9495 3")
    elif found.limited:
        yield info("caa-some-for-mail", source="RFC 9495 3", issuers=", ".join(found.issuers))
