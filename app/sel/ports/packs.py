"""The book's school packs. Part of the book (`Book.packs()`): same file, same promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sel.base.message import Message

SIGNER = "pack-signer"
"""Kind of the trust fact about whoever may send packs (subject: certificate SHA-256)."""


@dataclass(frozen=True, slots=True)
class NewPack:
    """A pack to be kept in place of its earlier edition.

    signer  SHA-256 of the certificate it was signed with
    file    the signed file, whole
    """

    id: str
    number: int
    signer: bytes
    file: bytes


@dataclass(frozen=True, slots=True)
class HeldPack:
    """A pack as it lies in the book. Its file answers for itself when it is opened again."""

    id: str
    number: int
    signer: bytes
    taken: datetime
    file: bytes


class PackBook(Protocol):
    """Nothing here asks for the book key. Raises what `Book` raises."""

    def held(self) -> Sequence[HeldPack]:
        """Every pack, in the order of their ids."""

    def keep(self, pack: NewPack, *, source: str, people: Sequence[bytes], note: Message) -> int:
        """Keep a new edition, or the first one, and withdraw what the earlier one had brought.

        source  how the book names this pack as a place where certificates were seen
        people  SHA-256 of those that are in it: of the others, what was seen nowhere else and
                nobody has spoken for goes. Returns how many went.
        Raises PackOlder if another program kept a newer one meanwhile.
        """

    def remove(self, pack_id: str, *, source: str, note: Message) -> int:
        """Forget a pack and withdraw what it brought. How many certificates went.

        Raises UnknownPack.
        """
