"""How mail gets to a domain: what was seen of it, and what that says of encryption on the way.

Mail servers in the DNS (RFC 5321 5.1, 7505), STARTTLS (RFC 3207) and its certificate
(RFC 9525), MTA-STS (RFC 8461), DANE (RFC 7672) and CAA for mail (RFC 9495). Bytes and records
in, findings out.
"""

from __future__ import annotations

from sel.core.delivery.model import (
    Authorisation,
    Exchanger,
    HostSeen,
    Pin,
    PolicySeen,
    Proof,
    Reach,
    Reply,
    Seen,
    Status,
    Talk,
    Tls,
    Trust,
)

__all__ = [
    "Authorisation",
    "Exchanger",
    "HostSeen",
    "Pin",
    "PolicySeen",
    "Proof",
    "Reach",
    "Reply",
    "Seen",
    "Status",
    "Talk",
    "Tls",
    "Trust",
]
