"""What "This is you" shows; shared by the journeys that lead there."""

from __future__ import annotations

from dataclasses import dataclass

from sel.core.certificate import CertificateFacts
from sel.core.finding import Finding


@dataclass(frozen=True, slots=True)
class You:
    """One certificate with what there is to say about it."""

    certificate: CertificateFacts
    findings: tuple[Finding, ...] = ()
