"""Is it valid now? RFC 5280 4.1.2.5."""

from __future__ import annotations

from datetime import datetime, timedelta

from sel.core.certificate import CertificateFacts
from sel.core.finding import Finding, error, warning

CODES = ("dates-reversed", "not-yet-valid", "expired", "ends-soon")
_SOURCE = "RFC 5280 4.1.2.5"


def check_validity(
    facts: CertificateFacts, *, now: datetime, warn_before: timedelta
) -> Finding | None:
    """Place `now` in the lifetime of a certificate.

    Both ends belong to the lifetime, so it is still good in its last second.

    now          aware, any zone
    warn_before  how long before the end to warn; zero never warns
    Returns what is wrong, or None; days left are whole days, rounded down.
    Raises ValueError if `now` has no zone.
    """
    if now.tzinfo is None:
        raise ValueError("now needs a time zone")
    if facts.not_after < facts.not_before:
        return error(
            "dates-reversed", source=_SOURCE, starts=facts.not_before, ends=facts.not_after
        )
    if now < facts.not_before:
        return error("not-yet-valid", source=_SOURCE, starts=facts.not_before)
    if now > facts.not_after:
        return error("expired", source=_SOURCE, ended=facts.not_after)
    left = facts.not_after - now
    if left < warn_before:
        return warning("ends-soon", source=_SOURCE, n=left.days, ends=facts.not_after)
    return None
