"""Revocation: lists (RFC 5280 5 and 6.3) and OCSP (RFC 6960), from octets that are at hand.

Nothing is fetched here. `sources` says what a certificate names; `evidence.read` reads what came;
`Judge` says what it all means for a path.
"""

from __future__ import annotations

from sel.core.revocation.evidence import Evidence, read, read_all
from sel.core.revocation.judging import Judge, State, Status

__all__ = ["Evidence", "Judge", "State", "Status", "read", "read_all"]
