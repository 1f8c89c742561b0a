"""A serial number that nobody could foresee. S/MIME BR 7.1."""

from __future__ import annotations

from sel.core.certificate import CertificateFacts
from sel.core.finding import Finding, warning

CODES = ("br-serial",)
# 64 random bits are asked for. Of honest numbers one in 65,536 is shorter than this.
_LEAST_BITS = 48


def check_serial(facts: CertificateFacts) -> Finding | None:
    """Whether it is too short to be random; its length is all that can be seen."""
    if facts.serial.bit_length() >= _LEAST_BITS:
        return None
    return warning("br-serial", source="S/MIME BR 7.1", serial=f"{facts.serial:x}")
