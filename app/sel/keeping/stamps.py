"""Times as the book and the preferences store them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

_STAMP = "%Y-%m-%dT%H:%M:%S.%fZ"


@lru_cache(maxsize=1024)  # of thousands of certificates many begin and end alike
def stamp(when: datetime) -> str:
    """A time as the book stores it: UTC, microseconds, sorts as text."""
    return when.astimezone(UTC).strftime(_STAMP)


@lru_cache(maxsize=1024)
def moment(text: str) -> datetime:
    """The time of a stamp. Raises ValueError for a text without zone or shape."""
    when = datetime.fromisoformat(text)
    if when.tzinfo is None:
        raise ValueError("a stamp has a zone")
    return when.astimezone(UTC)
