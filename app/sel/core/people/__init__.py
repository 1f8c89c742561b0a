"""Colleagues: whom one can encrypt to now, with which certificate, and why. Judges columns only.

Nothing here parses a certificate: what decides was read when it was taken in.
"""

from __future__ import annotations

from sel.core.people.eligible import eligibility, established, reason
from sel.core.people.model import (
    Eligibility,
    Mark,
    PathState,
    Person,
    PersonCertificate,
    Standing,
    Why,
)

__all__ = [
    "Eligibility",
    "Mark",
    "PathState",
    "Person",
    "PersonCertificate",
    "Standing",
    "Why",
    "eligibility",
    "established",
    "reason",
]
