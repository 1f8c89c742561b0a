"""Is it valid for a sensible time? RFC 5280 4.1.2.5 and Apple's rules for its root programme."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sel.core.certificate import CertificateFacts
from sel.core.finding import Finding, info, warning

CODES = ("never-ends", "lasts-long")
_NEVER = 9999
_APPLE_SINCE = datetime(2022, 4, 1, tzinfo=UTC)
_APPLE_LONGEST = timedelta(days=1185)


def check_lifetime(facts: CertificateFacts) -> Finding | None:
    """How long it is valid in all, whatever day it is."""
    if facts.not_after.year == _NEVER:
        return warning("never-ends", source="RFC 5280 4.1.2.5")
    life = facts.not_after - facts.not_before
    if facts.not_before >= _APPLE_SINCE and life > _APPLE_LONGEST:
        return info(
            "lasts-long", source="Apple Root Program", n=life.days, limit=_APPLE_LONGEST.days
        )
    return None
