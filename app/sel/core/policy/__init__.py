"""Managed settings: what an organisation decided for its computers, with where it came from.

Unknown names are reported, never passed over; what is broken is refused, never taken as "no
policy". `schema` is the one table of what can be decided.
"""

from __future__ import annotations

from sel.core.policy.model import Policy

__all__ = ["Policy", "read"]


def read(data: bytes, *, origin: str) -> Policy:
    """The policy of one JSON file alone. Raises PolicyBroken with what does not fit."""
    from sel.core.policy.merging import merged
    from sel.core.policy.reading import from_json

    return merged((from_json(data, origin=origin),))
