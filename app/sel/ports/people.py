"""The book of people: colleagues and every certificate seen for them. Kept by `sel.keeping`.

Part of the book (`Book.people()`): same file, same promises.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sel.base.message import Message
from sel.core.people import PathState, Person

TRUSTED = "person-path"
CONFIRMED = "person-key"
CHECKED = "person-checked"
"""Kinds of trust facts about one certificate of a person (subject: its SHA-256)."""


@dataclass(frozen=True, slots=True)
class NewPersonCertificate:
    """A certificate of somebody else to be kept, with all a list says of it.

    emails        addresses it is for, normal form
    other_emails  addresses in its subject that it is not for (RFC 5280 4.2.1.10)
    source        where it lay, for showing only
    announced_by  see `PersonCertificate`
    """

    der: bytes
    sha256: bytes
    spki_sha256: bytes
    emails: tuple[str, ...]
    other_emails: tuple[str, ...]
    name: str
    organisation: str
    not_before: datetime
    not_after: datetime
    algorithm: str
    encrypts: bool
    source: str
    announced_by: bytes | None
    path: PathState


@dataclass(frozen=True, slots=True)
class TakeIn:
    """One batch, one transaction. met: the same time for every batch of one taking-in.

    chain  authorities (DER, SPKI SHA-256) that paths of these lead over: path helpers, no people
    last   the last batch of it: only then the second copy of the book is made
    note   for the journal, with the last
    """

    met: datetime
    certificates: tuple[NewPersonCertificate, ...] = ()
    chain: tuple[tuple[bytes, bytes], ...] = ()
    last: bool = False
    note: Message | None = None


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a batch did, by SHA-256: new; known, with something new about it; known as it was."""

    added: tuple[bytes, ...] = ()
    updated: tuple[bytes, ...] = ()
    unchanged: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where a certificate was seen. announced_by: see `PersonCertificate`."""

    source: str
    when: datetime
    announced_by: bytes | None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Somebody who was removed, whole, so that they can be brought back while this is held.

    certificates  how many went with them
    rows          for the book alone: tables, with the columns of one row each
    book_key      id of the book key that the marks among them hold under; None without one
    """

    email: str
    certificates: int
    rows: tuple[tuple[str, tuple[tuple[str, int | str | bytes | None], ...]], ...]
    book_key: UUID | None = None


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """How many there are."""

    people: int
    certificates: int


class PeopleBook(Protocol):
    """Nothing here asks for the book key, but marks hold only if it is at hand without asking.

    Raises what `Book` raises.
    """

    def count(self) -> PeopleCount:
        """How many people and certificates."""

    def people(self, *, after: str = "", limit: int | None = None) -> Sequence[Person]:
        """People in order of their addresses, from behind `after` on, `limit` at most."""

    def search(self, text: str, limit: int | None = None, *, after: str = "") -> Sequence[Person]:
        """Those with every word of `text` somewhere in name, address or organisation.

        Accents, case and width do not matter. In order of their addresses, from behind `after` on.
        """

    def matching(self, text: str) -> int:
        """How many `search` would find."""

    def ending(self, since: datetime, until: datetime) -> Sequence[Person]:
        """Those with a certificate that ends between the two, the soonest first."""

    def person(self, email: str) -> Person | None:
        """One person; case does not matter (`core.address.same_mailbox`)."""

    def holders(self, sha256: bytes) -> Sequence[Person]:
        """Everybody a certificate counts for."""

    def certificate(self, sha256: bytes) -> bytes | None:
        """DER of a person's certificate."""

    def certificates(self, sha256s: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """DER of those of these that are there, by SHA-256."""

    def sightings(self, sha256: bytes) -> Sequence[Sighting]:
        """Where and when a certificate was seen, oldest first."""

    def begin(self, sources: str) -> datetime:
        """The time a taking-in is told by: of one of the same `sources` that was never ended
        (its program was killed), else now.
        """

    def take_in(self, batch: TakeIn) -> TakenIn:
        """Keep a batch. What is there already stays, and is no error."""

    def ended(self) -> None:
        """The taking-in that `begin` began has ended, whole or cancelled."""

    def judged(self, found: Mapping[bytes, PathState], *, at: datetime) -> int:
        """Note what became of paths, by SHA-256; how many are different from before."""

    def remove(self, email: str, *, note: Message) -> Forgotten:
        """Forget a person; certificates that count for nobody else go too.

        Raises UnknownPerson.
        """

    def bring_back(self, forgotten: Forgotten, *, note: Message) -> None:
        """Undo `remove`: the person, their certificates, where those were seen, and what was said
        of each, as they were. What came again in the meantime stays as it came; what was said
        under a book key of before does not come back, and the journal says so.
        """
