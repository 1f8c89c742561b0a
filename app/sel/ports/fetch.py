"""What may be fetched from the network, and what was. Implemented by `sel.net`."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Fetch(Protocol):
    """Lists and answers over http and https, within limits; nothing of the person's is sent.

    Raises FetchFailed with the host and a reason: "address" (none that may be asked: private,
    loopback, link-local …), "scheme", "too-large", "too-slow", "redirects", "status", "network".
    """

    def get(self, url: str, *, limit: int) -> bytes:
        """What lies at `url`, at most `limit` bytes."""

    def post(self, url: str, body: bytes, *, kind: str, limit: int) -> bytes:
        """The answer to `body`, whose media type is `kind`; redirects are not followed."""


class Fetched(Protocol):
    """What was fetched, kept until it says itself that a newer one is there.

    Whatever is kept is judged anew each time it is used. Never raises: a cache that cannot be read
    or written is an empty one.
    """

    def find(self, key: str, now: datetime) -> bytes | None:
        """What was kept under `key`, if its time has not come."""

    def keep(self, key: str, data: bytes, *, until: datetime, now: datetime) -> None:
        """Keep it until then; what is older than `now` makes room."""
