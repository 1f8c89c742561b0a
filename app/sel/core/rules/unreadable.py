"""Can every part of it be read? RFC 5280 4.2."""

from __future__ import annotations

from collections.abc import Iterator

from sel.core.extensions import Details
from sel.core.finding import Finding, error, warning

CODES = ("part-unreadable",)


def check_unreadable(details: Details) -> Iterator[Finding]:
    """Parts with a broken inside; a critical one makes the whole unusable."""
    critical = {each.name for each in details.extensions if each.critical} | {"certificate"}
    for part in details.unreadable:
        if part in critical:
            yield error("part-unreadable", source="RFC 5280 4.2", part=part)
        else:
            yield warning("part-unreadable", source="RFC 5280 4.2", part=part)
