"""Has it a number of its own? RFC 5280 4.1.2.2."""

from __future__ import annotations

from sel.core.certificate import CertificateFacts
from sel.core.finding import Finding, info

CODES = ("serial-zero",)


def check_serial(facts: CertificateFacts) -> Finding | None:
    """Zero is no serial number; negative and overlong ones are oddities of the encoding."""
    return info("serial-zero", source="RFC 5280 4.1.2.2") if facts.serial == 0 else None
