"""Does it demand something no mail program knows? RFC 5280 4.2."""

from __future__ import annotations

from collections.abc import Iterator

from sel.core.extensions import EXTENSION_NAMES, Details
from sel.core.finding import Finding, error

CODES = ("critical-unknown",)
_PATH = {"2.5.29.33", "2.5.29.36", "2.5.29.54", "2.5.29.18", "2.5.29.9"}
_KNOWN = EXTENSION_NAMES.keys() | _PATH


def check_critical(details: Details) -> Iterator[Finding]:
    """Critical extensions that nothing here understands: RFC 5280 wants such refused."""
    for each in details.extensions:
        if each.critical and each.oid not in _KNOWN:
            yield error("critical-unknown", source="RFC 5280 4.2", extension=each.oid)
