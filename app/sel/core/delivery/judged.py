"""What a check of one domain found, ready to be shown and kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sel.core.certificate import CertificateFacts
from sel.core.delivery.issuing import MailIssuers
from sel.core.delivery.model import Proof, Reach, Seen, Trust
from sel.core.delivery.names import Named
from sel.core.delivery.transport_policy import Policy
from sel.core.finding import Finding


class Verdict(StrEnum):
    """Whether mail to the domain goes over TLS that proves its server.

    UNKNOWN  no mail server could be asked, which is often this network's doing
    """

    GOOD = "good"
    WARNINGS = "warnings"
    BAD = "bad"
    UNKNOWN = "unknown"


class DaneState(StrEnum):
    """What became of a server's pinned keys.

    UNSIGNED  there are pins, and DNSSEC does not prove them: they count for nothing
    NONE      there are none, or nobody looks for any (no DNSSEC)
    """

    HOLDS = "holds"
    MISMATCH = "mismatch"
    UNUSABLE = "unusable"
    UNSIGNED = "unsigned"
    BOGUS = "bogus"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class HostJudged:
    """One mail server.

    reach          None if it could not be called
    certificate    its own; None without TLS, or if it cannot be read
    trust          None without TLS
    name_matches   None without TLS
    """

    host: str
    preference: int
    addresses: tuple[str, ...]
    reach: Reach | None
    starttls: bool
    tls_version: str | None
    certificate: CertificateFacts | None
    names: Named
    trust: Trust | None
    name_matches: bool | None
    dane: DaneState
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class StsJudged:
    """MTA-STS. found: there is a record; policy: None if there is no file that fits."""

    found: bool
    id: str
    policy: Policy | None


@dataclass(frozen=True, slots=True)
class Judged:
    """One domain. caa_at: the name whose CAA records hold; "" if there are none."""

    domain: str
    moment: datetime
    verdict: Verdict
    dnssec: Proof
    implicit: bool
    hosts: tuple[HostJudged, ...]
    sts: StsJudged
    issuers: MailIssuers
    caa_at: str
    findings: tuple[Finding, ...]
    seen: Seen

    @property
    def every_finding(self) -> tuple[Finding, ...]:
        """Those of the domain, then those of each server."""
        return (*self.findings, *(each for host in self.hosts for each in host.findings))
