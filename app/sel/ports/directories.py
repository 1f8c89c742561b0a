"""Directories that colleagues are looked up in. Implemented by `sel.net`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sel.core.directory import Address


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """Somebody as a directory says it; nothing of it is judged.

    values  what stands where certificates stand: DER, PKCS#7, or anything else
    """

    name: str
    emails: tuple[str, ...]
    values: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class DirectoryAnswer:
    """more: there are others, beyond the limit. elsewhere: referrals, which are not followed."""

    entries: tuple[DirectoryEntry, ...]
    more: bool
    elsewhere: int


class Directories(Protocol):
    """Asks one directory: over TLS only, without any password, within limits."""

    def search(self, address: Address, filter_: str) -> DirectoryAnswer:
        """Raises DirectoryFailed with the host and a reason: "network", "no-tls" (it does not
        offer StartTLS), "server-certificate" (not trusted, or for another name), "too-slow",
        "too-large", "refused" (it wants a password, or the search is not allowed), "nonsense".
        """
