"""Is it written as a certificate should be? RFC 5280 4.1, X.690.

`sel.core.certificate` reads odd certificates that are in use, and notes what was odd.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from sel.core.certificate import CertificateFacts
from sel.core.finding import Finding, info, warning

CODES = (
    "not-der",
    "negative-serial",
    "serial-too-long",
    "duplicate-extension",
    "bad-time",
    "teletex-name",
    "version-1",
)
_FOUND: Final = MappingProxyType(
    {
        each.code: each
        for each in (
            info("not-der", source="RFC 5280 4.1"),
            info("negative-serial", source="RFC 5280 4.1.2.2"),
            info("serial-too-long", source="RFC 5280 4.1.2.2"),
            warning("duplicate-extension", source="RFC 5280 4.2"),
            warning("bad-time", source="RFC 5280 4.1.2.5"),
            info("teletex-name", source="RFC 5280 4.1.2.4"),
            warning("version-1", source="RFC 5280 4.1.2.1"),
        )
    }
)


def check_oddities(facts: CertificateFacts) -> Iterator[Finding]:
    """One finding for each oddity the reader noted."""
    for code in getattr(facts, "oddities", ()):
        yield _FOUND[code]
