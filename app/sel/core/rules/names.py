"""Does it say who issued it, and whom it is for? RFC 5280 4.1.2.4 and 4.1.2.6."""

from __future__ import annotations

from collections.abc import Iterator

from sel.core.extensions import ALTERNATIVE_NAME, Details
from sel.core.finding import Finding, info, warning

CODES = ("issuer-nameless", "alternative-name-not-critical")


def check_names(details: Details) -> Iterator[Finding]:
    """Findings about names that are empty."""
    if details.issuer_empty:
        yield warning("issuer-nameless", source="RFC 5280 4.1.2.4")
    alternative = details.extension(ALTERNATIVE_NAME)
    if not details.subject and alternative is not None and not alternative.critical:
        yield info("alternative-name-not-critical", source="RFC 5280 4.2.1.6")
