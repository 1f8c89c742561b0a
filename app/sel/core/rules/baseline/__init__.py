"""The S/MIME Baseline Requirements: what public authorities have promised to keep.

A certificate that claims one of their policies is held to each point. A private authority has
promised nothing: there one line says how many points differ, because outsiders' programs may
look for them. Clauses are those of version 1.0.10.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from sel.core.certificate import CertificateFacts
from sel.core.extensions import Details
from sel.core.finding import Finding, Level, info
from sel.core.rules.baseline import (
    address,
    extended,
    identifiers,
    key,
    lifetime,
    policy,
    serial,
    sources,
    subject,
    usage,
)
from sel.core.rules.baseline.claim import Claim, claims, guessed

CODES = ("baseline-differs",)
_PERSONAL = {"2.5.4.42", "2.5.4.4", "2.5.4.65"}
# What no program looks at, so that nobody need be told of it unless it was promised.
_ONLY_PROMISED = {
    "br-subject-forbidden",
    "br-subject-lacks",
    "br-common-name",
    "br-serial",
    "br-crl-missing",
}


def check_baseline(
    facts: CertificateFacts, details: Details, *, told: Set[str] = frozenset()
) -> Iterator[Finding]:
    """Each point that a claimed policy breaks, or one line for a certificate without a claim.

    told  points that other findings have said already; the one line leaves them out
    """
    claimed = claims(facts)
    if claimed:
        yield from _points(facts, details, claimed[0])
        return
    personal = any(oid in _PERSONAL for oid, _ in details.subject)
    differing = [
        point
        for point in _points(facts, details, guessed(facts, personal))
        if point.level is not Level.INFO and point.code not in _ONLY_PROMISED | told
    ]
    if differing:
        clauses = sorted({(point.source or "").removeprefix("S/MIME BR ") for point in differing})
        yield info(
            "baseline-differs", source="S/MIME BR 7.1", n=len(differing), clauses=tuple(clauses)
        )


def _points(facts: CertificateFacts, details: Details, claim: Claim) -> Iterator[Finding]:
    asked = (
        *policy.check_policy(facts),
        lifetime.check_lifetime(facts, claim),
        *usage.check_usage(facts, claim),
        *extended.check_extended(facts, claim),
        *address.check_address(details, claim),
        *subject.check_subject(facts, details, claim),
        *sources.check_sources(facts, details, claim),
        identifiers.check_identifiers(facts, details),
        serial.check_serial(facts),
        *key.check_key(facts, details),
    )
    yield from (point for point in asked if point is not None)
