"""Is it written as a certificate should be? RFC 5280 4.1, X.690.

`sel.core.certificate` reads odd certificates that are in use, and notes what was odd. Three of
its codes are not told here: `unreadable` and `signature` say two of them with more detail, and a
default that is written out is common and harms nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from sel.core.certificate import CertificateFacts
from sel.core.finding import Finding, info, warning

_FOUND: Final = MappingProxyType(
    {
        each.code: each
        for each in (
            info("not-der", source="RFC 5280 4.1"),
            warning("version-1", source="RFC 5280 4.1.2.1"),
            warning("version-unknown", source="RFC 5280 4.1.2.1"),
            info("extensions-in-old-version", source="RFC 5280 4.1.2.9"),
            info("negative-serial", source="RFC 5280 4.1.2.2"),
            info("serial-too-long", source="RFC 5280 4.1.2.2"),
            warning("duplicate-extension", source="RFC 5280 4.2"),
            info("empty-extensions", source="RFC 5280 4.1.2.9"),
            warning("bad-time", source="RFC 5280 4.1.2.5"),
            info("time-form", source="RFC 5280 4.1.2.5"),
            info("teletex-name", source="RFC 5280 4.1.2.4"),
            info("old-string-name", source="RFC 5280 4.1.2.4"),
            warning("bad-text", source="RFC 5280 4.1.2.4"),
            info("unused-bits", source="RFC 5280 4.2.1.3"),
        )
    }
)
CODES = tuple(_FOUND)


def check_oddities(facts: CertificateFacts) -> Iterator[Finding]:
    """One finding for each oddity the reader noted."""
    for code in facts.oddities:
        if code in _FOUND:
            yield _FOUND[code]
