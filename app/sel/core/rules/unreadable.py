"""Can every part of it be read? RFC 5280 4.2."""

from __future__ import annotations

from collections.abc import Iterator

from sel.core.certificate import CertificateFacts
from sel.core.certificate.oddities import BROKEN_EXTENSION
from sel.core.extensions import Details
from sel.core.finding import Finding, error, warning

CODES = ("unreadable-extension",)


def check_unreadable(facts: CertificateFacts, details: Details) -> Iterator[Finding]:
    """Parts with a broken inside; a critical one makes the whole unusable."""
    critical = {each.name for each in details.extensions if each.critical} | {"certificate"}
    parts = details.unreadable
    if not parts and BROKEN_EXTENSION in facts.oddities:
        parts = ("unknown",)  # the reader of facts looks deeper and does not say where
    for part in parts:
        if part in critical:
            yield error("unreadable-extension", source="RFC 5280 4.2", part=part)
        else:
            yield warning("unreadable-extension", source="RFC 5280 4.2", part=part)
